"""Case -> corrected requests, best first: each is the pasted one with one suspect changed, and names its cause.

The counterfactual check sends at most one of them; the reply shows the command. A secret is never moved into a query,
a path or a userinfo, and no variant goes to another origin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from urllib.parse import unquote

from bot.auth.basic import basic, pair_in
from bot.auth.jwt import like_jwt
from bot.auth.names import KNOWN_SCHEMES, is_slip
from bot.case import Case
from bot.masking import secrets_in
from bot.model import Request
from bot.url import host_of, is_same_origin, joined, url_of, with_query
from bot.variants.command import command_of
from bot.variants.credentials import Standing, standing, under_unknown_scheme
from bot.variants.demanded import demand
from bot.variants.digest import user_and_password
from bot.variants.places import Place, challenges_of, known_schemes, named_places, own_scheme, put
from bot.variants.probes import (
    as_pasted,
    with_header,
    with_parameter,
    without_header,
    without_parameter,
    without_secrets,
)
from bot.variants.repair import clean, repaired_pair

_USUAL_HEADERS = ("X-API-Key", "X-Auth-Token", "X-Access-Token", "Api-Key")
# What decoded facts say of the value already; its place is not the question then.
_EXPLAINED = (
    *("decode-token.expired", "decode-token.not_yet", "decode-token.malformed"),
    *("jwks-compare.signature_bad", "jwks-compare.key_unknown"),
)
_SHORTEST_KEY, _SHORTEST_WITH_DIGITS = 16, 12  # characters from which a user name may be a key: -u KEY:
_OF_THEIR_OWN = frozenset({"bearer", "basic", "digest", "dpop", "negotiate", "ntlm", "hoba", "gnap"})
_REGISTERED = {"bearer": "Bearer", "basic": "Basic"}
_NAMED_VALUE = re.compile(
    r"(bearer|token) (?:token|key|api[-_]?key|access[-_]?token)=\"?([^\s,;\"]+)\"?", re.IGNORECASE
)
_BARE = "the bare value, without a scheme"
_UNKNOWN = "q7Yd93kfPz0aLmN4vB8x:q7Yd93kfPz0aLmN4vB8x"  # stands for a value; a command shows a variable in its place
_ABOUT = ("host", "nearest_path", "meant", "typed", "missing", "wanted", "wanted_scheme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A correction: the cause that it stands for, the whole request, its masked command ('' when none can be
    shown), and the change in words.

    ``is_bare``: its value stands in another form, so its answer says nothing of how the place answers noise.
    ``sends`` False: the command can be shown, but nothing can be sent (the value is not known, or another origin).
    """

    cause: str
    request: Request
    command: str = ""
    change: str = ""
    sends: bool = True
    is_bare: bool = False


def fixes(case: Case) -> tuple[Fix, ...]:
    """Every correction that the evidence suggests, best first; () when there is no request or nothing to correct."""
    if case.request is None:
        return ()
    first: dict[str, Fix] = {}
    for make in _MAKERS:
        for fix in make(case, case.request):
            first.setdefault(fix.cause, fix)
    return tuple(replace(fix, command=_command(case, fix.request)) for fix in first.values())


def _fix(cause: str, request: Request, change: str, *, sends: bool = True, is_bare: bool = False) -> Fix:
    return Fix(cause=cause, request=request, change=change, sends=sends, is_bare=is_bare)


def _told(cause: str, request: Request, value: str, change: str, *, is_bare: bool = False) -> Fix:
    """The correction that is another value of Authorization."""
    return _fix(cause, with_header(request, "Authorization", value), change, is_bare=is_bare)


def _renamed(cause: str, request: Request, typed: str, meant: str) -> Fix:
    """The correction that is another name of the header ``typed``."""
    headers = tuple((meant if name == typed else name, value) for name, value in request.headers)
    return _fix(cause, replace(request, headers=headers), f"header {meant} in place of {typed}")


def _authorization(request: Request) -> str:
    return (request.header("authorization") or "").strip()


