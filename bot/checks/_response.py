"""Response -> facts: what any answer shows, the same words for a pasted answer and for every probe's."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated

from bot.auth.challenge import Challenges, parse
from bot.auth.strict_json import NotJsonError, read
from bot.checks import _marks
from bot.checks._words import OF_CREDENTIALS, OF_PERMISSION, spoken_of
from bot.lists import phrases
from bot.masking import mask_url
from bot.model import Facts, Response
from bot.url import url_of


class Answer(Facts, frozen=True, kw_only=True):
    """What any answer shows; what is text is '' where there is none."""

    status: Annotated[int | None, "the status code"] = None
    refused: Annotated[bool, "it means 'not authenticated', whatever its status (400, 403, 422, 200 with error)"]
    forbidden: Annotated[bool, "the answer means 'known, but not allowed': permission, scope, plan"]
    ok: Annotated[bool, "2xx, and the body is no error in disguise"]
    error_body: Annotated[bool, "2xx whose body is an error"]
    redirect: Annotated[bool, "3xx with a Location"]
    not_found: Annotated[bool, "404, 405, 410 or 501"]
    throttled: Annotated[bool, "429, or words of a rate limit"]
    server_error: Annotated[bool, "5xx"]
    error: Annotated[str, "OAuth's error code, of the challenge or the body (invalid_token, invalid_client ...), ''"]
    error_description: Annotated[str, "cut to 200 characters, ''"]
    code: Annotated[str, "any other error code of the body, cut to 80 characters, ''"]
    message: Annotated[str, "the error text of the body, cut to 200 characters, ''"]
    says: Annotated[
        tuple[str, ...],
        "what the words speak of: missing, unknown, expired, not-yet, revoked, audience, issuer, signature, key, "
        "algorithm, claim, malformed, scheme, scope, permission, account, locked, sso, ip, time, csrf, "
        "session, location, environment, certificate, dpop, nonce, preflight, proxy, quota, typo-path",
    ]
    schemes: Annotated[tuple[str, ...], "schemes of its challenges, lower case"]
    challenged: Annotated[bool, "it has a WWW-Authenticate"]
    realm: Annotated[str, "the first realm, cut to 80 characters, ''"]
    format: Annotated[str, "json, html, xml, text or empty"]
    login_page: Annotated[bool, "HTML with a log-in form, or a redirect to one"]
    location: Annotated[str, "the Location, without its query, masked, ''"]
    gateway: Annotated[str, "what stands in front by the answer's marks (nginx, cloudflare, envoy, kong ...), ''"]
    waf: Annotated[bool, "a WAF or bot protection speaks"]
    cached: Annotated[bool, "it is a copy from a cache (Age above 0, a hit mark)"]
    cache_mark: Annotated[str, "the mark, for example 'Age: 120'"]
    cacheable: Annotated[bool, "a refusal that caches may keep (max-age, public)"]
    date: Annotated[datetime | None, "its Date header, None when it has none or it came from a cache"] = None
    cookie_cleared: Annotated[bool, "a Set-Cookie that empties or ends a cookie"]
    sso_required: Annotated[bool, "X-GitHub-SSO and the like: the token needs an SSO authorisation"]
    otp_required: Annotated[bool, "a second factor is asked for"]
    locked: Annotated[bool, "words of a lock-out or of too many attempts"]
    proxy_auth: Annotated[bool, "407, or a Proxy-Authenticate"]
    retry_after: Annotated[str, "the Retry-After as sent, cut to 40 characters, ''"]
    server: Annotated[str, "the Server header, cut to 60 characters, ''"]


class Attempt(Facts, frozen=True, kw_only=True):
    """What a probe tells of its asking, be it answered or not."""

    method: Annotated[str | None, "the method that was sent"] = None
    unreachable: Annotated[bool, "no answer came"] = False
    failure: Annotated[str | None, "dns, connect, tls, timeout, protocol; '' when an answer came"] = None
    not_allowed: Annotated[str | None, "the rule by which nothing was sent, ''"] = None
    tls_words: Annotated[str | None, "why the handshake failed, ''"] = None


class AnsweredAttempt(Attempt, frozen=True, kw_only=True):
    """What a probe tells that was answered."""

    answer: Answer


class Probed(Facts, frozen=True, kw_only=True):
    """The base of each probe's own facts, which it has when it was answered."""

    asked: AnsweredAttempt


