"""Where does it fail and where does it work: browser, CI, proxy, another machine, another environment?"""

# One pattern a line; a backslash at the end continues it; ``..`` is a gap within a sentence.
SOURCES = {
    "behind_proxy": r"""
        (?:nginx|apache|proxy|load ?balancer|gateway|ingress|cloudflare|traefik|haproxy|envoy|caddy)\b..\bin front
        (?:behind|through|via|reverse|after putting|in front of|added an?)\b..\b(?:proxy|nginx|apache\
            |load ?balancer|gateway|ingress|cdn|cloudflare|traefik|haproxy|envoy|alb|elb|caddy|api gateway|istio\
            |varnish)
        reverse[- ]proxy
        (?:hinter|über)\b..\b(?:proxy|nginx|load ?balancer|gateway|ingress)
        (?:derrière|via)\b..\b(?:proxy|nginx|passerelle)
        (?:detrás|atrás|através)\b..\b(?:proxy|nginx|balanceador|gateway)
        php-?fpm|fastcgi|mod_wsgi|mod_php|cgi\b
        shared hosting
    """,
    "direct_works": r"""
        (?:direct(?:ly)?|bypass\w*|straight|without (?:the )?(?:proxy|nginx|gateway|load ?balancer|cdn\
            |cloudflare|ingress))\b..\b(?:works?|fine|ok|200|succe\w+)
        (?:works?|fine|ok|200|succe\w+)\b..\b(?:direct(?:ly)?|bypass\w*|without (?:the )?(?:proxy|nginx|gateway\
            |load ?balancer|cdn|ingress)|on (?:the )?(?:port|pod|container|node|backend|upstream)|port-?forward\
            |localhost:\d)
        port-?forward
        direkt\b..\b(?:geht|funktioniert|klappt)
        en direct\b..\b(?:marche|fonctionne)
        directamente\b..\bfunciona
        direto\b..\bfunciona
    """,
    "only_browser": r"""
        (?:only|just)\b..\b(?:in|from) (?:the |a |my )?(?:browser|chrome|firefox|safari|frontend|front-end\
            |react|angular|vue|spa)
        (?:browser|chrome|firefox|frontend|front-end|react app|angular|vue app|spa|javascript)\b..\b(?:fails?\
            |401|not work|doesn'?t|but)
        (?:works?|fine|ok)\b..\b(?:in |with |from |using )?(?:postman|curl|insomnia)\b..\b(?:browser|chrome\
            |frontend|react|angular|vue|axios|fetch|js\b)
        im browser
        dans le navigateur
        en el navegador
        no navegador
    """,
    "cors": r"""
        \bcors\b
        pre-?flight
        access-control-allow
        \bOPTIONS\b(?: request| call|\b)
        blocked by cors
        cross[- ]origin
    """,
    "only_ci": r"""
        (?:only|just|but|fails?|failing|401|not)\b..\b(?:in|on|from|inside) (?:the |our |my )?(?:ci\b|ci/cd\
            |pipeline|github actions?|gitlab[- ]ci|jenkins|runner|build server|docker|container|kubernetes|k8s\
            |pod\b|cluster|lambda|heroku|vercel|workflow|codespaces|bitbucket pipelines\
            |circleci|travis|azure devops)
        (?:ci|pipeline|github actions?|jenkins|runner|container|docker|workflow|lambda)\b..\b(?:fails?|401\
            |unauthori[sz]ed|doesn'?t|not)
        locally\b..\b(?:production|prod\b|server\b|deployed)
        works? (?:fine |well |ok )?(?:locally|on my (?:machine|laptop|mac|pc)|on localhost)
        lokal (?:geht|funktioniert|läuft)
        en local\b..\b(?:marche|fonctionne|funciona)
        localmente
        nur (?:in|im) (?:der )?(?:ci|pipeline|container)
    """,
    "only_app": r"""
        (?:works?|working|fine|ok|succeeds?|200)\b..\b(?:curl|postman|insomnia|terminal|command line|cli\
            |swagger|httpie)
        (?:curl|postman|insomnia|terminal|command line|swagger)\b..\b(?:works?|working|fine|ok|succeeds?|200)\b
        (?:but not|not) (?:in|from|with) (?:the |my |our )?(?:app|code|script|program|application|python|node\
            |java|php|go|service|sdk|library|client)
        (?:curl|postman) (?:geht|funktioniert|klappt)
        (?:avec|dans) (?:curl|postman)\b..\b(?:marche|fonctionne)
        (?:con|en|com|no) (?:curl|postman)\b..\bfunciona
    """,
    "works_elsewhere": r"""
        (?:works?|fine|ok)\b..\b(?:on|from|for|at) (?:another|a different|my (?:colleague|coworker|other|home\
            |phone|laptop)|his|her|their|other|the other|someone|somebody|everyone else|home)
        (?:colleague|coworker|teammate|co-worker|other people|someone else|another (?:machine|computer|user\
            |server|network|laptop))\b..\b(?:works?|fine|can|no problem|ok)
        (?:kollege|kollegin|anderen (?:rechner|pc|server))\b..\b(?:geht|funktioniert)
        (?:collègue|autre (?:machine|poste|serveur))\b..\b(?:marche|fonctionne)
        (?:compañero|otro (?:equipo|servidor|ordenador)|colega|outra máquina|outro computador)\b..\bfunciona
    """,
    "other_ip": r"""
        \bvpn\b
        (?:allow|white)[- ]?list
        (?:new|different|another|changed|static|our|office|server'?s?|public|outgoing|egress|nat) ip\b
        ip (?:address(?:es)?|range|restriction|allow|white|changed|block)
        (?:from|in|at) (?:the |our )?(?:office|home network|data ?cent(?:er|re)|cloud|new server|aws|azure\
            |gcp)\b..\b(?:works?|fails?|401|not)
        ip-adresse
        adresse ip
        dirección ip
        endereço ip
        firewall
    """,
    "other_env": r"""
        \b(?:staging|sandbox|uat|test (?:environment|mode|key|account)|live mode|live key|dev environment\
            |prod(?:uction)?)\b..\b(?:works?|fine|ok|but|not|fails?|401|key|instead|host|url|token)
        (?:works?|fine|ok)\b..\b(?:in|on|against|with) (?:the |our )?(?:staging|sandbox|test|uat|dev\
            |prod(?:uction)?)\b
        (?:eu|us|europe|european|different|other|wrong|another) (?:region|data ?cent(?:er|re)|cluster\
            |instance)\b
        self[- ]hosted
        on[- ]prem
        (?:switch\w*|mov\w+|going|went)\b..\b(?:live|production|prod)\b
        testumgebung
        environnement de (?:test|prod)
        entorno de (?:prueba|producción)
        ambiente de (?:teste|produção|homologação)
    """,
    "other_endpoint_works": r"""
        (?:other|another|different|all other|some|the rest of the|every other|most) (?:end ?points?|routes?\
            |apis?|calls?|requests?|urls?|paths?|resources?|repos?|projects?|methods?)\b..\b(?:works?|fine|ok|200\
            |succe\w*|no problem)
        only (?:this|one|that|the) (?:\S+ )?(?:end ?point|route|url|call|path|resource|repo|project|api)
        (?:works?|fine|ok|200)\b..\b(?:for|on|with) (?:other|another|all other|some|every other|the other|/\S+)
        (?:/\S+|whoami|user|me) (?:works?|returns? 200|is fine|is ok)
        andere(?:n)? (?:endpunkte?|aufrufe?|routen?)
        autres? (?:endpoints?|appels?|routes?)
        otros? endpoints?
        outros endpoints
    """,
    "only_write": r"""
        (?:get|read(?:s|ing)?|list(?:ing)?|pull(?:ing)?|fetch(?:ing)?)\b(?: requests?)?\b..\b(?:works?|fine|ok\
            |200|succe\w*|no problem)\b..\b(?:post|put|patch|delete|writ\w+|creat\w+|push\w*|upload\w*|updat\w+)
        (?:post|put|patch|delete|write|push|upload|creat)\w*\b..\b(?:fails?|401|doesn'?t|not\
            |unauthori[sz]ed)\b..\b(?:get|read\w*|list\w*|pull\w*)
        read[- ]only
    """,
    "redirect": r"""
        redirect
        \b30[1278]\b
        weiterleitung
        umleitung
        redirig
        redirección
        redireciona
        \bfollow\w* (?:the )?location
    """,
    "cached": r"""
        (?<!dns )(?<!jwks )(?<!key )(?<!credential )(?<!token )\bcach(?:e|ed|es|ing)\b
        incognito
        private (?:window|mode|tab|browsing)
        hard (?:reload|refresh)
        varnish
        \bcdn\b
        zwischenspeicher
        antémémoire
        en cache
        navegación privada
        aba anônima
        inkognito
    """,
    "cache_cures": r"""
        (?:clear\w*|purg\w*|flush\w*|empt\w+|delet\w+)\b..\bcache\b..\b(?:fix\w*|help\w*|works?|cures?|solv\w*\
            |ok|fine|gone)
        (?:adding|append\w*|with|random|extra|dummy)\b..\b(?:query (?:param\w*|string)\
            |\?\w+=\w+)\b..\b(?:fix\w*|help\w*|works?|cures?|ok|fine|200)
        (?:incognito|private (?:window|mode|tab)|inkognito)\b..\b(?:works?|fine|ok|geht)
        (?:works?|fine|ok)\b..\b(?:incognito|private (?:window|mode|tab)|with \?\w+=|hard refresh\
            |after (?:a )?(?:hard )?re(?:load|fresh))
    """,
    "dns": r"""
        \bdns\b
        hosts file
        /etc/hosts
        nslookup|\bdig\b
        (?:host|domain|server|api|site)\b..\b(?:moved|migrated|new (?:ip|address|server|host))
        name resol
        \bcname\b
        resolves? to
        old (?:server|ip|address)
    """,
    "proxy_password": r"""
        (?:corporate|company|office|http|https|outgoing|squid|firmen|entreprise|corporativ\w*)[- ]?proxy
        proxy[- ](?:auth|password|user|credential|login)
        https?_proxy
        behind (?:a |the |our )?(?:corporate|company)
        \b407\b
    """,
    "slash": r"""
        (?:trailing|extra|final|double|missing|ending) slash
        (?:with|without|adding|removing|add|remove) (?:a |the )?(?:trailing )?(?:slash|/)(?:\s|$)
        schrägstrich
        barra (?:final|al final|no final)
    """,
    "http": r"""
        \bhttp\b(?: vs\.? | versus | instead of | to | -> ?| → ?|/)\bhttps\b
        \bhttps\b(?: instead of | vs\.? | rather than )\bhttp\b
        (?:without|plain|enforc\w+|forc\w+|only) (?:https|http|ssl|tls)\b
        switched to https
    """,
    "mtls": r"""
        \bmtls\b
        mutual tls
        client[- ]?cert
        \.p12|\.pfx|\.pem\b
        client-?zertifikat
        certificat client
    """,
}
