"""The words by which triage tells a report from talk, as classes: English, German, French, Spanish, Portuguese.

Each class is one pattern over plain text (lower case, no accents); the languages stand one under the other. A language
is kept only where real messages were tried. Of scripts that are not Latin, codes and a few words are understood.
"""

from __future__ import annotations

import re

from bot.regex import lazy


def _words(*tables: str) -> re.Pattern[str]:
    return lazy(r"\b(?:" + "|".join(tables) + ")")


# ---- What is refused ---------------------------------------------------------------------------------------------

# Literals of which one occurs in every message, and every line, that tells a refusal.
LITERALS = (
    *("401", "407", "４０１", "４０７", "token", "jwt", "jws", "autor", "autentic", "auth", "credential", "api key"),
    *("api-key", "aadsts", "idx1", "invalid", "incorrect", "login", "sign-in", "signin", "log in", "logged in"),
    *("session", "account_inactive", "account is locked", "two-factor", "missing claim", "expiration time"),
    *("client secret", "(nbf)", "pve ticket", "denied", "unrecognizedclient", "security_exception", "reject"),
    *("refus", "signature", "api_key", "access key"),
    # Of other languages; the scan sees a text before and after its accents are folded
    *("ltig", "jeton", "cle api", "clé api", "credenci", "токен", "ключ"),
)