_NOT_FOUND = frozenset({404, 405, 410, 501})
_BODY_ERRORS = phrases("""
    error_description, message, detail, msg, error, errors, title, reason, description, errormessage, error_message,
    errordescription, fault, faultstring, info, status, text, localizedmessage, userfriendlymessage,
    non_field_errors
""")
_CODES = phrases("""
    code, error_code, errorcode, error, type, __type, status, errno, name, error_type, reason
""")
_OAUTH = re.compile(
    r"invalid_(?:token|client|grant|request|scope|dpop_proof)|insufficient_scope|unauthorized_client|access_denied|"
    r"use_dpop_nonce|insufficient_user_authentication|unsupported_grant_type|invalid_session|expired_token"
)
_LIKE_JSON = re.compile(  # printed by a program: to the quotation mark with which it began
    r"[\"'](?:message|error_description|detail|error)\\?[\"']\s{0,3}:\s{0,3}(\\?[\"'])((?:(?!\1).){1,400})", re.DOTALL
)
_NOUN = re.compile(
    r"token|\bkey|api[-_]?key|credential|auth|password|passwd|jwt|signature|session|cookie|log ?in|bearer|secret|"
    r"user ?name|signed in|certificate|login|account|nonce",
    re.IGNORECASE,
)
# Topics of any bad request; the others are of credentials alone.
_ANYTHINGS = {"missing", "unknown", "malformed", "expired", "key", "kind", "claim", "algorithm"}
_FOLLOWS = {"csrf", "session"}  # a conflict that hands out a session is a step after authentication
_TAG = re.compile(r"<[^<>]{0,2000}>")
_NOT_SHOWN = re.compile(r"<(?:style|script)\b[^<]{0,20000}</", re.IGNORECASE)
_TITLES = re.compile(r"<(?:title|h1|h2|h3)[^<>]{0,200}>([^<]{1,300})<", re.IGNORECASE)
_SHORT_PAGE = 600
_BLANK = re.compile(r"\s+")
_XML_MESSAGE = re.compile(
    r"<(?:\w+:)?(message|code|faultstring|error|description|reason)>([^<]{1,400})<", re.IGNORECASE
)
_CODE = re.compile(r"[A-Za-z_][\w.:-]{0,60}|-?[0-9]{1,6}")
_JOINED = re.compile(r"[A-Za-z]{2,60}(?:_[A-Za-z]{1,60}){0,12}")
# A credential is rejected, whatever the status (RFC 6749 section 5.2, RFC 6750 section 3.1, RFC 9449 section 7).
_NO_ENTRY = frozenset(["invalid_client", "invalid_grant", "invalid_token", "invalid_dpop_proof"])
_UNAUTHORIZED = re.compile(r"\bunauthori[sz]ed\b", re.IGNORECASE)
_LOOKED_AT = 16_384


def answer_in(response: Response) -> Answer:
    """What ``response`` shows."""
    challenges = parse(response.all("www-authenticate"))
    text = _text(response)
    said = _said(f" {_challenge_words(challenges)} {text.all} ", text)
    status = response.status or 0
    ok = 200 <= status < 300
    error_body = ok and text.is_error
    waf = _marks.first_mark(_marks.WAFS, response)
    answer = Answer(
        status=response.status,
        refused=False,
        forbidden=False,
        ok=ok and not error_body,
        error_body=error_body,
        redirect=300 <= status < 400 and status != 304 and bool(response.header("location")),
        not_found=status in _NOT_FOUND,
        throttled=status in (429, 503) or ("quota" in said and status != 401 and not ok),
        server_error=status >= 500 and status not in (501, 511),
        error=text.oauth or challenges.get("error")[:80],
        error_description=challenges.get("error_description")[:200] or text.description,
        code=text.code,
        message=text.message,
        says=said,
        schemes=challenges.schemes,
        challenged=bool(challenges.items),
        realm=challenges.get("realm")[:80],
        format=text.format,
        login_page=_marks.login_page(response),
        location=_bare(response.header("location") or ""),
        gateway=_marks.first_mark(_marks.GATEWAYS, response),
        waf=bool(waf) and status in (401, 403, 406, 429, 503),
        cached=bool(_marks.cache_mark(response)) or status == 304,
        cache_mark=_marks.cache_mark(response),
        cacheable=not ok and _marks.cacheable(response),
        cookie_cleared=_marks.clears_cookie(response),
        sso_required="required" in (response.header("x-github-sso") or ""),
        otp_required="required" in (response.header("x-github-otp") or "")
        or challenges.get("error") == "insufficient_user_authentication",
        locked="locked" in said,
        proxy_auth=status == 407 or bool(response.all("proxy-authenticate")),
        retry_after=(response.header("retry-after") or "")[:40],
        server=(response.header("server") or "")[:60],
        date=date_of(response),
    )
    refused, forbidden = _verdict(answer, challenges, text.all)
    return answer.but(refused=refused, forbidden=forbidden)


