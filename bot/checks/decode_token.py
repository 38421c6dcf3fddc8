"""What does the JWT say of itself, and is its time now? (RFC 7519 section 4.1; nothing is trusted, nothing
fetched)
"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "is_jwt": "bool: a credential is, or is meant to be, a JWT",
    "readable": "bool: header and claims are JSON objects",
    "malformed": "bool: meant to be a JWT, but it does not parse or its signature cannot be one of its algorithm",
    "problem": "str: what is wrong with its form, in words",
    "parts": "int: how many parts the dots make",
    "encrypted": "bool: five parts: a JWE, whose claims only the recipient reads",
    "alg": "str: the header's alg",
    "alg_none": "bool: alg is none, or the signature is empty",
    "alg_symmetric": "bool: alg is HS256, HS384 or HS512",
    "typ": "str: the header's typ",
    "kid": "str: the header's kid, cut to 80 characters",
    "has_kid": "bool: the header has a kid",
    "iss": "str: the issuer, cut to 200 characters",
    "iss_host": "str: the host of an issuer that is a URL, ''",
    "aud": "list of str: the audiences",
    "scope": "list of str: scope, scp and scopes, split",
    "exp": "datetime: when it expires",
    "nbf": "datetime: not before",
    "iat": "datetime: when it was issued",
    "has_exp": "bool: it has an exp that is a number",
    "reference": "str: which clock it is compared with: 'the server's Date' or 'our clock'",
    "expired": "bool: exp is past by the best clock known (the pasted Date header, else when the paste was written)",
    "expired_since_writing": "bool: exp was ahead when the paste was written and is past now",
    "late": "timedelta: how long exp is past (negative: still ahead)",
    "live": "bool: exp is ahead and nbf past by the best clock known",
    "not_yet": "bool: nbf (or iat) is ahead of the best clock known",
    "early": "timedelta: how far ahead it is",
    "early_small": "bool: less than 5 minutes ahead: rather a clock than a plan",
    "iat_ahead": "bool: iat is ahead of the best clock known",
    "age": "timedelta: since iat",
    "lifetime": "timedelta: exp minus iat",
    "milliseconds": "bool: a time claim is in milliseconds, where RFC 7519 says seconds",
    "bad_claim": "str: the time claim that is no number, ''",
    "id_token": "bool: it looks like an ID token (nonce, at_hash, token_use id, aud is a client id and no scope)",
    "refresh_token": "bool: typ or token_use says refresh",
    "offline_token": "bool: typ Offline (Keycloak's offline token)",
    "api_key_role": "str: role claim of a key that is a JWT (anon, service_role), ''",
    "assertion": "bool: it is minted by the client itself (iss equals sub, or aud is a token endpoint)",
    "binds_dpop": "bool: cnf.jkt: it needs a DPoP proof (RFC 9449)",
    "binds_certificate": "bool: cnf.x5t#S256: it needs a client certificate (RFC 8705)",
    "missing_claims": "list of str: of exp, iss, aud, sub those that it lacks",
    "aud_is_host": "bool: an audience names the host that is asked",
    "aud_is_other_host": "bool: every audience is a URL or host name, and none is of the host's registrable domain",
    "aud_is_client_id": "bool: the only audience looks like a client id",
    "aud_missing": "bool: no aud",
    "iss_same_site": "bool: the issuer is on the host's registrable domain",
    "stage": "str: the stage (test, staging, dev, sandbox, prod) that iss or aud names, ''",
    "host_stage": "str: the stage that the host names, ''",
    "wrong_stage": "bool: the token's stage is not the host's",
    "signature_length_wrong": "bool: the signature's length cannot be of its alg (truncated token)",
    "dpop_sent": "bool: the request has a DPoP header",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
