"""Request -> a curl command that can be shown, for the shell of the paste: what may be secret is a variable of its own.

Only what is known to be harmless is written as it stands: the rules of SECURITY.md section 4. The command runs as it
stands once its variables are set.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.auth.quoting import Shell, Variable, word
from bot.masking import UrlPart, is_plain_name, parts_of, secrets_in
from bot.model import Request
from bot.url import url_of, with_query
from bot.variants.probes import auth_headers

_HARMLESS_HEADERS_LISTED = """
accept accept-language anthropic-version api-version braintree-version cache-control content-type notion-version
pragma x-github-api-version x-ms-version x-requested-with
"""
_HARMLESS_HEADERS = frozenset(_HARMLESS_HEADERS_LISTED.split())
# What the client makes of its own accord: by none of these is anybody let in
_CLIENT_MADE = re.compile(
    r"user-agent|content-length|host|connection|keep-alive|accept-encoding|te|dnt|priority|upgrade-insecure-requests"
    r"|sec-(?:ch-|fetch-|gpc)[a-z-]{0,40}"
)
_PLAIN = re.compile(r"[A-Za-z0-9_.,/;=*+ -]{0,60}\Z")
_OWN_VARIABLE = re.compile(  # the asker's own, where its name cannot be the secret itself
    r"(?:[A-Za-z-]{1,20} )?\$\{?(?P<name>(?=[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASS|AUTH|PAT|JWT))[A-Z][A-Z0-9_]{2,40})\}?"
)
_IN_URL = re.compile(r"[A-Za-z0-9_.~!*'();:@&=+$,/?%\[\]{}-]*")
_METHOD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,19}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_LONGEST = 1000
_TOKEN = Variable("TOKEN")
_OF_SHELLS = frozenset(
    {"PATH", "USER", "HOME", "SHELL", "LANG", "TERM", "HOST", "HOSTNAME", "TEMP", "TMP", "OS", "PWD"}
)


def command_of(request: Request, *, schemes: Collection[str], basic: bool = False, extra: tuple[str, ...] = ()) -> str:
    """One line of curl for the request's shell; '' when its host could not be connected to, its method is none, or the
    shell cannot hold what it is made of.

    ``schemes``, lower case, are those that may stand in it. ``basic``: the Authorization header is written as -u.
    ``extra``: options, as they stand.
    """
    shell: Shell = "posix" if request.shell == "bash" else request.shell
    method, url = request.method.upper(), word(*_shown(request), shell=shell)
    if url_of(request.url).fault or url is None or _METHOD.fullmatch(method) is None:
        return ""
    parts = ["curl.exe" if shell == "powershell" else "curl"]  # Windows PowerShell's curl is another program
    if method != "GET" and not (method == "POST" and request.body):
        parts.append(f"-X {method}")
    if request.transfer.insecure:
        parts.append("-k")
    if set(shown_url(request).partition("://")[2].partition("/")[2]) & set("[]{}"):
        parts.append("-g")  # else curl makes several requests of them
    parts.append(url)
    for name, value in request.headers:
        if pieces := _header(request, name, value, schemes=schemes, basic=basic):
            header = word(*pieces, shell=shell)
            if header is None:
                return ""
            parts.append(f"-H {header}")
    if basic:
        parts.append(f"-u {_of_variables('API_USER', 'API_PASSWORD', shell=shell)}")
    parts += extra
    if request.body:
        parts.append(f"--data-raw {_of_variables('BODY', shell=shell)}")
    return " ".join(parts)


def _of_variables(*names: str, shell: Shell) -> str:
    """Variables with colons between them, in double quotes."""
    forms = {"posix": "${}", "powershell": "${{env:{}}}", "cmd": "%{}%"}
    return '"' + ":".join(forms[shell].format(name) for name in names) + '"'


def shown_url(request: Request) -> str:
    """The URL without userinfo and fragment; what is not known to be harmless is dots."""
    return "".join(part if isinstance(part, str) else "…" for part in _shown(request))


def _shown(request: Request) -> tuple[str | Variable, ...]:
    url = url_of(request.url)
    if url.fault:
        return ("…",)
    paths = {one.secret.reveal() for one in request.credentials if one.location == "path"}
    _, _, *behind = parts_of(with_query(request.url, url.query)[:_LONGEST])  # what comes after scheme and host
    used: dict[str, int] = {}
    return (f"{url.scheme}://{url.authority}", *(_piece(part, paths, used) for part in behind))


def _piece(part: UrlPart, paths: set[str], used: dict[str, int]) -> str | Variable:
    """A piece of the URL as it stands; TOKEN where it is the credential, else a variable named by its place."""
    if part.kind == "path" and part.value in paths:
        return _TOKEN
    if not part.kind and _IN_URL.fullmatch(part.text):
        return part.text
    name = "ID" if part.kind == "path" else _variable_name(part.name) if part.kind == "query" else "VALUE"
    used[name] = used.get(name, 0) + 1
    return Variable(f"{name}{used[name]}" if used[name] > 1 else name)


def _variable_name(name: str) -> str:
    """The variable for what a header or a parameter of this name holds."""
    made = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").upper()[:40]
    return made if is_plain_name(name) and re.match(r"[A-Z]{2}", made) and made not in _OF_SHELLS else "VALUE"


def _header(
    request: Request, name: str, value: str, *, schemes: Collection[str], basic: bool
) -> tuple[str | Variable, ...]:
    """The word behind -H, () for what curl adds itself or -u writes."""
    lower = name.lower()
    is_shown = _HEADER_NAME.fullmatch(name) is not None and is_plain_name(name)
    if not is_shown or _CLIENT_MADE.fullmatch(lower):
        return ()
    secrets = [one.secret.reveal() for one in request.credentials]
    holds = any(len(secret) >= 4 and secret in value for secret in secrets)
    if holds or lower == "authorization" or lower in {known.lower() for known in auth_headers(request)}:
        return () if basic and lower == "authorization" else _auth_header(name, value, schemes)
    is_harmless = lower in _HARMLESS_HEADERS and _PLAIN.match(value) and not secrets_in(value)
    return (f"{name}: {value}",) if is_harmless else (f"{name}: ", _own(value) or Variable(_variable_name(name)))


def _own(value: str) -> Variable | None:
    """The variable that the asker's value is."""
    named = _OWN_VARIABLE.fullmatch(value.strip())
    return Variable(named["name"]) if named else None


def _auth_header(name: str, value: str, schemes: Collection[str]) -> tuple[str | Variable, ...]:
    lower = name.lower()
    if lower == "cookie":
        pairs = [(_cookie_name(pair), "=", Variable("COOKIE"), "; ") for pair in value.split(";")[:10]]
        return (f"{name}: ", *[part for pair in pairs for part in pair][:-1])
    scheme = value.strip().partition(" ")[0]
    variable = _own(value) or (Variable("API_KEY") if "key" in lower else _TOKEN)
    if lower.endswith("authorization") and scheme.lower() in schemes:
        return f"{name}: {scheme} ", variable
    return f"{name}: ", variable


def _cookie_name(pair: str) -> str | Variable:
    name, equals, _ = pair.strip().partition("=")
    return re.sub(r"[^A-Za-z0-9_.-]", "", name)[:60] if equals and is_plain_name(name) else Variable("COOKIE_NAME")
