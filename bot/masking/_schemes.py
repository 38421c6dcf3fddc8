"""The auth-schemes that are known: the IANA registry's (RFC 9110 section 16.4.1), and those of providers.

A word before a credential that is none of them, nor a slip of one, is no scheme but a part of the secret.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

SCHEMES = (
    "Bearer", "Basic", "Digest", "Token", "DPoP", "Negotiate", "NTLM", "Hawk", "ApiKey", "AWS4-HMAC-SHA256", "OAuth",
    "SSWS", "GenieKey", "Bot", "Key", "JWT", "HMAC", "Signature", "SharedKey", "MAC", "Api-Key", "HOBA", "Mutual",
    "SCRAM-SHA-256", "Kerberos", "Splunk", "Discogs", "Klaviyo-API-Key", "Apikey", "PSK", "Snowflake", "KSO", "Dapi",
    "SCRAM-SHA-1", "Concealed", "GNAP", "PrivateToken", "vapid",
)  # fmt: skip
_OTHERS = (
    "AccessKey", "Api-Token", "ApiToken", "Client-ID",
    "FlyV1", "KakaoAK", "MediaBrowser", "OSS", "Sentry", "SharedKeyLite", "ShippoToken", "Zoho-oauthtoken", "sso-key",
    "AWS", "AWS4-ECDSA-P256-SHA256", "HMAC-SHA256", "HMAC-SHA1", "HMAC-SHA512", "ACS3-HMAC-SHA256", "TC3-HMAC-SHA256",
    "GOOG4-RSA-SHA256", "GOOG4-HMAC-SHA256", "Secret", "Api", "Session", "SessionToken", "Jwt", "PVEAPIToken",
    "SharedAccessSignature", "WSSE", "UsernameToken", "AccessToken", "Access-Token",
)  # fmt: skip
KNOWN_SCHEMES = frozenset(name.lower() for name in (*SCHEMES, *_OTHERS))
_LETTERS = re.compile(r"[A-Za-z]{3,12}[:=,;]?")


def is_scheme(word: str) -> bool:
    """Whether a word is a known auth-scheme, or a slip of a usual one."""
    bare = word.strip().lower()
    return bare.rstrip(":=,;") in KNOWN_SCHEMES or meant_scheme(word) != ""


def meant_scheme(word: str) -> str:
    """The auth-scheme that ``word`` is a slip of (Baerer, Bearer:); '' when it is right, or nothing like one."""
    bare = word.strip().lower()
    if bare in KNOWN_SCHEMES or not _LETTERS.fullmatch(bare):
        return ""
    stripped = bare.rstrip(":=,;")
    for known in SCHEMES[:6]:
        wanted = known.lower()
        if stripped == wanted:
            return known
        if len(wanted) >= 5 and OSA.distance(stripped, wanted, score_cutoff=2) <= (2 if len(wanted) > 5 else 1):
            return known
    return ""
