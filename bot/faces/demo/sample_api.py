"""The sample API: really checks what it is sent, and fails in two dozen ways. Its keys are made anew at each start.

It is its own issuer: tokens are signed with a key of the JWK Set that it publishes (RFC 7517; OIDC Discovery).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

AUDIENCE = "orders-api"
KEY_ID, OLD_KEY_ID = "2026-11", "2026-05"  # the second is published no longer
_WINDOW_S = 300  # how far the time in a signature may be off


@dataclass(frozen=True)
class Keys:
    """What the API takes, and what it took once."""

    token: str = field(default_factory=lambda: f"demo_{secrets.token_hex(16)}")
    revoked: str = field(default_factory=lambda: f"demo_{secrets.token_hex(16)}")
    key: str = field(default_factory=lambda: f"dk_{secrets.token_hex(16)}")
    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    session: str = field(default_factory=lambda: secrets.token_hex(16))
    signing: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    old: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))

    def jwt(self, issuer: str, *, lasts_s: int = 3600, begins_s: int = -7200, audience: str = AUDIENCE,
            scope: str = "orders:read", key_id: str = KEY_ID) -> str:  # fmt: skip
        """An access token; ``lasts_s`` below zero: one that is expired, ``begins_s`` above: one that is too early."""
        now = int(time.time())
        claims = {"iss": issuer, "aud": audience, "sub": "sam", "scope": scope, "iat": now + min(begins_s, 0),
                  "nbf": now + begins_s, "exp": now + lasts_s}  # fmt: skip
        key = self.signing if key_id == KEY_ID else self.old
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": key_id})

    def hmac(self, path: str, at: int) -> str:
        """The signature of a GET of ``path`` at a time."""
        return hmac.new(self.key.encode(), f"GET\n{path}\n{at}".encode(), hashlib.sha256).hexdigest()


def application(keys: Keys, moved_to: str = "") -> web.Application:
    """The API's routes. ``moved_to`` is the origin to which the old paths redirect."""
    api = _Api(keys, moved_to)
    site = web.Application()
    for name in ("orders", "refunds", "reports", "backups", "archive", "catalog", "silent", "payments", "internal",
                 "invoices", "stock", "admins", "profile", "portal"):  # fmt: skip
        site.router.add_get(f"/v1/{name}", getattr(api, name))
    site.router.add_get("/legacy/orders", api.legacy)
    site.router.add_get("/.well-known/openid-configuration", api.discovery)
    site.router.add_get("/keys", api.key_set)
    return site


