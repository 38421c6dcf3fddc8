"""Word table: Polish."""

WORDS = {
    "hint": """
ale | co | czy | dla | do | gdy | i | jak | jest | juz | kiedy | mam | mamy | moj | na | nasz | nie | od | po
przez | przy | sie | tego | to | w | z | za | ze | blad | dzieki | ktos | wciaz
""",
    "weak": """
nieautoryzowan* | brak autoryzacji | blad autoryzacji | blad uwierzytelniania | blad uwierzytelnienia
uwierzytelnianie nie powiodlo sie | nieprawidlowy token | token wygasl | niewazny token
""",
    "err-before": """
blad | bledu | bledem | kod | dostaje | dostajemy | zwraca | zwracaja | otrzymuje | caly czas | ciagle | nadal | z
rzuca | daje | leci | wywala | mam | mamy | dostawac | otrzymywac | problem z
""",
    "err-after": """
na | przy | od | z | po | mimo | gdy | kiedy | w | i | ale | dla | podczas | blad* | ze | choc | zamiast | caly
""",
    "num-before": """
pokoj | pokoju | sali | linia | linii | strona | stronie | lot | autobus | numer | okolo | faktura | zamowienie
wiersz | wierszu | zadanie | nr | pociag
""",
    "num-after": """
osob | osoby | uzytkownik* | zlot* | plik* | linii | dni | godzin* | minut* | razy | test* | klient* | bilet*
zamowien* | zapisanych | zarejestrowanych | uczestnikow | gosci | widzow | wpisow | zgłoszeń | zgłoszenia | ticketów
tiketów | zadań | rekordów | wpisów | sztuk | plików
""",
    "negate": """
nie | bez | zadnych | zamiast | brak | nie ma | nie bylo | nie ma juz | mniej | o wiele mniej | coraz mniej
""",
    "solved": """
rozwiazane | rozwiazany | rozwiazalismy | rozwiazalem | naprawione | naprawilismy | naprawilem | naprawiony
juz dziala | teraz dziala | dziala juz | znowu dziala | znow dziala | dziala ponownie | wszystko dziala
falszywy alarm | znalazlem przyczyne | znalezlismy przyczyne | przyczyna byl* | okazalo sie | moj blad
problem zniknal | zniknal | juz nie wystepuje | nie wystepuje juz | ogarniete | poprawione | poprawilismy
poprawilem | wszystko ok | nieaktualne | wrocilo do normy | wrocily do normy | w normie | zamkniete
zgloszenie zamkniete | usunelismy | temat zamkniety | zamkniety | to wyjaśnia | wyjaśnia 401
""",
    "persist": """
nadal | wciaz | ciagle | dalej | wrocil* | powrocil* | dzieki, ale | dzieki ale | dziekuje, ale | dziekuje ale | ale
jednak | niestety | nie rozwiazane | nie rozwiazany | nierozwiazan* | nie naprawione | nie pomoglo | nie pomaga
nie pomogl* | ten sam blad | ten sam problem | to samo | nie dziala | przestal* dzialac | bez zmian | nic nie dalo
w dalszym ciagu | mimo | pomimo | caly czas | bez przerwy | zwariuje | za kazdym razem | mimo to | przy kazdym
nic nie działa | nic już nie działa | ten sam błąd | nic nie dało | nie pomogło
""",
    "plan": """
planowan* | zaplanowan* | zgodnie z planem | prace serwisowe | konserwacj* | przerwa techniczna | prosze ignorowac
ignorujcie | ignorowac | zignorujcie | zignorowac | prosze zignorowac | mozna zignorowac | mozna ignorowac
oczekiwan* | spodziewan* | zgodnie z oczekiwaniami | celowo | celow* | zamierzone | bez obaw | nie martwcie sie
nic nie trzeba robic | to tylko test | to test | wiadomosc testowa | to normalne | nie zglaszajcie | sa normalne
nic groźnego | nieszkodliw* | nie ma problemu | żaden problem | nic poważnego
""",
    "mine": """
dostaje | dostajemy | otrzymuje | otrzymujemy | moj token | nasz token | moj klucz | od rana | od wczoraj | nagle
nie moge | nie mozemy | mam 401 | mam blad | mamy | wedlug dokumentacji | zgodnie z dokumentacja
lokalnie przechodzi | lokalnie działa | w ci test
""",
    "ask": """
pomocy | pomoc | pomozcie | dlaczego | czemu | ktos wie | ktos moze | moze ktos | jakis pomysl | jakies pomysly
co robie zle | co jest nie tak | co moze byc | nie rozumiem | nie wiem | jak to naprawic | jak naprawic
jak rozwiazac | pilne | dziwne | kto pomoże | kto może pomóc
""",
    "general": """
co oznacza | co to znaczy | co znaczy | czym jest | czym sie rozni | czym rozni | roznica miedzy | jaka jest roznica
401 czy 403 | 403 czy 401 | zamiast 403 | zamiast 401 | czy powinnismy | czy powinien | czy powinno | powinno sie
powinno zwracac | powinien zwracac | powinnismy zwracac | kiedy zwracac | kiedy uzywac | kiedy nalezy | jak zwrocic
jak zwracac | jak obslugiwac | jak obsluzyc | jak obslugujecie | jak testowac | jak przetestowac | jak zamockowac
jak symulowac | jaki kod | jaki status | ogolnie | teoretycznie | z ciekawosci | dobra praktyka | dobre praktyki
artykul | co lepsze | nie ponawiać | nie ponawiajcie
""",
    "hypo": """
jesli dostaniesz | jesli otrzymasz | jesli widzisz | jesli dostajesz | jezeli | gdy dostaniesz | gdy otrzymasz
gdy klient | jesli serwer | jesli api | jesli klient | jesli token | w przypadku | w razie | zwroci | otrzymasz
dostaniesz | zwykle oznacza | zazwyczaj oznacza | aby uniknac | zeby uniknac | unikac | zalozmy | wyobraz sobie
co sie stanie | w przeciwnym razie
""",
    "announce": """
ogloszenie | komunikat | od poniedzialku | od jutra | od przyszlego | od nowego | od wersji | odtad | w przyszlosci
bedziemy | beda | zaczna | bedzie | przypomnienie | przypominam* | prosze pamietac | zwroccie uwage | informujemy
do wiadomosci | w przyszlym tygodniu | jutro | moga wystapic
""",
    "dev": """
przeglad kodu | code review | zmergowan* | test jednostkow* | testy jednostkow* | przypadek testowy
przypadki testowe | zaimplementowa* | lista zmian | strona bledu | strone bledu | obsluga bledow | obsluge 401
dokumentacj* | refaktor* | teraz zwraca 401 | dodałem | dodałam | ponawianie przy | retry przy | review
""",
    "since": """
dzis | dzisiaj | wczoraj | od rana | od wczoraj | nic nie zmienialismy | dzialalo | wczesniej dzialalo | w nocy
""",
    "acts": """
zwraca | zwracaja | odpowiada | odrzuca | odrzucony | odrzucany | odrzucone | rzuca | wywala | pada | konczy sie
leci 401 | wyskakuje | nie moze | nie mozna | nie da sie | zglasza | zgłasza | zgłaszają | skarży się | skarżą się
sypie | sypią | wywala się | leci | lecą | pada z | kończy się | dostaje | dostają | zwracają | straciliśmy dostęp
brak dostępu | nie działają | nie działa
""",
    "now": """
teraz | obecnie
""",
    "cond": """
jesli | jezeli | gdy | kiedy | jak tylko
""",
    "me": """
ja | moj | moja | nasz | nasza | mam | mamy | mi | nam | dostaje | dostajemy
""",
    "again": """
ponownie | znowu | znow
""",
    "api": """
certyfikat* | integracj* | usług* | job | synchronizacj* | import* | sandbox | produkcj* | środowisk* | webhook
wywołan* | logowan* | dane do sandboxa | sandboxa | sandboxie
""",
}
