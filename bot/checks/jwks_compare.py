"""Is the token signed by a key that its issuer publishes?"""

from __future__ import annotations

from typing import Annotated, Any

from bot import model
from bot.auth.jwt import like_jwt
from bot.auth.strict_json import NotJsonError, read_object
from bot.case import Case
from bot.checks import decode_token, issuer_discovery
from bot.checks._outcome import error, fail, passed, skip
from bot.checks._probing import facts_of
from bot.knowledge.sites import same_site
from bot.model import Finding, Request
from bot.probing.net import Failed, Net, NotAllowed, Probe
from bot.url import host_of
from bot.variants.credentials import standing

STAGE = 1
AFTER: tuple[str, ...] = ("issuer-discovery",)


class Facts(model.Facts, frozen=True, kw_only=True):
    """The issuer's published keys, and what they say of the token."""

    unreachable: Annotated[bool, "the keys could not be had"]
    keys: Annotated[int | None, "how many they are"] = None
    key_unknown: Annotated[bool | None, "no published key has the token's kid"] = None
    alg_mismatch: Annotated[bool | None, "the token's alg does not go with the key's type"] = None
    verified: Annotated[bool | None, "the signature is right"] = None
    signature_bad: Annotated[bool | None, "the signature is wrong under the very key of the token's kid"] = None


_MOST_KEYS = 100
_BY_TYPE = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512", "ES256K"),
    "OKP": ("EdDSA",),
}


async def check(case: Case, net: Net) -> Finding:
    """Verify the signature with the published key of the token's kid; the algorithm is named by the key."""
    issuer = facts_of(case, "issuer-discovery", issuer_discovery.Facts)
    token = facts_of(case, "decode-token", decode_token.Facts)
    url = (issuer.jwks_uri if issuer else None) or ""
    if not url or issuer is None or issuer.differs or token is None:
        return skip("there is no issuer's key set to compare with")
    target = host_of(case.request.url) if case.request else ""
    if not (
        same_site(host_of(url), host_of(token.claims.iss))
        or same_site(host_of(url), target)
        or host_of(url) in case.book.issuers
    ):
        return skip("the key set is on a host that is not on the list of those that are asked")
    outcome = await net.ask(Probe(purpose="jwks-compare", method="GET", url=url, derived=True))
    if isinstance(outcome, NotAllowed):
        return skip(outcome.words)
    if isinstance(outcome, Failed) or outcome.response.status != 200:
        return error("the issuer's key set could not be fetched", Facts(unreachable=True))
    try:
        keys = read_object(outcome.response.body).get("keys")
    except NotJsonError:
        return error("the issuer's key set is no JSON", Facts(unreachable=True))
    published = [key for key in keys if isinstance(key, dict)][:_MOST_KEYS] if isinstance(keys, list) else []
    return _compared(case.request, token, published)


def _compared(request: Request | None, told: decode_token.Facts, keys: list[dict[str, Any]]) -> Finding:
    sent = standing(request) if request else ()
    token = next((one.value.strip() for one in sent if like_jwt(one.value.strip())), "")
    kid, alg = told.head.kid, told.form.alg
    fit = [key for key in keys if key.get("kid") == kid] if kid else keys
    if told.head.alg_symmetric and not fit:
        return skip("the token is signed with a shared secret, which nobody publishes")
    facts = Facts(unreachable=False, keys=len(keys), key_unknown=bool(kid) and not fit and bool(keys))
    if facts.key_unknown:
        return fail("no key that the issuer publishes has the token's kid", facts)
    usable = [key for key in fit if alg in _BY_TYPE.get(str(key.get("kty")), ()) and key.get("alg") in (None, alg)]
    facts = facts.but(alg_mismatch=bool(fit) and not usable)
    if not usable and fit:
        return fail("the token's alg does not go with the key's type", facts)
    if not usable:
        return error("the key set is empty", facts)
    verdicts = [_verify(token, key, alg) for key in usable[:10]]
    facts = facts.but(verified=True in verdicts, signature_bad=True not in verdicts and False in verdicts)
    if facts.verified:
        return passed("the signature is right under the issuer's published key", facts)
    if facts.signature_bad:
        return fail("the signature is wrong under the issuer's published key", facts)
    return error("the published key could not be used", facts)


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
