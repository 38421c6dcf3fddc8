"""Is there a credential in the request, once, under the right name, and in the right place?"""

from __future__ import annotations

import base64
import re
from typing import Annotated

from bot import model
from bot.auth.basic import pair_in
from bot.auth.names import CHALLENGED, KNOWN_SCHEMES, UNSENT, is_slip, meant_header, meant_scheme
from bot.case import Case
from bot.checks._expected import ExpectedPlace, expected_place
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._samples import redacted
from bot.checks._unseen import opaque_field, unseen
from bot.knowledge.book import Book
from bot.knowledge.schema import Provider
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.variants.credentials import emptied_header, under_unknown_scheme, with_fragment
from bot.variants.probes import SAFE

STAGE = 0
AFTER: tuple[str, ...] = ()


class _Shape(model.Facts, frozen=True, kw_only=True):
    method: Annotated[str, "the method as pasted, upper case"]
    unsafe_method: Annotated[bool, "the method is none of GET, HEAD and OPTIONS"]
    preflight: Annotated[bool, "it is an OPTIONS request with Access-Control-Request-Method"]
    digest_wanted: Annotated[bool, "the client was told to use Digest"]
    sigv4_wanted: Annotated[bool, "the client was told to sign (--aws-sigv4)"]
    client_certificate: Annotated[bool, "the client was told to present a certificate"]
    proxy_used: Annotated[bool, "the client was told to use a proxy"]
    proxy_credential: Annotated[bool, "a credential for a proxy is in the paste"]
    follows_redirects: Annotated[bool, "the client follows redirects (-L)"]
    registry: Annotated[bool, "the path is that of an OCI registry (/v2/)"]


class _Placed(model.Facts, frozen=True, kw_only=True):
    has_credential: Annotated[bool, "a credential stands somewhere (header, query, cookie, userinfo, body, path)"]
    mentioned: Annotated[bool, "it is only mentioned (a URL in prose, a log line), so what it carries is not known"]
    unsent: Annotated[
        bool,
        "the credential is written where this client does not send it (headers among the data, mode no-cors, "
        "before the @ of a URL, headers of a browser's WebSocket or EventSource)",
    ]
    missing: Annotated[bool, "no credential, nothing like one, no option that makes one; and it is shown as a whole"]
    opaque: Annotated[str, "the header or parameter of an unknown name that holds what may be a credential, ''"]
    unseen: Annotated[str, "why the request may carry more than the paste shows, in words, ''"]
    count: Annotated[int, "how many credentials the request carries"]
    kinds: Annotated[tuple[str, ...], "their kinds, in order (bearer, basic, api-key, cookie, sigv4 ...)"]
    kind: Annotated[str, "the first credential's kind"]
    location: Annotated[str, "where the first one stands (header:Authorization, userinfo, cookie:NAME, body:FIELD)"]
    header: Annotated[str, "the name of the header that holds the first credential, '' when it is elsewhere"]
    header_underscore: Annotated[bool, "the credential's header name holds an underscore, which proxies drop silently"]
    in_userinfo: Annotated[bool, "the credential is in the URL's userinfo"]
    in_query: Annotated[bool, "the credential is in the query"]
    query_name: Annotated[str, "the query parameter's name"]
    in_body: Annotated[bool, "the credential is in the body"]
    in_path: Annotated[bool, "the credential is in the path"]
    in_cookie: Annotated[bool, "the credential is a cookie"]
    cookie_only: Annotated[bool, "cookies are the only credential"]


class _Named(model.Facts, frozen=True, kw_only=True):
    header_misspelled: Annotated[bool, "a header's name is a slip of an authentication header's name"]
    header_typed: Annotated[str, "the misspelled header name as typed"]
    header_meant: Annotated[str, "the header name that was probably meant"]