# 401 or 407 as a number of its own, in any place.
NUMBER = lazy(
    r"(?<![\w.,:/#$€£@&?=+%\-])40[17](?:s|er|ern|ing)?(?![\w%€$£]|[.,:/-]\d|-\w|\(k|'?k\b)"
    r"|(?<=[\"'(:=])40[17](?=[\"'),])|(?<=[a-z]: )40[17]\b(?![.:/-]\w)"
)
# … as a status, where nobody has to say so.
STATUS = lazy(
    r"\bhttps?(?:/[\d.]{1,4})?[ :=_-]{0,2}(?:(?:error|status|code|response|client)[ _-]?){0,3}[ :=(\[]{0,3}40[17]\b"
    r"|\b(?:(?:http_?)?status|code|errno|error|err|cod|ret|rc|errcode|statuscode|status_code|errorcode|response"
    r"|returned|(?:respond|repli|answer)ed(?: with)?|got|fehler|erreur|erro)"
    r"\w{0,8}(?: code| status| http| error| type| is| of){0,2}[\"']?[ :=(>,]{1,4}[\"'(\[]?40[17]\b(?![.:/-]\w|,\d)"
    r"|(?<![\w.,:/#-])40[17](?:\.\d)?[ :,()\]\"'-]{1,4}(?:un-?authori[sz]ed|unnauthori|non autori|nicht autori"
    r"|no autori|nao autori|proxy auth|client error|authorization r|errors?\b|err\b|responses?\b|status\b"
    r"|permission d|incorrect|invalid|(?:with )?(?:message|msg|reason|details?|error|body)(?:=| ['\"])|not authori"
    r"|no auth|null\b|\{|fehler|access denied)"
    r"|(?:^|[ '\"])[\[(]40[17][\])]|(?:->|=>|→) ?40[17]\b(?![.:/,-]\w)"
    r"|\b(?:get|post|put|patch|delete|head|options) [^\s]{1,300} (?:[^\s]{1,40} ){0,5}?\(?(?<![1-5]\d\d )40[17]\b"
    r"|<-- 40[17]\b|\b(?:completed|sent) 40[17] (?:un\w{1,20} )?in \d[\d.]{0,9} ?[mμ]?s\b"
    r"|\bstatus code (?:was|does|is|did)(?: [a-z]{2,12}){1,3}: 40[17]\b"
    r"|\b(?:failed to|cannot|could not|can't|couldn't|unable to) [^.:?\n]{0,80}(?:\.\S[^.:?\n]{0,60})?: 40[17]\b"
    r"(?![.:/-]\w)"
    r"|\be401\b|\b(?:errors?|fehler|erreurs?|erros?) 40[17]s?\b|\bx-?http[\w-]{0,20}: 40[17]"
)
# Codes and literals of servers and libraries that mean it without the number.
SURE = lazy(
    r"\baadsts\d{4,}|\bidx1\d{4}|\boauth(?:exception|_problem)|\binvalid_(?:client|auth|token|grant|api_key"
    r"|session_id|access_token"
    r"|authentication|jwt|bearer|apikey)|\bunauthori[sz]ed_client|\bnot_authed|\b(?:access_)?token_(?:revoked|expired"
    r"|invalid|not_found|unauthorized)"
    r"|\baccount_inactive|\bmissing_token|\bexpired_(?:access_)?token|\bauthentication_(?:error|failed|required)"
    r"|\bsecurity_exception"
    r"|unrecognizedclientexception|\bexpiredtoken|missingauthenticationtoken|invalidsignatureexception"
    r"|invalidauthenticationtoken"
    r"|\bjwt (?:is |has |token )?(?:missing|expired|malformed|not active|invalid|issuer|audience|verification"
    r"|rejected|signature|must)"
    r"|jsonwebtokenerror|tokenexpirederror|jwtverificationexception|signatureverificationexception"
    r"|token used before issued|invalid compact jws"
    r"|jws ?invalid ?signature|\bbad credentials|invalid authentication credentials|credentials (?:were"
    r"|was) not provided"
    r"|missing authentication credentials|invalid credentials (?:provided|in auth)|request had invalid authentication"
    r"|could ?n[o']t (?:validate credentials|authenticate you)|could not (?:validate credentials|authenticate you"
    r"|parse auth)"
    r"|unable to authenticate (?:user|you|with provided|request)|unable to authenticate, (?:need|your)"
    r"|\b(?:invalid|incorrect|malformed|wrong|missing|expired|bad)\W{1,2}(?:or \w{1,20} "
    r"|/\w{1,20} )?(?:x-)?api[ _-]?(?:key|token)|\bno api key (?:provided|found|supplied|given|was|in request)"
    r"|\bapi[ _-]?(?:key|token)s? (?:is |was |provided is )?(?:not valid|invalid|not found|missing|expired"
    r"|not provided|incorrect|required|rejected)"
    r"|(?:provide|providing) an? (?:valid )?api key|invalid (?:access|bearer|auth|authentication|oauth2?|subscription"
    r"|id)[ _-](?:token|key)"
    r"|(?:access|oauth|auth|bearer|session) token (?:is |has |you |was )?(?:been )?(?:expired|invalid|revoked|missing"
    r"|empty)|error validating access token"
    r"|unauthori[sz]ed(?:error|_?exception|request)|\bnotauthori[sz]ed(?:exception|:)|\bnotauthenticated"
    r"|(?<!smtp)(?<!sasl)authenticatione(?:rror|xception)\b|authenticationfailed"
    r"|\bautherror|www-authenticate\"?:|proxy authentication required|authorization required\b"
    r"|http basic: access denied"
    r"|authentication failed for '?https?:|incorrect rpcuser|abort: authorization failed|logged in to the server \(un"
    r"|(?:response from daemon|manifests?/\S{1,100}|/v2/\S{0,200}|denied"
    r"|registry\S{0,60})\W{1,4}(?:http basic: )?unauthori[sz]ed"
    r"|\bunauthori[sz]ed: (?!.{0,40}\bby user\b)"
    r"|invalid pve ticket|no such token '|must specify two-factor|requires a user level|requires? user authentication"
    r"|signed bearer token|bearer was not auth|request is unauthorized with|jwt validation failed"
    r"|token is (?:not yet valid|malformed)"
    r"|\b(?:status|code) ?[:=] ?(?:\w{1,20}\.)?unauthenticated\b(?! (?!desc)\w)|[.:$\\]unauthenticated: "
    r"|asked for the client to provide credentials"
    r"|session expired or invalid|token must be a short-lived|expiration time'? claim"
    r"|\(nbf\) timestamp"
    r"|client authentication failed|invalid client\b|failed to (?:get|acquire|refresh|verify) [\w ]{0,20}token\b"
    r"|personal access token to login|user account is locked|invalid or missing credentials|invalid api[ -]key"
    r"|missing claim\b|invalid token signature|token signature (?:is |was )?(?:invalid|verification)"
    # Codes by their shape: InvalidClientTokenId, BAD_USER_API_KEY, SignatureDoesNotMatch
    r"|(?:invalid|missing|expired|malformed|bad)_?(?:[a-z]{1,12}_)?(?:api_?key|(?:client|security|auth|access"
    r"|provider|session|bearer)_?(?:token|key|secret|signature))|signaturedoesnotmatch|\btoken_not_valid"
    # Sentences by what they say of the request
    r"|\bmissing (?:required )?authentication (?:token|credential)|\b(?:token|key) included in the request"
    r"|\b(?:invalid|malformed|missing|bad|required)\b.{0,60}\bin (?:the )?(?:authorization|x-[\w-]{2,20}) header"
    r"|(?:authorization|access) has been denied for this|\bauthorization grant is invalid"
    r"|(?:improper|invalid) token (?:has been |was |is )?(?:passed|provided)|access key id you provided"
    r"|request signature we"
    r"|failed to authenticate the request|\btoken does not have (?:[\w()]+ ){1,6}scope|\bis not authorized to perform: "
    r"|credentials are missing or invalid|given token not valid"
    r"|\bwhy am i (?:\w+ )?un-?authori[sz]ed\b|: denied: denied\b|\bauthorization header (?:is |was )?(?:not found"
    r"|missing|malformed)|\bjwt_auth_\w"
    r"|\bin authorization value: |invalid header field value .{0,80}\bauthorization\b"
    r"|header value:? b?'(?:bearer|basic) "
)
# Words for it that mean other things too: they count only where an API is spoken of.
WEAK = lazy(
    r"\bun-?authori[sz]ed\b(?! (?:mining|person|people|use|access|user|peer|link|copy|copies|software))"
    r"|\bunauthenticated\b|\bnot authenticated\b"
    r"|\bnot authori[sz]ed\b(?! to (?:push|access|see|view|download|merge|join|comment|say|edit|read|write|talk|use)\b)"
    r"|\b(?:authentication|authorization|authentification|auth|login|sign-?in) (?:has )?(?:is |was )?(?:fail(?:s|ed"
    r"|ing|ure)?|rejected|refused|error|denied)\b"
    r"|\bfailed to (?:authenticate|authorize)|\b(?:cannot|can't|could not|couldn't|unable to) authenticate\b"
    r"|\b(?:invalid|incorrect|wrong|bad|expired|missing) (?:or \w{1,20} )?(?:\w{1,12} )?(?:token|credentials?|jwt"
    r"|authorization|username(?: or |/)(?:password|token))\b|\b(?:invalid|wrong|bad) (?:jwt |token |request "
    r"|oauth )?signature\b"
    r"|\b(?:token|jwt|credentials?|session)s? (?:is|are|has|have|was|were)? ?(?:been )?(?:expired|invalid|revoked"
    r"|rejected|not accepted|incorrect)\b"
    r"|\b(?:authentication|login) required\b|\bnot logged in\b|\binvalid authorization\b|\bincorrect username\b"
    r"|\bmust be authenticated\b|\brequire[sd] authentication\b|\byou need to (?:sign|log) ?in or sign up\b"
    r"|\b(?:ungultig|falsch|abgelaufen)\w{0,2} (?:[a-z-]{1,12} ?)?(?:token|schlussel|key|(?:zugangs|anmelde)daten)\b"
    r"|\b(?:jeton|cle|identifiants?)(?: api| d\S{1,12})? (?:invalide|expire|incorrecte?|refuse)"
    r"|\b(?:token|clave|chave|credencia(?:l|is|les))(?: de \w{1,12}| \w{1,8})? (?:in?valid|expirad|incorret|incorrect"
    r"|recusad|rechazad)[oa]s?\b"
    r"|\b(?:nicht (?:autorisiert|authentifiziert)|authentifizierung (?:ist )?fehlgeschlagen|non autorise"
    r"|echec d'auth\w{1,20}"
    r"|no autorizad[oa]|nao autorizad[oa]|error de autenticacion|(?:erro|falha) (?:de|na) autenticacao)\b"
)

