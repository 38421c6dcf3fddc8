"""Word table: Czech and Slovak."""

WORDS = {
    "hint": """
je | se | jsme | nam | nám | vsechny | všechny | mi | na | od | pri | při | když | ked | že | to | ale | uz | už
jak | kdo | má | mám | máme | prosím | díky | ahoj | čau | někdo | niekto | nevíte | nejde | pro | po | byl | bylo
jsem | som | sme | ako | čo | co | do | z | ze | v | ve | s | k
""",
    "weak": """
neautorizovan* | neautorizovaný | chyba autorizace | chyba overeni | chyba ověření | neplatný token | neplatny token
neověřený | neoverený | token vypršel | token expiroval | platnost tokenu vypršela | neplatné přihlašovací údaje
neplatné prihlasovacie údaje | selhalo ověření | ověření selhalo | overenie zlyhalo | přihlášení selhalo
""",
    "err-before": """
chyba | chybu | chyby | dostavam | dostávám | dostáváme | dostaneme | dostanu | dostane | vraci | vrací | vracia
vrátí | hlásí | hází | hádže | hodí | pořád | porad | stále | zase | opět | opäť | zas | furt | jen | len | samé
kód | kod | stav | odpovídá | odpovedá | s | za | a | už
""",
    "err-after": """
pri | při | kdyz | když | keď | na | od | po | i | ale | přestože | hoci | místo | chyba | z | ze | pro | pre | bez
v | ve | a | kvůli | každ* | všude
""",
    "num-before": """
mistnost | místnost* | miestnost* | zasedačk* | radek | řádek | řádku | riadok | riadku | strana | straně | strane
vlak | linka | let | gate | brána | pokoj | pokoji | izba | faktura | faktury | fakturu | objednávka | objednávky
objednávku | číslo | č. | tiket | ticket | asi | okolo | celkem
""",
    "num-after": """
osob | korun | uzivatel* | uživatel* | zákazník* | lidí | ľudí | souborů | řádků | riadkov | stran | dní | hodin
minut | testů | testov | eur | kusů | zpráv | lístků | účastník* | ticketů | tiketů | tiketov | ticketov | úkolů
záznamů | požadavků čeká
""",
    "negate": """
žádné | žádný | žádná | žiadne | žiadny | bez | místo | namísto | namiesto | není | nie je | méně | menej
""",
    "solved": """
vyreseno | vyřešeno | vyřešené | vyriešené | vyřešen | vyriešený | opraveno | opravené | opraven | opravili
opravil* jsme | opravil jsem | uz funguje | už funguje | uz to funguje | už to funguje | už jede | už to jede
už ide | zase funguje | opět funguje | znovu funguje | funguje to | zase to jede | je pryč | jsou pryč | zmizel*
bylo to | byl to | bolo to | bola to | byla to | mohl za to | mohla za | mohl za | způsobil* | falešný poplach
falošný poplach | hotovo | už nehlásí | už nevrací | už neháže | v pořádku | v poriadku | tiket zavřen | uzavřeno
můžete zavřít | spraveno | našli jsme | našel jsem | příčina byla | zpět v normálu | už není 401 | už tam není
už není problém | 401 už není | moje chyba | moja chyba | můj omyl | špatný klíč, díky | spletl jsem | to vysvětluje
vysvětluje 401 | už chápu
""",
    "persist": """
porad | pořád | stale | stále | stále ještě | zase | opet | opět | opäť | znova | znovu | furt | diky, ale
díky, ale | ale | nefunguje | nejde | neni vyreseno | není vyřešeno | nepomohlo | nepomáhá | nic nepomohlo
bez změny | bez zmeny | stejná chyba | rovnaká chyba | stejný problém | vrátil* se | je zpátky | je zpět | přesto
napriek | bohužel | bohužiaľ | i přes | přestože | hoci | i tak | aj tak | pokračuje | trvá | nic nefunguje
nic nejde
""",
    "plan": """
planovan* | plánovan* | udrzba | údržba | údržby | údržbě | ignorujte | ignorovat | ocekavan* | očekávan*
počítáme s | je to záměr | záměrn* | úmyslně | normální | neřešte | neriešte | jen test | len test | nic vážného
neškodn* | žádný problém
""",
    "mine": """
dostavam | dostávám | dostavame | dostáváme | dostávame | vraci | vrací | vracia | odmita | odmítá | odmieta | hazi
hází | hádže | hlásí | mi vrací | nám vrací | nemůžu se | nemůžeme | nemôžem | můj token | náš token | můj klíč
moje | máme 401 | mám 401 | padá | padají | nám padá | ještě někdo | ešte niekto | má to někdo | nejde mi
nejde nám | nezvládá | podle dokumentace | podľa dokumentácie | lokálně prochází | lokálně funguje
""",
    "acts": """
selhává | selhávají | zlyháva | odmítnut* | padá na | končí | skončí | neprojde | neprochází | odpovídá | odpovedá
přestal* | prestal* | není přijímán | není akceptován | nepřijímá | nie je akceptovaný | ztratili jsme přístup
nemáme přístup | nemám přístup | odmítáno | nefungují | nefunguje | nejdou
""",
    "ask": """
proc | proč | prečo | pomoc | pomozte | pomôžte | nevíte | neviete | nevíte někdo | netušíte | poradíte | poraďte
ví někdo | vie niekto | co s tím | čo s tým | v čem může být | čím to | co dělám špatně | nějaký nápad
nejaký nápad | podívat | pozrieť | mrkne | mrknout | mrknete | zvláštní | divné | kde je chyba | tuší někdo
kdo pomůže | kto pomôže | může někdo pomoct
""",
    "general": """
coz znamena | což znamená | co znamena | co znamená | čo znamená | jaky je rozdil | jaký je rozdíl | aký je rozdiel
rozdil mezi | rozdíl mezi | rozdiel medzi | 401 nebo 403 | 401 či 403 | 401 alebo 403 | máme vracet | mame vracet
má vracet | měli bychom | mělo by | mali by sme | kdy vracet | kdy použít | jak ošetřit | jak ošetřujete
jak řešíte | jak testovat | jak simulovat | co je 401 | článek o | obecně | teoreticky | lepší vrátit | neopakujte
neopakovat
""",
    "hypo": """
pokud dostanete | pokud | v pripade | v případě | když dostanete | kdyby | jestli | ak dostanete | ak | jinak | inak
bude vracet | bude vracať | vrátí 401, když | aby se
""",
    "announce": """
oznameni | oznámení | od pondeli | od pondělí | od úterý | od středy | od čtvrtka | od pátku | od pondelka
od zitrka | od zítřka | od zajtra | pripominame | připomínáme | pripomíname | upozornění | zítra | zajtra
příští týden | budúci týždeň | od verze | od verzie | nově | budeme | budou vracet | bude | od 1. | od ledna
""",
    "dev": """
pull request | merge request | merge | zmergováno | review | unit test* | jednotkov* | test kontroluje | testy na
implementova* | ošetření | ošetřen | dokumentac* | zdokumentova* | changelog | vrací nyní | teď vracíme
přidal jsem ošetření | přidal | místo 403
""",
    "since": """
dnes | vcera | včera | od rana | od rána | dnes ráno | od včerejška | od včera | v noci | přes noc | najednou
náhle | zničehonic | nic jsme neměnili | nic se neměnilo | včera to šlo | ještě včera | fungovalo
nikdo nic neměnil | od víkendu | od dneška | pri každ* | při každ* | všude
""",
    "now": """
teď | nyní | teraz | aktuálně
""",
    "cond": """
pokud | když | jestli | ak | keď | jakmile
""",
    "me": """
já | my | můj | moje | náš | naše | naši | mi | nám | nás | mám | máme | dostávám | dostáváme
""",
    "plea": """
pomoc | poraďte | nějaký nápad | nejaký nápad
""",
    "again": """
zase | opět | opäť | znovu | znova
""",
    "api": """
rozhran* | požadavk* | požadavek | požiadavk* | volání | volani | klíč* | kľúč* | přihlášen* | prihláseni*
přihlásit | služb* | certifikát | integrac* | skript | sandboxu | přihlašovací údaje | údaje
""",
}
