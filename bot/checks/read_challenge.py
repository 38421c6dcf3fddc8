"""Which schemes does the pasted challenge ask for, and what does it say? (RFC 9110 section 11.6.1; RFC 6750, 9449,
9728)
"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "present": "bool: the paste has a WWW-Authenticate",
    "schemes": "list of str: its schemes, lower case, in order",
    "realm": "str: the first realm, cut",
    "error": "str: RFC 6750's error, ''",
    "error_description": "str: cut to 200 characters",
    "scope": "list of str: scopes that it names",
    "resource_metadata": "bool: it names a resource_metadata URL (RFC 9728)",
    "asks_bearer": "bool: asks bearer",
    "asks_basic": "bool: asks basic",
    "asks_digest": "bool: asks digest",
    "asks_dpop": "bool: asks dpop",
    "asks_negotiate": "bool: Negotiate, NTLM or Kerberos",
    "asks_signature": "bool: AWS4-HMAC-SHA256, Hawk, Signature, OAuth",
    "asks_key": "bool: ApiKey or a challenge with name and in",
    "names_header": "str: the header that the challenge names for the key (name=..., in=header), ''",
    "names_query": "str: the query parameter that the challenge names, ''",
    "no_error": "bool: a Bearer challenge without error: the server says that no token came (RFC 6750 section 3.1)",
    "use_dpop_nonce": "bool: error use_dpop_nonce (RFC 9449 section 8)",
    "stale": "bool: Digest stale=true: only the nonce was old",
    "step_up": (
        "bool: error insufficient_user_authentication or insufficient_claims: sign in again, stronger (RFC 9470)"
    ),
    "token_service": "bool: Bearer with realm URL and service: an OCI registry's token flow",
    "proxy": "bool: the paste has a Proxy-Authenticate",
    "proxy_schemes": "list of str",
    "scheme_sent": "str: the scheme that the request used, lower case, ''",
    "mismatch": "bool: the request's scheme is none that is asked",
    "digest_only": "bool: Digest is asked and nothing that a plain -u answers",
    "handshake": "bool: in the transcript a challenge is followed by an answer that was accepted",
    "handshake_unfinished": (
        "bool: the client holds a handshake credential (--digest, --ntlm, --negotiate) and only the first leg "
        "is in the paste"
    ),
    "scope_lacking": "list of str: scopes named that the token does not have",
    "unreadable": "bool: the header does not follow the grammar",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
