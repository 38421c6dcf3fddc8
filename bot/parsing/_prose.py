"""What people write round a paste: the status and the words of a refusal, header lines, a URL, a token."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

from bot.masking import Secret, secrets_in
from bot.model import Credential, Format, Request, Response
from bot.parsing._printed import sent_fields
from bot.parsing._reading import make_request
from bot.parsing._triage_judge import tells_refusal
from bot.parsing._triage_text import plain
from bot.parsing.credentials import is_jwt
from bot.regex import lazy

FORMAT = Format("prose", "prose", userinfo="by-library")
_NUMBER = lazy(
    r"(?<![A-Za-z0-9_.,:/$€£#%+-])(?P<status>40[0-9]|42[259]|451|407|5\d\d|30[1278])(?![A-Za-z0-9_%€$£]|[.,:]\d|-\d|"
    r"\s*\(?k\)|\s?(?:ms|px|k|km|MB|GB|USD|EUR)\b)"
)
_STUCK = lazy(r"\b(?:HTTP|E|ERR_?|status|code|error)[ _=:/-]?(?P<status>40[137])\b", re.IGNORECASE)
_NO_STATUS_BEFORE = lazy(
    r"(?:\b(?:room|line|lines|port|issue|pr|mr|ticket|page|pages|flight|chapter|section|building|suite|bus|route|"
    r"highway|build|order|form|floor|apt|unit|item|version|row|rule|step|lesson|gate|seat|bug|case|story|task|"
    r"instead of|not|without|no longer|was|were|of)\s{0,9}(?:a|an|#|no\.?|number)?\s{0,9}|[#$€£№])\Z",
    re.IGNORECASE,
)
_STATUS_BEFORE = lazy(
    r"(?:\b(?:https?(?:/\d(?:\.\d)?)?|status(?:[ _-]?code)?|code|errors?|err|response|respond\w*|returns?|returned|"
    r"returning|got|get|gets|getting|gives?|gave|giving|throws?|throwing|threw|fail\w*|receiv\w+|see|seeing|sends?|"
    r"says?|said|answers?|answered|with|a|an|the|is|are|fehler|antwort|bekomme|erhalte|kommt|erreur|reçois|renvoie|"
    r"obtengo|devuelve|recibo|erro|retorna|recebo|errore|ricevo|ошибк\w*|код|статус|błąd|fout|krijg|hata|"
    r"hatası)\s{0,9}(?:of|:|=|is)?\s{0,9}|(?:[:=>→\-(\[`'\"]|エラー|错误|錯誤|오류|返回)\s{0,9})\Z",
    re.IGNORECASE,
)
_STATUS_AFTER = lazy(
    r"\W{0,4}(?:un-?authori[sz]ed|unauthenticated|forbidden|proxy auth|bad request|not found|too many|internal|"
    r"status|errors?|responses?|from|on|when|code|every|for|with|fehler|erreur|error|erro|エラー|错误|錯誤|오류|が|を|에러)",
    re.IGNORECASE,
)
_MOST_NUMBERS = 400  # of which the last decides
_MOST_HOSTS = 20
_SHORT_LINE = 60  # characters of one that is a status alone
_ALONE = lazy(r"\W{0,8}\d{3}\W{0,8}(?:[A-Z][A-Za-z ]{2,30})?\W{0,4}")
_WORDS = lazy(
    r"unauthori[sz]ed(?:error|exception)?|unauthenticated|un_?authori[sz]ed_?client|"
    r"invalid[_ -]?(?:access[_ -])?(?:token|client|auth|grant|"
    r"api[_ -]?key|credentials?|signature|login|password|key|jwt|request)\b|not_authed|bad credentials|bad token|"
    r"AADSTS\d{5,7}|IDX\d{5}|"
    r"jwt (?:is )?(?:missing|expired|malformed|verification)|token used before issued|(?:token|session|"
    r"key)\S{0,3} (?:has |is )?"
    r"(?:expired|revoked|invalid)|expired[_ ]?token|token_(?:expired|revoked)|UnrecognizedClientException|"
    r"ExpiredToken\w*|"
    r"InvalidClientTokenId|SignatureDoesNotMatch|InvalidAccessKeyId|MissingAuthenticationToken\w*|"
    r"InvalidSignatureException|"
    r"AuthFailure|access[ _]denied|AccessDenied\w*|\bE401\b|authentication (?:failed|required|error)|"
    r"incorrect (?:api[ _]?key|password|username|credentials?|token)|wrong (?:password|credentials|api key|token)|"
    r"api[ _]?key (?:is )?(?:not (?:valid|found|provided)|missing|invalid|expired|incorrect|disabled)|"
    r"no (?:valid )?(?:api[ _]?key|token) |"
    r"Authentication(?:Error|Exception|Failed)\w*|AuthorizationError|not (?:authenticated|authori[sz]ed|"
    r"logged in)|NotAuthorized\w*|"
    r"credentials (?:were|was|are|is) (?:not provided|invalid|incorrect|wrong|rejected)|"
    r"could not validate credentials|"
    r"(?:login|sign-?in|logon) (?:failed|failure)|session (?:has )?expired|user not found|"
    r"proxy authentication required|authorization (?:failed|required|header)|login required|missing[_ ](?:token|"
    r"authorization|auth|api[_ ]key)",
    re.IGNORECASE,
)
_SAID = lazy(
    r"\b(?:says?|said|saying|errors?|message|response|respond\w*|answer\w*|returns?|returned|gets?|got|getting|gives?|see"
    r"|throws?|fails?|failed|with|is|meldet|fehler|kommt|erreur|dice|erro)\W{0,4}(?:\w{1,20}\W{1,3}){0,3}\Z",
    re.IGNORECASE,
)
_IMPLIES_401 = lazy(
    r"incorrect api key|authentication(?:error|exception)|not authenticated|credentials were not provided|"
    r"could not validate cred|"
    r"unauthori[sz]ed(?:error|exception)|unauthenticated|invalid_token|bad credentials|\bE401\b|AADSTS|jwt |"
    r"token used before|"
    r"invalid_auth|not_authed|"
    r"invalid_client|UnrecognizedClient|(?:token|jwt)\S{0,3} (?:has |is )?(?:expired|invalid)|"
    r"authentication (?:failed|required)",
    re.IGNORECASE,
)
_STATUS_WORDS = lazy(r"(?:40[137]\W{0,5})?(?:unauthori[sz]ed|forbidden|proxy authentication required)", re.IGNORECASE)
_RESPONSE_HEADER = lazy(
    r"^[ \t]*(?P<name>www-authenticate|proxy-authenticate|date|server|age|x-cache|cf-ray|cf-cache-status|retry-after|"
    r"location|set-cookie|x-amzn-errortype|x-request-id|x-github-sso|x-github-otp|content-type|grpc-(?:status|"
    r"message)|via|x-amz-cf-id|x-oauth-scopes|x-accepted-oauth-scopes)[ \t]*:[ \t]*(?P<value>\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_CHALLENGE = lazy(r"\bwww-authenticate\s*[:=]\s*[\"'`]?(?P<value>[A-Za-z][^\n`]{0,1000})", re.IGNORECASE)
_CALL = lazy(
    r"\b(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b(?:\s+(?:to|on|request to|request|"
    r"against))?[\s:`'\"<(]{1,4}(?P<url>https?://[^\s\"'<>`|]+)"
)
_PATH_CALL = lazy(r"\b(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[\s`'\"]{1,3}(?P<path>/[^\s\"'<>`|]{0,1000})")
_HOST = r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?"
_HOST_SAID = lazy(
    rf"\b(?:host(?:name)?|server|base ?url|domain|api)[\"'`]?\s{{0,2}}"
    rf"(?:is|was|=|:)\s{{0,2}}[\"'`]?(?P<said>{_HOST})(?![\w@])"
    rf"|(?<=\s)(?:on|at|against|from)\s[\"'`]?(?P<named>{_HOST})(?![\w@/])",
    re.IGNORECASE,
)
_URL = lazy(r"https?://[^\s\"'<>`|]+", re.IGNORECASE)
_BLOTTED = lazy(r"(?<==)#{2,}")  # as a fragment it would be no part of the parameter
_SOCKET = lazy(r"\bws(?P<rest>s?://[^\s\"'<>`|]+)")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_EXPRESSION = lazy(r"(?:os|process|env|ENV|System|config|settings|self|this|import)(?:\.|\[)")
_METHOD_SAID = lazy(
    r"(?<![\w-])(?:http[ _-]?|request[ _-]?|custom)?(?:method|verb|mode)[\"'`]?[ \t]{0,4}(?:=>|[:=|\t])[ \t]{0,4}"
    r"[\"'`]?(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b",
    re.IGNORECASE,
)
_SETTING_NAME = lazy(r"[A-Z][A-Z0-9_]{2,60}=")
_NAMED_KEY = lazy(r"\b(?:key|name)=[\"']([^\"'\n]{1,80})[\"'](?=\s{1,4}value=)")  # of an element of XML
_KEY_IN_URL = lazy(r"[?&](?:api_?key|access_token|key|token)=|//[^/\s]+@", re.IGNORECASE)
_API = lazy(r"//[^/\s]*\bapi\b|/api\b|/v\d+\b|/oauth|/token|/graphql|/rest/", re.IGNORECASE)
_HOST_LINE = lazy(r"^[ \t]*Host:[ \t]*([\w.-]{3,250}(?::\d{1,5})?)[ \t]*$", re.IGNORECASE | re.MULTILINE)


def told(story: str, output: str = "") -> Response | None:
    """The refusal that the prose tells of: its status, the headers and the lines in which it is put in words.

    Of ``output``, what programs say in the story, whole lines; of the asker's own lines the refused phrase alone.
    """
    if not story:
        return None
    headers = tuple((match["name"], match["value"].strip()) for match in _RESPONSE_HEADER.finditer(story))
    challenge = None if any(name.lower() == "www-authenticate" for name, _ in headers) else _CHALLENGE.search(story)
    if challenge:
        value = challenge["value"].strip(" '")
        is_open = value.endswith('"') and value.count('"') % 2
        headers = (*headers, ("WWW-Authenticate", value[:-1] if is_open else value))
    lines = "\n".join(_lines_told(story, output))
    status = status_in(story)
    if status is None and (_IMPLIES_401.search(story) or tells_refusal(plain(story))):
        status = 401
    if status is None and not lines and not any("authenticate" in name.lower() for name, _ in headers):
        return None
    return Response(status=status, headers=headers, body=lines)


def _lines_told(story: str, output: str) -> Iterator[str]:
    """The words of the refusal: lines of programs, and what the asker says that they say."""
    said = {line.strip() for line in output.splitlines()}
    for raw in story.splitlines():
        line = raw.strip()
        if not _WORDS.search(line) or _only_status(line):
            continue
        if line in said:
            yield line
            continue
        for found in _WORDS.finditer(line):
            word, start = found.group(), found.start()
            is_told = re.search(r"[_\d]|[a-z][A-Z]", word) or _SAID.search(line, max(0, start - 60), start)
            if is_told and not _only_status(word):
                yield word


def status_in(story: str) -> int | None:
    """The HTTP status that the prose tells of: the last 401 or 407 in it, else the last 403, else the last other."""
    found = [int(match["status"]) for match in _STUCK.finditer(story)]
    for match in deque(_NUMBER.finditer(story), maxlen=_MOST_NUMBERS):
        before = story[max(0, match.start() - 40) : match.start()]
        is_followed = _STATUS_AFTER.match(story, match.end())
        is_led = _STATUS_BEFORE.search(before) and not _NO_STATUS_BEFORE.search(before)
        if is_followed or is_led or _ALONE.fullmatch(_line_at(story, match.start())):
            found.append(int(match["status"]))
    for wanted in ({401, 407}, {403}, set(found)):
        chosen = [status for status in found if status in wanted]
        if chosen:
            return chosen[-1]
    return None


def _line_at(story: str, position: int) -> str:
    """The line at ``position``, as far as it is near."""
    start, end = max(0, position - _SHORT_LINE), min(len(story), position + _SHORT_LINE)
    stop = story.find("\n", position, end)
    return story[story.rfind("\n", start, position) + 1 or start : end if stop < 0 else stop]


def _only_status(line: str) -> bool:
    """Whether the only words of refusal in a line are a status's own ("401 Unauthorized")."""
    rest = _STATUS_WORDS.sub("", line)
    return not _WORDS.search(rest) and '"' not in rest


