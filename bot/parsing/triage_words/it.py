"""Word table: Italian."""

WORDS = {
    "hint": """
abbiamo | al | anche | che | ci | come | con | da | dei | del | della | di | e | gli | ho | i | il | la | le | lo
ma | mi | mia | mio | nel | nella | non | nostra | nostro | per | quando | questo | sono | su | un | una | errore
dopo | qualcuno | grazie | alla | chiamo
""",
    "weak": """
non autorizzato | non autorizzata | non autenticato | errore di autenticazione | autenticazione fallita
token scaduto | token non valido | credenziali non valide
""",
    "err-before": """
errore | errori | uno | il | lo | l'errore | gli | i | ricevo | riceve | riceviamo | restituisce | restituiscono
da | ottengo | sempre | ancora | questo | codice | stato | ritorna | risponde | ricevendo | ricevere | ottenere
avere | problema | problema del | del
""",
    "err-after": """
da | dal | dalla | su | sul | sulla | dopo | con | anche | nonostante | ma | per | non autorizzato | ogni | nel
nella | ad
""",
    "num-before": """
stanza | camera | riga | volo | fattura | ordine | circa | aula | piano | treno | autobus | articolo | posto
ufficio
""",
    "num-after": """
persone | utenti | clienti | file | righe | giorni | ore | minuti | volte | messaggi | ordini | biglietti
visitatori | spettatori | iscritti
""",
    "negate": """
nessun | nessuna | nessuno | senza | non e un | non | mai | invece di | invece di un | meno | molti meno
""",
    "solved": """
ora funziona | adesso funziona | funziona di nuovo | ha ripreso a funzionare | funziona tutto | funziona ora
funziona adesso | risolto | risolta | sistemato | sistemata | ho risolto | abbiamo risolto | corretto
abbiamo corretto | falso allarme | non da piu | non compare piu | non esce piu | niente piu | trovato il problema
ho trovato | errore mio | colpa mia | era il | era la | era un | sparito | tutto ok | tutto a posto | lascia stare
tornato alla normalita | chiarito | chiarita | ticket chiuso | chiuso | eliminato | acqua passata | questo spiega
spiega il 401 | ecco perche | risolti | risolte | sono risolti | sistemati | sistemate | corretti
""",
    "persist": """
ancora | di nuovo un | di nuovo il | di nuovo 401 | e tornato | e' tornato | sono tornati | ritornato | riecco
grazie, ma | grazie ma | ma | tuttavia | purtroppo | persiste | continua | continuo | continuiamo | non risolto
non e risolto | non ha risolto | non e stato risolto | irrisolto | non aiuta | non e servito | non e cambiato nulla
stesso errore | stesso problema | non funziona | non va | ha smesso di funzionare | senza successo | tuttora
sempre lo stesso | tornato | tornati | nonostante | malgrado | in continuazione | continuamente | di continuo
non funziona piu niente | non va piu niente | non funziona piu nulla | uguale a prima | come prima | tutto uguale
stessa cosa | sempre uguale | uguale
""",
    "plan": """
pianificato | pianificata | pianificati | programmato | programmata | previsto | prevista | previsti | manutenzione
ignorate | ignorare | da ignorare | potete ignorare | si puo ignorare | ignoratelo | ignorateli | atteso | attesi
come previsto | e normale | e' normale | intenzionale | voluto | di proposito | niente panico | non preoccupatevi
nessuna azione | solo un test | e un test | non segnalateli | non segnalare | sono normali | niente di grave
nessun problema | innocuo | innocui | nulla di grave
""",
    "mine": """
ricevo | riceviamo | ottengo | otteniamo | mi da | ci da | mi restituisce | mi ritorna | sto ricevendo
stiamo ricevendo | continuo a | il mio token | la mia chiave | la mia richiesta | da ieri | da oggi | da stamattina
all'improvviso | improvvisamente | non riesco | non riusciamo | mi esce | mi compare | ho un 401 | abbiamo un
da errore | secondo la documentazione | come da documentazione | in locale passa | in locale funziona | in ci il
""",
    "ask": """
aiuto | aiutarmi | qualche idea | perche | qualcuno sa | qualcuno puo | cosa sbaglio | cosa sto sbagliando
cosa puo | non capisco | come risolvo | come risolvere | come posso | urgente | strano | bloccato | chi puo aiutare
chi mi aiuta
""",
    "general": """
cosa significa | che significa | significato di | cos'e un 401 | che cos'e | cosa vuol dire | qual e la differenza
che differenza | differenza tra | differenza fra | 401 o 403 | 403 o 401 | invece di 403 | invece di 401
invece che | anziche | dovremmo | dovrebbe restituire | dovrebbe tornare | devo restituire | deve restituire
quando usare | quando si usa | quando restituire | come restituire | come restituisco | come gestire | come gestite
come gestisco | come testare | come simulare | come si gestisce | quale codice | che codice | in generale
in teoria | per curiosita | buona pratica | best practice | articolo su | non ritentare | non riprovare
""",
    "hypo": """
se ricevi | se ricevete | se ottieni | se vedi | se ti da | se il server | se l'api | se un client | se il token
in caso di | nel caso | quando ricevi | riceverai | riceverete | otterrai | restituira | restituirebbe
di solito significa | per evitare | evitare | supponiamo | immagina | cosa succede se | altrimenti | se compare
se esce | se vedete
""",
    "announce": """
annuncio | avviso | a partire da | a partire dal | da lunedi | da domani | d'ora in poi | d'ora in avanti
riceveranno | sara | saranno | promemoria | si ricorda | nota bene | per vostra informazione | la prossima settimana
domani alle | potrebbe | potrebbero | dalla versione | domani | restituiranno | torneranno | risponderanno | dal 1
daranno
""",
    "dev": """
revisione del codice | unit test | test unitari | caso di test | implementato | implementare | note di rilascio
pagina di errore | gestione errori | gestione degli errori | documentato | documentazione | ora restituisce 401
ho aggiunto | aggiunto il | retry sul | review
""",
    "since": """
oggi | ieri | stamattina | da ieri | da stamattina | non e cambiato nulla | funzionava | prima funzionava | stanotte
dall'aggiornamento | ovunque
""",
    "acts": """
restituisce | ritorna | risponde | fallisce | falliscono | rifiuta | rifiutato | rifiutata | respinge | respinto
da 401 | non riesce | non riesco | non puo piu | segnala | segnalano | si lamenta | muore con | e morto con
fallisce con | termina con | sputa | lancia | sta dando | va in | becca | becchiamo | non abbiamo piu accesso
perso l'accesso
""",
    "now": """
ora | adesso | attualmente | ora pero | adesso pero
""",
    "cond": """
se | quando | appena | nel caso
""",
    "me": """
io | mio | mia | miei | nostro | nostra | noi | mi | ci | ricevo | chiamo | ho | abbiamo
""",
    "plea": """
aiuto | qualche idea
""",
    "api": """
certificato | integrazione | connettore | job | sincronizzazione | importazione | servizio | sandbox | collaudo
produzione | webhook | chiamate
""",
}
