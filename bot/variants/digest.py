"""Challenge -> the answer of Digest access authentication (RFC 7616), GET without a body."""

from __future__ import annotations

import hashlib
import re

from bot.auth.challenge import Challenge, parse
from bot.model import Request, Response
from bot.url import url_of
from bot.variants.probes import with_header

_HASHES = {"md5": "md5", "sha-256": "sha256", "sha-512-256": "sha512_256"}
_WITH_PASSWORD = frozenset({"digest", "anyauth", "basic", "ntlm", "negotiate", "aws-sigv4"})
_PREFERENCE = ("sha-512-256", "sha-256", "md5")
_COOKIE = re.compile(r"\s*([^=;\s]+)=([^;]*)")


def digest_answer(request: Request, challenged: Response) -> tuple[Request | None, str]:
    """``request`` with the Digest answer to ``challenged`` and ``digest``; None and the reason when it cannot be made.

    Cookies of the challenge go along: some servers keep the nonce in a session.
    """
    challenge = best_challenge(challenged)
    pair = user_and_password(request)
    if challenge is None:
        return None, "the API asks for no Digest whose algorithm is known"
    if pair is None:
        return None, "there is no user name with a password to answer Digest with"
    value = authorization(challenge, request.method, url_of(request.url).target, *pair)
    return with_cookies(with_header(request, "Authorization", value), challenged), "digest"


def best_challenge(challenged: Response) -> Challenge | None:
    """The Digest challenge with the strongest algorithm that we know, None without one."""
    found = [item for item in parse(challenged.all("www-authenticate")).items if item.scheme == "digest"]
    known = {algorithm: item for item in reversed(found) if (algorithm := _algorithm(item)) in _HASHES}
    return next((known[name] for name in _PREFERENCE if name in known), None)


def authorization(
    challenge: Challenge, method: str, target: str, user: str, password: str, cnonce: str = "0a4f113b62d2f1c0"
) -> str:
    """The value of the Authorization header (RFC 7616 section 3.4). A fixed cnonce is right for a single request."""
    session = challenge.get("algorithm").lower().endswith("-sess")
    realm, nonce = challenge.get("realm"), challenge.get("nonce")
    qop = "auth" if "auth" in [word.strip() for word in challenge.get("qop").lower().split(",")] else ""
    name = _HASHES[_algorithm(challenge)]

    def hashed(text: str) -> str:
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()

    one = hashed(f"{user}:{realm}:{password}")
    one = hashed(f"{one}:{nonce}:{cnonce}") if session else one
    two = hashed(f"{method}:{target}")
    middle = f"{nonce}:00000001:{cnonce}:{qop}" if qop else nonce
    parts = [
        f'username="{_quoted(user)}"', f'realm="{_quoted(realm)}"', f'nonce="{_quoted(nonce)}"', f'uri="{target}"',
        f'response="{hashed(f"{one}:{middle}:{two}")}"',
    ]  # fmt: skip
    if challenge.get("algorithm"):
        parts.append(f"algorithm={challenge.get('algorithm')}")
    if challenge.get("opaque"):
        parts.append(f'opaque="{_quoted(challenge.get("opaque"))}"')
    if qop or session:
        parts += [f"qop={qop}"] * bool(qop) + ["nc=00000001", f'cnonce="{cnonce}"']
    return "Digest " + ", ".join(parts)


def user_and_password(request: Request) -> tuple[str, str] | None:
    """The pasted user name and password, however they were given; None without."""
    for credential in request.credentials:
        user, colon, password = credential.secret.reveal().partition(":")
        if colon and (credential.kind in ("basic", "digest") or request.transfer.scheme in _WITH_PASSWORD):
            return user, password
    return None


def with_cookies(request: Request, response: Response) -> Request:
    """The request with the cookies that ``response`` sets, added to its own."""
    pairs = [f"{match[1]}={match[2]}" for value in response.all("set-cookie") if (match := _COOKIE.match(value[:4096]))]
    if not pairs:
        return request
    own = request.header("cookie")
    cookie = "; ".join([own, *pairs] if own else pairs)
    return with_header(request, "Cookie", cookie)


def _algorithm(challenge: Challenge) -> str:
    return challenge.get("algorithm").lower().removesuffix("-sess") or "md5"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
