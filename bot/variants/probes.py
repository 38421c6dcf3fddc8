"""Request -> the requests that the probes send: without credentials, as pasted, and with noise in their place.

Only what stands in the request is changed, and only the credential; a method that may act becomes GET without the
body, and keeps of its query the credential alone. What may leave at all is judged
again by the guard behind Net.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, unquote_plus

from bot.auth.basic import basic
from bot.auth.names import AUTH_HEADERS, KNOWN_SCHEMES, meant_header
from bot.case import Case
from bot.masking import (
    LINK_HEADERS,
    Secret,
    UrlPart,
    is_harmless_header,
    is_plain,
    is_plain_name,
    mask_url,
    parts_of,
    rebuilt,
    secrets_in,
    undone,
)
from bot.model import Carries, Credential, Headers, Request
from bot.probing.acts import act_in
from bot.probing.net import Probe
from bot.url import url_of, with_query
from bot.variants.noise import noise_for, noise_like, noise_pair

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_BODY = frozenset({"content-type", "content-length", "content-encoding", "transfer-encoding", "expect"})
_ALWAYS_AUTH = frozenset(name.lower() for name in AUTH_HEADERS)
_SHORTEST = 8  # characters by which a value is told for the credential
_NOISED = frozenset({"path", "query", "name"})
# A signature covers this very request at its very time: sent again it is refused for being old.
UNREPEATABLE = frozenset({"sigv4", "hmac", "digest", "jwt-assertion"})


@dataclass(frozen=True, slots=True)
class Noise:
    """Where noise comes from: the same case and label give the same noise."""

    seed: str
    now_s: int

    def like(self, credential: Credential) -> str:
        """Noise of the credential's shape; an invented pair for a user name with a password."""
        if credential.kind == "basic" or credential.location == "userinfo" or _is_pair(credential):
            return noise_pair(self.seed)
        return noise_like(credential.secret.reveal(), f"{self.seed}/{credential.location}", self.now_s)


def _is_pair(credential: Credential) -> bool:
    """Whether it is the ``user:password`` of a handshake that the client was told to make."""
    return credential.kind in ("digest", "other") and not credential.scheme and ":" in credential.secret.reveal()


def noise_of(case: Case, label: str) -> Noise:
    """The noise of a case for one purpose."""
    return Noise(f"{case.now.isoformat()}/{label}", int(case.now.timestamp()))


def probe(request: Request, purpose: str, carries: Carries) -> Probe:
    """``request`` as a probe, with the -k and -x of the paste for the guard to judge."""
    proxy = request.transfer.proxy
    return Probe(
        purpose=purpose,
        method=request.method,
        url=request.url,
        headers=request.headers,
        carries=carries,
        insecure=request.transfer.insecure,
        proxy=proxy.reveal() if proxy else None,
        credential_headers=tuple(auth_headers(request)),
    )


def asked(request: Request) -> Request:
    """The request as pasted in a method that changes nothing: what given-probe sends."""
    safe = request.method in SAFE
    url = url_of(request.url)
    query = url.query
    if not safe and query is not None:
        query = _query(query, lambda name, pair: pair if name in _query_names(request) else None)
    headers = tuple(pair for pair in request.headers if pair[0].lower() not in _OF_BODY or _guards(*pair))
    if url.userinfo is not None and request.header("authorization") is None:
        headers = (*headers, ("Authorization", basic(unquote(url.userinfo))))
    method, bare = request.method if safe else "GET", with_query(request.url, query)
    return replace(request, method=method, url=bare, headers=headers, body=None)


def _guards(name: str, value: str) -> bool:
    """Does the header tell of a body, and stay? By JSON's type some CSRF guards let a GET pass (Apollo Server)."""
    return name.lower() == "content-type" and value.partition(";")[0].strip().lower() == "application/json"


def harmless(case: Case, request: Request) -> Request:
    """``request`` with only what is known to be harmless as it was; credentials are the caller's to take out.

    Every other piece of path and query, and every other header's value, is noise of its shape: the same in every probe
    of a case, so that their answers can be compared. A URL that names an act stays, and so is refused.
    """
    if act_in(request.url):
        return request
    seed, mine = _seed(case), {name.lower() for name in auth_headers(request)}
    url = rebuilt(request.url, lambda part: noise_for(part, seed) if part.kind in _NOISED else part.text)
    headers = [
        (name, value if name.lower() in mine else _harmless_value(name, value, seed)) for name, value in request.headers
    ]
    return replace(request, url=url, headers=tuple((name, value) for name, value in headers if value is not None))


