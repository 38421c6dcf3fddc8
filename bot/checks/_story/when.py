"""When did it begin, how often does it happen, and what changed just before?"""

# One pattern a line; a backslash at the end continues it; ``..`` is a gap within a sentence.
SOURCES = {
    "worked_before": r"""
        (?:was|were|has been|had been) (?:fine|ok|working|good)
        (?:used to|did) work
        worked (?:fine |well |ok |perfectly |great |before|until|till|yesterday|last|on |all|for |this morning\
            |earlier)
        until (?:yesterday|today|this morning|last|now|recently|a (?:few|couple)|monday|tuesday|wednesday\
            |thursday|friday|saturday|sunday|the )
        stopped working
        suddenly
        all of a sudden
        no longer work
        not working any ?more
        since (?:yesterday|today|this morning|last|monday|friday)
        worked\b..\bnow\b
        it worked
        started (?:failing|returning|getting|throwing|giving)
        out of nowhere
        nothing (?:has )?changed
        didn'?t change anything
        bis gestern
        seit (?:gestern|heute|montag|kurzem)
        auf einmal
        plötzlich
        gestern (?:ging|lief|hat)
        ging (?:gestern|bis)
        funktionierte
        jusqu'(?:à|a|hier)
        depuis (?:hier|ce matin|ce|la|une)
        marchait
        fonctionnait
        hasta ayer
        desde (?:ayer|hoy|ontem|hoje)
        funcionaba
        de repente
        até ontem
        funcionava
        ayer funcionaba
        parou de funcionar
        dejó de funcionar
    """,
    "never_worked": r"""
        never worked
        first (?:time|try|request|call|attempt)
        just (?:started|starting|signed up)
        new to (?:this|the)
        trying to (?:get started|set up)
        cannot get (?:it|this) to work
        noch nie
        jamais (?:marché|fonctionné)
        nunca (?:ha )?funcion
        getting started
    """,
    "after_change": r"""
        (?:after|since|following|with)\b..\b(?:deploy|deployment|release|upgrad\w*|updat\w*|migrat\w*\
            |refactor\w*|rollout|config(?:uration)? change|restructur\w*|switch\w*|moving|moved|chang\w+|install\w*\
            |merge|bump\w*)
        we (?:just )?(?:deployed|released|upgraded|updated|migrated|moved|switched|changed)
        nach (?:dem|der|einem)\b..\b(?:deploy\w*|release|update|upgrade|umzug|umstellung|migration)
        depuis (?:la|le) (?:mise à jour|déploiement|migration)
        (?:desde|después|tras|depois)\b..\b(?:despliegue|deploy|actualización|atualização|migración|migração)
    """,
    "unchanged": r"""
        (?:nothing|no code|no config\w*)\b..\b(?:chang\w+|deploy\w*|touch\w*|releas\w+|updat\w+)
        (?:without|no) (?:any )?(?:change|deploy\w*|release|update)s?\b
        (?:did|have|has|we|i) ?(?:not|n.t|never) (?:chang\w+|deploy\w*|touch\w*|releas\w+)
        nichts\b..\b(?:geändert|ausgerollt|deployt)
        rien\b..\b(?:changé|modifié|déployé)
        (?:nada|no hemos|não)\b..\b(?:cambi|modific|despleg|mud|alter)
    """,
    "after_rotation": r"""
        rotat(?:ed|ion|ing)
        (?:re-?generated|regenerate|re-?issued|rolled|renewed|replaced|reset|swapped|refreshed\
            |changed)\b..\b(?:key|token|secret|credential|password|pat)s?\b
        (?:key|token|secret|credential|password)s? (?:was|were|has been|have been|got) (?:rotated|changed\
            |replaced|renewed|reset|regenerated|rolled)
        new (?:key|token|secret|password)\b..\b(?:deployed|set|in|everywhere|vault)
        (?:schlüssel|token|passwort)\b..\b(?:erneuert|rotiert|getauscht|geändert)
        (?:clé|jeton)\b..\b(?:renouvel|régénér|chang)
        (?:clave|token|chave|contraseña|senha)\b..\b(?:rotad|rotacion|regener|renov|cambi|troc)
    """,
    "new_key": r"""
        (?:just|freshly|newly|recently) (?:created|made|generated|got|issued|minted|registered|signed up)
        brand[- ]new
        (?:created|generated|made|issued|got) (?:it |the |a |this |my |an )?(?:new )?(?:api )?(?:key|token\
            |account|credential|pat)?\b..\b(?:minutes? ago|min ago|just now|today|this morning|moments? ago\
            |seconds? ago|an hour ago)
        new (?:api )?(?:key|token|account)\b..\b(?:just|now|minutes?|today)
        (?:gerade|eben|frisch)\b..\b(?:erstellt|erzeugt|angelegt|generiert)
        (?:viens de|vient de|tout juste)\b..\b(?:créer|générer)
        (?:acabo de|recién|acabei de|recém)\b..\b(?:crear|generar|creada|creado|criar|gerar|criad)
    """,
    "minutes_old": r"""
        (?:\d{1,2}|a (?:few|couple(?: of)?)|five|ten|two|three|couple)\s?(?:minutes?|mins?|seconds?\
            |secs?)\s?(?:ago|old)
        (?:minute|moment|second)s? ago
        just now
        vor (?:\d{1,2}|ein paar|wenigen|fünf|zehn) minuten
        il y a (?:\d{1,2}|quelques|cinq|dix) minutes
        hace (?:\d{1,2}|unos|pocos|cinco|diez) minutos
        há (?:\d{1,2}|poucos|alguns|cinco|dez) minutos
        just (?:created|generated|made|issued)
    """,
    "intermittent": r"""
        intermittent
        sometimes
        randomly
        sporadic
        (?:every|one|1|two|half|about|roughly) (?:\w+ )?(?:in|out of|of) (?:\w+ )?(?:\d+|three|four|five|ten\
            |the)? ?(?:requests?|calls?|times?|tries)
        occasional
        flaky
        on and off
        comes and goes
        depends on (?:the )?(?:node|pod|instance|server|replica)
        some (?:requests?|calls|nodes?|pods?|instances?|replicas?)
        now and then
        every (?:second|other|third) (?:request|call|time)
        manchmal
        sporadisch
        zufällig
        parfois
        aléatoire
        a veces
        às vezes
        de vez en cuando
        intermitente
    """,
    "periodic": r"""
        (?:after|every|about|exactly|roughly|each|around)\s(?:about |exactly |roughly |around |an? )?(?:\d{1,3}\
            |one|an|hour|half|few|couple|thirty|sixty|24|day|night|week)\s?(?:minutes?|mins?|hours?|h\b|hrs?|days?\
            |weeks?|hour|day)?\b..\b(?:401|fail|stop|expire|unauthori[sz]ed|again|log|logged)
        (?:401|fails?|stops?|expires?|unauthori[sz]ed|logged out)\b..\b(?:after|every) (?:about |exactly \
            |roughly |around |an? |some )?(?:\d{1,3}|one|an|hour|half|few|couple|24|day|while|time)
        (?:works?|fine)\b..\b(?:for (?:about |exactly |roughly |around )?(?:an? |\d{1,3} |one |a few )(?:hour\
            |minute|min|day|week)s?)
        (?:right|directly|immediately|just) after (?:log|sign)[- ]?(?:ging |ging-|ning )?in
        (?:works?|fine)\b..\b(?:right|directly|immediately|again) after (?:re-?)?(?:log|sign|refresh|restart\
            |new token)
        until (?:i |we )?(?:log|sign|refresh|restart)
        over ?night
        next (?:day|morning)
        nach (?:einer|etwa|genau|ca|ungefähr|\d+)\b..\b(?:stunde|minuten|tag)
        au bout d'
        después de (?:una|\d+) hora
        depois de (?:uma|\d+) hora
    """,
    "age_days": r"""
        (?:key|token|pat|credential|secret)s?\b..\b(?:weeks?|months?|years?|\d{2,3} days?)\b..\b(?:ago|old|back)
        (?:key|token|pat|credential|secret)s?\b..\b(?:last (?:month|year)|long ago|in (?:january|february|march|april\
            |may|june|july|august|september|october|november|december))
        (?:created|generated|issued|made)\b..\b(?:weeks?|months?|years?|\d{2,3} days?) ago
        old (?:key|token|pat)\b
        haven'?t (?:used|touched)
        from last (?:week|month|year)
        90[- ]days?
        one[- ]year
    """,
    "after_restart": r"""
        (?:after|since|until|till)\b..\b(?:restart|reboot|redeploy)
        restart(?:ing|ed)?\b..\b(?:helps?|fixes|works?|cures?|fine|solves?)
        neustart
        redémarr
        reinici
    """,
    "new_server": r"""
        (?:new|another|different|moved to|migrated to|switched to|other) (?:server|host|vm|machine|container\
            |cluster|instance|region|data ?cent(?:er|re)|laptop|computer|cloud|provider)
        neuen? (?:server|rechner|host)
        nouveau serveur
        nuevo servidor
        novo servidor
    """,
    "libraries": r"""
        (?:upgrad|updat|bump|migrat)\w*\b..\b(?:librar\w*|sdk|package|framework|spring|express|django|rails\
            |laravel|version|\.net|v?\d+\.\d+|node|python|java|php|pyjwt|jsonwebtoken|axios|requests)
        new (?:sdk|library|client|driver) version
        breaking change
    """,
    "solved": r"""
        (?:solved|fixed|resolved|works now|working now|nevermind|never mind|found it|figured it out\
            |all good now)
        (?:gelöst|behoben|erledigt|geht (?:jetzt|wieder))
        (?:résolu|réglé)
        (?:resuelto|solucionado|arreglado|resolvido)
    """,
    "time": r"""
        clock
        \bntp\b
        time ?zone
        time (?:is|was) (?:off|wrong|out)
        system time
        (?:skew|drift)
        (?:minutes|hours|seconds) (?:ahead|behind|off|fast|slow|out)
        timestamp
        suspend|hibernat|sleep mode|resum(?:e|ed) from|snapshot|vm (?:was|time)|wsl
        uhr(?:zeit)?\b
        horloge
        reloj
        relógio
        daylight saving
        sommerzeit
    """,
}