class _Api:
    def __init__(self, keys: Keys, moved_to: str) -> None:
        self._keys, self._moved_to, self._asked = keys, moved_to, 0

    async def orders(self, request: web.Request) -> web.Response:
        """Bearer tokens, opaque or JWT."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return _refused(401, "missing_token", "No bearer token was sent", 'Bearer realm="orders"')
        if (why := self._why_not(token, _origin(request))) is not None:
            return _refused(
                401, "invalid_token", why, f'Bearer realm="orders", error="invalid_token", {_description(why)}'
            )
        return web.json_response({"orders": [{"id": 1, "total": "12.50"}]})

    async def refunds(self, request: web.Request) -> web.Response:
        """A good token is not enough: it needs another scope."""
        answer = await self.orders(request)
        if answer.status != 200:
            return answer
        why = "The token lacks the scope refunds:read"
        challenge = f'Bearer realm="orders", error="insufficient_scope", scope="refunds:read", {_description(why)}'
        return _refused(403, "insufficient_scope", why, challenge)

    async def reports(self, request: web.Request) -> web.Response:
        """A key in X-API-Key, and nowhere else."""
        given = request.headers.get("X-API-Key")
        if given is None:
            return _refused(401, "no_api_key", "No API key found in request: send it in the X-API-Key header")
        if given != self._keys.key:
            return _refused(401, "invalid_api_key", "Invalid API key")
        return web.json_response({"reports": ["2026-10", "2026-11"]})

    async def backups(self, request: web.Request) -> web.Response:
        """User name and password."""
        expected = base64.b64encode(f"backup:{self._keys.password}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {expected}":
            return _refused(401, "unauthorized", "Wrong user name or password", 'Basic realm="backups"')
        return web.json_response({"backups": []})

    async def archive(self, request: web.Request) -> web.Response:
        """Digest (RFC 7616, SHA-256), never Basic."""
        if not self._digest_holds(request):
            challenge = f'Digest realm="archive", qop="auth", algorithm=SHA-256, nonce="{self._keys.nonce}"'
            return _refused(401, "unauthorized", "Digest authentication is required", challenge)
        return web.json_response({"files": []})

    async def catalog(self, request: web.Request) -> web.Response:
        """A cache in front keeps somebody's 401 for whoever asks for the same address."""
        if request.query_string or "no-cache" in request.headers.get("Cache-Control", ""):
            answer = await self.orders(request)
            answer.headers["X-Cache"] = "MISS"
            return answer
        answer = _refused(401, "missing_token", "No bearer token was sent", 'Bearer realm="orders"')
        answer.headers.update({"X-Cache": "HIT", "Age": "1840", "Cache-Control": "public, max-age=3600"})
        return answer

    async def silent(self, _: web.Request) -> web.Response:
        """Says nothing at all, whatever it is sent."""
        return web.Response(status=401)

    async def legacy(self, _: web.Request) -> web.Response:
        """Moved to another origin, where clients do not carry a credential."""
        return web.Response(status=301, headers={"Location": f"{self._moved_to}/v1/orders"})

    async def payments(self, request: web.Request) -> web.Response:
        """A signature over method, path and time, with a clock that may be five minutes off."""
        at, given = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
        if not given:
            return _refused(
                401, "missing_signature", "The header X-Signature is missing", 'HMAC-SHA256 realm="payments"'
            )
        if not at.isdigit() or abs(time.time() - int(at)) > _WINDOW_S:
            return _refused(401, "timestamp_out_of_range", "The request timestamp is too far from the server time",
                            'HMAC-SHA256 realm="payments"')  # fmt: skip
        if not secrets.compare_digest(given, self._keys.hmac(request.path, int(at))):
            return _refused(401, "signature_mismatch", "The signature does not match", 'HMAC-SHA256 realm="payments"')
        return web.json_response({"payments": []})

    async def internal(self, _: web.Request) -> web.Response:
        """For the addresses of an allow-list alone, whatever the token."""
        return _refused(401, "ip_not_allowed", "Your IP address is not on the allow list of this API")

    async def invoices(self, _: web.Request) -> web.Response:
        """Behind a proxy that does not pass the Authorization header on."""
        answer = _refused(401, "missing_token", "No Authorization header was received", 'Bearer realm="invoices"')
        answer.headers.update({"Via": "1.1 edge-proxy", "X-Forwarded-Proto": "http"})
        return answer

    async def stock(self, request: web.Request) -> web.Response:
        """Two nodes, of which one knows nobody: with a token it refuses and accepts in turn."""
        answer = await self.orders(request)
        if answer.status == 200:
            self._asked += 1
            if self._asked % 2:
                why = "The access token is not known"
                answer = _refused(
                    401, "invalid_token", why, f'Bearer realm="stock", error="invalid_token", {_description(why)}'
                )
                answer.headers["X-Served-By"] = "node-2"
        return answer

    async def admins(self, request: web.Request) -> web.Response:
        """Says 401 where it means 403."""
        answer = await self.orders(request)
        return (
            answer
            if answer.status != 200
            else _refused(401, "forbidden", "You do not have permission: the role admin is required")
        )

    async def profile(self, request: web.Request) -> web.Response:
        """A session in a cookie, which has ended."""
        if not request.cookies:
            return _refused(401, "login_required", "Please log in")
        answer = _refused(401, "session_expired", "Your session has expired. Please log in again.")
        answer.del_cookie("session")
        return answer

    async def portal(self, _: web.Request) -> web.Response:
        """A gateway with a login of its own stands in front, and nothing gets past it."""
        title = "401 Authorization Required"
        page = (
            f"<html><head><title>{title}</title></head><body><h1>{title}</h1><hr><center>nginx</center></body></html>"
        )
        headers = {"WWW-Authenticate": 'Basic realm="Staging"', "Server": "nginx"}
        return web.Response(status=401, text=page, content_type="text/html", headers=headers)

    async def discovery(self, request: web.Request) -> web.Response:
        """OIDC Discovery: where the keys are."""
        issuer = _origin(request)
        return web.json_response(
            {"issuer": issuer, "jwks_uri": f"{issuer}/keys", "id_token_signing_alg_values_supported": ["RS256"]}
        )

    async def key_set(self, _: web.Request) -> web.Response:
        """The JWK Set."""
        key = RSAAlgorithm.to_jwk(self._keys.signing.public_key(), as_dict=True)
        return web.json_response({"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]})

    def _why_not(self, token: str, issuer: str) -> str | None:
        if token == self._keys.token:
            return None
        if token == self._keys.revoked:
            return "The access token was revoked"
        if token.count(".") != 2:
            return "The access token is not known"
        try:
            if jwt.get_unverified_header(token).get("kid") != KEY_ID:
                return "The token is signed with an unknown key"
            public = self._keys.signing.public_key()
            jwt.decode(token, public, algorithms=["RS256"], audience=AUDIENCE, issuer=issuer)
        except jwt.PyJWTError as fault:
            return next((why for kind, why in _WHY.items() if isinstance(fault, kind)), "The access token is not valid")
        return None

    def _digest_holds(self, request: web.Request) -> bool:
        scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
        given = {name.strip(): value.strip(' "') for name, _, value in (p.partition("=") for p in rest.split(","))}
        if scheme.lower() != "digest" or given.get("nonce") != self._keys.nonce:
            return False
        first = _sha256(f"archive:archive:{self._keys.password}")
        second = _sha256(f"{request.method}:{given.get('uri')}")
        middle = ":".join(given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
        return secrets.compare_digest(given.get("response", ""), _sha256(f"{first}:{middle}:{second}"))


_WHY: dict[type[jwt.PyJWTError], str] = {
    jwt.ExpiredSignatureError: "The access token expired",
    jwt.ImmatureSignatureError: "The access token is not valid yet",
    jwt.InvalidAudienceError: "The audience of the access token is invalid",
    jwt.InvalidIssuerError: "The issuer of the access token is not trusted",
    jwt.InvalidSignatureError: "The signature of the access token is invalid",
    jwt.DecodeError: "The access token is malformed",
}


def _origin(request: web.Request) -> str:
    return f"http://{request.host}"


def _refused(status: int, error: str, message: str, challenge: str = "") -> web.Response:
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    return web.json_response({"error": error, "message": message}, status=status, headers=headers)


def _description(why: str) -> str:
    return f'error_description="{why}"'


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