# … in other scripts.
FOREIGN_WEAK = lazy(
    r"(?:token|jwt|令牌|密钥|key) ?(?:已经?)?(?:过期|无效|失效)|无效的? ?(?:token|令牌|密钥)"
    r"|(?:неверн|недеиствительн)\w{1,3} (?:токен|ключ)|(?:токен|ключ) (?:недеиствителен|истек|просрочен)"
)
# A key or token as what is refused.
_KEY = r"(?:api[ -]?key|key|token|secret|credential|jwt|pat)s?\b"
REFUSED = lazy(
    r"\b(?:reject|refus|den(?:y|ies|ied)|n[o']t (?:accept|like|take)|no longer (?:accept|take))(?:s|es|ed|ing)? "
    rf"(?:my|our|valid|the (?:new|same|right)) (?:[\w-]+ ){{0,3}}{_KEY}"
    rf"|\b(?:my|our|the new|the same|valid|api|the) (?:[\w-]+ )?{_KEY} (?:in \S+ )?(?:(?:is|are|was|gets?|got|being"
    r"|getting"
    r"|suddenly|always|still|now|just) ){0,4}(?:rejected|refused|not accepted|not valid|invalid|wrong|denied)\b"
    r"|\bspecified token is (?:not valid|invalid)"
    r"|\b(?:token|schlussel|key) (?:wird|ist|wurde|werden) (?:\w+ ){0,3}?(?:abgelehnt|ungultig|zuruckgewiesen"
    r"|nicht (?:akzep|angen))|\b(?:jeton|cle|token)(?: \w{1,8})? est (?:\w+ )?(?:refuse|rejete|invalide)"
    r"|\b(?:token|clave|chave)(?: \w{1,8})? (?:e|es|esta|foi|fue) (?:\w+ )?(?:in?valid|recusad|rechazad|rejeitad)[oa]\b"
)

# The word as what was answered: "says unauthorized", "still unauthenticated". With an API beside it as good as 401.
ANSWERED = lazy(
    r"(?:\b(?:tokens? (?:is|are|was)|reported|says?|said|gets?|got|yields?|returns?|returned|gives?|gave|shows?|logs?"
    r"|reports?|comes? back|coming back|came back|with|just|only|still|always|am i|as|error|getting"
    r"|intermittent)|->|→|:)(?: an?| the| error| just| only| \W?error:)? ?[\"'(]{0,2}(?:unauthori[sz]ed"
    r"|unauthenticated)\b(?! (?:request|user|client|access|call|click))"
)

# An API, a client or the web is spoken of.
API = lazy(
    r"https?:[/ ]|\b(?:apis?|endpoints?|rest|graphql|grpc|o-?auth2?|oidc|openid|saml|jwt|jwks|bearer|headers?"
    r"|requests?|responses?|webhooks?|hook|curl|wget|push(?:ing|ed)|mercurial|postman|insomnia|axios|fetch|httpx?|sdk"
    r"|rpc|client[_ ]?id|client[_ ]?secret|api[-_ ]?keys?|(?:access|refresh|id|service|deploy|api|auth|personal|bot"
    r"|user|my|our|the) tokens?|keycloak|auth0|okta|cognito|docker|registry|ghcr|ecr|npm|pypi|nexus|artifactory|maven"
    r"|kubectl|kube\w{1,20}|helm|terraform|aws|azure|gcp|github|gitlab|bitbucket|slack|discord|stripe|openai"
    r"|anthropic|jira|webservice|microservice|swagger|traefik|envoy|nginx|route|post(?:ing|ed)?)\b"
    r"|\b\w{2,40}\.go:\d{1,5}\]|\b(?:get|put|patch|delete) /|/api\b|/v\d\b"
    r"|\b[\w-]{2,40}\.(?:com|io|dev|org|net|example|test)[/:]|接口|请求|服务器|リクエスト|サーハ\u3099ー|\b(?:апи|запрос\w*"
    r"|сервер\w*)\b"
)
# What is refused is no call of an API.
NOT_API = lazy(
    r"\b(?:connection (?:reset|refused)|no such host|i/o timeout|su|sudo|ssh|sshd?|scp|sftp|pam|rdp|x11|xauth|vnc"
    r"|samba|smb|nfs|gpg|pgp|apt|wallet|seed|miner?s?|mining|pool|stratum|mysql|mariadb|postgres\w*|psql|smtp|imap"
    r"|pop3|dovecot|postfix|ldap|kerberos|kinit|wifi|wpa\w*|bluetooth|vpn|root password|folder|directory|file|disk"
    r"|drive|bug(?:s|mail|zilla)?|desktop|boot|irc|nickserv|sasl|parser?|syntax|lexer|grammar|selector|proof|tactic"
    r"|theorem)\b|[a-z]:\\"
)
# A number that counts or names something else.
NO_STATUS = lazy(
    r"(?:\b(?:expect(?:s|ed)?(?: status)?(?: code)?:?|instead of(?: the| an?)?|highway|hwy|line|lines|room|port"
    r"|syscall|issue|issues|page|pages|pr|mr|bug|action|build|ticket|chapter|section|version"
    r"|build|route|item|row|height|block|step|lesson"
    r"|zeile|ligne|linea|linha|total of|sum of|out of|average of|about|over|than|nearly|only|duration|size|count"
    r"|total|commits|level|id|no\.?|number|nr\.?|html|regex|search|no|zero|no more|no further|no longer an?|not|not an?"
    r"|without an?|fewer|seen an?|had an?|any|weniger|keine?n?|moins de|plus de|menos|ningun|sin|sem|nenhum|mehr als"
    r"|ya no hay|ya no da|sala|saal|salle|number is|desk|suite|locker|train|bus|ext\.?|sensor|raum|zimmer|invite code"
    r"|apartment number|(?:desk|locker|train|room) is|flight|seat|gate|ends? (?:in|with)|have|=)[ #:]{1,3}|(?<!=)==+ ?"
    r"|[#$€£]|§ ?|\b[1-5]\d\d |(?:第|房间|号|线|页|部屋|номер|кабинет|страниц\w|строк\w) ?)\Z"
)
COUNTED = lazy(
    r"40[17](?:\.\d+)? ?(?:[,x*] ?\d{1,4}\)|more|files?|tabs?|lines?|(?:unit |integration |e2e )?tests?|users?|people"
    r"|messages?|times|of (?:these|them|those)|tickets?|besucher|visit\w{1,8}|anmeldungen|inscri\w{1,10}|members"
    r"|ok, \d|days?|hours?|minutes?|seconds?|ms|secs?\b|bytes|[kmg]b|px|items?|commits?|pages?|points?|blocks?|words"
    r"|entries|rows|euros?|eur|usd|dollars?|kmd|btc|percent|am|pm|k\b|\(k\)|plans?|and more|responses to the|replies"
    r"|applications|votes)\b"
    r"|40[17] ?[号室人元块个条页路円番名件回年月日時分秒行]"
)

