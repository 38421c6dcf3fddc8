"""sendable: which requests may leave at all: methods, header names and values, paths that act. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from bot.model import Headers
from bot.probing.guard import Place
from bot.probing.net import NotAllowed, Probe

_AGENT = "auth401/1"
METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NEVER = re.compile(
    r"host|content-length|transfer-encoding|te|trailer|connection|keep-alive|upgrade|expect|http2-settings|proxy-.*|.*method-override"
    r"|x-http-method|x-forwarded-.*|forwarded|via|x-real-ip|(?:.*-)?(?:client|connecting)-ip|x-original-.*|x-rewrite-url"
    r"|(?:x-)?remote-.*|x-authenticated-.*|x-envoy-.*|range|if-.*"
    r"|metadata-flavor|metadata|x-aws-ec2-.*|x-google-metadata-request|x-metadata-token|accept-encoding",
)
_ALLOWED = re.compile(
    r"accept|accept-language|user-agent|content-type|origin|referer|cache-control|pragma|x-requested-with"
    r"|access-control-request-(?:method|headers)|date|x-date|authorization|cookie"
    r"|.*(?:auth|key|token|secret|session|sign|credential|passw|cookie|csrf|xsrf|jwt|dpop|nonce|timestamp|digest|access|assertion).*"
    r"|.*(?:version|account|tenant|organi[sz]ation|project|workspace|subscription|client|application|app|user|team|site|shop"
    r"|realm|region|environment|company|customer|merchant|partner|channel|locale|zone|api|amz|id)(?:-.*|$)",
)
_ACTS = frozenset(
    {
        "logout", "logoff", "signout", "delete", "destroy", "remove", "revoke", "cancel", "unsubscribe", "reset",
        "confirm", "activate", "deactivate", "webhook", "trigger", "run", "execute", "purge",
        "shutdown", "restart", "reboot", "approve", "disable",
    }
)  # fmt: skip
OVERRIDES = frozenset({"_method", "query"})
_TWO_WORDS = re.compile(r"\b(?:log|sign)[-_]?(?:out|off)\b")
_LINKS = re.compile(
    r"verif|confirm|invit|magic|login|signin|sign-in|signup|callback|reset|activat|email|passw|accept|join|unlock|otp"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MUTATION = re.compile(r"\s*mutation\b")


def refusal_of(probe: Probe) -> NotAllowed | None:
    """None when the method, the path and the headers of ``probe`` may be sent; else the rule."""
    if probe.method not in METHODS:
        return NotAllowed(rule="method", words="only GET, HEAD and OPTIONS are ever sent")
    act = act_in(probe.url)
    if act is not None and (probe.method != "OPTIONS" or act not in OVERRIDES):
        return NotAllowed(rule="act", words=f"the URL names an act ({act}), and asking it could carry the act out")
    for name, value in probe.headers:
        if not _TOKEN.fullmatch(name) or _CONTROL.search(value):
            return NotAllowed(rule="header", words="a header holds a character that HTTP does not allow in it")
    return None


def as_sent(probe: Probe, place: Place, credential_headers: tuple[str, ...] = ()) -> Headers:
    """The headers as sent: Host by the one parse, ours where the paste has none, then what may be taken from it.

    Blanks round a value are dropped, as every recipient would (RFC 9110 section 5.5).
    """
    own = {name.lower() for name in (*probe.credential_headers, *credential_headers)}
    taken = tuple((name, value.strip(" \t")) for name, value in probe.headers if may_send(name, own))
    names = {name.lower() for name, _ in taken}
    ours = [(name, value) for name, value in (("User-Agent", _AGENT), ("Accept", "*/*")) if name.lower() not in names]
    return (("Host", place.authority), *ours, *taken)


def may_send(name: str, credential_headers: set[str] | frozenset[str] = frozenset()) -> bool:
    """May a header of this name be sent? Never those that steer the connection, the route or a metadata service."""
    name = name.lower()
    if _NEVER.fullmatch(name.replace("_", "-")):
        return False
    return name in credential_headers or _ALLOWED.fullmatch(name) is not None


def act_in(url: str) -> str | None:
    """The word in ``url``'s path or query that names an act (logout, delete, a one-time link …), or None."""
    path, _, query = url.partition("#")[0].partition("?")
    path = "/" + path.partition("://")[2].partition("/")[2]
    words = {word.lower() for word in _WORD.findall(unquote_plus(path)[:4000])}
    found = sorted(words & _ACTS)
    two = _TWO_WORDS.search(unquote_plus(path)[:4000].lower())
    if found or two:
        return found[0] if found else two.group() if two else None
    return _act_in_query(path.lower(), query)


def _act_in_query(path: str, query: str) -> str | None:
    for part in query[:16000].split("&"):
        name, _, value = part.partition("=")
        name, value = unquote_plus(name).lower(), unquote_plus(value)
        if name == "_method" or (name == "query" and _MUTATION.match(value)):
            return name
        if name in {"action", "act", "do", "cmd", "op", "operation"} and value.lower() in _ACTS:
            return value.lower()
        if name in _ACTS and value.lower() not in {"0", "false", "no"}:
            return name
        if (name == "code" and not path.startswith("/api/")) or (
            name in {"token", "code", "otp"} and _LINKS.search(path)
        ):
            return f"{name}="
    return None
