"""What a paste does not show of its request: why "no credential was sent" cannot be said of it."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.auth.names import HARMLESS
from bot.case import Case
from bot.masking import is_harmless_header, is_harmless_query
from bot.model import Request
from bot.regex import lazy

_OPAQUE = lazy(r"(?=[^0-9]{0,200}[0-9])(?=[^A-Za-z]{0,200}[A-Za-z])[A-Za-z0-9_.~+/=:-]{16,4096}")
_ID = lazy(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\d.:TZ+-]+|\w+\.\w{1,5}|https?:.*", re.IGNORECASE)
_OF_IDS = lazy(r"id$|uuid|date|time|since|until|cursor|page|version|filter|query|sort|hash|slug|name", re.IGNORECASE)
_ABOUT_ACCESS = lazy(r"access|auth|token|key|secret|sign|pass|session|credential|login", re.IGNORECASE)
_NO_ACCESS = lazy(r"^(?:access-control-|x-amz-content|idempotency|x-idempotency|sec-|x-csrf|x-xsrf)", re.IGNORECASE)
_NAME = r"[A-Za-z_$][\w$.]{0,60}"
_HANDED_ON = lazy(
    rf"\bheaders\s{{0,3}}[=:]\s{{0,3}}(?P<name>{_NAME})(?P<call>\()?(?![\w$.{{\[])"
    rf"|[{{,]\s{{0,3}}(?P<short>headers)\s{{0,3}}[,}}]|\*\*{_NAME}|\.\.\.{_NAME}"
)
_BY_OTHER_MEANS = lazy(
    r"\bauth(?:_\w{1,20})?[\"']?\s{0,3}(?:=>|[=:(])|\s-(?:Credential|Authentication|Token)\b|Authenticat(?:or|e)|interceptor|\bSession\(|session\.(?:get|post|put|patch|delete|request|auth|headers)"
    r"|withCredentials\s{0,3}[:=]\s{0,3}true|credentials\s{0,3}:\s{0,3}[\"'](?:include|same-origin)[\"']|UseDefaultCredentials|NetworkCredential"
    r"|\bCredentials\s{0,3}=|\bcert\s{0,3}=|cookies?\s{0,3}=|cookie_?jar|getAccessToken|get_access_token|acquireToken"
    r"|getToken\(|get_token\(|\bwithToken\(|[bB]asic_?Auth|basic_auth|[bB]earer_?Auth|OAuthBearer|AuthorizedSession"
    r"|OAuth\d?Session|\bCURLOPT_(?:USERPWD|HTTPAUTH|XOAUTH2_BEARER|COOKIEFILE)|addInterceptor|defaultHeader|useRequest",
)
_NAMED = lazy(r"\b(?:Authorization|Bearer|api_?key|access_?token|apiKey|accessToken)\b")
_OF_COMMAND = lazy(
    r"(?:^|\s)(?:-n|--netrc(?:-\w+)?|-K|--config|-b\s{1,3}[\w./~-]{1,200}(?:\s|$)|--cookie\s{1,3}[\w./~-]{1,200}(?:\s|$)"
    r"|-H\s{0,2}@\S|--oauth2\S*|\"?\$\{?\w{0,30}(?:AUTH|OPT|HEADER|ARG)\w{0,30}(?:\[@\])?\}?\"?(?:\s|$))"
)
_NETRC = lazy(r"(?<!\S)(?:-n|--netrc(?:-\w{1,10})?(?:[ =][^\s-]\S{0,200})?)(?!\S)")
_ELISION = lazy(r"(?<![\w.])\.\.\.(?![\w.$])|…|\[(?:snip|truncated)\]", re.IGNORECASE)
_WHOLE_HEAD = frozenset({"user-agent", "connection", "accept-encoding"})


def opaque_field(request: Request) -> str:
    """The header, parameter or field of an unknown name that holds what may be a credential; ''."""
    for name, value in request.headers:
        if name.lower() in HARMLESS or is_harmless_header(name) or _NO_ACCESS.match(name):
            continue
        bare = value.strip()
        if bare and (_is_opaque(bare) or _ABOUT_ACCESS.search(name)):
            return name
    for pair in request.url.partition("#")[0].partition("?")[2].split("&")[:100]:
        name, _, value = pair.partition("=")
        if not is_harmless_query(name, value) and not _OF_IDS.search(name) and len(value) >= 20 and _is_opaque(value):
            return name
    return ""


def _is_opaque(value: str) -> bool:
    return _OPAQUE.fullmatch(value) is not None and _ID.fullmatch(value) is None


def unseen(case: Case, request: Request) -> str:
    """Why the request may carry more than the paste shows, in words; ''."""
    text = case.report.said_by("request")[:65_536]
    if request.format.kind == "message":
        return "" if _is_whole_head(request, case.report.text) else "only a part of the request is shown"
    if request.format.kind == "command":
        if _is_told(case, request):
            return "the command stands in a sentence"
        if any(problem.code == "no-netrc-entry" for problem in case.report.problems):
            text = _NETRC.sub(" ", text)
        return "the command reads more from elsewhere" if _OF_COMMAND.search(text) else _elided(text)
    if request.format.kind not in ("code", "script"):
        return ""
    if _BY_OTHER_MEANS.search(text):
        return "the code authenticates by other means"
    if any(_is_unknown(text, match) for match in _HANDED_ON.finditer(text)):
        return "the headers are made elsewhere"
    return "a credential is named in the code" if _NAMED.search(text) else _elided(text)


def _elided(text: str) -> str:
    return "a part is left out" if _ELISION.search(text) else ""


def _is_unknown(text: str, match: re.Match[str]) -> bool:
    """Whether what is handed on as headers is nowhere written in the paste."""
    name = match["name"] or match["short"]
    if match["call"] or name is None:
        return True
    last = re.escape(name.rpartition(".")[2])
    return re.search(rf"\b{last}\b\s{{0,3}}(?::=|=(?!=)|:(?!:))\s{{0,3}}[\[{{(A-Za-z@]", text[: match.start()]) is None


def _is_whole_head(request: Request, text: str) -> bool:
    """Whether a raw request is shown as it went out: with its protocol, or with what every client adds."""
    names = {name.lower() for name, _ in request.headers}
    target = re.escape(request.url.partition("://")[2].partition("/")[2][:300])
    return bool(names & _WHOLE_HEAD) or re.search(rf"{target}[ \t]+HTTP/\d", text) is not None


def _is_told(case: Case, request: Request) -> bool:
    """Whether a bare address behind the command's name stands in the middle of a person's sentence."""
    if request.headers or request.body or request.method != "GET":
        return False
    spans = case.report.spans
    bare = request.url.partition("://")[2].rstrip("/")
    for before, span in pairwise(spans):
        if span.speaker == "request" and bare in span.text:
            return before.speaker == "asker" and not before.text.endswith("\n") and len(before.text.split("\n")[-1]) > 3
    return False
