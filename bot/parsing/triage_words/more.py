"""Word table: Finnish, Hungarian and Romanian."""

WORDS = {
    "hint": """
ja | ei | saan | on | se | ovat | mutta | kun | nyt | onko | että | joku | muilla | meillä | minulla | nem | es | és
az | hogy | egy | van | vagy | valaki | kapok | mi | meg | már | este | primim | primesc | va | si | și | sunt | la
cu | de | din | în | nu | pe | un | o | mai | cineva | am | ne | ce | dar
""",
    "weak": """
ei valtuutettu | todennus epäonnistui | virheellinen token | vanhentunut token | kirjautuminen epäonnistui
nem engedélyezett | sikertelen hitelesítés | hitelesítési hiba | érvénytelen token | lejárt token | lejárt a token
neautorizat | autentificare eșuată | autentificarea a eșuat | token invalid | token expirat | credențiale invalide
nu este autorizat
""",
    "err-before": """
virhe | virheen | saan | saamme | palauttaa | vastaa | antaa | vain | edelleen | yhä | taas | hiba | hibát | kapok
kapunk | kap | ad | ad vissza | dob | még mindig | megint | csak | eroare | eroarea | primesc | primim | primește
returnează | întoarce | dă | cu | tot | numai | doar | un | cod | codul
""",
    "err-after": """
kun | kaikista | vaikka | jokaisesta | hiba | hibát | hibával | mikor | amikor | minden | pedig | óta | -et | -es
-est | et kapok | et | es hiba | eroare | când | la | pe | deși | de azi | de ieri | din | și | dar | cu | virhe
virheen | virhettä
""",
    "num-before": """
huone | huoneessa | rivi | sivu | lento | juna | lasku | noin | yhteensä | szoba | terem | sor | oldal | járat
vonat | számla | körülbelül | összesen | camera | sala | linia | pagina | zborul | trenul | factura | numărul
aproximativ | circa | total
""",
    "num-after": """
henkilöä | euroa | käyttäjää | asiakasta | tiedostoa | riviä | sivua | päivää | tuntia | minuuttia | ember | forint
felhasználó | ügyfél | fájl | sor | oldal | nap | óra | perc | fő | persoane | lei | utilizatori | clienți | fișiere
linii | pagini | zile | ore | minute | de persoane | de lei | de utilizatori
""",
    "negate": """
ei enää | ilman | nem | nincs | helyett | nu mai | fără | în loc de
""",
    "solved": """
korjattu | korjaantui | toimii nyt | toimii taas | nyt toimii | ratkaistu | ratkesi | selvisi | johtui | oli syynä
ei enää | megoldodott | megoldódott | megoldva | megjavult | megjavítottuk | mukodik mar | működik már | már működik
most már működik | újra működik | miatt volt | volt az oka | rezolvat | s-a rezolvat | am rezolvat | merge acum
acum merge | merge din nou | funcționează acum | era de la | era din cauza | alarmă falsă | a dispărut
""",
    "persist": """
edelleen | yhä | vieläkin | taas | kiitos, mutta | mutta | ei auttanut | ei toimi | ei muutosta | silti | sama virhe
meg mindig | még mindig | továbbra is | ujra | újra | megint | de meg | de még | ugyanaz | ugyanaz a hiba
nem segített | nem működik | nem megy | sajnos | hiába | ellenére | inca | încă | tot | din nou | iar | mersi, dar
dar | nu merge | nu funcționează | nu a ajutat | n-a ajutat | aceeași eroare | aceeași problemă | continuă | degeaba
""",
    "plan": """
suunniteltu | huolto | huoltokatko | älkää välittäkö | odotettu | odotettua | tarkoituksella | tervezett
karbantartas | karbantartás | hagyjatok figyelmen kivul | hagyjátok figyelmen kívül | várható | szándékos
planificat | mentenanta | mentenanță | ignorati | ignorați | așteptat | intenționat | este normal | e normal
""",
    "mine": """
saan | saamme | palauttaa | onko muilla | muillakin | muilla sama | en pääse | emme pääse | tokenini | avaimeni
kapok | kapunk | ad vissza | dob | másnak is | másnál is | valakinél | nem tudok | nem tudunk | nem tud | a tokenem
primesc | primim | returneaza | returnează | îmi dă | ne dă | dă 401 | mai are cineva | mai pățește | nu mă pot
nu ne putem | nu pot | tokenul meu | cheia mea
""",
    "acts": """
epäonnistuu | hylkää | hylätään | vastaa | elutasítja | elutasít | válaszol | elszáll | hibára fut | respinge
respinsă | eșuează | răspunde | pică | este respins | respins
""",
    "ask": """
miksi | apua | auttaisiko | osaako joku | tietääkö | mikä vikana | miert | miért | segitseg | segítség | segítsen
tudja valaki | mit rontok el | van ötlet | ötlet | de ce | ajutor | ajută | știe cineva | vreo idee | ce greșesc
nu înțeleg | ce poate fi
""",
    "general": """
mita tarkoittaa | mitä tarkoittaa | ero | eroa | pitäisikö | 401 vai 403 | 401 vai | mit jelent | kulonbseg
különbség | 401 vagy 403 | kell-e | visszaadni | ce inseamna | ce înseamnă | diferenta dintre | diferența dintre
401 sau 403 | ar trebui | când se folosește | cum tratați | cum gestionați
""",
    "hypo": """
jos saat | jos saatte | jos | ha kapsz | ha kaptok | ha | daca primiti | dacă primiți | daca primesti
dacă primești | dacă | va returna | vor primi
""",
    "announce": """
alkaen | tiedoksi | huomenna | ensi viikolla | maanantaista | muistutus | hetfotol | hétfőtől | holnaptol
holnaptól | holnap | jövő héten | emlékeztető | figyelem | incepand de | începând de | începând cu | anunt | anunț
mâine | de luni | săptămâna viitoare | reamintire
""",
    "dev": """
pull request | merge request | katselmointi | yksikkötesti* | dokumentaatio* | kódellenőrzés | review | egységteszt*
unit teszt* | dokumentáció* | code review | test unitar | teste unitare | documentație | documentația | am adăugat
""",
    "since": """
tanaan | tänään | eilen | eilisesta | eilisestä | aamusta | aamulla | tästä aamusta | yhtäkkiä | yöllä | toimi eilen
ma | reggel óta | ma reggel | tegnap | tegnap ota | tegnap óta | hirtelen | eddig működött | tegnap még | azi | ieri
de ieri | de azi | de dimineață | azi dimineață | brusc | dintr-o dată | ieri mergea | de la update
eilisestä alkaen | tästä päivästä | aamusta alkaen
""",
    "now": """
nyt | most | acum
""",
    "cond": """
jos | ha | amikor | daca | dacă | când
""",
    "me": """
minä | me | meillä | meidän | minulla | minun | mi | mienk | nekem | nekünk | nálunk | saját | eu | noi | meu | mea
nostru | noastră | îmi | ne
""",
    "plea": """
apua | segítség | van ötlet | ajutor | vreo idee
""",
    "again": """
taas | megint | újra | din nou | iar
""",
    "api": """
rajapin* | pyynt* | avain* | kirjautumi* | palvelin* | kutsu* | kérés* | kulcs* | szerver* | hívás* | bejelentkez*
cerere* | cereri* | cheie* | cheia | apel* | serviciu* | autentific*
""",
}
