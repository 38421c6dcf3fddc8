"""(method, url, headers, body) -> the credentials in it: each one typed, placed and wrapped in Secret.

What is a credential is told by where it stands and by the words of its name; the form of the value decides only
where the name leaves it open (a JWT is a bearer token wherever it stands).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from bot.auth.basic import decoded_text
from bot.auth.names import KNOWN_SCHEMES, meant_key_name
from bot.masking import Secret, is_password_name, is_scheme
from bot.model import Credential, CredentialKind, Headers
from bot.parsing._body_fields import elements_of, fields_of, pairs_of
from bot.regex import lazy

_SCHEMES: dict[str, CredentialKind] = {
    **dict.fromkeys(("bearer", "token"), "bearer"),
    "basic": "basic",
    "digest": "digest",
    "dpop": "dpop",
    **dict.fromkeys(("aws4-hmac-sha256", "aws4-ecdsa-p256-sha256"), "sigv4"),
    **dict.fromkeys(("aws", "oauth", "hmac", "hmac-sha256", "hmac-sha1", "hawk", "mac", "signature"), "hmac"),
    **dict.fromkeys(("sharedkey", "sharedkeylite"), "hmac"),
    **dict.fromkeys(("acs3-hmac-sha256", "tc3-hmac-sha256", "goog4-rsa-sha256"), "hmac"),
    **dict.fromkeys(("negotiate", "ntlm", "kerberos"), "other"),
}
_KEY_ENDS = (
    *("key", "keys", "token", "secret", "password", "passwd", "passphrase", "credential", "credentials", "jwt"),
    *("authorization", "authentication", "sessionid", "sessid", "sessionkey", "apitokens"),
)
_KEY_LAST_WORDS = frozenset({"auth", "sid", "pat", "psk", "session", "ticket"})
_KEY_NAMES = frozenset({"x-honeycomb-team", "x-jfrog-art-api", "project-access-token"})
_NEVER_KEYS = lazy(r"csrf|xsrf|websocket|public(?!ation|ity|is)", re.IGNORECASE)
_OTHER_KEYS = """
next page continuation pagination sync cursor idempotency request trace device push fcm cache surrogate partition sort
routing object foreign primary hot cancel issue project confirm max
"""
_NO_KEYS = frozenset(_OTHER_KEYS.split())  # before the last word: page_token, cacheKey, X-Request-Token
_LAST = lazy(r"(?:tokens?|keys?|password|secret)\Z")
_WORDS = lazy(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_SIGNATURES = lazy(r"(?:^|[-_.])(?:signature|hmac|sign|sig)(?:[-_]?(?:v?\d+|sha-?\d+|256))?$", re.IGNORECASE)
_SESSION_COOKIE = lazy(
    r"sess|sid$|^sid|auth|token|jwt|login|logged_in|remember|identity|account|user_?key|secret|"
    r"^\.?asp(?:xauth|net)|laravel|wordpress_|^iron|^d$|^li_at$|saml|sso|oidc|credential",
    re.IGNORECASE,
)
_NOT_SESSION_COOKIE = lazy(r"csrf|xsrf|^_ga|^_gid|^ajs_|consent", re.IGNORECASE)
_NOT_AUTH_HEADERS = frozenset(
    [
        *("proxy-authorization", "www-authenticate", "proxy-authenticate", "cookie", "set-cookie"),
        *("accept", "accept-encoding", "accept-language", "cache-control", "connection", "content-encoding"),
        *("content-length", "content-type", "date", "dnt", "expect", "host", "origin", "pragma", "priority", "range"),
        *("referer", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-dest", "sec-fetch-mode"),
        *("sec-fetch-site", "sec-fetch-user", "te", "upgrade-insecure-requests", "user-agent", "x-requested-with"),
    ]
)
_JWT = lazy(r"eyJ[\w-]*\.[\w-]+\.[\w-]*\Z")
_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]*:?)[ \t]+(\S.*)?\Z", re.DOTALL)
_TOKEN_PARAMETER = lazy(r"(?:.*[ ,])?token=\"?([^\",\s]+)\"?", re.IGNORECASE)
_USERINFO = lazy(r"[A-Za-z][A-Za-z0-9+.-]*:/{0,3}([^/?#\s]*)@")
_BODY_FIELDS: dict[str, CredentialKind] = {
    **dict.fromkeys(("client_assertion", "assertion"), "jwt-assertion"),
    **dict.fromkeys(("access_token", "id_token", "token", "jwt"), "bearer"),
}
_BODY_WORDS = lazy(
    r"^(?:refresh_?token|device_?code|code_?verifier|code|otp|totp|pin|grant|subject_?token|actor_?token)$", re.I
)
_PATH_TOKENS = (
    lazy(r"/bot(\d+:[\w-]+)(?=[/?#]|\Z)"),
    lazy(r"//hooks\.slack\.com/(?:services|workflows|triggers)/([^?#\s]+)"),
    lazy(r"//(?:\w+\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/([\w-]+)"),
    lazy(r"/webhookb2/([^?#\s]+)"),
    lazy(r"//hooks\.zapier\.com/hooks/catch/([^?#\s]+)"),
    lazy(r"//[\w.-]{1,100}(?:alchemy\.com|infura\.io|quiknode\.pro)/(?:v\d/)?([\w-]{16,})"),
    lazy(r"//maker\.ifttt\.com/[^?#\s]{1,200}?/with/key/([^/?#\s]+)"),
)
# One of these is in every name that is asked for below.
WORDS_OF_NAMES = (
    *("key", "token", "secret", "pass", "credential", "jwt", "auth", "sess", "assertion", "code", "sid", "pwd"),
    *("pw", "psk", "pat", "otp", "pin", "ticket"),
)


def credentials_of(url: str, headers: Headers, body: bytes | None) -> tuple[Credential, ...]:
    """Every credential of a request in the order headers, cookies, userinfo, query, path, body; () when it has none.

    A proxy's credential is none of the request's. An empty value (``Authorization: Bearer``) is a credential too.
    """
    found = [*_in_headers(headers), *_in_url(url), *_in_body(body)]
    return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))


def is_jwt(value: str) -> bool:
    """Whether ``value`` has the form of a compact JWS (RFC 7515 section 7.1)."""
    return _JWT.match(value) is not None


def is_key_name(name: str) -> bool:
    """Whether a header, parameter, field or variable of this name usually holds a credential."""
    words = [word.lower() for word in _WORDS.findall(name)]
    if name.lower() in _KEY_NAMES:
        return True
    if not words or _NEVER_KEYS.search(name):
        return False
    if not _NO_KEYS.isdisjoint((*words[-2:-1], _LAST.sub("", words[-1]))):
        return False
    return "".join(words).endswith(_KEY_ENDS) or words[-1] in _KEY_LAST_WORDS or is_password_name(words[-1])


def is_signature_name(name: str) -> bool:
    """Whether a header or parameter of this name usually holds a signature."""
    return _SIGNATURES.search(name) is not None


def authorization(name: str, value: str) -> Credential:
    """The credential in a header of Authorization's grammar (RFC 9110 section 11.4); without a scheme it is a key.

    A first word that is no known scheme, nor a slip of one, is a part of the secret, unless a whole JWT follows it.
    """
    location = f"header:{name}"
    bare = value.strip(" \t")
    match = _SCHEME.match(bare + " " if bare.lower() in KNOWN_SCHEMES else bare)
    if match is None or not (is_scheme(match[1]) or is_jwt(match[2] or "")):
        kind: CredentialKind = "bearer" if is_jwt(bare) else "api-key" if bare else "other"
        return credential_at(kind, location, bare)
    scheme, rest = match[1], match[2] or ""
    known = _SCHEMES.get(scheme.lower().rstrip(":"))
    parameter = _TOKEN_PARAMETER.fullmatch(rest)
    if known == "basic":
        return credential_at("basic", location, decoded_text(rest) or rest, scheme)
    if scheme.lower() == "oauth" and "oauth_" not in rest:
        known = "bearer"
    if parameter and known in {None, "bearer"}:  # Token token="…" (Rails), MediaBrowser Token="…"
        return credential_at(known or "api-key", location, parameter[1], scheme)
    return credential_at(known or _unknown_scheme(scheme, rest), location, rest, scheme)


def _unknown_scheme(scheme: str, rest: str) -> CredentialKind:
    if "key" in scheme.lower() or scheme.lower() in {"ssws", "bot", "splunk", "apitoken", "secret"}:
        return "api-key"
    return "bearer" if is_jwt(rest) else "other"


def credential_at(kind: CredentialKind, location: str, value: str, scheme: str = "") -> Credential:
    """The credential whose secret is ``value``."""
    return Credential(kind=kind, location=location, secret=Secret(value, kind), scheme=scheme)


def _in_headers(headers: Headers) -> Iterator[Credential]:
    for name, value in headers:
        lower = name.lower()
        if lower == "authorization":
            yield authorization(name, value)
        elif lower == "cookie":
            yield from _in_cookies(value)
        elif lower not in _NOT_AUTH_HEADERS:
            yield from in_other_header(name, value)


def in_other_header(name: str, value: str) -> Iterator[Credential]:
    """The credential in a header that is neither Authorization nor Cookie, or nothing."""
    lower = name.lower()
    if lower == "dpop":
        yield credential_at("dpop", f"header:{name}", value.strip())
    elif lower == "x-amz-security-token":
        yield credential_at("sigv4", f"header:{name}", value.strip())
    elif lower == "signature" or is_signature_name(name):
        yield credential_at("hmac", f"header:{name}", value.strip())
    elif lower.endswith("authorization") and not lower.startswith("proxy"):
        yield authorization(name, value)
    elif lower.endswith("assertion"):
        yield credential_at("jwt-assertion", f"header:{name}", value.strip())
    elif is_key_name(name) or meant_key_name(name):
        yield _keyed(f"header:{name}", value)


def _keyed(location: str, value: str) -> Credential:
    """The credential under a key-like name; a scheme that was put before it is kept apart."""
    scheme, _, rest = value.strip().partition(" ")
    if rest.strip() and scheme.lower() in {"bearer", "token", "basic"}:
        return credential_at("bearer" if is_jwt(rest.strip()) else "api-key", location, rest.strip(), scheme)
    return credential_at(_kind_of(value.strip()), location, value.strip())


def _kind_of(value: str) -> CredentialKind:
    return "bearer" if is_jwt(value) else "api-key"


def _in_cookies(value: str) -> Iterator[Credential]:
    for pair in value.split(";"):
        name, equals, content = pair.strip().partition("=")
        named = _SESSION_COOKIE.search(name) and not _NOT_SESSION_COOKIE.search(name)
        if equals and (named or is_jwt(content)):
            yield credential_at("cookie", f"cookie:{name}", content)


def _in_url(url: str) -> Iterator[Credential]:
    userinfo = _USERINFO.match(url)
    if userinfo:
        yield credential_at("basic", "userinfo", unquote(userinfo[1]))
    pairs = tuple(pairs_of(url.partition("#")[0].partition("?")[2]))
    names = {name for name, value in pairs if value}
    for name, value in pairs:
        if name == "p" and value and "u" in names:
            yield credential_at("other", "query:p", value)  # a password whose short name alone would tell nothing
        else:
            yield from in_parameter(name, value)
    for pattern in _PATH_TOKENS:
        match = pattern.search(url)
        if match:
            yield credential_at("api-key", "path", match[1])


def in_parameter(name: str, value: str) -> Iterator[Credential]:
    """The credential in a parameter of the query, or nothing."""
    lower = name.lower()
    if lower in {"x-amz-signature", "x-amz-security-token"}:
        yield credential_at("sigv4", f"query:{name}", value)
    elif lower in {"access_token", "id_token"}:
        yield credential_at("bearer", f"query:{name}", value)
    elif lower in {"oauth_token", "oauth_signature"} or is_signature_name(name):
        yield credential_at("hmac", f"query:{name}", value)
    elif lower in {"code", "appid"} or (is_key_name(name) and lower != "x-amz-credential"):
        yield credential_at(_kind_of(value), f"query:{name}", value)


def _in_body(body: bytes | None) -> Iterator[Credential]:
    if not body:
        return
    text = body[: 256 * 1024].decode("utf-8", "replace")
    lower = text.lower()
    if not any(word in lower for word in WORDS_OF_NAMES):
        return
    for name, value in elements_of(text) if text.lstrip().startswith("<") else fields_of(text):
        kind = _BODY_FIELDS.get(name.lower())
        is_named = is_key_name(name) and name.lower() not in {"key", "keys", "session", "ticket"}
        if kind is None and (is_named or (_BODY_WORDS.match(name) and "grant_type" in text)):
            kind = "api-key" if re.search(r"api|key", name, re.IGNORECASE) else "other"
        if kind:
            yield credential_at(kind, f"body:{name}", value)