def _command(case: Case, request: Request) -> str:
    digest = request.transfer.scheme == "digest"
    told = request.transfer.scheme in ("basic", "digest") and user_and_password(request) is not None
    word, schemes = _authorization(request).partition(" ")[0], known_schemes(case)
    if word and word == own_scheme(case) and word.lower() not in schemes:
        return ""  # without its scheme it would be another request
    is_basic = word.lower() == "basic" or digest or told
    return command_of(request, schemes=schemes, basic=is_basic, extra=("--digest",) if digest else ())


def _on(case: Case, path: str) -> bool:
    return bool(case.evidence.fact(path))


def _is_asked(case: Case) -> bool:
    """Has the API answered a made-up credential? A habit of other servers is worth a try then, and no advice before."""
    bogus = case.finding("bogus-probe")
    return bogus is not None and bogus.response is not None


# ---- names and schemes ---------------------------------------------------------------------------------------------


def _header_name(case: Case, request: Request) -> Iterator[Fix]:
    if not _on(case, "lint-request.header_misspelled"):
        return
    typed, meant = (str(case.evidence.fact(f"lint-request.header_{one}")) for one in ("typed", "meant"))
    scheme = f"{typed} " if typed.lower() in KNOWN_SCHEMES else ""  # "Bearer: eyJ…" names the scheme, not the header
    headers = tuple(
        (meant, scheme + value.strip()) if name == typed else (name, value.strip()) for name, value in request.headers
    )
    yield _fix("header-misspelled", replace(request, headers=headers), f"header {meant} in place of {typed}")


def _dashed(case: Case, request: Request) -> Iterator[Fix]:
    """The name of the header with dashes for its underscores, where nobody names it so.

    Either the API reads the name with dashes, or what stands in front drops the other (nginx, underscores_in_headers).
    """
    named = {place.header.lower() for place in named_places(case)}
    cause = "header-stripped" if case.evidence.fact("waf-fingerprint.in_front") else "header-misspelled"
    for one in standing(request):
        where, _, name = one.location.partition(":")
        if where == "header" and "_" in name and name.lower() not in named:
            yield _renamed(cause, request, name, name.replace("_", "-"))


def _doubled_scheme(case: Case, request: Request) -> Iterator[Fix]:
    if not _on(case, "lint-request.scheme_duplicated"):
        return
    words = (request.header("authorization") or "").replace('"', " ").split()
    value = next((word for word in words if word.lower().rstrip(":=") not in KNOWN_SCHEMES), "")
    scheme = words[0].rstrip(":=") if words else "Bearer"
    if value:
        yield _told("scheme-duplicated", request, f"{scheme} {value}", "the scheme once")


def _doubled_header(case: Case, request: Request) -> Iterator[Fix]:
    if not _on(case, "lint-request.header_duplicated"):
        return
    values = [value.strip() for name, value in request.headers if name.lower() == "authorization"]
    wanted = challenges_of(case).schemes
    kept = next((value for value in values if value.partition(" ")[0].lower() in wanted), values[-1])
    url = with_query(request.url, url_of(request.url).query)
    changed = without_parameter(replace(with_header(request, "Authorization", kept), url=url), "access_token")
    yield _fix("header-duplicated", changed, "only one Authorization header")


def _lost_scheme(case: Case, request: Request) -> Iterator[Fix]:
    """A value without scheme, or one glued to its scheme, or under a misspelled one."""
    value = _authorization(request)
    if _on(case, "lint-request.scheme_missing") and (scheme := _named_scheme(case, value)):
        yield _told("scheme-missing", request, f"{scheme} {value}", f"{scheme} before the value")
    if _on(case, "lint-request.scheme_misspelled"):
        meant = str(case.evidence.fact("lint-request.scheme_meant"))
        rest = value.partition(" ")[2].strip()
        yield _told("scheme-mismatch", request, f"{meant} {rest}", f"the scheme {meant}")
    if _on(case, "lint-request.scheme_unknown") and (scheme := _named_scheme(case, under_unknown_scheme(value))):
        words = f"{scheme} in place of the word before the value"
        yield _told("scheme-mismatch", request, f"{scheme} {under_unknown_scheme(value)}", words)
    if _on(case, "lint-request.scheme_and_key_glued"):
        glued = re.match(r"(bearer|basic|token|apikey|digest)[:=,]?\s*(\S+)", value, re.IGNORECASE)
        if glued:
            yield _told("scheme-missing", request, f"{glued[1].title()} {glued[2]}", "a space after the scheme")