def request_in(story: str, *, is_refused: bool = False) -> Request | None:
    """The request that is told in prose: "GET https://…", or an API's address with a credential or a refusal beside it.

    ``story`` is what the asker, commands, settings and programs say, without an answer's own words.
    """
    call = _CALL.search(story)
    credential = _credential_beside(story)
    headers = sent_fields(story)
    host = _HOST_LINE.search(story) if headers else None
    url = call["url"] if call else _api_url(story, is_wanted=is_refused or bool(headers or credential))
    if url is None and host:
        url = f"https://{host[1]}/"
    path = None if url else _PATH_CALL.search(story)
    host_said = _host_said(story) if path else ""
    if path and host_said:
        url, call = f"https://{host_said}{path['path']}", path
    if url is None:
        return None
    method = call["method"] if call else _method_said(story)
    request = make_request(FORMAT, method, _ended(url), headers)
    if credential and not request.credentials:
        return make_request(FORMAT, method, _ended(url), headers, credentials=(credential,))
    return request


def _host_said(story: str) -> str:
    """The host that a path on its own is asked of: one that calls itself an API's, else the first; ''."""
    hosts = [match["said"] or match["named"] for match in islice(_HOST_SAID.finditer(story), _MOST_HOSTS)]
    return next((host for host in hosts if host.lower().startswith("api")), hosts[0] if hosts else "")


