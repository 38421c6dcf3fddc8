"""Does the signed request's scope fit the host, are the signed headers there, and is its date recent?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated
from urllib.parse import parse_qsl

from bot import model
from bot.auth.jwt import moment_of
from bot.case import Case
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._response import date_of
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.url import host_of
from bot.variants.sigv4 import home_of

STAGE = 0
AFTER: tuple[str, ...] = ()


class _Scope(model.Facts, frozen=True, kw_only=True):
    scope_malformed: Annotated[bool, "the credential scope has not its five parts"]
    key_id_malformed: Annotated[bool, "the access key id has not the form of one"]
    region: Annotated[str, "region of the scope"]
    service: Annotated[str, "service of the scope"]
    host_region: Annotated[str, "region that the host names, ''"]
    host_service: Annotated[str, "service that the host names, ''"]
    region_mismatch: Annotated[bool, "region of the scope is not the host's"]
    service_mismatch: Annotated[bool, "service of the scope is not the host's"]
    date_mismatch: Annotated[bool, "the scope's date is not the date of X-Amz-Date"]


class _Covered(model.Facts, frozen=True, kw_only=True):
    missing_headers: Annotated[tuple[str, ...], "signed headers that the request does not carry"]
    header_missing: Annotated[bool, "a header that the signature needs is not there"]
    date_missing: Annotated[bool, "neither Date nor the scheme's own date header (X-Amz-Date) is there"]
    session_token_missing: Annotated[bool | None, "a temporary access key (ASIA) without X-Amz-Security-Token"] = None


class _Time(model.Facts, frozen=True, kw_only=True):
    skewed: Annotated[bool, "more than 5 minutes between the signature's time and the pasted answer's own Date"]
    ahead: Annotated[bool, "the signature's time is ahead"]
    old_paste: Annotated[bool, "the signed time is merely old by our clock; no Date in the paste to compare with"]
    presigned_expired: Annotated[bool, "a signed URL past the end that it tells: X-Amz-Expires, Expires, se of a SAS"]
    timestamp_unit: Annotated[bool, "an OAuth or HMAC time stamp is in milliseconds where seconds are expected"]
    signed_at: Annotated[datetime | None, "the time in the signature"] = None
    age: Annotated[timedelta | None, "the answer's Date (else the time of writing) minus the time in the signature"] = (
        None
    )


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the signature shows."""

    signed: Annotated[bool, "the request is signed (SigV4, OAuth 1, Hawk, HMAC)"]
    will_sign: Annotated[bool, "the paste gives key and secret (--aws-sigv4 with -u), so a GET can be signed anew"]
    kind: Annotated[str | None, "sigv4, sigv4-query, sigv2, oauth1, hawk, http-signature, hmac"] = None
    scope_wrong: Annotated[bool | None, "region, service or date of the scope is wrong"] = None
    scope: _Scope | None = None
    covered: _Covered | None = None
    time: _Time | None = None


_SIGV4 = re.compile(r"(AWS4-HMAC-SHA256|AWS4-ECDSA-P256-SHA256|GOOG4-\S+|ACS3-\S+)\s", re.IGNORECASE)
_PART = re.compile(r"\b([A-Za-z_][\w-]{0,40})\s*=\s*\"?([^\",\s]*)\"?")
_HEADERS = re.compile(r"\bheaders=\"([^\"]{0,400})\"", re.IGNORECASE)
_COMPONENTS = re.compile(r"=\(([^)]{0,400})\)")
_FIELD = re.compile(r"\"([^\"]{1,60})\"")
_OF_HTTP_SIGNATURE = frozenset({"keyid", "signature"})  # draft-cavage-http-signatures-12 2.1: both are required
_EPOCH = re.compile(r"(?<![\w.+/=-])(?:(?:t|ts|time|timestamp|date)=\"?)?(\d{13}|\d{10})(?![\w.+/=-])", re.IGNORECASE)
_STAMP = re.compile(r"(\d{8}T\d{6})Z")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?Z")
_ACCESS_KEY = re.compile(r"[A-Z0-9]{16,128}")
_TOLERANCE = timedelta(minutes=5)
_A_YEAR = timedelta(days=366)  # a number without a name is a time only near the time of writing
_TEMPORARY = ("ASIA",)