def _said(words: str, text: _Text) -> tuple[str, ...]:
    """What the words speak of; where they say nothing of credentials, what a code does: LOGIN_BAD_CREDENTIALS."""
    said = spoken_of(words.lower())
    if OF_CREDENTIALS.intersection(said):
        return said
    codes = (code for code in (text.code, text.message) if _JOINED.fullmatch(code))
    return tuple(dict.fromkeys((*said, *spoken_of(f" {'. '.join(map(_parted, codes))} "))))


def _parted(code: str) -> str:
    return re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", code).lower()


def date_of(response: Response) -> datetime | None:
    """The server's clock by its Date header (RFC 9110 section 6.6.1); None without one, or from a cache (Age)."""
    if _marks.age_of(response) > 0:
        return None
    try:
        moment = parsedate_to_datetime(response.header("date") or "")
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _verdict(answer: Answer, challenges: Challenges, words: str) -> tuple[bool, bool]:
    """refused and forbidden: 401 refuses; other statuses do when the words speak of credentials."""
    status, said = answer.status or 0, answer.says
    spoken = OF_CREDENTIALS.intersection(said)
    no_entry = answer.error in _NO_ENTRY
    of_credentials = (
        bool(spoken) or challenges.get("error") == "invalid_token" or (status != 403 and bool(challenges.items))
    )
    denied = status == 403 and "denied" in said
    scope = challenges.get("error") == "insufficient_scope"
    of_permission = denied or scope or bool(OF_PERMISSION.intersection(said))
    unauthorized = "unauthori" in words.lower() or re.search(r"\b401\b", words) is not None
    if status == 401 or (status == 0 and (of_credentials or unauthorized)):
        return True, of_permission and _only_permission(said, challenges)
    if status == 403:
        refused = no_entry or (of_credentials and ("unknown" in said or not of_permission))
        return refused, not refused and not answer.waf
    if status in (400, 407, 409, 419, 422, 440, 498, 499) or answer.error_body:
        told = spoken - (_FOLLOWS if status == 409 else set())
        about = bool(told - _ANYTHINGS) or (bool(told) and bool(_NOUN.search(words))) or bool(challenges.items)
        about = about or no_entry or _UNAUTHORIZED.search(answer.message) is not None
        return about or status in (407, 419, 440, 498, 499), False
    return False, status == 402


def _only_permission(said: tuple[str, ...], challenges: Challenges) -> bool:
    if challenges.get("error") == "insufficient_scope":
        return True
    return not OF_CREDENTIALS.intersection(said)


class _Text:
    """The words of a body: format, error texts and codes of known fields, and all words for the vocabulary."""

    __slots__ = ("all", "code", "description", "format", "is_error", "message", "oauth")

    def __init__(self, kind: str, words: str) -> None:
        self.format = kind
        self.all = words[:_LOOKED_AT]
        self.code = self.description = self.message = self.oauth = ""
        self.is_error = False


def _text(response: Response) -> _Text:
    body = response.body[: 4 * _LOOKED_AT].strip()
    if not body:
        return _Text("empty", "")
    if body[0] in '{["':
        return _json_text(body)
    if body[0] == "<":
        return _markup_text(body)
    text = _Text("text", body)
    text.message = _line(body)
    return text