def _named_scheme(case: Case, value: str) -> str:
    """The scheme that challenge or provider name for Authorization, else Bearer for what looks like a token."""
    schemes = [place.scheme for place in named_places(case) if place.header == "Authorization" and place.scheme]
    if pair_in(value):
        return "Basic" if "Basic" in schemes or not schemes else schemes[0]
    fit = [scheme for scheme in schemes if scheme != "Basic"]
    if fit:
        return fit[0]
    return own_scheme(case) or ("Bearer" if like_jwt(value) or not named_places(case) else "")


def _other_scheme(case: Case, request: Request) -> Iterator[Fix]:
    """Right header, another scheme than the one that is named."""
    scheme, blank, rest = _authorization(request).partition(" ")
    if not blank:
        return
    if _on(case, "lint-request.basic_as_bearer"):
        yield _told("scheme-mismatch", request, f"Basic {rest.strip()}", "Basic in place of the scheme")
    if _on(case, "lint-request.token_as_basic"):
        yield _told("scheme-mismatch", request, f"Bearer {rest.strip()}", "Bearer in place of Basic")
    named = [place for place in _places(case) if place.header.lower() == "authorization"]
    if not named or any(place.scheme.lower() == scheme.lower() for place in named):
        return
    for place in named[:1]:
        bare = _bare_token(case, rest, scheme)
        if place.scheme == "Basic":
            pair = user_and_password(request)
            text = basic(":".join(pair)) if pair else f"Basic {rest.strip()}" if pair_in(rest) else ""
            changed = with_header(request, "Authorization", text) if text else None
        else:
            changed = put(request, place, bare) if bare else None
        if changed is not None:
            words = f"the scheme {place.scheme}" if place.scheme else _BARE
            yield _fix("scheme-mismatch", changed, words, is_bare=not place.scheme)


def _bare_token(case: Case, rest: str, scheme: str) -> str:
    """The token alone; of Basic the half that has a token's form, the password else."""
    if scheme.lower() != "basic":
        return rest.strip()
    pair = pair_in(rest)
    if pair is None:
        return rest.strip()
    user, _, password = pair.partition(":")
    return user if not password or _on(case, "lint-credential.basic_user_is_token") else password


def _digest(case: Case, request: Request) -> Iterator[Fix]:
    challenges = challenges_of(case)
    if _on(case, "none-probe.unoffered") and "basic" in challenges.schemes and user_and_password(request) is not None:
        # Shown alone: who asked for Digest did not mean to send the password itself.
        told = replace(request, transfer=replace(request.transfer, scheme="basic"))
        yield _fix("scheme-mismatch", told, f"Basic in place of {request.transfer.scheme.title()}", sends=False)
    if "digest" not in challenges.schemes or "basic" in challenges.schemes or request.transfer.scheme == "digest":
        return
    if user_and_password(request) is not None:
        transfer = replace(request.transfer, scheme="digest")
        changed = replace(without_header(request, "Authorization"), transfer=transfer)
        yield _fix("digest-required", changed, "Digest in place of Basic")


# ---- the value -----------------------------------------------------------------------------------------------------


def _basic_value(case: Case, request: Request) -> Iterator[Fix]:
    encoded = _authorization(request).partition(" ")[2].strip()
    if _on(case, "lint-credential.basic_broken") and (pair := repaired_pair(encoded)):
        yield _told("basic-encoding", request, basic(pair), "user:password encoded again")
    if _on(case, "lint-credential.basic_escaped") and (whole := pair_in(encoded)) and _is_asked(case):
        user, colon, password = whole.partition(":")
        words = "the password without percent escapes"
        yield _told("credential-malformed", request, basic(f"{user}{colon}{unquote(password)}"), words)


