"""Request -> the requests that the probes send: without credentials, as pasted, and with noise in their place.

Only what stands in the request is changed, and only the credential; a method that may act becomes GET without the
body, and keeps of its query the credential alone. What may leave at all is judged
again by the guard behind Net.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, unquote_plus

from bot.auth.names import KNOWN_SCHEMES, meant_header
from bot.auth.noise import noise_like, noise_pair
from bot.case import Case
from bot.masking import Secret
from bot.model import Credential, Headers, Request
from bot.probing.net import Carries, Probe

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OF_BODY = frozenset({"content-type", "content-length", "content-encoding", "transfer-encoding", "expect"})
_ALWAYS_AUTH = frozenset({"authorization", "proxy-authorization", "cookie", "dpop", "x-amz-security-token"})
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?:(?P<userinfo>[^/?#]*)@)?(?P<rest>[^?#]*)(?:\?(?P<query>[^#]*))?"
)
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
    parts = _URL.match(request.url)
    if parts is None:
        return replace(request, body=None, method=request.method if safe else "GET")
    query = parts["query"]
    if not safe and query is not None:
        query = _query(query, lambda name, pair: pair if name in _query_names(request) else None)
    headers = tuple((name, value) for name, value in request.headers if name.lower() not in _OF_BODY)
    if parts["userinfo"] is not None and request.header("authorization") is None:
        pair = base64.b64encode(unquote(parts["userinfo"]).encode()).decode()
        headers = (*headers, ("Authorization", f"Basic {pair}"))
    return replace(
        request, method=request.method if safe else "GET", url=_url(parts, query), headers=headers, body=None
    )


def without_credentials(request: Request) -> Request:
    """The same request with every auth header, cookie, key parameter and userinfo removed: what none-probe sends.

    A credential in the path cannot be taken out; zeros stand in its place.
    """
    request = asked(request)
    dropped = {name.lower() for name in auth_headers(request)}
    headers = tuple((name, value) for name, value in request.headers if name.lower() not in dropped)
    names = _query_names(request)
    url = _with_query(request.url, lambda name, pair: None if name in names else pair)
    for credential in request.credentials:
        if credential.location == "path" and credential.secret:
            url = url.replace(credential.secret.reveal(), "0" * len(credential.secret))
    return replace(request, url=url, headers=headers, credentials=())


def with_noise(request: Request, noise: Noise) -> Request:
    """The same request with noise of the same shape in place of every credential: what bogus-probe sends."""
    request = asked(request)
    changed = request
    invented = []
    for credential in request.credentials:
        value = noise.like(credential)
        changed = _put(changed, credential, value)
        invented.append(replace(credential, secret=Secret(value, credential.kind)))
    known = {_name(credential) for credential in request.credentials if credential.location.startswith("header:")}
    headers = tuple(
        (name, _noisy_header(value, noise)) if meant_header(name) and name.lower() not in known else (name, value)
        for name, value in changed.headers
    )
    return replace(changed, headers=headers, credentials=tuple(invented))


def auth_headers(request: Request) -> list[str]:
    """The names of the headers that hold a credential, slips of such names included."""
    known = {_name(credential) for credential in request.credentials if credential.location.startswith("header:")}
    return [
        name
        for name, _ in request.headers
        if name.lower() in _ALWAYS_AUTH or name.lower() in known or meant_header(name)
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


def basic(pair: str) -> str:
    """The value of an Authorization header for ``user:password`` (RFC 7617, UTF-8)."""
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _put(request: Request, credential: Credential, value: str) -> Request:
    where, _, name = credential.location.partition(":")
    if where == "header" and request.header(name) is not None:
        return _put_header(request, credential, name, value)
    if where == "cookie":
        return _put_cookie(request, name, value)
    if where == "query":
        return replace(
            request,
            url=_with_query(request.url, lambda key, pair: f"{quote(name)}={quote(value)}" if key == name else pair),
        )
    if where == "userinfo":
        return with_header(request, "Authorization", basic(value))
    if where == "path" and credential.secret:
        return replace(request, url=request.url.replace(credential.secret.reveal(), quote(value, safe=":")))
    return request


def _put_header(request: Request, credential: Credential, name: str, value: str) -> Request:
    def changed(text: str) -> str:
        secret = credential.secret.reveal()
        if credential.kind == "basic" and credential.scheme:
            return f"{credential.scheme} {base64.b64encode(value.encode()).decode()}"
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


def _name(credential: Credential) -> str:
    return credential.location.partition(":")[2].lower()


def _query_names(request: Request) -> frozenset[str]:
    return frozenset(
        credential.location.partition(":")[2]
        for credential in request.credentials
        if credential.location.startswith("query:")
    )


def _with_query(url: str, change: Callable[[str, str], str | None]) -> str:
    parts = _URL.match(url)
    if parts is None or parts["query"] is None:
        return url
    return _url(parts, _query(parts["query"], change))


def _query(query: str, change: Callable[[str, str], str | None]) -> str | None:
    pairs = [change(unquote_plus(pair.partition("=")[0]), pair) for pair in query.split("&")]
    kept = [pair for pair in pairs if pair is not None]
    return "&".join(kept) if kept else None


def _url(parts: re.Match[str], query: str | None) -> str:
    return f"{parts['scheme']}{parts['rest']}{'' if query is None else '?' + query}"
