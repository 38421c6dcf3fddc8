"""Word table: Swedish, Danish and Norwegian."""

WORDS = {
    "hint": """
vi | far | får | och | ar | är | inte | det | og | er | ikke | jag | jeg | på | att | at | som | med | för | for
til | till | av | af | någon | nogen | noen | hej | hei | från | fra | den | ett | en | et | har | kan | samma
samme | nu | nå | men | alla | alle | mot
""",
    "weak": """
ej behorig | obehorig | obehörig | ej behörig | autentisering misslyckades | ogiltig token | ogiltigt token
ugyldig token | ugyldigt token | ikke autoriseret | ikke autorisert | inte auktoriserad | utgången token
token utløpt | token udløbet | inloggningen misslyckades | autentificering mislykkedes | autentisering feilet
ej auktoriserad
""",
    "err-before": """
fel | felet | fejl | fejlen | feil | feilen | far | får | fick | fik | fikk | ger | giver | gir | gav | ett | en
et | returnerar | returnerer | returnerte | svarar | svarer | svarar med | svarer med | kastar | bara | bare | kun
fortfarande | stadig | fortsatt | igen | igjen | med | alltid | altid | nu | nå | og | och | statuskod | statuskode
kommer
""",
    "err-after": """
nar | når | när | da | fran | från | fra | trots | trods | tross | vid | ved | efter | etter | på | pa | pa allt
pa alla | i | sedan | siden | men | och | og | med | mot | mod | hela | hele | för | for | fel | fejl | feil | igen
igjen | när jag | hver | varje | hver gang | över | ud | ut
""",
    "num-before": """
rum | rummet | rom | mötesrum | mødelokale | møterom | lokale | sal | rad | raden | linje | linjen | sida | sidan
side | buss | bus | tåg | tog | toget | tåget | flyg | fly | faktura | order | ordre | nummer | nr | ca | cirka
omkring | totalt | gate | dørs | ärende | sak
""",
    "num-after": """
personer | kronor | kroner | kr | anvandare | användare | brugere | brukere | kunder | filer | rader | linjer
sidor | sider | dagar | dage | dager | timmar | timer | minuter | minutter | tester | deltagare | deltagere
mennesker | meddelanden | beskeder | stycken | stk | biljetter | billetter | gæster
""",
    "negate": """
inga | ingen | inget | intet | ikke | inte | utan | uden | uten | istället för | i stedet for | i stedet for en
färre | færre | mindre
""",
    "solved": """
lost nu | fungerar nu | fungerar igen | löst | løst | loest | är löst | er løst | är fixat | fixat | fixad | fikset
ordnat | ordnet | problemet är löst | löste problemet | virker nu | virker igen | virker nå | virker igjen
fungerer nå | fungerer igen | fungerer igjen | fungerer nu | nu virker | nu fungerar | nå virker | berodde på
skyldtes | det var | det berodde | försvann | forsvandt | forsvant | är borta | er borte | er væk | er vekk
inga fler | ingen flere | falskt alarm | falsk alarm | mitt fel | min fejl | min feil | åtgärdat | rättat | rettet
hittade felet | fandt fejlen | fant feilen | kan stängas | kan lukkes | stängt | lukket | hjälpte
tillbaka till normalt | det förklarar | det forklarer | förklarar 401 | lösta | är lösta | er løste | løste
åtgärdade | rettede
""",
    "persist": """
fortfarande | stadig | stadigvæk | fortsatt | fremdeles | tillbaka | tilbage | tilbake | tack, men | tack men
tak, men | takk, men | men | igen 401 | inte lost | inte löst | ikke løst | fungerar inte | virker ikke
fungerer ikke | funkar inte | samma fel | samme fejl | samme feil | hjälper inte | hjälpte inte | hjælper ikke
hjalp ikke | hjelper ikke | ingen skillnad | ingen forskel | ingen forskjell | trots | trods | tross | ändå
alligevel | likevel | tyvärr | desværre | dessverre | hela tiden | hele tiden | 401 på allt | 401 på alla
401 pa allt | 401 pa alla | slutade fungera | sluttet å virke | holdt op med | intet virker | inget funkar
ingenting fungerar | ingenting virker
""",
    "plan": """
planerat | planerad | planerade | planlagt | planlagte | underhall | underhåll | vedligehold | vedlikehold
ignorera | ignorer | forvantat | förväntat | förväntad | forventet | forventede | avsiktligt | med flit | med vilje
er normalt | är normalt | helt normalt | bara ett test | bare en test | oroa er inte | ingen panik | bekymre
inget allvarligt | ingenting allvarligt | ofarlig* | ufarlig* | harmlös*
""",
    "mine": """
jag far | jag får | vi far | vi får | returnerar | ger | misslyckas | får 401 | far 401 | jeg får | jeg far
får jag | får vi | får jeg | far jag | fick 401 | giver 401 | gir 401 | svarar 401 | svarer 401 | mislykkes
mislykkedes | feiler | fejler | avvisas | afvises | avvises | nekas | kan inte logga | kan ikke logge | kan inte
kan ikke | min token | mitt token | vår token | vores token | min nyckel | min nøgle | vår nyckel | någon mer
någon annan | andre der | andre som | er det flere | bare mig | bare meg | bara jag | bara mig | kommer inte in
jag ser | vi ser | enligt dokumentationen | ifølge dokumentationen | ifølge dokumentasjonen | lokalt går
lokalt funkar | lokalt virker
""",
    "acts": """
svarar med | svarer med | returnerar | returnerer | avvisar | afviser | avviser | nekar | slutar med | dør | dör
faller | felar | kastar | spottar ur | rapporterar | rapporterer | klagar på | klager over | klager på | dør med
dör med | ender med | slutter med | smäller | kræsjer | svarer | svarar | svarte | giver | gir | ger
ikke længere accepteret | accepteres ikke | accepteras inte | godtas ikke | aksepteres ikke | accepterad längre
ingen åtkomst | ingen adgang | ingen tilgang | förlorat åtkomst
""",
    "ask": """
varfor | varför | hjalp | hjälp | nagon som vet | någon som vet | någon idé | någon som | hvorfor | hjaelp | hjælp
hjelp | nogen idé | nogen der | noen som | noen idé | vad gör jag fel | hvad gør jeg forkert | hva gjør jeg feil
konstigt | mærkeligt | rart | kan någon | kan nogen | kan noen | vad kan | hvad kan | hva kan | tips
vem kan hjälpa | hvem kan hjælpe | hvem kan hjelpe
""",
    "general": """
vad betyder | skillnaden mellan | skillnad mellan | vad ar skillnaden | vad är skillnaden | 401 eller 403 | borde vi
ska vi returnera | ska man returnera | bör vi | bør vi | skal vi returnere | skal man | skulle vi | hvad betyder
hva betyr | forskellen | forskel på | forskjellen | forskjell på | vad är en 401 | hvad er en 401 | hva er en 401
hur hanterar | hvordan håndterer | hvordan håndtere | hur testar | hvordan tester | när ska man | hvornår skal
når skal man | i allmänhet | generelt | artikel om | 401 eller en 403 | försök inte igen | prøv ikke igen
prøv ikke igjen | försök inte
""",
    "hypo": """
om du far | om du får | om man | om ni får | om det blir | ifall | i fall | hvis du | hvis man | hvis I | hvis dere
dersom | annars får | ellers får | kommer att returnera | vil returnere | undvika | undgå | unngå
""",
    "announce": """
fran och med | från och med | fra og med | fran mandag | från måndag | fra mandag | från tisdag | paminnelse
påminnelse | påmindelse | observera | bemærk | merk at | imorgon | i morgen | i morgon | nästa vecka | næste uge
neste uke | kommer att | vil fremover | framöver | fremover | från version | fra version | fra versjon | meddelande:
info: | til info | til orientering
""",
    "dev": """
pull request | merge request | mergad | merget | kodgranskning | granska | review | enhetstest* | enhedstest*
testfall | implementera* | implementer* | lade till | tilføjet | la til | dokumentation* | dokumentasjon*
ändringslogg | returnerar nu | returnerer nu | returnerer nå | felhantering | fejlhåndtering | feilhåndtering
""",
    "since": """
idag | i dag | igar | igår | i går | i gar | sedan i | siden i | sedan i morse | siden i morges | i morse | i morges
i natt | i nat | över natten | plötsligt | pludselig | plutselig | efter uppdateringen | efter opdateringen
etter oppdateringen | inget har ändrats | intet er ændret | ingenting er endret | fungerade igår | virkede i går
virket i går | sedan helgen | siden i helgen | siden weekenden | sedan imorse | sen i morse | i eftermiddag
på alla | på alle | på allt | på alt | overalt | överallt
""",
    "now": """
nu | nå | just nu | lige nu
""",
    "cond": """
om | hvis | ifall | dersom | när | når
""",
    "me": """
jag | vi | min | mitt | mina | vår | våra | oss | mig | jeg | mit | mine | vores | våre | meg
""",
    "plea": """
hjälp | hjælp | hjelp | någon idé | nogen idé | noen idé
""",
    "again": """
igen | igjen
""",
    "api": """
anrop* | nyckel* | nøgle* | nøkkel* | forespørsel* | forespørgsel* | kald | kaldet | kall | kallet | inloggning*
logga in | logge inn | logge ind | tjänst* | tjeneste* | certifikat* | skript | svaret | integration* | integrasjon*
tjänst | sandbox | sandkasse | staging | prod | produktion | produksjon | webhook | synk | import* | faktura-api
""",
}