def _trimmed(case: Case, request: Request) -> Iterator[Fix]:
    if not _on(case, "lint-credential.malformed") or _on(case, "lint-credential.truncated"):
        return
    location = case.evidence.fact("lint-credential.location")
    for one in standing(request):
        if one.location == location and one.kind not in ("basic", "digest"):
            value, (where, _, name) = clean(one.value), one.location.partition(":")
            repaired = any(problem.code.endswith("-in-credential") for problem in case.report.problems)
            if where == "header" and value and (value != one.raw or repaired):
                changed = with_header(request, name, f"{one.scheme} {value}".strip())
                words = f"the value without {case.evidence.fact('lint-credential.damage')}"
                yield _fix("credential-malformed", changed, words)


def _labelled(case: Case, request: Request) -> Iterator[Fix]:
    """The value alone where a name and = stand before it; Rails wants them, so it is tried when nothing else is odd."""
    found = _NAMED_VALUE.fullmatch(_authorization(request))
    if found and _is_asked(case):
        words = "the value without a name before it"
        yield _told("credential-malformed", request, f"{found[1]} {found[2]}", words, is_bare=True)


def _scheme_by_letters(case: Case, request: Request) -> Iterator[Fix]:
    """Bearer and Basic as they are registered: not every server takes them in any case (RFC 9110 section 11.1)."""
    scheme, blank, rest = _authorization(request).partition(" ")
    usual = _REGISTERED.get(scheme.lower(), scheme)
    if blank and scheme != usual and _is_asked(case):
        yield _told("scheme-mismatch", request, f"{usual} {rest.strip()}", f"the scheme written {usual}")


def _scheme_elsewhere(case: Case, request: Request) -> Iterator[Fix]:
    """The bare value in a header of its own name, where a scheme was put before it as if it were Authorization."""
    for one in standing(request):
        where, _, name = one.location.partition(":")
        asked = {place.scheme.lower() for place in named_places(case)}
        if where != "header" or name.lower().endswith("authorization") or one.scheme.lower() in {"", *asked}:
            continue
        if one.raw.strip() != one.value:
            yield _fix("scheme-mismatch", with_header(request, name, one.value.strip()), _BARE, is_bare=True)


def _scheme_lost_elsewhere(case: Case, request: Request) -> Iterator[Fix]:
    """The scheme of the challenge before a bare value in a header of another name, where the API cannot read it there.

    invalid_request: what came is not formed as it should be (RFC 6750 section 3.1); the value was not looked up.
    """
    scheme = next((place.scheme for place in named_places(case) if place.source == "challenge"), "")
    if not scheme or case.evidence.fact("read-response.error") != "invalid_request":
        return
    for one in standing(request):
        where, _, name = one.location.partition(":")
        if where == "header" and name.lower() not in ("authorization", "cookie") and not one.scheme:
            changed = with_header(request, name, f"{scheme} {one.value.strip()}")
            yield _fix("scheme-missing", changed, f"{scheme} before the value")


# ---- the place -----------------------------------------------------------------------------------------------------


def _places(case: Case) -> tuple[Place, ...]:
    """Named places, and the one at which canonical-bogus was told from nothing."""
    location, scheme = case.evidence.fact("canonical-bogus.location"), case.evidence.fact("canonical-bogus.scheme")
    if _on(case, "canonical-bogus.differs") and isinstance(location, str):
        return (Place(location.partition(":")[2], str(scheme or ""), "probe"), *named_places(case))
    return named_places(case)


def _moved(case: Case, request: Request) -> Iterator[Fix]:
    """The credential in the header that is named, and nowhere else."""
    found = [one for one in standing(request) if one.value and one.kind not in ("sigv4", "hmac", "digest")]
    places = _places(case)
    taken = {one.location.lower() for one in found}
    if not found or not places or any(place.location.lower() in taken for place in places):
        return
    one, place = found[0], places[0]
    if place.scheme == "Basic" and ":" not in one.value:
        return
    is_whole = not _on(case, "lint-credential.malformed")  # else two suspects would be changed at once
    value = one.value if place.scheme == "Basic" or one.kind != "basic" else one.value.partition(":")[2] or one.value
    changed = put(_taken_out(request, one), place, value.strip())
    where, _, name = one.location.partition(":")
    if where == "header" and is_slip(name, place.header):
        yield _fix("header-misspelled", changed, f"header {place.header} in place of {name}", sends=is_whole)
    yield _fix("credential-wrong-location", changed, f"the credential as {place}", sends=is_whole)