async def check(case: Case, _net: Net) -> Finding:
    """Read the signature's own parts against the host, the headers and the clock."""
    request = case.request
    if request is None:
        return skip("there is no request in the text")
    parts = _parts(request)
    will_sign = bool(request.transfer.sigv4) and any(":" in one.secret.reveal() for one in request.credentials)
    if parts is None and will_sign:
        facts = Facts(signed=False, will_sign=True)
        return passed("the paste gives key and secret, so the request can be signed anew", facts)
    if parts is None:
        return skip("the request carries no signature")
    kind, values = parts
    scope = _scope(request, values) if kind.startswith("sigv4") else None
    wrong = scope and (scope.region_mismatch or scope.service_mismatch or scope.date_mismatch or scope.scope_malformed)
    return _judged(
        Facts(
            signed=True,
            will_sign=will_sign,
            kind=kind,
            scope_wrong=bool(wrong),
            scope=scope,
            covered=_companions(request, kind, values) if scope else _uncovered(request, kind),
            time=_time(case, request, kind, values),
        )
    )


def _parts(request: Request) -> tuple[str, dict[str, str]] | None:
    """(kind, parameters with lower-case names) of the signature, None without one."""
    value = request.header("authorization") or ""
    query = {name.lower(): text for name, text in parse_qsl(request.url.partition("?")[2], keep_blank_values=True)}
    if "x-amz-signature" in query or "x-amz-credential" in query:
        return "sigv4-query", {name.removeprefix("x-amz-"): text for name, text in query.items()}
    named = {match[1].lower(): match[2] for match in _PART.finditer(value[:8192])}
    word = value.strip().partition(" ")[0].lower()
    if _SIGV4.match(value):
        return "sigv4", named
    if word == "aws":
        return "sigv2", named
    if word == "oauth" and "oauth_signature" in named:
        return "oauth1", named
    if word == "signature" and not _OF_HTTP_SIGNATURE.isdisjoint(named):
        return "http-signature", named
    if word in ("hawk", "signature", "hmac", "sharedkey", "sharedkeylite", "mac") or word.startswith("hmac"):
        return "hawk" if word == "hawk" else "hmac", named
    if any(one.kind == "hmac" for one in request.credentials):
        return "hmac", {name.lower(): text for name, text in request.headers}
    return None


def _scope(request: Request, values: dict[str, str]) -> _Scope:
    parts = values.get("credential", "").split("/")
    whole = len(parts) >= 5 and parts[-1].endswith("_request")
    day, region, service = parts[-4:-1] if whole else ("", "", "")
    host_service, host_region = home_of(host_of(request.url))
    stamp = request.header("x-amz-date") or values.get("date", "")
    return _Scope(
        scope_malformed=bool(parts[0]) and not whole,
        key_id_malformed=whole and _ACCESS_KEY.fullmatch(parts[0]) is None,
        region=region[:40],
        service=service[:40],
        host_region=host_region,
        host_service=host_service,
        region_mismatch=bool(region)
        and bool(host_region)
        and region != host_region
        and service not in ("iam", "cloudfront", "route53"),
        service_mismatch=bool(service) and bool(host_service) and service not in _names(host_service),
        date_mismatch=bool(day) and bool(stamp) and not stamp.startswith(day),
    )


def _names(service: str) -> frozenset[str]:
    """Names under which a host's service signs."""
    return frozenset({service, _SIGNING.get(service, service)})


def _companions(request: Request, kind: str, values: dict[str, str]) -> _Covered:
    signed = [name for name in (values.get("signedheaders") or "").lower().split(";") if name]
    there = {name.lower() for name, _ in request.headers} | {"host", "content-length", "content-type"}
    missing = tuple(name[:60] for name in signed if name not in there)[:10] if kind == "sigv4" else ()
    temporary = values.get("credential", "").startswith(_TEMPORARY)
    token = request.header("x-amz-security-token") or values.get("security-token")
    dated = request.header("x-amz-date") or request.header("date") or values.get("date")
    return _Covered(
        missing_headers=missing,
        session_token_missing=temporary and not token,
        date_missing=not dated,
        header_missing=bool(missing) or not dated or (temporary and not token),
    )


def _uncovered(request: Request, kind: str) -> _Covered:
    """Headers that an HTTP signature covers by its own words, and that the request does not carry.

    draft-cavage-http-signatures-12 2.1.6: ``headers``, which is ``date`` when left out and nothing is ``created``;
    RFC 9421 section 2: the components of ``Signature-Input``, of which those with @ are no headers.
    """
    own, components = request.header("authorization") or "", request.header("signature-input") or ""
    found, listed = _HEADERS.search(own), _COMPONENTS.search(components)
    names = found[1].split() if found else _FIELD.findall(listed[1]) if listed else []
    if kind == "http-signature" and not found and "created=" not in own:
        names = ["date"]
    there = {name.lower() for name, _ in request.headers} | {"host", "content-length", "content-type", "request-line"}
    missing = tuple(name[:60].lower() for name in names if name[0] not in "(@" and name.lower() not in there)[:10]
    return _Covered(missing_headers=missing, header_missing=bool(missing), date_missing="date" in missing)


