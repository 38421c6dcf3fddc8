"""Request -> a curl command that can be shown: every secret is a shell variable, every unknown value left out.

Only what is known to be harmless is written as it stands: the rules of SECURITY.md section 4.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.auth.quoting import Variable, word
from bot.auth.variant import auth_headers
from bot.masking import Part, is_plain_name, parts_of, secrets_in
from bot.model import Request
from bot.url import url_of, with_query

_HARMLESS_HEADERS_LISTED = """
accept accept-language anthropic-version api-version braintree-version content-type notion-version
x-github-api-version x-ms-version x-requested-with
"""
_HARMLESS_HEADERS = frozenset(_HARMLESS_HEADERS_LISTED.split())
_PLAIN = re.compile(r"[A-Za-z0-9_.,/;=*+ -]{0,60}\Z")
_IN_URL = re.compile(r"[A-Za-z0-9_.~!*'();:@&=+$,/?%\[\]{}-]*")
_METHOD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,19}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_LONGEST = 1000
_TOKEN = Variable("TOKEN")


def command_of(request: Request, *, schemes: Collection[str], basic: bool = False, extra: tuple[str, ...] = ()) -> str:
    """One line of curl for a POSIX shell; '' when its host could not be connected to or its method is none.

    ``schemes``, lower case, are those that may stand in it. ``basic``: the Authorization header is written as -u.
    ``extra``: options, as they stand.
    """
    method, url = request.method.upper(), word(*_shown(request))
    if url_of(request.url).fault or url is None or _METHOD.fullmatch(method) is None:
        return ""
    parts = ["curl"]
    if method != "GET" and not (method == "POST" and request.body):
        parts.append(f"-X {method}")
    if set(shown_url(request).partition("://")[2].partition("/")[2]) & set("[]{}"):
        parts.append("-g")  # else curl makes several requests of them
    parts.append(url)
    for name, value in request.headers:
        header = word(*_header(request, name, value, schemes=schemes, basic=basic))
        if header:
            parts.append(f"-H {header}")
    if basic:
        parts.append('-u "$USER:$PASSWORD"')
    parts += extra
    if request.body:
        parts.append('--data-raw "$BODY"')
    return " ".join(parts)


def shown_url(request: Request) -> str:
    """The URL without userinfo and fragment; secrets are variables, what is not known to be harmless dots."""
    return "".join(part if isinstance(part, str) else f"${part.name}" for part in _shown(request))


def _shown(request: Request) -> tuple[str | Variable, ...]:
    url = url_of(request.url)
    if url.fault:
        return ("…",)
    paths = {one.secret.reveal() for one in request.credentials if one.location == "path"}
    _, _, *behind = parts_of(with_query(request.url, url.query)[:_LONGEST])  # what comes after scheme and host
    return (f"{url.scheme}://{url.authority}", *(_piece(part, paths) for part in behind))


def _piece(part: Part, paths: set[str]) -> str | Variable:
    if part.kind == "path" and part.value in paths:
        return _TOKEN
    return "…" if part.kind or _IN_URL.fullmatch(part.text) is None else part.text


def _header(
    request: Request, name: str, value: str, *, schemes: Collection[str], basic: bool
) -> tuple[str | Variable, ...]:
    """The word behind -H, () for what curl adds itself or -u writes."""
    lower = name.lower()
    is_shown = _HEADER_NAME.fullmatch(name) is not None and is_plain_name(name)
    if not is_shown or lower in ("user-agent", "content-length", "host"):
        return ()
    secrets = [one.secret.reveal() for one in request.credentials]
    holds = any(len(secret) >= 4 and secret in value for secret in secrets)
    if holds or lower == "authorization" or lower in {known.lower() for known in auth_headers(request)}:
        return () if basic and lower == "authorization" else _auth_header(name, value, schemes)
    is_harmless = lower in _HARMLESS_HEADERS and _PLAIN.match(value) and not secrets_in(value)
    return (f"{name}: {value if is_harmless else '…'}",)


def _auth_header(name: str, value: str, schemes: Collection[str]) -> tuple[str | Variable, ...]:
    lower = name.lower()
    if lower == "cookie":
        pairs = [(f"{_cookie_name(pair)}=", Variable("COOKIE"), "; ") for pair in value.split(";")[:10]]
        return (f"{name}: ", *[part for pair in pairs for part in pair][:-1])
    scheme, blank, _ = value.strip().partition(" ")
    variable = Variable("API_KEY") if "key" in lower else _TOKEN
    if lower.endswith("authorization") and blank and scheme.lower() in schemes:
        return f"{name}: {scheme} ", variable
    return f"{name}: ", variable


def _cookie_name(pair: str) -> str:
    name, equals, _ = pair.strip().partition("=")
    return re.sub(r"[^A-Za-z0-9_.-]", "", name)[:60] if equals and is_plain_name(name) else "…"