def _bare(request: Request) -> Request:
    """The request without what stands where a credential belongs."""
    return reduce(_taken_out, standing(request), request)


def _taken_out(request: Request, one: Standing) -> Request:
    where, _, name = one.location.partition(":")
    if where == "header":
        return without_header(request, name)
    if where == "query":
        return without_parameter(request, name)
    return without_header(request, "Cookie") if where == "cookie" else request


def _by_habit(case: Case, request: Request) -> Iterator[Fix]:
    """A JWT that stands elsewhere goes into Authorization after Bearer, as every resource server takes it."""
    named = named_places(case)
    sent = (request.header("authorization") or "").partition(" ")[0].lower()
    if named and not any(place.scheme and place.scheme.lower() in ("bearer", sent) for place in named):
        return
    yield from _by_letters(case, request)
    for one in standing(request):
        user, _, password = one.value.partition(":") if one.kind == "basic" else ("", "", one.value)
        value = user if like_jwt(user) else password
        in_header = one.location.lower() == "header:authorization"
        if not like_jwt(value.strip()) or (in_header and one.scheme.lower() == "bearer"):
            continue
        bearer = Place("Authorization", "Bearer", "habit")
        changed = put(_taken_out(request, one), bearer, value.strip())
        cause = "scheme-mismatch" if in_header else "credential-wrong-location"
        yield _fix(cause, changed, f"the JWT as {bearer}")
    explained = any(_on(case, fact) for fact in _EXPLAINED)
    if not named and not explained and _is_asked(case):
        yield from _usual(case, request)


def _usual(case: Case, request: Request) -> Iterator[Fix]:
    """What servers that name no place want most: Bearer. After Bearer it is the scheme of the challenge; without one
    the bare value, where that header is read or it is a JWT, and else a header of its own; X-Access-Token for a JWT
    that is told to be missing.
    """
    is_read = not _on(case, "given-probe.same_as_none")
    is_missed = _on(case, "given-probe.says_missing_though_sent")
    scheme, blank, value = _authorization(request).partition(" ")
    user, _, password = (pair_in(value) or "").partition(":")
    if scheme.lower() == "basic" and _may_be_key(user) and not password:
        yield _told("scheme-mismatch", request, f"Bearer {user}", "the key after Bearer", is_bare=True)
    elif blank and scheme.lower() not in _OF_THEIR_OWN and " " not in value.strip() and "=" not in value:
        yield _told("scheme-mismatch", request, f"Bearer {value.strip()}", "the scheme Bearer")
    elif blank and scheme.lower() == "bearer" and " " not in value.strip():
        if own := own_scheme(case):
            yield _told("scheme-mismatch", request, f"{own} {value.strip()}", f"the scheme {own}")
            return
        is_jwt = like_jwt(value.strip())
        if is_read or (is_jwt and not is_missed):
            yield _told("scheme-mismatch", request, value.strip(), _BARE, is_bare=True)
            return
        header = Place("X-Access-Token" if is_jwt else _USUAL_HEADERS[0], "", "habit")
        moved = put(without_header(request, "Authorization"), header, value.strip())
        yield _fix("credential-wrong-location", moved, f"the credential as {header}")
    elif not scheme:
        yield from _into_authorization(request)


def _into_authorization(request: Request) -> Iterator[Fix]:
    """A key in a header of another name, as Bearer in Authorization."""
    for one in standing(request):
        where, _, name = one.location.partition(":")
        if where == "header" and name.lower() != "cookie" and not one.scheme and one.kind in ("api-key", "bearer"):
            bearer = Place("Authorization", "Bearer", "habit")
            moved = put(_taken_out(request, one), bearer, one.value.strip())
            yield _fix("credential-wrong-location", moved, f"the credential as {bearer}")


