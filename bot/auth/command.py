"""Request -> a curl command that can be shown: every secret is a shell variable, every unknown value left out.

Only what is known to be harmless is written as it stands: the rules of SECURITY.md section 4.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from bot.auth.variant import auth_headers
from bot.model import Request

_HARMLESS_HEADERS = frozenset(
    [
        "accept",
        "accept-language",
        "content-type",
        "x-requested-with",
        "anthropic-version",
        "notion-version",
        "x-github-api-version",
        "x-ms-version",
        "api-version",
        "braintree-version",
    ]
)
_HARMLESS_QUERY = frozenset(
    [
        "page",
        "per_page",
        "limit",
        "offset",
        "count",
        "size",
        "sort",
        "order",
        "fields",
        "format",
        "version",
        "api-version",
        "include",
        "expand",
        "type",
        "state",
        "lang",
        "locale",
        "depth",
        "pretty",
        "q",
    ]
)
_PLAIN = re.compile(r"[A-Za-z0-9_.,/;=*+ -]{0,60}\Z")
_OPAQUE = re.compile(r"(?=[^/]*[0-9])[A-Za-z0-9_~.:=+%-]{20,}\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.~!*'();:@&=+$,/?%#\[\]…{}-]")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)(?:[^/?#]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?")


def command_of(request: Request, *, basic: bool = False, extra: tuple[str, ...] = ()) -> str:
    """One line of curl. ``basic``: the Authorization header is written as -u. ``extra``: options, as they stand."""
    parts = ["curl"]
    if request.method.upper() != "GET" and not (request.method.upper() == "POST" and request.body):
        parts.append(f"-X {request.method.upper()[:20]}")
    parts.append(f"'{shown_url(request)}'")
    for name, value in request.headers:
        word = _header(request, name, value, basic=basic)
        if word:
            parts.append(word)
    if basic:
        parts.append('-u "$USER:$PASSWORD"')
    parts += extra
    if request.body:
        parts.append('--data-raw "$BODY"')
    return " ".join(parts)


def shown_url(request: Request) -> str:
    """The URL without userinfo and fragment; secrets are variables, opaque parts and unknown query values dots."""
    match = _URL.match(request.url)
    if match is None:
        return "…"
    scheme, host, path, query = match.groups()
    for credential in request.credentials:
        if credential.location == "path" and credential.secret:
            path = path.replace(credential.secret.reveal(), "$TOKEN")
    path = "/".join("…" if _OPAQUE.match(part) else part for part in path.split("/"))
    shown = f"{scheme}{host}{path}" + ("" if query is None else f"?{_query(query)}")
    return _UNSAFE.sub("", shown).replace("'", "")[:1000]


def _query(query: str) -> str:
    pairs = []
    for pair in query.split("&")[:30]:
        name, equals, value = pair.partition("=")
        known = unquote_plus(name).lower() in _HARMLESS_QUERY and _PLAIN.match(unquote_plus(value))
        pairs.append(pair if known else f"{name[:60]}{equals}{'…' if value else ''}")
    return "&".join(pairs)


def _header(request: Request, name: str, value: str, *, basic: bool) -> str:
    """One -H, or '' for what curl adds itself or -u writes."""
    lower = name.lower()
    if re.fullmatch(r"[\w-]{1,80}", name) is None or lower in ("user-agent", "content-length", "host"):
        return ""
    secrets = [one.secret.reveal() for one in request.credentials]
    holds = any(len(secret) >= 4 and secret in value for secret in secrets)
    if holds or lower == "authorization" or lower in {known.lower() for known in auth_headers(request)}:
        return "" if basic and lower == "authorization" else _auth_header(name, value)
    if lower in _HARMLESS_HEADERS and _PLAIN.match(value):
        return f"-H '{name}: {value}'"
    return f"-H '{name}: …'"


def _auth_header(name: str, value: str) -> str:
    lower = name.lower()
    if lower == "cookie":
        names = [pair.partition("=")[0].strip() for pair in value.split(";")]
        return (
            '-H "Cookie: '
            + "; ".join(f"{re.sub(r'[^A-Za-z0-9_.-]', '', one)[:60]}=$COOKIE" for one in names[:10])
            + '"'
        )
    scheme, blank, _ = value.strip().partition(" ")
    variable = "$API_KEY" if "key" in lower else "$TOKEN"
    if lower.endswith("authorization") and blank and re.fullmatch(r"[A-Za-z][\w-]{1,24}", scheme):
        return f'-H "{name}: {scheme} {variable}"'
    return f'-H "{name}: {variable}"'
