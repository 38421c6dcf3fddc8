"""Word table: German."""

WORDS = {
    "hint": """
aber | auch | auf | bei | beim | bitte | das | dem | den | der | die | ein | eine | einen | es | fur | haben | hat
ich | im | ist | jetzt | kann | mein | meine | mit | nicht | noch | seit | und | unser | unsere | von | warum | was
wenn | wie | wir | wird | zu | fehler | nach | danke | jemand | obwohl | mehr
""",
    "weak": """
nicht autorisiert | nicht authentifiziert | nicht authorisiert | anmeldung fehlgeschlagen
authentifizierung fehlgeschlagen | authentifizierungsfehler | ungultiger token | ungultiges token | token abgelaufen
""",
    "err-before": """
fehler | einen | ein | eine | der | den | das | die | ist | nur | immer | bekomme | bekommen | bekommt | kriege
kriegen | kriegt | erhalte | erhalten | erhalt | liefert | gibt | kommt | kommen | mit | wirft | antwortet mit
zuruck | dieser | diesen | nen | auf | wieder | weiterhin | noch | plotzlich | statuscode | sehe | sehen
""",
    "err-after": """
fehler* | bei | beim | auf | vom | von | seit | wenn | obwohl | trotz | nach | statt | zuruck | im | in | am | aber
und | als | mit | fur | antwort* | unautor* | sobald | aus | an | zu | immer | jedes mal | problem | probleme
thema
""",
    "num-before": """
raum | zimmer | saal | zeile | zeilen | seite | kapitel | bus | linie | gleis | flug | stock | hausnummer | nummer
rechnung | bestellung | platz | sitz | ungefahr | etwa | rund | genau | insgesamt | ca | vorgang | auftrag | artikel
ausfahrt | tor | werk | halle | paragraf | buro
""",
    "num-after": """
euro | leute | personen | nutzer | benutzer | kunden | teilnehmer | dateien | zeilen | tests | tickets | stuck
stunden | tage | minuten | mal | mitarbeiter | gaste | seiten | nachrichten | bestellungen | besucher | zuschauer
teilnehmende | eintrage | zeichen
""",
    "negate": """
kein | keine | keinen | nicht | ohne | statt | anstatt | nie | weniger | deutlich weniger | kaum noch
""",
    "solved": """
geht wieder | geht jetzt | jetzt geht | nun geht | lauft wieder | lauft jetzt | jetzt lauft | funktioniert jetzt
funktioniert wieder | funktioniert nun | jetzt funktioniert | nun funktioniert | klappt jetzt | klappt wieder
jetzt klappt | klappt nun | behoben | gelost | gefixt | repariert | erledigt | hat sich erledigt | hat sich geklart
hab's gefunden | habs gefunden | fehler gefunden | problem gefunden | lag am | lag an | es lag | fehlalarm
mein fehler | ist weg | sind weg | verschwunden | keine 401* mehr | kein 401* mehr | tritt nicht mehr auf
nicht mehr auf | alles gut | alles wieder gut | passt jetzt | passt wieder | wieder ok | entwarnung
kann geschlossen werden | kann zu | geklart | ist geklart | erledigt sich | war ein bedienfehler | wieder im lot
wieder normal | alles normal | ticket ist zu | ticket geschlossen | geschlossen | vom tisch | ist vorbei | beseitigt
war mein fehler | mein fehler mit | war ich selbst | falschen key erwischt | mein verschulden | erklart den 401
das erklart | das erklart's | das war's
""",
    "persist": """
immer noch | immernoch | noch immer | weiterhin | nach wie vor | wieder da | wieder ein* 401 | wieder 401
kommt wieder | danke, aber | danke aber | aber jetzt | aber nun | aber | trotzdem | dennoch | leider | bleibt
nicht behoben | nicht gelost | noch nicht gelost | noch nicht behoben | nicht weg | hilft nicht | hat nicht geholfen
brachte nichts | bringt nichts | nutzt nichts | gleicher fehler | gleiche fehler | derselbe fehler
dasselbe problem | gleiches problem | gleiche problem | geht nicht | geht immer | funktioniert nicht | klappt nicht
lauft nicht | schon wieder | zu fruh gefreut | doch nicht | keine anderung | ohne erfolg | besteht noch
besteht weiter | problem besteht | trotz | standig | dauernd | andauernd | permanent | unaufhorlich
geht gar nix mehr | geht gar nichts mehr | geht nix mehr | geht nichts mehr | jetzt geht gar | jetzt geht nix
jetzt geht nichts | nun geht nichts | nichts geht mehr | funktioniert nichts mehr | bleibt bei | bleibt bei 401
alles beim alten | unverandert | unveranderte
""",
    "plan": """
geplant | geplante | geplanten | geplanter | wartung | wartungsarbeiten | wartungsfenster | bitte ignorieren
ignorieren | kann ignoriert werden | konnen ignoriert werden | konnt ihr ignorieren | erwartet | wie erwartet
zu erwarten | beabsichtigt | absichtlich | gewollt | kein grund zur sorge | keine sorge | nicht beachten
nur ein test | ist ein test | testnachricht | kein handlungsbedarf | nichts zu tun | nicht melden | ist normal
sind normal | eingeplant | kein problem | nicht schlimm | harmlos | unkritisch | kein grund zur
nur der healthcheck | nichts schlimmes
""",
    "mine": """
ich bekomme | bekomme ich | wir bekommen | bekommen wir | ich kriege | kriege ich | wir kriegen | kriegen wir
ich erhalte | erhalte ich | wir erhalten | erhalten wir | bekomme | kriege | erhalte | mein token | unser token
mein key | mein request | meine anfrage* | seit heute | seit gestern | plotzlich | ich komme nicht | ich sehe
wir sehen | bekomm | krieg | hab nen | hab einen | habe einen | habe ein | haben ein | laut doku
laut dokumentation | wie in der doku | nach doku | lokal lauft | lauft lokal | lokal geht | lokal klappt
geht lokal | in der ci | in den release notes steht
""",
    "ask": """
hilfe | hilfe bitte | jemand eine idee | jemand ne idee | eine idee | woran liegt | woran kann | woran konnte
was mache ich falsch | was ist falsch | was stimmt nicht | warum bekomme | warum kriege | warum | wieso | weshalb
kann jemand | kann mir | weiss jemand | wer kann | weiss nicht | verstehe nicht | komisch | dringend | ratlos
was tun | woher kommt | bitte prufen | bitte mal prufen | bitte schauen | bitte anschauen | wer kann helfen
kann wer helfen
""",
    "general": """
was bedeutet | was heisst 401 | was heisst | was ist ein 401 | was ist 401 | bedeutung von | unterschied zwischen
unterschied von | unterscheidet | 401 oder 403 | 403 oder 401 | 401 statt | statt 401 | statt 403 | statt eines 403
sollte man | sollten wir | sollte die api | sollte der server | soll ich | sollen wir | soll die api | wann gibt man
wann sollte | wann verwendet | wann nimmt man | wie gebe ich | wie gebt ihr | wie geht ihr mit | wie behandelt
wie behandle | wie fange ich | wie teste ich | wie testet | wie mocke | wie simuliere | welcher statuscode
welchen statuscode | im allgemeinen | generell | grundsatzlich | theoretisch | interessehalber | aus neugier
wie handhabt | guter artikel | was meint ihr | besser 401 | und wann 403 | wie gehe ich | umgehen mit | wie geht man
was sagt mir | eigentlich ? | wie wurdet ihr | so ist das gedacht | leitfaden | workshop | vorgehen bei
wie debuggt ihr | nicht wiederholen | bitte nicht wiederholen | nicht erneut versuchen
""",
    "hypo": """
wenn du einen | wenn du 401 | wenn ihr | wenn man | falls du | falls ihr | falls man | falls die | falls der
falls ein | sollte ein | im falle | bekommst du | kriegst du | bekommt man | bekommt ihr | wird ein 401 | wird 401
vermeiden | bedeutet meist | heisst meistens | angenommen | stell dir vor | was passiert wenn | was passiert, wenn
bei einem 401 | bei 401 | ich wurde | wurde ich | wurde man | man wurde | das wurde | wurde eher | wurde einen 401
wurde 401 | wurde da 401 | wurde hier | wurde lieber
""",
    "announce": """
ankundigung | ab montag | ab dienstag | ab mittwoch | ab donnerstag | ab freitag | ab morgen | ab sofort
ab nachster | ab nachste | ab dem | ab januar | ab version | zum | kunftig | zukunftig | in zukunft | wir werden
werden wir | wird kunftig | erinnerung | bitte beachtet | bitte beachten | zur info | hinweis: | zur kenntnis
nachste woche | morgen um | abgeschaltet | abgekundigt | kann es | konnen kurz | morgen tauschen | morgen | ab 1
ab 2 | ab 3 | nur noch mit | ohne key | werden mit | geben ab | bekommen ab
""",
    "dev": """
code-review | merge request | gemergt | gemerged | review bitte | bitte reviewen | unit-test* | testfall | testfalle
umgesetzt | implementiert | implementieren | anderungsprotokoll | versionshinweise | fehlerseite | fehlerbehandlung
abfangen | dokumentiert | dokumentation | getestet dass | wir geben 401 | gibt jetzt 401 | liefert jetzt 401
statt 500 | doku-frage | dokufrage | doku | steht irgendwo | eingebaut | drüberschauen | drueberschauen
bitte mal drüber | hab den retry | retry bei
""",
    "since": """
heute | gestern | seit | heute morgen | nichts geandert | ging gestern | gestern ging | bisher | uber nacht
ging noch | lief noch | vorher ging | meldet | melden | nur noch | uberall
""",
    "acts": """
liefert | antwortet mit | gibt 401 | wirft | zuruck | bekommt | kriegt | erhalt | lehnt | abgelehnt | abgewiesen
kommt 401 | kommt ein 401 | schlagt fehl | schlagen fehl | schlagt mit | scheitert | scheitern | kommt immer
kommen 401 | fehlgeschlagen | kann keine | konnen keine | nicht mehr | weist uns ab | meldet | melden
beschwert sich | quittiert mit | endet mit | stirbt mit | bricht mit | spuckt | hagelt | rausgeflogen
fehlermeldung | fehlermeldung beim | verweigert | nicht mehr akzeptiert | nicht akzeptiert | wird nicht angenommen
""",
    "now": """
jetzt | nun | aktuell | mittlerweile
""",
    "negate-after": """
mehr auf | tritt nicht | kommt nicht mehr | taucht nicht mehr
""",
    "cond": """
wenn | falls | sobald | sollte | sofern
""",
    "me": """
ich | wir | mein | meine | meinem | meinen | unser | unsere | unserem | unseren | mir | mich | uns
""",
    "plea": """
hilfe | jemand eine idee | ratlos | was mache ich falsch
""",
    "again": """
erneut | wieder die | wieder den | ist wieder | wieder
""",
    "api": """
zertifikat* | skript | schnittstelle* | integration | kopplung | anbindung | import* | export* | dienst | job
sandbox | staging | prod | produktion | test-umgebung | testumgebung | kundenkonto | login | kunde | kunden
zugriff
""",
    "greet": """
guten morgen | morgen zusammen | morgen alle | morgen team | morgen leute | morgen, | morgen!
""",
}