# ---- That it happens to somebody, now ----------------------------------------------------------------------------

# A person meets it, before the refusal: "I keep getting", "it gives me", "bekomme ich".
MEETS = _words(
    r"40[17](?:s|ed|ing)? (?:me|us)\b"
    r"|why (?:did|does|do|is|am|are) (?:it|i|we|my|our|this)\b|(?:too|also|here|,) getting\b|it (?:just |only "
    r"|always |now |keeps )?(?:said|says|saying)\b|still (?:un-?auth|40[17]|not auth|invalid|the same|no luck)|(?:is"
    r"|are) (?:the|our|my|your) (?:\S+ ){1,4}(?:returning|giving|throwing|down\b)|is it just me|all i (?:see|get)"
    r"|(?:try|tried|trying)\b.{0,60}[,:;] (?:\w+ ){0,3}40[17]\b",
    r"40[17](?:s|ing|ed)? (?:is |are )?(?:\w+ )?(?:back\b|again|remains?|persists?|returned|came back|reappeared"
    r"|continues?|started|all of|everywhere|no matter|regardless|straight|right after|every time|all over|once more"
    r"|as before)|(?:another|same|only|just|nothing but|all|mostly|intermittent|sporadic|random|constant|instant"
    r"|endless|bunch of|loads of|lots of|again|always|still|keeps?|now|suddenly|then|aa+nd|with"
    r"|and) 40[17]s?\b(?: (?:again|now|here|error)){0,4}(?=[ ,.:;!?)]*$)",
    r"(?:it|problem|issue|error|that|this|40[17]s?|trouble) (?:is|are|came|comes|has come|have|has|'s) (?:back|again"
    r"|returned)|back to 40[17]|(?:been|be) 40[17]ing|\w+ 40[17]s (?:for|since|on|with|from|when|every|and|all)\b"
    r"|(?:any|some)(?:one|body) else\b",
    r"(?:i|we|i'm|we're|i've|we've|im|ive|(?:my|our) [\w-]+(?: [\w-]+)?)(?: (?:am|are|is|do|have|still|just|now|only"
    r"|also|always|then|keep|keeps|constantly|suddenly|randomly|sometimes|often|can|'m|'ve)){0,6}"
    r" (?:get|getting|gets|got|gettin|see|seeing|sees|receive|receiving|received|hit|hitting|face|facing|faced"
    r"|run into|running into|ran into|encounter\w*|end up with|have an? (?:error|problem|issue|40[17]))\b(?! (?:how"
    r"|that|what|why|no|if|it|rid|to|around)\b)",
    r"(?:everybody|everyone|all (?:users|customers|calls|requests|of them)|nobody|each call|every (?:call|request)"
    r"|calls|requests) (?:\S+ ){0,4}?(?:is|are|gets?|get|came|comes?|come|fails?|fail|returns?|return)\b|(?:answer"
    r"|response|result|reply|status|outcome) (?:is|was) (?:always|still|only|just|now|again|ever)\b|(?:gives?|giving"
    r"|gave|tells?|telling|told|returns?|sends?|shows?|throws?|answers?|greets?|rejects?|refuses|denies|hits|asks"
    r"|errors) (?:me|us)\b|(?:for|to) (?:me|us)\b|on my (?:side|end|machine)",
    r"(?:is|are|keeps?|kept|still|now|started|starts|suddenly) (?:also |now |still |always |just |suddenly "
    r"|all ){0,6}(?:getting|returning|giving|throwing|responding|failing|receiving|seeing|showing|saying|producing"
    r"|rejecting|refusing|answering|coming back|being (?:rejected|refused|denied))\b",
    r"(?:keeps?|still|suddenly|always|only|now|today) (?:gets?|returns?|gives?|throws?|responds?|fails?|receives?"
    r"|sees?|shows?|says?|rejects?|refuses?|answers?|errors?|returned|refused|rejected|am|is|are)\b",
    r"fail(?:s|ed|ing)?(?: \w+){0,2} (?:with|due to|because of|on) |(?:dies|died|errors? out|stops?|stopped|blows up"
    r"|bails|comes back|came back|ends?|end up|crashes|crashed|refused|rejected|answered|greeted|met) (?:with|as"
    r"|in)\b|shows as\b|all i (?:get|see)|what i (?:get|see)",
    r"(?:ich|wir)\b.{0,30}\b(?:bekomm|krieg|erhalt|seh|hab)\w*|(?:bekomm|krieg|erhalt|seh|hab)\w* (?:ich|wir|hier|nur"
    r"|immer|jetzt|standig|dauernd|beim|bei|auf|von)|(?:bekomme|kriege|erhalte)\b|bei (?:mir|uns)\b|(?:mir"
    r"|uns) (?:kommt|wird)"
    r"|(?:kommt|liefert|gibt|antwortet|wirft|meldet|zeigt|schlagt|scheitert|lehnt|fliegt|sagt) (?:\w+ ){0,4}?(?:nur"
    r"|immer|jetzt|plotzlich|standig|dauernd|seit|wieder|weiterhin|noch|fehl|ab|ein(?:en)?|mit)",
    r"(?:j'|je |nous |on |j'ai |nous avons )(?:\w+ ){0,3}?(?:obtien|recoi|recev|obten|ai |avons|vois|voit|tombe)\w*"
    r"|me (?:renvoie|retourne|repond|donne|dit|affiche)|nous (?:renvoie|retourne|repond|donne)|(?:renvoie|retourne"
    r"|repond|echoue|donne) (?:\w+ ){0,3}?(?:toujours|encore|un|une|maintenant|avec|systematiquement)",
    r"(?:estoy |estamos )?(?:recib|obten|obteng)\w*|me (?:da|sale|devuelve|responde|aparece|tira|dice|esta (?:dando"
    r"|devolviendo))|nos (?:da|sale|devuelve|responde|aparece|tira)|(?:devuelve|responde|falla|da|esta dando"
    r"|esta devolviendo) (?:\w+ ){0,3}?(?:siempre|con|un|error)|sigue (?:dando|devolviendo|saliendo|fallando)"
    r"|tengo (?:un|este|el) (?:error|problema)",
    r"(?:estou |estamos )?(?:receb|obt)(?:o|emos|endo|enho|ive|i)\b|(?:esta|estao|fica|continua) (?:retornando|dando"
    r"|devolvendo|voltando)|me (?:retorna|devolve|da)|(?:retorna|devolve|responde|falha|da) (?:\w+ ){0,3}?(?:sempre"
    r"|com|um|erro)|(?:aparece|dando|tenho) (?:o |um |esse )?erro|so (?:recebo|retorna|da)",
)
# What makes it odd to the writer: since when, although what, and where it works. Not enough for weak words.
ODDS = _words(
    r"seit\b|obwohl|trotz|egal was|wieder\b|erneut|uberall|standig|immer\b|nicht mehr|bleibt|dafur jetzt|gestern"
    r"|heute|leider|unverandert|stimmt\b|(?:endet|bricht|weist|lehnt|bringt|bekommt|kommt|meldet) \b",
    r"depuis|malgre|bien que|alors que|pourtant|partout|en boucle|toujours|encore|revenus?\b|de retour|persiste"
    r"|n'arrive|impossible|ne marche\w*|n'est plus|rejette|refuse|plante|se prend|ce matin|a chaque|fait 40|quoi que"
    r"|avec la nouvelle|(?:recoit|reponse est|repond) (?:un )?40",
    r"desde|a pesar|aunque|otra vez|todo el rato|en todo|en todas|sigo\b|sigue|volvi\w+|ha vuelto|rechaza|ya no\b"
    r"|se corta|no funciona\w*|de golpe|ayer|hoy\b|ahora|(?:da|dan|contesta|responde|recibo|reportan"
    r"|tengo) (?:un )?40|mande lo que|todo 40",
    r"apesar|embora|o tempo todo|de novo|em tudo|volt(?:ou|aram|ando)\b|continua|rejeita|recusa|nao (?:consig\w+"
    r"|funciona\w*|e mais|foi resolvid\w)|quebr\w+|tomando|ontem|hoje|agora|so (?:da|responde|volta) |(?:da|dao"
    r"|falha com) 40|que eu mande",
    r"(?:ever since|since|after) (?:(?:the|our|my|last|a) (?:\S+ )?(?:upgrade|update|deploy\w*|release|migration"
    r"|merge|rotation|rotat\w+|change|move|patch|restart|reboot|switch|rollout|password)|we\b|i\b|yesterday|this"
    r"|today|lunch|\d|about|around|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\w+ing (?:the|to|my|our"
    r"|mfa|sso|node)|v?\d)|started (?:at|around|after|this|\d)|(?:has|have|did)(?:n't| not) changed?|(?:nothing"
    r"|config|key|password|secret|token)\w* (?:has |have |was )?(?:un)?changed|no matter|whatever i|whichever"
    r"|even though|although|despite|same (?:key|token|secret|request|header|script|password|credentials|result|code"
    r"|call)|as (?:last|always|before|ever)\b",
    r"(?:(?:works|worked|working|fine|green|happy|accepted|200|passes|runs)\b|\w (?:ok|okay|valid|fresh|correct|new"
    r"|right|not expired)[,:;])(?! that way).{0,60}[ ,;:>-](?:\S+ ){0,6}?\(?40[17]\b|40[17]\b.{0,60}\b(?:works?|fine"
    r"|ok|200|valid|fresh|correct|not expired|never|unchanged)\b|my \S+ (?:\S+ )?(?:is|was|gets?|got|considered)\b"
    r"|why am i\b",
    r"(?:customers?|partners?|clients?|users?|support|team|people|subscribers?) (?:\S+ ){0,3}?(?:reports?|says?|said"
    r"|complain\w*|escalat\w+|told|gets?|are getting|is getting|being)\b|(?:reports|complaints|paged)\b",
)
# It begins with the meeting itself: "getting 401 from …".
STARTS = lazy(
    r"^(?:@?[\w.-]{1,30}[:,] |(?:hi|hey|hello|hmm*|ok|and|but|so|yes|yeah|well|now|oh|argh|also|then|hallo|hola"
    r"|bonjour|oi)\b[ ,.!]{0,4}){0,8}"
    r"(?:(?:still|just|keep|keeps|always|now|only|suddenly|constantly|randomly|anyone else|anybody else|is anyone"
    r"|immer noch|nur|toujours|siempre|sempre) ){0,2}"
    r"(?:getting|get|got|seeing|hitting|receiving|received|bekomme|kriege|erhalte|obtengo|recibo|recebo|recois)\b"
)
# It goes on, or has begun: supports what a thing "returns".
NOW = _words(
    r"still|suddenly|all of a sudden|keeps?\b|again\b|anymore|any more|no longer|since|today|now\b|currently"
    r"|this (?:morning|afternoon|week|evening)|tonight|yesterday|last (?:night|week)"
    r"|always\b|every (?:time|request|call|run|single)|each time|all the time|constantly|randomly|intermittently"
    r"|sometimes|all (?:requests|calls|my|our|the)|every\b|whenever|nothing but|each call",
    r"immer\b|noch\b|weiterhin|seit|plotzlich|auf einmal|jetzt|standig|dauernd|jedes mal|wieder|heute|gestern"
    r"|jede[rn]?\b",
    r"toujours|encore|depuis|soudain|maintenant|d'un coup|a chaque|ce matin|aujourd'hui|hier\b|systematiquement",
    r"sigue|siempre|desde|de repente|ahora|todavia|aun\b|cada vez|hoy\b|de golpe|ayer",
    r"ainda|continua|sempre|de repente|agora|toda vez|hoje|ontem|do nada",
)
# Somebody asks for help, or tells what they did: supports it from anywhere in the message.
HELP = _words(
    r"nobody can|no one can|any(?: \w+)? (?:ideas?|clues?|hints?|suggestions?|help|thoughts?|advice|pointers?)"
    r"|any ?one\b|any ?body\b|how (?:do|can|could|should|to)\b.{0,20}\b(?:fix|solve|resolve|debug|get (?:around|past"
    r"|rid))|how are|what(?:'s| is| am i| are we| could be| do i| did i| should i| can i| could)?\b.{0,30}(?:wrong"
    r"|missing|going on|happening|cause|reason|problem|issue|overlook|mean)"
    r"|why\b|help\b|what (?:to|should|can|could) (?:i |we )?do|can (?:someone|you) |could (?:someone|you) "
    r"|where (?:did|do|can|should|could|is)|did (?:i|we)\b|do (?:i|we) (?:need|have)|am i\b|is (?:it|this|that|there"
    r"|the)\b.{0,60}\?|stuck|struggling|no idea|clueless|don't (?:understand|know)|can't (?:figure|get|find|log|call"
    r"|use|connect|access|download|pull|push|see|install|reach)|cannot (?:figure|get|log|call|use|connect|download"
    r"|pull)"
    r"|wondering|puzzled|weird|strange|strangely|odd\b|oddly|hmm+|no luck|to no avail|please\b|pls\b|plz\b|ideas\?"
    r"|so\?|doesn't work|does not work|not working|won't work|stopped working|fails?\b|failed\b|failing|broken"
    r"|down\?|trouble",
    r"(?:i|we|i've|we've|i'm) (?:\w+ ){0,2}?(?:tried|try|trying|use|using|set|added|created|copied|followed|run|ran"
    r"|call|calling|send|sent|sending|checked|generated|changed|moved|updated|upgraded|installed|made|pasted|enabled"
    r"|configured|switched|rotated|deployed|want|need|have|log|logged|login|access|rewrote|can|cannot|do|did|pass"
    r"|passed)\b|(?:my|our) \w+",
    r"hat jemand|kennt jemand|weiss jemand|jemand\b|ideen?\b|warum|wieso|weshalb|woran|was (?:mache|mach|ist|kann"
    r"|fehlt)|wie (?:kann|bekomme|lose)|hilfe|muss ich|brauche|(?:ich|wir) (?:habe|haben|nutze|sende|schicke|rufe"
    r"|verwende)\b|meine?\b|unsere?\b|geht nicht|funktioniert nicht|klappt nicht|danke",
    r"quelqu'un|une idee|des idees|pourquoi|comment (?:faire|puis|resoudre|corriger)|aide\b|svp|que faire|d'ou"
    r"|j'ai\b|nous avons|mon\b|ma\b|mes\b|notre|nos\b|ne (?:marche|fonctionne)|merci",
    r"alguien|alguna idea|por que|que (?:hago|estoy|puede|puedo|pasa|falta)|como (?:puedo|arreglo|soluciono|lo)"
    r"|ayuda|saben|he (?:probado|creado|puesto|hecho)|mi\b|mis\b|nuestr\w|no funciona|gracias",
    r"alguem|alguma ideia|o que (?:estou|pode|fazer|sera)|como (?:resolver|resolvo|faco)|ajuda|sabem?\b|ja (?:tentei"
    r"|testei|gerei)|meu\b|minha\b|nosso|nossa|nao funciona|obrigad",
)

