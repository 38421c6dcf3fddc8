"""Names of authentication headers and schemes, and slips of them."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from bot.masking import SCHEMES as SCHEMES
from bot.masking import meant_scheme as meant_scheme
from bot.regex import lazy

AUTH_HEADERS = (
    "Authorization", "X-API-Key", "X-Auth-Token", "X-Access-Token", "Api-Key", "ApiKey", "PRIVATE-TOKEN", "X-Token",
    "X-Authorization", "X-Auth-Key", "X-Api-Token", "X-Vault-Token", "DD-API-KEY", "X-Session-Token", "X-Auth",
    "X-Apikey", "X-Client-Id", "X-Client-Secret", "Ocp-Apim-Subscription-Key", "X-Amz-Security-Token", "DPoP",
    "X-Goog-Api-Key", "Job-Token", "Deploy-Token", "X-Shopify-Access-Token", "X-Figma-Token", "Circle-Token",
    "Fastly-Key", "X-Postmark-Server-Token", "X-Gitlab-Token", "X-Redmine-API-Key", "X-Auth-Email", "X-App-Key",
    "Authentication", "Proxy-Authorization", "Cookie",
)  # fmt: skip
_MISSPELT = (*AUTH_HEADERS[:14], "Authentication-Token")  # the last is Flask-Security's own
_STANDARD = {name.lower() for name in AUTH_HEADERS} - {"authentication"}
# Words that are meant to be Authorization, although an edit distance alone would not say so.
_MEANT = """
authentication authorisation auth authenticate authorize authorizations authentification autorization
authorizaton authenication autorisierung authentifizierung autorización autorização autorizacao autorizzazione
autorizacion autorisation authoriztion authorizationheader http_authorization http-authorization bearer basic
www-authenticate
"""
_MEANT_AUTHORIZATION = frozenset(_MEANT.split())
_STEMS = ("authoris", "authoriz", "authenti", "autoriz", "autoris", "autenti")
_WHAT_IT_HOLDS = ("-token", "-key")  # such a header is one of its own
KNOWN_SCHEMES = frozenset(name.lower() for name in SCHEMES)
# By these a client answers a challenge, and sends nothing before
CHALLENGED = frozenset({"digest", "ntlm", "negotiate"})
# Problems of a paste by which a credential that it shows does not go out
UNSENT = frozenset(
    ["eventsource-headers", "headers-misplaced", "no-cors", "unquoted-header", "userinfo-ignored", "websocket-headers"]
)
_HARMLESS = """
accept accept-language accept-encoding user-agent content-type content-length host origin referer cache-control
pragma connection cookie date if-none-match range x-requested-with x-request-id x-correlation-id dnt te age
x-auth-email x-forwarded-for author via from www-authenticate
"""
HARMLESS = frozenset(_HARMLESS.split())


_LAST_WORDS = ("token", "tokens", "secret", "secrets", "password")  # of a header that holds a credential
_SHORTEST, _LONG = 6, 9  # of a name that may be a slip of another, and of one that may have two


def meant_header(name: str) -> str:
    """The authentication header that ``name`` is a slip of; '' when it is right, or nothing like one."""
    bare = name.strip().lower()
    if bare in _STANDARD or bare in HARMLESS:
        return ""
    of_its_own = bare.startswith("authorization") or bare.endswith(_WHAT_IT_HOLDS)
    if bare in _MEANT_AUTHORIZATION or (bare.startswith(_STEMS) and not of_its_own):
        return "Authorization"
    folded = bare.replace("_", "-").replace(" ", "-").rstrip(":")
    if folded != bare and folded in _STANDARD:
        return next(known for known in AUTH_HEADERS if known.lower() == folded)
    near = {known: distance for known in _MISSPELT if (distance := _distance(bare, known.lower()))}
    return min(near, key=lambda known: near[known], default="") or meant_key_name(name)


def meant_key_name(name: str) -> str:
    """``name`` with a slip of one letter in its last word put right: X-Acme-Tokn -> X-Acme-Token; '' without."""
    before, dash, last = name.strip().rpartition("-")
    meant = next((word for word in _LAST_WORDS if OSA.distance(last.lower(), word, score_cutoff=1) == 1), "")
    return (
        f"{before}{dash}{meant.capitalize() if last[:1].isupper() else meant}"
        if meant and last.lower() not in _LAST_WORDS
        else ""
    )


def _distance(bare: str, wanted: str) -> int:
    """How many letters ``bare`` is from ``wanted``, 0 where it is no slip of it."""
    if bare.removeprefix("x-") == wanted.removeprefix("x-"):
        return 0  # another header, as new ones are named (RFC 6648)
    allowed = 2 if len(wanted) >= 8 else 1 if len(wanted) >= 6 else 0
    distance = OSA.distance(bare, wanted, score_cutoff=allowed)
    return int(distance) if distance <= allowed else 0


def is_slip(name: str, known: str) -> bool:
    """Is ``name`` the header ``known`` with a slip of one letter, of two where it is long?"""
    typed, meant = name.lower().replace("_", "-"), known.lower()
    if len(meant) < _SHORTEST or name.lower() == meant or name.lower() in HARMLESS:
        return False
    return bool(OSA.distance(typed, meant, score_cutoff=2) <= (2 if len(meant) >= _LONG else 1))


_STORE = lazy(
    r"(?:spring_|app_)?(?P<what>redis|db|database|mysql|mariadb|postgres|postgresql|pg|mongo|mongodb|mail|smtp|queue|cache|rabbitmq|amqp"
    r"|memcached|broadcast|ldap|ftp|sftp)[_.]",
    re.IGNORECASE,
)


def is_of_a_store(name: str, text: str) -> bool:
    """Is a setting of this name a database's, a cache's or a mailer's, of which the text tells nothing else?"""
    store = _STORE.match(name)
    return store is not None and not re.search(rf"(?im)(?<![\w.=:/@-]){store['what']}(?![\w.-]|:[ \t]*$)", text)
