"""Does the signed request's scope fit the host, are the signed headers there, and is its date recent?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "signed": "bool: the request is signed (SigV4, OAuth 1, Hawk, HMAC)",
    "kind": "str: sigv4, sigv4-query, sigv2, oauth1, hawk, http-signature, hmac",
    "signed_at": "datetime: the time in the signature",
    "age": "timedelta: the answer's Date (else the time of writing) minus the time in the signature",
    "skewed": "bool: more than 5 minutes between the signature's time and the pasted answer's own Date",
    "ahead": "bool: the signature's time is ahead",
    "old_paste": "bool: the signed time is merely old by our clock; no Date in the paste to compare with",
    "presigned_expired": "bool: a presigned URL past its X-Amz-Expires",
    "date_missing": "bool: neither Date nor the scheme's own date header (X-Amz-Date) is there",
    "missing_headers": "list of str: signed headers that the request does not carry",
    "header_missing": "bool: a header that the signature needs is not there",
    "session_token_missing": "bool: a temporary access key (ASIA) without X-Amz-Security-Token",
    "key_id_malformed": "bool: the access key id has not the form of one",
    "scope_malformed": "bool: the credential scope has not its five parts",
    "region": "str: region of the scope",
    "host_region": "str: region that the host names, ''",
    "service": "str: service of the scope",
    "host_service": "str: service that the host names, ''",
    "region_mismatch": "bool: region of the scope is not the host's",
    "service_mismatch": "bool: service of the scope is not the host's",
    "date_mismatch": "bool: the scope's date is not the date of X-Amz-Date",
    "scope_wrong": "bool: region, service or date of the scope is wrong",
    "timestamp_unit": "bool: an OAuth or HMAC time stamp is in milliseconds where seconds are expected",
    "will_sign": "bool: the paste gives key and secret (--aws-sigv4 with -u), so a GET can be signed anew",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