def _may_be_key(user: str) -> bool:
    has_digit = any(letter.isdigit() for letter in user)
    return len(user) >= (_SHORTEST_WITH_DIGITS if has_digit else _SHORTEST_KEY)


def _by_letters(case: Case, request: Request) -> Iterator[Fix]:
    """A header whose letters are those of a usual one, otherwise parted (X-APIKey)."""
    if case.provider is not None or not _is_asked(case):
        return
    for one in standing(request):
        name = one.location.partition(":")[2]
        usual = next((known for known in _USUAL_HEADERS if _letters(known) == _letters(name)), "")
        if one.location.startswith("header:") and usual and usual.lower() != name.lower():
            headers = tuple((usual if key.lower() == name.lower() else key, text) for key, text in request.headers)
            yield _fix("header-misspelled", replace(request, headers=headers), f"header {usual} in place of {name}")


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


# ---- the address ---------------------------------------------------------------------------------------------------


def _address(case: Case, request: Request) -> Iterator[Fix]:
    none = case.finding("none-probe")
    location = none.response.header("location") if none is not None and none.response is not None else None
    if location and _on(case, "redirect-trace.redirected") and not _on(case, "redirect-trace.login"):
        target = as_pasted(case, joined(without_secrets(case).url, location))
        if _on(case, "redirect-trace.to_https"):
            yield _fix("redirect-to-https", replace(request, url=target), "https from the start", sends=False)
        else:
            same = is_same_origin(target, request.url)
            moved = same and not _on(case, "redirect-trace.slash_only")  # followed, it arrives
            cause = "url-path-typo" if moved else "redirect-drops-credential"
            yield _fix(cause, replace(request, url=target), "the final address", sends=same)
    elif target := _shown_target(case, request):
        cause = "redirect-to-https" if _is_made_secure(request.url, target) else "redirect-drops-credential"
        yield _fix(cause, replace(request, url=target), "the final address", sends=False)
    if _on(case, "path-variant.exists"):
        changed = replace(request, url=toggled_slash(request.url))
        yield _fix("url-path-typo", changed, "the trailing slash added or removed")
    elif _on(case, "lint-url.double_slash"):
        scheme, _, rest = request.url.partition("://")
        yield _fix("url-path-typo", replace(request, url=f"{scheme}://{re.sub('/{2,}', '/', rest)}"), "one slash")
    if _on(case, "cache-bust-probe.cached"):
        yield _fix("cached-response", with_parameter(request, "nocache", "1"), "a parameter that no cache knows")


def _shown_target(case: Case, request: Request) -> str:
    """Where the redirects of the transcript lead this request, '' when nowhere that a credential should follow."""
    target = ""
    for exchange in case.report.trail:
        before, answer = exchange.request, exchange.response
        if before and before.url == (target or request.url) and answer and 300 <= (answer.status or 0) < 400:
            target = joined(before.url, answer.header("location") or "")
    is_worse = request.url.startswith("https:") and not target.startswith("https:")
    is_link = bool(secrets_in(target)) and not secrets_in(request.url)  # signed: a second credential would be refused
    is_no_way = target in ("", request.url) or is_worse or is_link or _on(case, "read-response.login_page")
    return "" if is_no_way else target


def _is_made_secure(url: str, target: str) -> bool:
    return url.startswith("http:") and target.startswith("https:") and host_of(url) == host_of(target)


def toggled_slash(url: str) -> str:
    """The URL with a trailing slash of the path added, or taken away."""
    path, mark, query = url.partition("?")
    return f"{path.rstrip('/') if path.endswith('/') else path + '/'}{mark}{query}"


# ---- what the API wants by its description or its words -----------------------------------------------------------


