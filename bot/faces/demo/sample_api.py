"""The sample API: really checks what it is sent, and fails in a dozen ways. Its keys are made anew at each start."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field

import jwt
from aiohttp import web

AUDIENCE = "https://orders.demo.example"
ISSUER = "https://login.demo.example"


@dataclass(frozen=True)
class Keys:
    """What the API takes, and what it took once."""

    token: str = field(default_factory=lambda: f"demo_{secrets.token_hex(16)}")
    revoked: str = field(default_factory=lambda: f"demo_{secrets.token_hex(16)}")
    key: str = field(default_factory=lambda: f"dk_{secrets.token_hex(16)}")
    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    signing: str = field(default_factory=lambda: secrets.token_hex(32))
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))

    def jwt(self, *, lasts_s: int = 3600, audience: str = AUDIENCE, scope: str = "orders:read") -> str:
        """An access token as the API's issuer signs them; ``lasts_s`` below zero makes one that is expired."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": audience,
            "sub": "you",
            "scope": scope,
            "iat": now - 7200,
            "exp": now + lasts_s,
        }
        return jwt.encode(claims, self.signing, algorithm="HS256")


def application(keys: Keys, moved_to: str = "") -> web.Application:
    """The API's routes. ``moved_to`` is the origin to which the old paths redirect."""
    api = _Api(keys, moved_to)
    site = web.Application()
    site.router.add_get("/v1/orders", api.orders)
    site.router.add_get("/v1/refunds", api.refunds)
    site.router.add_get("/v1/reports", api.reports)
    site.router.add_get("/v1/backups", api.backups)
    site.router.add_get("/v1/archive", api.archive)
    site.router.add_get("/v1/catalog", api.catalog)
    site.router.add_get("/v1/silent", api.silent)
    site.router.add_get("/legacy/orders", api.legacy)
    return site


class _Api:
    def __init__(self, keys: Keys, moved_to: str) -> None:
        self._keys, self._moved_to = keys, moved_to

    async def orders(self, request: web.Request) -> web.Response:
        """Bearer tokens, opaque or JWT."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return _refused(401, "missing_token", "No bearer token was sent", 'Bearer realm="orders"')
        if (why := self._why_not(token)) is not None:
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

    def _why_not(self, token: str) -> str | None:
        if token == self._keys.token:
            return None
        if token == self._keys.revoked:
            return "The access token was revoked"
        if token.count(".") != 2:
            return "The access token is not known"
        try:
            jwt.decode(token, self._keys.signing, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)
        except jwt.ExpiredSignatureError:
            return "The access token expired"
        except jwt.InvalidAudienceError:
            return "The access token is meant for another audience"
        except jwt.PyJWTError:
            return "The access token is not valid"
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


def _refused(status: int, error: str, message: str, challenge: str = "") -> web.Response:
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    return web.json_response({"error": error, "message": message}, status=status, headers=headers)


def _description(why: str) -> str:
    return f'error_description="{why}"'


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