def _harmless_value(name: str, value: str, seed: str) -> str | None:
    """The header's value as it may be sent; None when the header is left out."""
    if is_harmless_header(name):
        return None if secrets_in(value) or (name.lower() in LINK_HEADERS and mask_url(value) != value) else value
    return value if is_plain(value) else noise_for(UrlPart(value, "header"), seed)


def made_up(case: Case) -> bool:
    """Whether probes without secrets ask for another resource than the pasted one, since a piece of it is noise.

    Then "not found" and "bad request" say nothing of the pasted request.
    """
    if case.request is None:
        return False
    request = _without_parameters(asked(case.request))
    clean = without_secrets(case)
    kept = dict(clean.headers)
    return clean.url != request.url or any(kept.get(name, value) != value for name, value in request.headers)


def as_pasted(case: Case, url: str) -> str:
    """``url``, as the answer to such a probe names it, with the pasted pieces in the places of their noise."""
    if case.request is None:
        return url
    seed = _seed(case)
    pasted = [part for part in parts_of(asked(case.request).url) if part.kind in _NOISED]
    true = {undone(noise_for(part, seed)): part.text for part in pasted}
    shortest = 4  # a shorter piece may be anything
    return "".join(
        true.get(part.value, part.text) if part.kind or len(part.value) >= shortest else part.text
        for part in parts_of(url)
    )


def opaque_values(case: Case) -> tuple[str, ...]:
    """The pieces of the pasted URL that may be secret, and the noise in their places, without escapes."""
    if case.request is None:
        return ()
    seed = _seed(case)
    parts = [part for part in parts_of(case.request.url) if part.kind in _NOISED]
    return tuple(text for part in parts for text in (part.value, undone(noise_for(part, seed))))


def without_secrets(case: Case) -> Request:
    """The request with every credential removed and noise in place of what else may be secret: what none-probe sends.

    A credential in the path cannot be taken out: noise stands in its place too.
    """
    assert case.request is not None  # a probe looks before it asks
    request = harmless(case, _without_parameters(asked(case.request)))
    dropped = {name.lower() for name in auth_headers(request)}
    headers = tuple((name, value) for name, value in request.headers if name.lower() not in dropped)
    return replace(request, headers=headers, credentials=())


def with_noise(case: Case, noise: Noise) -> Request:
    """The same request with noise of the same shape in place of every credential: what bogus-probe sends."""
    assert case.request is not None  # a probe looks before it asks
    request = asked(case.request)
    changed = harmless(case, request)
    invented = []
    for credential in request.credentials:
        value = noise.like(credential)
        changed = _put(changed, credential, value)
        invented.append(replace(credential, secret=Secret(value, credential.kind)))
    names = {name.lower() for name in auth_headers(request)}
    headers = tuple(
        (name, _unlike(request, name, value, noise)) if name.lower() in names else (name, value)
        for name, value in changed.headers
    )
    return replace(changed, headers=headers, credentials=tuple(invented))


def _unlike(request: Request, name: str, value: str, noise: Noise) -> str:
    """The value of an auth header with noise for what no credential has replaced."""
    if name.lower() == "cookie":
        true = {pair.strip() for text in _all(request, name) for pair in text.split(";")}
        pairs = [pair.strip() for pair in value.split(";")]
        return "; ".join(_noisy_cookie(pair, noise) if pair in true else pair for pair in pairs)
    return _noisy_header(value, noise) if value.strip() and value in _all(request, name) else value


def _noisy_cookie(pair: str, noise: Noise) -> str:
    name, equals, value = pair.partition("=")
    shown = name if is_plain_name(name) else noise_like(name, noise.seed, noise.now_s)
    return f"{shown}={noise_like(value, f'{noise.seed}/{name}', noise.now_s)}" if equals else shown


def _all(request: Request, name: str) -> list[str]:
    return [value for key, value in request.headers if key.lower() == name.lower()]


def _without_parameters(request: Request) -> Request:
    """The request without the parameters that are credentials."""
    names = _query_names(request)
    return replace(request, url=_with_query(request.url, lambda name, pair: None if name in names else pair))