# ---- Against it --------------------------------------------------------------------------------------------------

# Nobody meets it: what should, would or may happen, what was, what others are told to do.
SUPPOSED = _words(
    # Requests of a kind, not those of the writer: a rule
    r"(?<!the )(?<!my )(?<!our )(?:unauthenticated|anonymous|invalid|expired|revoked|missing)(?: or \w{1,16})?"
    r" (?:auth |api |access )?(?:requests|tokens|keys|calls|users|clients)\b",
    # What was, what is meant to be, and what another is asked
    r"previously\b|so (?:that )?(?:we|you|it|they|users|clients) can (?!not)|goals?:|my (?:friend|brother|sister|boss"
    r"|cousin) (?:\w+ )?(?:gets?|got|sees|saw|had|hit)\b|no more \w+ 40[17]"
    r"|(?:that|this|which|it)(?: is|'s) (?:normal|expected|intended|by design)\b(?! to)"
    r"|(?:are you sure|did you|have you|do you (?:send|set|use|mean|have))\b.{0,80}40[17].{0,80}\?",
    r"40[17](?:'s|s)? ?(?:unauthori[sz]ed )?(?:page|pages|retry|retries|loop|handling|handler|body|step|form|dialogs?"
    r"|challenge|auth\b|guidance|vs|versus|means|and (?:redirect|retry|refresh)|stop|recovery|is (?:for|what|when|the"
    r"|a|un|\"|'|returned|sent|followed|used|correct|right|wrong))",
    r"40[17]s? (?:[a-z]{1,9} ){0,2}(?:down|up|fell|dropped|rose) (?:(?:by|to|from) )?~?\d"
    r"|40[17]s? (?:is|are|was|were|be|been|being|gets) (?:returned|sent|thrown|given|raised)\b|(?:new|old|extra|first"
    r"|bogus|fake|this) 40[17] \w",
    r"(?:should|shouldn't|would|wouldn't|could|might|may|will|won't|must|shall|'ll)(?: (?:also|just|then|always"
    r"|probably|only|simply|still|rather|not|never|it|that|we|i|they|you|the \w+|be)){0,8}"
    r" (?:be|get|give|return|send|respond|answer|throw|see|show|reply|raise|fail|result|end|come|produce|yield"
    r"|trigger|cause|mean|receive|have|ignore|treat|expect|handle|report|reject|redirect|prompt|retry|become|allow"
    r"|use|log|want)\b|should be\b"
    r"|(?:can|can't) (?:also |just |then |only |then )?(?:be|return|send|respond|answer|throw|give|fail|happen|mean"
    r"|cause|result|lead|stop|prevent|avoid|ignore|handle|catch|expect|trigger|produce)\b"
    r"|reminder|deprecat\w+|next release|tomorrow|upcoming|dorenavant|a partir d\w+ (?:lunes|martes|\d)|planeamos"
    r"|ab (?:dem )?\d|expect(?:s|ed|ing)? (?:an? )?(?:status )?(?:code )?40[17]|40[17] rate|40[17]=\d|exceed"
    r"|from (?:monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july|next|\d\S* on)"
    r"|beginning (?:in|on)|starting (?:on|from|next|in)|planned|(?:i see|treat|consider) 40[17] as|(?:errors?"
    r"|40[17]s?) expected|(?:i|we) get why|getting 40[17] (?:covered|handled|right)|for the demo|by the audit"
    r"|(?:supposed|expected|meant|ought|likely|designed) to\b|used to (?:get|return|see|give|throw)|(?:the|a"
    r"|an) (?:browser|client|user|ua|caller|user agent)s? (?:gets?|receives?|sees?|got)\b|(?<!even )if (?:i|we|you|it"
    r"|one|they|there|that|this|a|an|the|any|no|your|someone|users?|not|token|we're|you're) (?:\w+ ){0,4}?(?:get|gets"
    r"|got|getting|see|sees|receive|receives|hit|hits|returns?|is|are|fails?|expires?|throws?|sends?|gives?|responds?"
    r"|comes?|has|have|doesn't|don't|wants?)\b|if (?:401|http|not|unauth\w*|auth\w*)"
    r"|whether|unless|we (?:just )?let (?:the|it)\b|(?<!getting )either|(?:test|spec|sla|dashboard"
    r"|swagger)\S{0,60} (?:\w+ )?(?:asserts?|expects?|counts?|lists?"
    r"|defines?|checks?|covers?)|expected status|given an? .{0,60}\bwhen\b|as a user\b|story:|style guide|makes sense"
    r"|can we have|log(?:ging)? 40[17]s? as|registra\w+ (?:los )?40[17]|possibly|perhaps|requires? (?:both|an?)\b"
    r"|(?:gives?|lets?|tells?) you\b|in order|in case|instead of (?!(?:the |a |an )?\d)|rather than|for example"
    r"|e\.?g\.?\b|i\.e\.|such as|suppose|assuming|imagine|hypothetical\w*|let's|lets|until (?:it|they|the|a|you)"
    r"|once (?:it|they|the|a|you)|when(?:ever)? (?:a|an|you|one|users?|someone|there's|there is|they) |what happens"
    r"|(?:^|[,;(] |then |retry |retries |refresh |redirect |logout |fails? |and |only |cache )on (?:a |an |any "
    r"|every )?40[17]|after (?:a |an |the |each )?'?40[17]|for 40[17]|(?<!shows )(?<!back )(?<!up )(?<!out )as (?:a "
    r"|an )?40[17]|(?:response|reply|answer) to (?:a|an|the)\b"
    r"|(?<!unable )(?<!failed )(?<!trying )(?<!tried )(?<!try )to (?:return|handle|send|give|throw|catch|avoid"
    r"|prevent|simulate|include|trigger|mean|detect|distinguish|ignore|produce|respond|answer|reject|refuse)\b"
    r"|(?:then|and) (?:get|send"
    r"|return) (?:an? |the )?40[17]|and (?:handle|retry)\b|(?:usually|generally|typically)\b|40[17]s? (?:means"
    r"|indicates)|when(?:ever)? the (?:server|api|backend|endpoint) (?:returns?|responds|answers|sends)|if (?:that"
    r"|it)'s|(?<!is )(?<!are )(?<!keeps )(?<!now )(?<!still )(?:returning|sending|expecting|handling|throwing"
    r"|processing|causing|capture|captures|and getting) (?:a |an |the )(?:http )?(?:code )?'?40[17](?: back)?|(?:a|an"
    r"|any|the) (?:get|request|response|server|client|proxy|endpoint|api|page) (?:returning|that returns)"
    r"|(?:was|were|had been|used to|been) (?:\w+ )?(?:get|getting|giving|returning|seeing|receiving|failing"
    r"|throwing)\b|we (?:return|send|respond with|throw|handle|check for|expect|treat|map|retry|redirect|serve"
    r"|want) (?:an? |the |with |on ){0,4}(?:http )?'?(?:40[17]|them|users?)|i (?:return|throw|handle|check for)\b",
    r"(?:you|users?|clients?|people|one|customers?|browsers?|callers?|someone|everyone|they|it'll|you'll|it)(?:'ll"
    r"| will| may| might| can| could| would)(?: also| then| just| only| still){0,4} (?:get|see|receive|hit|return|be"
    r"|give|fail)\b|(?<!as )(?:you|one|they) (?:also |then |just |only )?(?:get|gets|see|sees|receive|receives|hit)\b",
    r"soll(?:te|ten|en|t)?\b|wurde[n]?\b|konnte[n]?\b|musste[n]?\b|wenn (?:der|die|das|ein|eine|man|es|kein)|falls"
    r"|statt|zum beispiel|z\.b\.|bei (?:einem )?40[17]|man (?:bekommt|kriegt|erhalt)|wird .{0,30}(?:zuruckgegeben"
    r"|geliefert|geworfen)|erwarte[tn]?",
    r"devrait|doit\b|pourrait|(?:^|[,;] )si (?:le|la|l'|les|un|une|on|vous|tu|c'est)|quand (?:le|la|un|une|on|vous)"
    r"|lorsque?|au lieu|par exemple|en cas de|attend(?:u|ons|s)",
    r"deberia|debe\b|podria|(?:^|[,;] )si (?:el|la|los|un|una|se|no)\b|cuando (?:el|la|un|una|se|no)\b|en vez de"
    r"|en lugar de|por ejemplo|en caso de|esperad[oa]",
    r"deveria|deve\b|poderia|(?:^|[,;] )se (?:o|a|os|um|uma|nao|for|der)\b|quando (?:o|a|um|uma|se|der)\b|em vez de"
    r"|por exemplo|no caso de|esperad[oa]",
)
# It is talked about: questions in general, specifications, tests, reviews, features, statistics.
TALK = _words(
    r"(?:(?:snippet|example|sample|excerpt|quote)s? (?:from|in|of|out of) the"
    r"|rfc|spec|specs|specification|changelog|documented|documentation says|docs say|unit tests?|test (?:case"
    r"|suite|expects|checks|asserts)|tests? (?:expect|assert|check|that|for|covers?)|assert\w*|expects?\b"
    r"|expected status|given an?\b.{0,60}\bwhen\b|as a user\b|story:|mapping|style guide|write-?up|design\b|diagram"
    r"|walkthrough|can (?:we|i) (?:have|get a)|need an endpoint|makes sense|took me|is red|red: |specs?\b|mock\w*"
    r"|stub\w*|by design|implement\w*|dashboards?|metrics?|statistics|percent|how many|feature|support for|proposal"
    r"|difference between|meaning of|semantics|interceptor|middleware that|mapped to|handler|handling"
    r"|page is missing|todo|notes?\b|lists 200|defines|operation\b|ever\b.{0,40}\?|refactor\w*)\b",
    r"(?:what(?:'s| is| does| do| are| happens)|when (?:should|do|does|is)|which|who|should|shouldn't|does (?:a|an"
    r"|the|401)|is (?:a|401|it|an)|are 401|can (?:i|we|you|it)|how (?:do|does|should|would) (?:you|people|one|we|a"
    r"|an|the)|why (?:is|are|do|does) (?:a|an|401|http|we (?:return|send)))\b.{0,200}\?|(?:wie|wann) (?:sollte"
    r"|behandelt|geht)|was (?:bedeutet|ist)\b|que (?:significa|signifie)|o que significa|qu'est-ce",
    r"(?:40[17] ?(?:/|,|or|and|&|vs\.?) ?(?:an? )?(?:200|30\d|4\d\d|5\d\d)|(?:200|30\d|40[02-689]|4[1-9]\d"
    r"|5\d\d) ?(?:/|,|or|and|&|vs\.?) ?(?:an? )?40[17])\b",
)
# In another script: which of two codes to answer, or that one is to be. (``plain`` makes two letters of べ.)
FOREIGN_TALK = lazy(
    r"40[17]\W{0,2}(?:还是|或者?|или|か|/)\W{0,2}(?:それとも)?[1-5]\d\d|[1-5]\d\d\W{0,2}(?:还是|或者?|или|か|/)\W{0,2}(?:それとも)?40[17]"
    r"|应[该当].{0,6}返回|如何返回|需求|就跳转|解決し(?:ました|た)|已解决|解决了|解决啦|решил|решено|заработало|返すへ\u3099き"
    r"|(?:как|нужно|надо|должен|должно|должна|лучше) (?:\w+ ){0,2}(?:вернуть|возвращать|отдавать|обрабатывать)"
    r"|какои (?:код|статус)"
)
# … that somebody meets one, or asks about theirs.
FOREIGN_MEETS = lazy(
    r"报|提示|一直|无法|怎么|为什么|为啥|求助|返って|出ます|出る|になります|言われ|なせ\u3099|原因|エラー|て\u3099きない|のまま"
    r"|получаю|почему|подскажите|помогите|что делать|не работает|выдает|приходит|не принимает"
)
# The message tells of a change, not of trouble.
CHANGE = lazy(
    r"^\W{0,4}(?:pr|mr|pull request) ?[#!]?\d+:|\b(?:cve-\d{4}-|news\.ycombinator|lesson \d|interview question"
    r"|new issue in )"
    r"|\b(?:opened|closed|edited|commented on|labeled|requested)\b.{0,20} (?:issue|pr|comment)\b|· issue #\d"
    r"|\[#[a-z]{2,8}-\d|"
    r"/(?:pull|commit|merge_requests|rev|compare|releases)/\w|\bcheck-in:|\b(?:r|a|sr)=\w|^\W{0,4}(?:fix|feat|chore"
    r"|docs?|test|refactor|perf|ci|build|style|revert)(?:\([^)\n]{1,40}\))?!?: "
    r"|(?:^|\n)\W{0,4}(?:shortening|fixing|bumping|increasing|reducing|refactoring) |(?:^|\n)\W{0,6}(?:fix(?:es|ed)?"
    r"|adds?|added|closes|resolves|reverts?|bumps? \w|changelog|what's new|what's fixed|headline changes|release notes?"
    r"|new in)\b(?! (?:to|my|the (?:url|token|key|header|typo)))"
    r"|\b(?:opened|open|merged|reviewed|sent|made|submitted|landed|pushed) (?:a |an |two |some |the "
    r"|my )?(?:quick )?(?:\w+ )?(?:pr|prs|pull requests?|mr|fix|fixes|patch)\b|\b(?:this|my) (?:pr|patch|diff"
    r"|commit)\b|\bpushed \d+ new commit|\bv?\d+\.\d+\.\d+ (?:is out|is live|released|release)|(?:^|\n)\+{3} |(?:^"
    r"|\n)diff --git|(?:^|\n)@@ "
    r"|(?:^|\n)\W{0,4}(?:release notes|postmortem|retro|announcement)\b|\b(?:we"
    r"|i) (?:just )?(?:shipped|released|launched)\b|\bdocument details\b|\bplease (?:review|squash|ignore)"
    r"|\bget a review|\brelecture\b|\bblog post:|\bpost-mortem"
)
# It is over.
SOLVED = _words(
    r"(?:is |it's |got |all |been |now |i |we |and )?(?:solved|fixed|resolved|sorted)\b(?!\?| yet)|figured (?:it "
    r"|this |that )?out|found (?:it\b|the (?:cause|issue|problem|reason|culprit|fix|solution|bug)|out\b|why)"
    r"|finally found|works? (?:now|again|fine now|like a charm)|working (?:now|again|fine now)|(?:it|that"
    r"|this) (?:now works|worked|did it|was it|helped)\b|nvm\b|never ?mind|turns out|turned out|my (?:bad|mistake)"
    r"|problem (?:is )?gone|false alarm|went away|was just me|all good(?: again)?|worked around|solution was|issue was"
    r"|problem was|because i (?:had|was|forgot)|planned\b|maintenance|ignore\b|no action needed|nice work"
    r"|that's (?:fine|what|the flow|by design)|good job|bravo|buen trabajo|bom trabalho|was caused by|it was 40[17]"
    r"|recovered|green again|is history|vanished|disappeared|(?:is|are|all) gone\b|no need to look|got past"
    r"|got it (?:working|sorted)|got it[.!]|my (?:own )?(?:typo|fault)|typo in|all (?:fine|good|green)|(?:works"
    r"|fine) again|hence the|ah,? (?:simply|it was|it's|i see|just)|simply wrong",
    r"gelost|geklart|behoben|erledigt|(?:lauft|funktioniert|geht|klappt) (?:jetzt|wieder|nun)|gefixt"
    r"|kein 40[17] mehr|lag (?:an|am|daran)|geplant|wartung",
    r"resolus?\b|mauvais souvenir|regle\b|corrige\b|(?:marche|fonctionne) (?:maintenant|a nouveau|de nouveau)"
    r"|c'est bon|remarche|c'etait|prevu|maintenance",
    r"arreglado|todo bien|solucionad[oa]|resuelto|arreglado|ya (?:funciona|esta)|mantenimiento|era (?:el|la|un"
    r"|que)\b|ignorad",
    r"resolvido|resolvi\b|corrigi\b|sumiu|tudo certo|agora funciona|consertei|funcionou|ja funciona"
    r"|voltou a funcionar|manutencao|era (?:o|a|um|que)\b|ignorem?\b",
)
# … and yet it is not.
BACK = _words(
    r"still|again|is back|back to|but\b|however|yet\b|not (?:fixed|solved|resolved|sure)|isn't (?:fixed|solved)"
    r"|doesn't|can't|how|anyone|any idea|please|now (?:i|we|it|get|getting|the)|instead\b",
    r"immer noch|noch immer|wieder 40|trotzdem|aber|leider|toujours|encore|mais|sigue|todavia|otra vez|pero|ainda"
    r"|de novo|mas\b",
)