def _time(case: Case, request: Request, kind: str, values: dict[str, str]) -> _Time:
    """The signature's time against the pasted answer's Date, else against the time of writing (then merely old)."""
    signed_at, milliseconds = _signed_at(request, values)
    if signed_at is None and kind == "hmac":
        signed_at = _unnamed(request, case.moment.written)
    time = _Time(
        skewed=False,
        ahead=False,
        old_paste=False,
        presigned_expired=_is_past(request, case.moment.written),
        timestamp_unit=milliseconds and kind in ("oauth1", "hawk"),
    )
    if signed_at is None:
        return time
    date = date_of(case.report.observed) if case.report.observed is not None else None
    age = (date or case.moment.written) - signed_at
    time = time.but(signed_at=signed_at, age=age, ahead=age < -_TOLERANCE)
    if kind == "sigv4-query":
        seconds = values.get("expires", "")
        is_over = seconds.isdecimal() and len(seconds) < 9 and age > timedelta(seconds=int(seconds))
        return time.but(presigned_expired=is_over)
    return time.but(skewed=date is not None and abs(age) > _TOLERANCE, old_paste=date is None and age > _TOLERANCE)


def _is_past(request: Request, now: datetime) -> bool:
    """Is a signed URL past the end that its query tells, in seconds or as ISO 8601? Not X-Amz-Expires, a span."""
    query = {name.lower(): text for name, text in parse_qsl(request.url.partition("?")[2])}
    if not {"sig", "signature"}.intersection(query):
        return False
    end = query.get("se") or query.get("expires") or ""
    if end.isdecimal() and len(end) == 10:
        told = moment_of(int(end))
    else:
        try:
            told = datetime.fromisoformat(end) if _ISO.fullmatch(end) else None
        except ValueError:
            told = None
    return told is not None and now > told


def _signed_at(request: Request, values: dict[str, str]) -> tuple[datetime | None, bool]:
    """(time of the signature, whether it is in milliseconds)."""
    stamp = _STAMP.search(request.header("x-amz-date") or values.get("date", ""))
    if stamp:
        try:
            return datetime.strptime(stamp[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC), False
        except ValueError:
            return None, False
    texts = [values.get(name, "") for name in ("oauth_timestamp", "ts", "created", "timestamp")]
    texts += [text for name, text in request.headers if name.lower().endswith(("timestamp", "-ts", "-nonce"))]
    for text in texts:
        if text.isdecimal() and len(text) in (10, 13):
            return moment_of(int(text)), len(text) == 13
    try:
        return parsedate_to_datetime(request.header("date") or "").astimezone(UTC), False
    except (ValueError, TypeError, OverflowError, IndexError):
        return None, False


def _unnamed(request: Request, now: datetime) -> datetime | None:
    """The time in a signature of somebody's own form, in seconds or milliseconds: ``HMAC 1795521600000:6f2a…``."""
    values = [one.secret.reveal() for one in request.credentials if one.kind == "hmac"]
    told = (moment_of(int(number)) for value in values for number in _EPOCH.findall(value[:8192]))
    return next((moment for moment in told if moment is not None and abs(moment - now) < _A_YEAR), None)


def _judged(facts: Facts) -> Finding:
    told = facts.told()
    for name, words in _FAULTS.items():
        if told.get(name):
            return fail(words.format(**told), facts)
    if told.get("old_paste"):
        return warn("the signature is old by our clock, as in any older paste", facts)
    if told.get("ahead"):
        return warn("the time in the signature is ahead of our clock", facts)
    return passed("nothing odd in what is signed: scope, headers and date", facts)


_SIGNING = {
    "email": "ses",
    "email-smtp": "ses",
    "runtime": "lex",
    "data": "iot",
    "search": "cloudsearch",
    "bedrock-runtime": "bedrock",
    "streams": "dynamodb",
}
_FAULTS = {
    "region_mismatch": "the scope says region {region}, the host is in {host_region}",
    "service_mismatch": "the scope says service {service}, the host is {host_service}",
    "date_mismatch": "the scope's date is not the date of X-Amz-Date",
    "scope_malformed": "the credential scope has not its five parts",
    "session_token_missing": "a temporary access key without X-Amz-Security-Token",
    "date_missing": "no date header, and a signature needs one",
    "header_missing": "a signed header is not in the request",
    "presigned_expired": "the signed URL is past its expiry time",
    "skewed": "signed {signed_at:%Y-%m-%d %H:%M:%SZ}, more than 5 min from the server's Date",
    "key_id_malformed": "the access key id has not the form of one",
}