def _method_said(story: str) -> str:
    """The one method that a setting, a table or a form names; GET where none does, or several."""
    said = {match[1].upper() for match in _METHOD_SAID.finditer(story)}
    return said.pop() if len(said) == 1 else "GET"


def _ended(url: str) -> str:
    """A URL without the marks of the sentence around it; brackets that close what it opened are its own."""
    if url.endswith("..."):
        return url
    bare = url.rstrip(".,;:!?)]}*_")
    for mark in url[len(bare) : len(bare) + 2]:
        if mark not in _PAIRS or bare.count(_PAIRS[mark]) <= bare.count(mark):
            break
        bare += mark
    return _BLOTTED.sub("***", bare)


def _api_url(story: str, *, is_wanted: bool) -> str | None:
    urls = [match.group() for match in _URL.finditer(story)]
    looking = [url for url in urls if _API.search(url)]
    sockets = [f"http{match['rest']}" for match in _SOCKET.finditer(story)]  # RFC 6455: it begins as a GET
    with_key = [url for url in (*urls, *sockets) if _KEY_IN_URL.search(url)]
    if with_key:
        return with_key[0]
    return looking[0] if looking and is_wanted else None


def _credential_beside(story: str) -> Credential | None:
    names = {match[1] for match in _NAMED_KEY.finditer(story)}
    found = [
        secret
        for secret in secrets_in(_SOCKET.sub("", _URL.sub("", story)))
        if secret.reveal() not in names
        and secret.kind not in {"query", "userinfo"}
        and not _EXPRESSION.match(secret.reveal())
    ]
    if not found:
        return None
    value = _SETTING_NAME.sub("", found[0].reveal(), count=1)
    return Credential(kind="bearer" if is_jwt(value) else "api-key", location="text", secret=Secret(value, "token"))