def _seed(case: Case) -> str:
    return f"{case.now.isoformat()}/harmless"


def auth_headers(request: Request) -> list[str]:
    """The names of the headers that hold a credential, by place, by a slip of a name, or by a value that moved."""
    places = [credential.location.partition(":") for credential in request.credentials]
    known = {name.lower() for where, _, name in places if where == "header"}
    values = [value for one in request.credentials if len(value := one.secret.reveal()) >= _SHORTEST]
    return [
        name
        for name, text in request.headers
        if name.lower() in _ALWAYS_AUTH
        or name.lower() in known
        or meant_header(name)
        or any(value in text for value in values)
    ]


def with_header(request: Request, name: str, value: str) -> Request:
    """The request with header ``name`` set once, in the place of the first one of that name."""
    headers = [(key, text) for key, text in request.headers if key.lower() != name.lower()]
    return replace(request, headers=(*headers, (name, value)))


def without_header(request: Request, name: str) -> Request:
    """The request without header ``name``."""
    return replace(request, headers=tuple(pair for pair in request.headers if pair[0].lower() != name.lower()))


def without_parameter(request: Request, name: str) -> Request:
    """The request without the query parameter ``name``."""
    return replace(request, url=_with_query(request.url, lambda key, pair: None if key == name else pair))


def with_parameter(request: Request, name: str, value: str) -> Request:
    """The request with one more query parameter."""
    mark = "&" if "?" in request.url else "?"
    return replace(request, url=f"{request.url.partition('#')[0]}{mark}{quote(name)}={quote(value)}")


def _put(request: Request, credential: Credential, value: str) -> Request:
    where, _, name = credential.location.partition(":")
    if where == "header" and request.header(name) is not None:
        return _put_header(request, credential, name, value)
    if where == "cookie":
        return _put_cookie(request, name, value)
    if where == "query":
        put = f"{quote(name)}={quote(value)}"
        return replace(request, url=_with_query(request.url, lambda key, pair: put if key == name else pair))
    if where == "userinfo":
        return with_header(request, "Authorization", basic(value))
    if where == "path" and credential.secret:
        return replace(request, url=request.url.replace(credential.secret.reveal(), quote(value, safe=":")))
    return request


def _put_header(request: Request, credential: Credential, name: str, value: str) -> Request:
    def changed(text: str) -> str:
        secret = credential.secret.reveal()
        if credential.kind == "basic" and credential.scheme:
            return credential.scheme + basic(value).removeprefix("Basic")
        if secret and secret in text:
            return text.replace(secret, value)
        return f"{credential.scheme} {value}".strip()

    headers = tuple(
        (key, changed(text)) if key.lower() == name.lower() else (key, text) for key, text in request.headers
    )
    return replace(request, headers=headers)


def _put_cookie(request: Request, name: str, value: str) -> Request:
    def changed(text: str) -> str:
        pairs = [pair.strip() for pair in text.split(";")]
        return "; ".join(f"{name}={value}" if pair.partition("=")[0] == name else pair for pair in pairs)

    headers: Headers = tuple(
        (key, changed(text)) if key.lower() == "cookie" else (key, text) for key, text in request.headers
    )
    return replace(request, headers=headers)


def _noisy_header(value: str, noise: Noise) -> str:
    scheme, blank, rest = value.strip().partition(" ")
    if blank and scheme.lower() == "basic":
        return basic(noise_pair(noise.seed))
    if blank and scheme.lower() in KNOWN_SCHEMES:
        return f"{scheme} {noise_like(rest, noise.seed, noise.now_s)}"
    return noise_like(value.strip(), noise.seed, noise.now_s)


def _query_names(request: Request) -> frozenset[str]:
    places = [credential.location.partition(":") for credential in request.credentials]
    return frozenset(name for where, _, name in places if where == "query")


def _with_query(url: str, change: Callable[[str, str], str | None]) -> str:
    query = url_of(url).query
    return url if query is None else with_query(url, _query(query, change))


def _query(query: str, change: Callable[[str, str], str | None]) -> str | None:
    pairs = [change(unquote_plus(pair.partition("=")[0]), pair) for pair in query.split("&")]
    kept = [pair for pair in pairs if pair is not None]
    return "&".join(kept) if kept else None