def _json_text(body: str) -> _Text:
    text = _Text("json", body)
    try:
        value = read(body)
    except NotJsonError:
        text.message = next((_line(match[2]) for match in _LIKE_JSON.finditer(body)), "")
        return text
    if isinstance(value, str):
        text.message, text.all = _line(value), value[:_LOOKED_AT]
        return text
    fields = _fields(value)
    text.message = next((_line(fields[name]) for name in _BODY_ERRORS if fields.get(name)), "")
    text.description = _line(fields.get("error_description", ""))
    text.code = next((fields[name] for name in _CODES if _CODE.fullmatch(fields.get(name, ""))), "")
    oauth = _OAUTH.fullmatch(fields.get("error", "") or fields.get("code", ""))
    text.oauth = oauth.group() if oauth else ""
    text.is_error = _is_error(value)
    return text


def _is_error(value: object) -> bool:
    """Whether a 2xx body says that the call failed: ``ok: false``, ``success: false``, an error at the top."""
    if not isinstance(value, dict):
        return False
    top = {str(key).lower(): item for key, item in list(value.items())[:200]}
    if any(top.get(name) is False for name in ("ok", "success", "succeeded", "authenticated", "authorized")):
        return True
    if top.get("error") or top.get("errors") or top.get("fault"):
        data = top.get("data")
        return not (any(data.values()) if isinstance(data, dict) else data)  # GraphQL: each field of it is null
    failed = {"error", "fail", "failed", "failure", "request_denied", "unauthorized", "unauthenticated", "401", "403"}
    return str(top.get("status", "")).lower() in failed or str(top.get("code", "")) in ("401", "403")


def _fields(value: object) -> dict[str, str]:
    """name -> text of the fields near the top of a JSON value, breadth first; the first of a name wins."""
    found: dict[str, str] = {}
    waiting = [value]
    for item in waiting:
        if len(waiting) > 200:
            break
        if isinstance(item, list):
            waiting += item[:5]
        elif isinstance(item, dict):
            for key, inner in list(item.items())[:60]:
                name = str(key).lower()
                if isinstance(inner, str):
                    found.setdefault(name, inner)
                elif isinstance(inner, int) and not isinstance(inner, bool):
                    found.setdefault(name, str(inner))
                elif isinstance(inner, list) and inner and isinstance(inner[0], str):
                    found.setdefault(name, inner[0])
                elif isinstance(inner, dict | list):
                    waiting.append(inner)
    return found


def _markup_text(body: str) -> _Text:
    is_html = re.match(r"<(?:!doctype html|html|head|body|h1|center|title|!--)", body, re.IGNORECASE) is not None
    named = {match[1].lower(): match[2] for match in reversed(list(_XML_MESSAGE.finditer(body)))}
    text = _Text("html" if is_html else "xml", _html_words(body) if is_html else _TAG.sub(" ", body))
    text.message = _line(named.get("message") or named.get("faultstring") or named.get("description") or "")
    if is_html and not text.message:
        title = re.search(r"<(?:title|h1)[^>]{0,200}>([^<]{1,300})<", body, re.IGNORECASE)
        text.message = _line(title[1]) if title else ""
    text.code = named.get("code", "") if not is_html and _CODE.fullmatch(named.get("code", "")) else ""
    return text


def _html_words(body: str) -> str:
    """The words of a page; of a long one its titles alone, for the rest is no error message."""
    words = _BLANK.sub(" ", _TAG.sub(" ", _NOT_SHOWN.sub(" ", body)))
    if len(words) <= _SHORT_PAGE:
        return words
    return " ".join(_TITLES.findall(body))[:_SHORT_PAGE]


def _challenge_words(challenges: Challenges) -> str:
    """The words of a challenge that speak of a fault; its scheme alone says nothing (RFC 6750 section 3)."""
    return " ".join(challenges.get(name) for name in ("error", "error_description"))


def _line(text: str) -> str:
    return _BLANK.sub(" ", text).strip()[:200]


def _bare(url: str) -> str:
    """A URL without userinfo, query and fragment, opaque path parts masked, cut; the path alone of what is no URL."""
    parsed = url_of(url[:2000])
    return f"{parsed.origin}{mask_url(parsed.path)}"[:200]
