"""Is the token signed by a key that its issuer publishes?"""

from __future__ import annotations

from typing import Any

from bot.auth.jwt import like_jwt
from bot.auth.strict_json import NotJsonError, read_object
from bot.case import Case
from bot.checks._outcome import error, fail, passed, skip
from bot.knowledge.sites import same_site
from bot.model import Finding
from bot.probing.net import Failed, Net, NotAllowed, Probe
from bot.url import host_of
from bot.variants.credentials import standing

STAGE = 1
AFTER: tuple[str, ...] = ("issuer-discovery",)
FACTS: dict[str, str] = {
    "keys": "int",
    "kid_known": "bool: kid known",
    "key_unknown": "bool: no published key has the token's kid",
    "verified": "bool: the signature is right",
    "signature_bad": "bool: it is wrong under that very key",
    "alg_mismatch": "bool: the token's alg does not go with the key's type",
    "unreachable": "bool: unreachable",
}


_MOST_KEYS = 100
_BY_TYPE = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512", "ES256K"),
    "OKP": ("EdDSA",),
}


async def check(case: Case, net: Net) -> Finding:
    """Verify the signature with the published key of the token's kid; the algorithm is named by the key."""
    url = case.evidence.fact("issuer-discovery.jwks_uri")
    issuer = case.evidence.fact("decode-token.iss")
    if (
        not isinstance(url, str)
        or not url
        or not isinstance(issuer, str)
        or case.evidence.fact("issuer-discovery.differs")
    ):
        return skip("there is no issuer's key set to compare with")
    target = host_of(case.request.url) if case.request else ""
    if not (
        same_site(host_of(url), host_of(issuer)) or same_site(host_of(url), target) or host_of(url) in case.book.issuers
    ):
        return skip("the key set is on a host that is not on the list of those that are asked")
    outcome = await net.ask(Probe(purpose="jwks-compare", method="GET", url=url, derived=True))
    if isinstance(outcome, NotAllowed):
        return skip(outcome.words)
    if isinstance(outcome, Failed) or outcome.response.status != 200:
        return error("the issuer's key set could not be fetched", unreachable=True)
    try:
        keys = read_object(outcome.response.body).get("keys")
    except NotJsonError:
        return error("the issuer's key set is no JSON", unreachable=True)
    token = (
        next((one.value.strip() for one in standing(case.request) if like_jwt(one.value.strip())), "")
        if case.request
        else ""
    )
    return _compared(
        case, token, [key for key in keys if isinstance(key, dict)][:_MOST_KEYS] if isinstance(keys, list) else []
    )


def _compared(case: Case, token: str, keys: list[dict[str, Any]]) -> Finding:
    kid, alg = case.evidence.fact("decode-token.kid"), str(case.evidence.fact("decode-token.alg") or "")
    fit = [key for key in keys if key.get("kid") == kid] if kid else keys
    facts: dict[str, Any] = {
        "keys": len(keys),
        "unreachable": False,
        "kid_known": bool(kid) and bool(fit),
        "key_unknown": bool(kid) and not fit and bool(keys),
    }
    if facts["key_unknown"]:
        return fail("no key that the issuer publishes has the token's kid", **facts)
    usable = [key for key in fit if alg in _BY_TYPE.get(str(key.get("kty")), ()) and key.get("alg") in (None, alg)]
    facts["alg_mismatch"] = bool(fit) and not usable
    if not usable:
        return (
            fail("the token's alg does not go with the key's type", **facts)
            if fit
            else error("the key set is empty", **facts)
        )
    verdicts = [_verify(token, key, alg) for key in usable[:10]]
    facts |= {"verified": True in verdicts, "signature_bad": True not in verdicts and False in verdicts}
    if facts["verified"]:
        return passed("the signature is right under the issuer's published key", **facts)
    if facts["signature_bad"]:
        return fail("the signature is wrong under the issuer's published key", **facts)
    return error("the published key could not be used", **facts)


def _verify(token: str, key: dict[str, Any], alg: str) -> bool | None:
    """Whether the signature is right; None when the key is none that we use (SECURITY.md section 3)."""
    import jwt  # slow to load, and needed for a published key alone

    try:
        loaded = jwt.PyJWK(key, algorithm=alg)
        if not _fair(loaded.key):
            return None
        jwt.decode(token, loaded, algorithms=[alg], options=_SIGNATURE_ALONE)
    except jwt.InvalidSignatureError:
        return False
    except Exception:  # a stranger's key can be anything
        return None
    return True


def _fair(key: Any) -> bool:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    if not isinstance(key, RSAPublicKey):
        return True
    return 1024 <= key.key_size <= 8192 and key.public_numbers().e < 2**32


_SIGNATURE_ALONE: Any = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
