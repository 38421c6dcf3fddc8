"""Word table: Dutch."""

WORDS = {
    "hint": """
aan | als | bij | dat | de | dit | een | en | er | het | hoe | ik | is | kan | maar | met | mijn | naar | niet | nog
om | onze | ook | op | sinds | te | van | voor | wat | we | wel | wij | zijn | fout | na | bedankt | iemand | geen
meer
""",
    "weak": """
niet geautoriseerd | niet gemachtigd | authenticatie mislukt | authenticatiefout | ongeldig token | ongeldige token
token verlopen | niet geauthenticeerd
""",
    "err-before": """
fout | foutcode | foutmelding | een | de | het | krijg | krijgen | krijgt | geeft | geven | retourneert | steeds
altijd | nog | met | ontvang | alleen | weer
""",
    "err-after": """
op | bij | van | sinds | als | na | ondanks | terwijl | maar | met | in | wanneer | voor | fout* | en | uit
probleem | -probleem
""",
    "num-before": """
kamer | zaal | regel | regels | bladzijde | vlucht | ongeveer | factuur | bestelling | lijn | kantoor | huisnummer
lokaal | trein
""",
    "num-after": """
mensen | gebruikers | klanten | bestanden | regels | dagen | uur | minuten | keer | deelnemers | berichten
bestellingen | kaartjes | bezoekers | gasten | toeschouwers
""",
    "negate": """
geen | niet | zonder | nooit | in plaats van | minder | veel minder
""",
    "solved": """
werkt weer | werkt nu | nu werkt | werkt inmiddels | opgelost | is gefixt | gefixt | gerepareerd | verholpen
vals alarm | probleem gevonden | oorzaak gevonden | mijn fout | het lag aan | lag aan | is weg | verdwenen
geen 401* meer | alles werkt | doet het weer | doet het nu | komt niet meer voor | laat maar | kan dicht
alles goed | hersteld | weer normaal | alles is normaal | opgehelderd | ticket gesloten | gesloten | verleden tijd
verwijderd | dat verklaart | verklaart de 401
""",
    "persist": """
nog steeds | nog altijd | is terug | zijn terug | weer terug | weer een 401 | weer 401 | weer 401's | bedankt, maar
bedankt maar | dank, maar | dank je, maar | maar | echter | helaas | blijft | blijven | niet opgelost
nog niet opgelost | onopgelost | helpt niet | hielp niet | zelfde fout | zelfde probleem | dezelfde fout
hetzelfde probleem | werkt niet | werkt nog niet | te vroeg gejuicht | geen verschil | ondanks | voortdurend
constant | de hele tijd | telkens | niets werkt meer | werkt niks meer | werkt niets meer | blijft 401 | hetzelfde
ongewijzigd
""",
    "plan": """
gepland | geplande | onderhoud | negeren | negeer | graag negeren | kan genegeerd | kunnen genegeerd
kun je negeren | mag je negeren | verwacht | verwachte | zoals verwacht | te verwachten | opzettelijk | bewust
met opzet | geen zorgen | maak je geen zorgen | geen actie nodig | niets te doen | alleen een test | is een test
testbericht | bedoeling | niet melden | is normaal | zijn normaal | geen probleem | niks ernstigs | niets ernstigs
onschuldig
""",
    "mine": """
ik krijg | krijg ik | we krijgen | wij krijgen | krijgen we | krijg | ik ontvang | mijn token | onze token
mijn key | mijn request | sinds vandaag | sinds gisteren | sinds vanmorgen | ineens | opeens | plotseling
lukt niet | kan niet | volgens de docs | volgens de documentatie | lokaal slaagt | lokaal werkt | lokaal gaat het
in ci faalt
""",
    "ask": """
hulp | help | iemand een idee | enig idee | een idee | waarom | hoe kan | hoe komt | weet iemand | kan iemand
wat doe ik fout | wat gaat er mis | snap het niet | begrijp niet | hoe los ik | dringend | vreemd | raar
wie kan helpen | wie helpt
""",
    "general": """
wat betekent | betekenis van | wat is een 401 | wat is 401 | verschil tussen | wat is het verschil | 401 of 403
403 of 401 | in plaats van | moeten we | moet de api | moet ik een 401 teruggeven | zouden we | hoort een api
wanneer geef | wanneer gebruik | wanneer moet | hoe geef ik | hoe geef je | hoe gaan jullie om | hoe handel
hoe vang ik | hoe test | hoe mock | hoe simuleer | welke statuscode | welke status | in het algemeen
over het algemeen | in theorie | theoretisch | uit nieuwsgierigheid | artikel over | best practice | wat is beter
hoe ga ik om | omgaan met | hoe ga je om | niet opnieuw proberen | niet herhalen
""",
    "hypo": """
als je een 401 | als je 401 | als je | als jullie | indien | als de server | als de api | als een client
als het token | in geval van | wanneer je | dan krijg je | krijg je een 401 als | zal teruggeven | zal retourneren
betekent meestal | betekent vaak | om te voorkomen | voorkomen | vermijden | stel dat | stel je voor
wat gebeurt er als | anders krijg je | bij een 401
""",
    "announce": """
aankondiging | mededeling | vanaf maandag | vanaf morgen | vanaf volgende | vanaf nu | voortaan | in de toekomst
we gaan | zullen | zal voortaan | herinnering | let op: | ter info | ter informatie | houd er rekening
volgende week | morgen om | kunnen even | kan even | vanaf versie | vanaf 1
""",
    "dev": """
codereview | gemerged | unittest* | unit-test* | testgeval* | geimplementeerd | implementeren | releasenotes
release-opmerkingen | foutpagina | foutafhandeling | documentatie | geeft nu 401 | toegevoegd | retry bij | reviewt
review
""",
    "since": """
vandaag | gisteren | sinds | vanochtend | vanmorgen | niets veranderd | werkte | eerder werkte | vannacht
ineens overal | overal | ineens
""",
    "acts": """
geeft | geven | retourneert | antwoordt | krijgt | weigert | geweigerd | afgewezen | faalt | falen | mislukt
mislukken | breekt af | afgebroken | kan geen | kunnen geen | niet meer | meldt | melden | klaagt | klagen | spuugt
gooit | eindigt | sterft met | krijgen | geen toegang meer | geen toegang
""",
    "now": """
nu | momenteel
""",
    "cond": """
als | zodra | wanneer | indien
""",
    "me": """
ik | wij | we | mijn | ons | onze | mij
""",
    "api": """
inloggegevens | login | certificaat | koppeling* | integratie* | job | sync | import | dienst | sandbox | acceptatie
productie | webhook | aanroepen | factuur-api
""",
    "again": """
opnieuw | alweer
""",
}