class _Schemed(model.Facts, frozen=True, kw_only=True):
    scheme: Annotated[str, "the auth-scheme of the Authorization header, lower case, '' when it has none"]
    scheme_duplicated: Annotated[bool, "the auth-scheme stands twice (Bearer Bearer, Token Bearer)"]
    scheme_missing: Annotated[bool, "an Authorization header holds a value without an auth-scheme"]
    scheme_misspelled: Annotated[bool, "the auth-scheme is a slip of a known one (Baerer, Bearer: with a colon)"]
    scheme_meant: Annotated[str, "the scheme that was probably meant"]
    scheme_unknown: Annotated[bool, "a word that is no known scheme stands before what looks like a token"]
    scheme_and_key_glued: Annotated[bool, "no blank between scheme and value (Bearer:abc, Bearer=abc, BearereyJ)"]
    basic_as_bearer: Annotated[bool, "what follows Bearer is base64 of user:password"]
    token_as_basic: Annotated[bool, "what follows Basic is a token or a JWT, not base64 of user:password"]


class _Doubled(model.Facts, frozen=True, kw_only=True):
    header_duplicated: Annotated[bool, "it is in two places that compete (two Authorization headers, -u with -H ...)"]
    duplicated_places: Annotated[str, "the two places that compete, in words"]
    same_value_twice: Annotated[bool, "the two competing credentials have the same value"]


class _Session(model.Facts, frozen=True, kw_only=True):
    csrf_suspect: Annotated[bool, "cookies with an unsafe method and no header that looks like a CSRF token"]
    browser: Annotated[bool, "the request comes from a browser (Origin, Sec-Fetch-*, fetch or HAR paste)"]
    cross_origin: Annotated[bool, "Origin is another origin than the URL's"]


class _OAuth(model.Facts, frozen=True, kw_only=True):
    token_endpoint: Annotated[bool, "it asks an _OAuth token endpoint (grant_type, or a path that ends in /token)"]
    grant_type: Annotated[str, "the grant_type of the body, ''"]
    client_secret_sent: Annotated[bool, "a client secret is in body or Basic of a token request"]
    client_auth_twice: Annotated[bool, "client credentials are in Basic and in the body (RFC 6749 section 2.3)"]
    login_endpoint: Annotated[bool, "it is a log-in itself (/login, /session ... with a password in the body)"]


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the request shows by itself, and against its provider's entry."""

    shape: _Shape
    placed: _Placed
    named: _Named
    schemed: _Schemed
    doubled: _Doubled
    session: _Session
    oauth: _OAuth
    expected: ExpectedPlace


