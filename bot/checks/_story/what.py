"""What is told of the credential, the account and the people?"""

# One pattern a line; a backslash at the end continues it; ``..`` is a gap within a sentence.
SOURCES = {
    "other_key_works": r"""
        (?:another|other|different|old|my (?:other|personal|colleague'?s)|his|her|someone else'?s|a second|new\
            |fresh|admin'?s?) (?:api )?(?:key|token|account|user|credential|pat)s?\b..\b(?:works?|fine|ok|accepted\
            |no problem)
        (?:with|using) (?:another|a different|my other|someone else'?s)\b..\b(?:works?|fine|ok)
        anderen? (?:schlüssel|token|key|benutzer)\b..\b(?:geht|funktioniert)
    """,
    "everybody": r"""
        (?:all|every|many|several|multiple|most) (?:of )?(?:our |the |my )?(?:users?|customers?|clients?\
            |tenants?|accounts?|services?|integrations?|teams?)\b..\b(?:401|fail\w*|affected|getting|get\
            |see|report|unauthori[sz]ed|down)
        every(?:one|body)\b
        (?:is|are) (?:anyone|anybody|others?|other people)\b..\b(?:else|seeing|also)
        anyone else
        alle (?:kunden|nutzer|benutzer)
        tous (?:les|nos) (?:clients|utilisateurs|comptes|partenaires)
        todos (?:los|nuestros|os|nossos) (?:clientes|usuarios|usuários|cuentas|contas)
    """,
    "status_page": r"""
        status ?page
        outage
        incident
        \bdown\b (?:right now|for|at the moment|today)
        is (?:\w+ )?down\b
        störung
        panne
        caído
        fora do ar
    """,
    "logged_out": r"""
        logged (?:me |us |him )?(?:out|in (?:on|from) another)
        (?:changed|reset) (?:my |the |his |her |our )?password
        password (?:was |has been |got )?(?:changed|reset)
        signed out
        session (?:expired|ended|timed|lost|invalid)
        (?<!until i )(?<!until we )(?:logged|signed) (?:back )?in again
        idle
        after lunch
        (?:passwort|kennwort)\b..\b(?:geändert|zurückgesetzt)
        abgemeldet
        déconnect
        mot de passe\b..\bchang
        cerr\w+ sesión
        cambi\w+ la contraseña
        mudei a senha
        troquei a senha
    """,
    "cookie_copied": r"""
        cop(?:y|ied|ying)\b..\b(?:cookie|from (?:the )?(?:browser|devtools|dev tools|network tab|chrome))
        cookie\b..\b(?:copied|from (?:the )?browser|from devtools|yesterday)
        copy as (?:curl|fetch)
        dev ?tools
        network tab
    """,
    "right_key": r"""
        (?:double|triple)[- ]?check
        check(?:ed)? (?:it |this |the key |the token )?(?:twice|again|three times|several times)
        (?:key|token|secret|password|credential|it)s? (?:is|are|looks?) (?:definitely |100% |surely \
            |certainly )?(?:correct|right|valid|good|fine)
        (?:sure|certain|positive|confident)\b..\b(?:key|token|correct|right|valid|password)
        (?:copied|pasted|copy[- ]?pasted)\b..\b(?:again|directly|straight|twice|dashboard)
        verified\b..\b(?:key|token|secret)
        same (?:key|token|credential)
        (?:schlüssel|token|passwort)\b..\b(?:stimmt|korrekt|richtig)
        (?:clé|jeton)\b..\b(?:correct|bonne|valide)
        (?:clave|chave|token)\b..\b(?:correct|válid)
    """,
    "new_key_same": r"""
        (?:new|another|fresh|second|regenerated|different) (?:api )?(?:key|token|pat|secret\
            |password)s?\b..\b(?:same|still|again|didn'?t help|no (?:luck|difference|change)|also|as well|too)
        (?:regenerat|recreat|reissu|rotat|renew)\w*\b..\b(?:same|still|didn'?t help|no (?:luck|difference\
            |change)|doesn'?t help)
        (?:even|still)\b..\b(?:new|fresh|regenerated) (?:key|token|pat|secret)
        same (?:error|message|result|401|problem|thing)\b..\b(?:old|previous|first|other) (?:one|key|token|pat|secret)
        (?:created|generated|made|issued) (?:a |an )?(?:new|another|fresh|second)\b..\bsame
        neuen? (?:schlüssel|token|key)\b..\b(?:gleiche|trotzdem|immer noch)
        (?:nouvelle|nouveau)\b..\b(?:même|toujours)
        (?:nueva|nuevo|nova|novo)\b..\b(?:mismo|sigue|igual|mesmo|continua)
    """,
    "env_set": r"""
        env(?:ironment)? var\w*
        \.env\b
        dotenv
        \b[A-Z][A-Z0-9]+_(?:API_?)?(?:KEY|TOKEN|SECRET)\b
        export(?:ed)? (?:the )?[A-Z_]+
        (?:vault|secrets? manager|secret store|keychain|credential (?:helper|manager|store)|config file|\.netrc\
            |\.npmrc|~/\.\w+|settings\.\w+|secrets? (?:in|of) (?:github|gitlab|the repo))
        umgebungsvariable
        variable d'environnement
        variable de entorno
        variável de ambiente
        cached login
        logged in (?:with|as) (?:another|a different|my other)
    """,
    "sso": r"""
        \bsso\b
        \bsaml\b
        \bmfa\b
        \b2fa\b
        two[- ]factor
        single sign
        \bokta\b
        conditional access
        authenticator app
        one[- ]time (?:code|password)
    """,
    "account": r"""
        suspend
        (?:account|user|subscription|plan|billing|card|invoice)\b..\b(?:locked|disabled|deactivated|blocked\
            |expired|unpaid|overdue|declined|failed|cancel\w*|downgrad\w*|closed|past due|ended)
        payment (?:failed|method|declined)
        unpaid
        trial (?:ended|expired|over|ran out)
        free (?:tier|plan)
        left the (?:company|team|org)
        konto\b..\b(?:gesperrt|deaktiviert)
        compte\b..\b(?:suspendu|désactivé|bloqué)
        cuenta\b..\b(?:suspendida|bloqueada|desactivada)
        conta\b..\b(?:suspensa|bloqueada|desativada)
    """,
    "permission": r"""
        permission
        \broles?\b
        \bscopes?\b
        \badmin\b
        privilege
        access (?:rights?|level)
        \bacl\b
        \brbac\b
        not (?:a )?(?:member|owner|collaborator)
        berechtigung
        rechte\b
        droits?\b
        permis
        permissão
    """,
    "copied": r"""
        (?:cop(?:y|ied|ying)|past(?:e|ed|ing)|got it|sent (?:it )?(?:to )?me|received)\b..\b(?:from|via|out of\
            |into|through|by) (?:an? |the |our |my )?(?:e?-?mail|pdf|slack|teams|chat|wiki|confluence|notion|word\
            |excel|sheet|doc(?:ument|s)?|web ?page|ticket|jira|whatsapp|outlook|sms|onenote|password manager\
            |1password|lastpass|spreadsheet)
        (?:kopiert|eingefügt)\b..\b(?:aus|mail|pdf|word|teams)
        copi(?:é|ado|ada|ei)\b..\b(?:mail|pdf|word|correo|courriel|e-mail)
        copy[- ]?past
        trailing (?:space|newline|white)
        line ?break
    """,
    "password_special": r"""
        password\b..(?:special|\$|!|&|#|%|@|special char\w*|umlaut|ampersand|dollar|exclamation|colon|quote)
        special char\w*
        (?:dollar|ampersand|exclamation|percent|hash|at|plus)[- ]?(?:sign|mark)
        umlaut
        sonderzeichen
        caract[eè]res? sp[eé]ci
        caracteres? especia
    """,
    "revoked": r"""
        revok
        (?:deleted|removed|withdrawn|invalidated|disabled|deactivated) (?:the |my |our |that |his \
            |her )?(?:old )?(?:api )?(?:key|token|pat|secret|credential|app)
        (?:key|token|pat|secret|credential)s? (?:was|were|has been|have been|got|is|are) (?:deleted|removed\
            |withdrawn|invalidated|disabled|deactivated|revoked|leaked|exposed)
        leak(?:ed)?
        (?:pushed|committed) (?:to|it|the) (?:\w+ )?(?:github|public|repo|key|token)
        (?:widerrufen|gelöscht)
        révoqu
        revocad
        revogad
    """,
    "trial": r"""
        trial
        quota
        free tier
        credits? (?:ran|used|expired)
        testphase
        période d'essai
    """,
    "client_secret": r"""
        client[ _-]?(?:secret|id|credential)
        app(?:lication)? registration
        service principal
        client app
        token endpoint
        oauth app
    """,
}