def _described(case: Case, request: Request) -> Iterator[Fix]:
    """The request as the operation's description, or else the refusal's own words, want it.

    What nobody here knows the value of can only be shown.
    """
    told = case.evidence.findings["read-description"].told if case.evidence.fact("read-description.fault") else {}
    told = told or (demanded.told() if (demanded := demand(case)) else {})
    fault, places = told.get("fault"), told.get("wanted_places")
    about = {name: str(told.get(name) or "") for name in _ABOUT}
    url = url_of(request.url)
    query = "" if url.query is None else f"?{url.query}"
    if fault in ("host", "environment"):
        cause = "url-host-typo" if fault == "host" else "url-wrong-environment"
        changed = f"{url.scheme}://{about['host']}{url.path}{query}"
        yield _fix(cause, replace(request, url=changed), f"the host {about['host']}", sends=False)
    elif fault == "path" and about["nearest_path"] and url.origin:
        changed = f"{url.origin}{about['nearest_path']}{query}"
        yield _fix("url-path-typo", replace(request, url=changed), "the path that is described", sends=False)
    elif fault == "plain":
        secure = replace(request, url=f"https{request.url[4:]}")
        yield _fix("redirect-to-https", secure, "https from the start", sends=False)
    elif fault == "header-name":
        yield _renamed("header-misspelled", request, about["typed"], about["meant"])
    elif fault in ("second", "missing"):
        words = about["missing"] or about["wanted"]
        yield _fix("credential-missing", _with_places(request, places, about["wanted_scheme"]), words, sends=False)
    elif fault == "place" and isinstance(places, tuple) and places and not places[0].startswith("header:"):
        there = _with_places(_bare(request), places, about["wanted_scheme"])
        yield _fix("credential-wrong-location", there, about["wanted"], sends=False)
    elif fault == "unneeded" and request.credentials:
        words = "no credential, which the operation does not need"
        yield _fix("credential-invalid", _bare(request), words, sends=False)


def _with_places(request: Request, places: object, scheme: str) -> Request:
    """The request with a value that nobody knows in each place, ``scheme`` before the first."""
    for number, place in enumerate(places if isinstance(places, tuple) else ()):
        where, _, name = place.partition(":")
        if where == "header":
            request = put(request, Place(name, "" if number else scheme, "provider"), _UNKNOWN)
        elif where == "query":
            request = with_parameter(request, name, _UNKNOWN)
        elif where == "cookie":
            cookies = "; ".join(filter(None, (request.header("cookie"), f"{name}={_UNKNOWN}")))
            request = with_header(request, "Cookie", cookies)
    return request


# ---- what can only be shown ----------------------------------------------------------------------------------------


def _shown(case: Case, request: Request) -> Iterator[Fix]:
    """Commands for causes whose right value nobody here knows: fill the variable, then run it."""
    named = named_places(case)
    if _on(case, "lint-request.missing") and (
        named or not challenges_of(case).schemes
    ):  # else it wants what we cannot show
        place = named[0] if named else Place("Authorization", "Bearer", "habit")
        words = f"the credential as {place}" if named else f"the credential, which most APIs take as {place}"
        yield _fix("credential-missing", put(request, place, "x:x"), words, sends=False)
    for fact, cause in (
        ("lint-credential.empty", "credential-empty"),
        ("lint-credential.placeholder", "credential-placeholder"),
        ("lint-credential.unexpanded", "credential-unexpanded-variable"),
        ("decode-token.expired", "token-expired"),
    ):
        if _on(case, fact) and standing(request) and not _is_beside(request):
            yield _fix(cause, request, "a fresh value in the variable", sends=False)


def _is_beside(request: Request) -> bool:
    """Whether the paste shows the credential, and not where the request has it: a command would go without."""
    return bool(request.credentials) and all(one.location == "text" for one in request.credentials)


_MAKERS: tuple[Callable[[Case, Request], Iterator[Fix]], ...] = (
    _described,
    _address,
    _header_name,
    _dashed,
    _doubled_scheme,
    _doubled_header,
    _basic_value,
    _trimmed,
    _digest,
    _lost_scheme,
    _other_scheme,
    _scheme_elsewhere,
    _scheme_lost_elsewhere,
    _scheme_by_letters,
    _labelled,
    _moved,
    _by_habit,
    _shown,
)