_CSRF = re.compile(r"csrf|xsrf|x-wp-nonce|requestverificationtoken|x-requested-with", re.IGNORECASE)
_TOKEN_PATH = re.compile(
    r"/(?:oauth2?|connect|protocol/openid-connect|token|oauth2/v\d[.\d]*|v\d)/(?:v\d[.\d]*/)?(?:access_)?token/?$",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(r"/(?:log-?in|sign-?in|sessions?|authenticate|auth/token|token/login)/?$", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(
    r"""^[\s>*'"+-]{0,12}authorization['"]?\s{0,3}[:=].*\n[\s>*'"+-]{0,12}authorization['"]?\s{0,3}[:=]""",
    re.IGNORECASE | re.MULTILINE,
)
_TWICE = re.compile(r"^(?:bearer|token) [^,\s]{8,},\s{0,3}(?:bearer|basic|token) \S", re.IGNORECASE)
_REGISTRY = re.compile(r"^https?://[^/]+/v2/(?:$|_catalog$|.+/(?:manifests|blobs|tags|referrers)/)", re.IGNORECASE)
_UNSENT_PLACE = re.compile(
    r"userinfo$|(?:body|query):(?:(?:proxy-)?authorization|x-(?:api-?key|auth(?:-\w+)?|access-token))$", re.IGNORECASE
)
_SHORTEST_TOKEN = 12
_GLUED = re.compile(
    r"(bearer|basic|token|apikey|digest)(?:[:=,]|(?=eyj|[${]))\S+|(?:bearer|basic)\S{8,}", re.IGNORECASE
)
_DOUBLE = re.compile(r"\s*[\"']?([A-Za-z][\w-]*)[:=]?[\s\"']+([A-Za-z][\w-]*)[:=]?(?:\s+(\S.*)|\s*)\Z", re.DOTALL)


async def check(case: Case, _net: Net) -> Finding:
    """Read the request alone."""
    case = with_fragment(case)
    request = case.request
    if request is None:
        return skip("there is no request in the text")
    placed, named, schemed = _placed(case, request), _named(request, case.book, case.provider), _schemed(request)
    expected = expected_place(case, request)
    if named.header_misspelled or (placed.mentioned and request.format.kind == "log"):
        expected = expected.but(wrong_location=False)
    if request.format.is_part:  # nobody knows where it was put
        expected = expected.but(wrong_location=False, wrong_scheme=False)
    if redacted(_authorization(request)):  # the scheme may have been blotted out with the rest
        schemed, expected = schemed.but(scheme_missing=False), expected.but(wrong_scheme=False)
    return _judged(
        Facts(
            shape=_shape(request),
            placed=placed,
            named=named,
            schemed=schemed,
            doubled=_doubled(case, request),
            session=_session(request),
            oauth=_oauth(request),
            expected=expected,
        )
    )


def _shape(request: Request) -> _Shape:
    transfer = request.transfer
    method = request.method.upper()
    return _Shape(
        method=method,
        unsafe_method=method not in SAFE,
        preflight=method == "OPTIONS" and request.header("access-control-request-method") is not None,
        digest_wanted=transfer.scheme in ("digest", "anyauth"),
        sigv4_wanted=bool(transfer.sigv4),
        client_certificate=transfer.client_certificate,
        proxy_used=transfer.proxy is not None,
        proxy_credential=request.header("proxy-authorization") is not None
        or (transfer.proxy is not None and "@" in transfer.proxy.reveal()),
        follows_redirects=transfer.follow_redirects,
        registry=_REGISTRY.search(request.url.partition("?")[0]) is not None,
    )


def _placed(case: Case, request: Request) -> _Placed:
    """Where the credentials stand."""
    unsent = any(problem.code in UNSENT for problem in case.report.problems)
    credentials = tuple(one for one in request.credentials if not (unsent and _UNSENT_PLACE.match(one.location)))
    places = [credential.location.partition(":")[0] for credential in credentials]
    first = credentials[0] if credentials else None
    slips = [name for name, value in request.headers if value.strip() and meant_header(name)]
    emptied = request.header("authorization") is not None or bool(emptied_header(case.report.text))
    mentioned = not unsent and _is_mentioned(request)
    preflight = request.method.upper() == "OPTIONS"  # it carries no credential by definition (Fetch standard)
    made_elsewhere = request.transfer.client_certificate or request.transfer.scheme in ("negotiate", "ntlm")
    bare = not (credentials or slips or made_elsewhere or preflight or emptied or mentioned)
    opaque = opaque_field(request) if bare and not unsent else ""
    hidden = unseen(case, request) if bare and not (opaque or unsent) else ""
    return _Placed(
        has_credential=bool(credentials or slips),
        mentioned=mentioned,
        unsent=bare and unsent,
        missing=bare and not (opaque or hidden),
        opaque=opaque if bare else "",
        unseen=hidden,
        count=len(credentials),
        kinds=tuple(credential.kind for credential in credentials),
        kind=first.kind if first else "",
        location=first.location if first else "",
        header=first.location[7:] if first and first.location.startswith("header:") else "",
        header_underscore=any("_" in one.location for one in credentials if one.location.startswith("header:")),
        in_userinfo="userinfo" in places,
        in_query="query" in places,
        query_name=next((one.location[6:] for one in credentials if one.location.startswith("query:")), ""),
        in_body="body" in places,
        in_path="path" in places,
        in_cookie="cookie" in places,
        cookie_only=bool(places) and set(places) == {"cookie"},
    )


def _is_mentioned(request: Request) -> bool:
    return request.format.is_part or (request.format.is_mention and not request.headers)


def _named(request: Request, book: Book, provider: Provider | None) -> _Named:
    """Slips in header names; a right name beside the slip makes it harmless, and a provider's own name is none."""
    right = {name.lower() for name, value in request.headers if value.strip()}
    places = [place for provider in book.providers.values() for place in provider.placement]
    own = {place.name.lower() for place in places if place.place == "header"}
    slips = [
        (name, meant)
        for name, _ in request.headers
        if (meant := meant_header(name)) and meant.lower() not in right and name.lower() not in own
    ]
    if provider is not None and not slips:
        slips = [
            (name, meant)
            for name, _ in request.headers
            if (meant := _slip_of(name, provider)) and meant.lower() not in right
        ]
    typed, meant = slips[0] if slips else ("", "")
    return _Named(header_misspelled=bool(slips), header_typed=typed[:60], header_meant=meant)


def _slip_of(name: str, provider: Provider) -> str:
    """The header of the asked provider that ``name`` is a slip of; ''."""
    for place in provider.placement:
        if place.place == "header" and is_slip(name, place.name):
            return place.name
    return ""


def _schemed(request: Request) -> _Schemed:
    """The auth-scheme of Authorization (or of the header that was meant to be it)."""
    value = _authorization(request)
    word, blank, rest = value.strip().partition(" ")
    rest = rest.strip()
    known = word.lower() in KNOWN_SCHEMES
    glued = None if blank and known else _GLUED.match(value.strip())
    double = _DOUBLE.match(value)
    doubled = double is not None and all(_is_scheme(part) for part in double.groups()[:2])
    slip = meant_scheme(word) if blank and rest and not glued else ""
    return _Schemed(
        scheme=word.lower() if known and not glued else _told(request, value),
        scheme_duplicated=doubled,
        scheme_missing=bool(value.strip()) and not (blank or known or glued or _named_by_scheme(request)),
        scheme_misspelled=bool(slip) and not known,
        scheme_meant=slip,
        scheme_unknown=bool(under_unknown_scheme(value)),
        scheme_and_key_glued=glued is not None,
        basic_as_bearer=word.lower() in ("bearer", "token") and pair_in(rest) is not None,
        token_as_basic=word.lower() == "basic" and bool(rest) and pair_in(rest) is None and _is_token(rest),
    )


def _named_by_scheme(request: Request) -> bool:
    """Whether the scheme stands in place of the header's name: ``Bearer: eyJ…``."""
    return request.header("authorization") is None and any(name.lower() in KNOWN_SCHEMES for name, _ in request.headers)


def _told(request: Request, value: str) -> str:
    """The scheme that the client was told to answer a challenge by, where no Authorization header stands; ''."""
    return request.transfer.scheme if not value and request.transfer.scheme in CHALLENGED else ""


def _authorization(request: Request) -> str:
    for name, value in request.headers:
        if name.lower() == "authorization" or meant_header(name) == "Authorization":
            return value
    return ""


def _is_scheme(word: str | None) -> bool:
    return bool(word) and str(word).lower() in KNOWN_SCHEMES


def _is_token(text: str) -> bool:
    """Is it a token by its form, or by what it is as base64: no text at all?"""
    if ":" in text or " " in text or "${" in text:  # a pair, or an expression that may give one
        return False
    if text.startswith("eyJ") or re.match(r"[A-Za-z]{2,10}[-_][A-Za-z0-9_-]{10,}\Z", text):
        return True
    try:
        return len(text) >= _SHORTEST_TOKEN and not base64.b64decode(f"{text}==").isascii()
    except ValueError:
        return False


def _doubled(case: Case, request: Request) -> _Doubled:
    """Two credentials that compete for one place (RFC 9110 section 11.6.2 knows one).

    Headers that a text mentions here and there may be of two requests: of one they are where they stand together.
    """
    values = [value.strip() for name, value in request.headers if name.lower() == "authorization"]
    places = ""
    is_loose = request.format.is_part or request.format.is_mention
    is_one = not is_loose or _SIDE_BY_SIDE.search(case.report.text[:65_536])
    if len(values) > 1 and is_one:
        places = f"{len(values)} Authorization headers"
    elif values and _TWICE.search(values[0]):
        places = "two credentials in one Authorization header"
    elif {"userinfo", "header:authorization"} <= {one.location.lower() for one in request.credentials}:
        places = "the URL's userinfo and an Authorization header"
    elif _told_two_ways(request):
        places = "the query and an Authorization header"
    elif any(problem.code == "credential-overridden" for problem in case.report.problems):
        places = "-u and an Authorization header"
    return _Doubled(
        header_duplicated=bool(places),
        duplicated_places=places,
        same_value_twice=len(values) > 1 and len(set(values)) == 1,
    )


def _told_two_ways(request: Request) -> bool:
    """A bearer token in the header and in the query, of which a request may use one (RFC 6750 section 2)."""
    bearers = {one.location.lower() for one in request.credentials if one.kind == "bearer"}
    return {"query:access_token", "header:authorization"} <= bearers


def _session(request: Request) -> _Session:
    cookie = request.header("cookie") is not None
    token = any(_CSRF.search(name) for name, _ in request.headers)
    token = token or bool(request.body and re.search(rb"csrf|xsrf|authenticity_token", request.body[:65_536]))
    auth = request.header("authorization") is not None
    origin = request.header("origin") or ""
    return _Session(
        csrf_suspect=cookie and not auth and request.method.upper() not in SAFE and not token,
        browser=request.format.system == "browser"
        or any(name.lower().startswith("sec-fetch") for name, _ in request.headers),
        cross_origin=origin not in ("", "null") and not request.url.startswith(origin.rstrip("/") + "/"),
    )


def _oauth(request: Request) -> _OAuth:
    body = (request.body or b"")[:65_536].decode("utf-8", "replace")
    grant = re.search(r"(?:^|[&\"'\s{,])grant_type[\"']?\s*[=:]\s*[\"']?([\w:.%-]{1,80})", body)
    path = request.url.partition("?")[0]
    unsafe = request.method.upper() not in SAFE
    secret_in_body = "client_secret" in body or "client_assertion" in body
    endpoint = grant is not None or (unsafe and (_TOKEN_PATH.search(path) is not None or secret_in_body))
    in_header = (request.header("authorization") or "").lower().startswith("basic")
    return _OAuth(
        token_endpoint=endpoint,
        grant_type=grant[1] if grant else "",
        client_secret_sent=endpoint and (secret_in_body or in_header),
        client_auth_twice=endpoint and secret_in_body and in_header,
        login_endpoint=not endpoint and unsafe and (_LOGIN_PATH.search(path) is not None or _is_login(request)),
    )


def _is_login(request: Request) -> bool:
    """Whether a password in the body is all that the request brings: it asks for what a later call will send."""
    sent = request.credentials
    return bool(sent) and all(one.location.startswith("body:") and one.is_password for one in sent)


def _judged(facts: Facts) -> Finding:
    """The first fault in words, else what is there."""
    told = facts.told()
    for name, words in _FAULTS:
        if told[name]:
            return fail(words.format(**told), facts)
    if facts.session.csrf_suspect:
        return warn(f"a {facts.shape.method} with cookies and no CSRF token", facts)
    if not facts.placed.has_credential:
        return warn("nothing in the request is a credential", facts)
    return passed(f"{facts.placed.count} credential(s): {', '.join(facts.placed.kinds)}", facts)


_FAULTS = (
    ("missing", "no credential anywhere in the request"),
    ("header_misspelled", "header {header_typed}, where {header_meant} is meant"),
    ("scheme_duplicated", "the scheme is in the Authorization header twice"),
    ("header_duplicated", "the credential is sent twice: {duplicated_places}"),
    ("scheme_and_key_glued", "there is not one space between scheme and value"),
    ("scheme_misspelled", "the scheme is no known one, {scheme_meant} is meant"),
    ("scheme_missing", "the Authorization header has a value and no scheme"),
    ("basic_as_bearer", "what follows Bearer is base64 of user:password"),
    ("token_as_basic", "what follows Basic is a token, not base64 of user:password"),
    ("client_auth_twice", "client credentials are in the header and in the body"),
    ("wrong_location", "the credential is at {location}, the provider wants {expected_location}"),
    ("wrong_scheme", "the scheme is {scheme}, the provider wants {expected_scheme}"),
)
