"""What an answer's words speak of: the common vocabulary of refusals, nobody's in particular.

Literals of named servers and libraries stand in knowledge/; these are the generic ones that sort any answer roughly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from bot.lists import phrases
from bot.regex import lazy

# Lower case; an entry counts when it occurs anywhere in the answer's words.
VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "missing": phrases("""
        no authorization, missing authorization, missing authentication, requires authentication, not provided,
        was not supplied, no api key, missing api key, missing api-key, missing token, no token, no access token,
        missing bearer, no credentials, missing credentials, credentials_missing, must provide, must be provided,
        not authenticated, not logged in, unauthenticated, login required, please log in, please login, absent,
        missing header, header not found, no authentication, you must authenticate, anonymous, missing_token,
        provide valid credentials, without credentials, no bearer, key not found in
    """),
    "unknown": phrases("""
        invalid token, invalid_token, invalid api key, invalid api-key, invalid apikey, invalid key,
        invalid credentials, bad credentials, incorrect api key, incorrect username, incorrect password, wrong password,
        wrong credentials, incorrect access, wrong username, invalid password, invalid user, invalid login,
        login failed, authentication failed, unknown api key, unknown token, unknown key, unknown user,
        invalid access token, token is invalid, token invalid, not valid, invalid auth, auth failed,
        invalid_credentials, cannot be verified, not recognized, not recognised, unrecognized, key is invalid,
        no such user, user not found, invalid_auth, api key not found, key doesn't exist, does not exist,
        unable to authenticate, failed to authenticate, authentication error, invalid bearer, invalid or missing,
        invalid or expired, inactive token, inactive key, inactive api key, token is inactive, token inactive,
        key is inactive
    """),
    "expired": phrases("""
        expired, expiration, no longer valid, lifetime, has timed out, token_expired, out of date
    """),
    "not-yet": phrases("""
        not yet valid, not active yet, before issued, not valid before, nbf, issued at, notbefore, in the future,
        too early
    """),
    "revoked": ("revoked", "been deleted", "deactivated token", "has been withdrawn", "was rotated", "been disabled"),
    "audience": ("audience", " aud ", '"aud"', "'aud'", "`aud`", "intended for"),
    "issuer": ("issuer", " iss ", '"iss"', "'iss'", "`iss`"),
    "signature": phrases("""
        incompletesignature, invalidsignature, credential should be scoped, string to sign, canonical request,
        signature, jwserror, bad mac
    """),
    "key": ("no matching key", "signing key", "kid", "jwks", "key id", "unknown key", "public key"),
    "algorithm": ("algorithm", "unsupported alg", "invalid alg", "alg ", "'alg'", "`alg`"),
    "claim": phrases("""
        missing claim, required claim, missing the ", claim missing, requires claim, claim not found,
        does not have a claim, without claim
    """),
    "malformed": phrases("""
        malformed, could not be decoded, could not decode, unable to decode, failed to decode, cannot decode,
        decode error, decode failed, error decoding, segments, parse, wrong number, bad format, invalid format,
        badly formatted, illegal, base64, dot delimiter, jwt format, invalid character, well-formed, well formed,
        invalid header, too many parts, invalid length
    """),
    "scheme": phrases("""
        basic auth, scheme, must start with, format is, format:, unsupported authorization, token type must,
        authentication type, auth type
    """),
    "scope": ("insufficient_scope", "insufficient privileges", "not enough privileges", "consent"),
    "permission": phrases("""
        permission, not allowed, not permitted, privilege, you do not have, don't have access, does not have access,
        insufficient rights, not entitled, read-only, read only, must be an admin
    """),
    "denied": ("access denied", "access is denied", "forbidden", "role", "policy", "not authorized", "not authorised"),
    "account": phrases("""
        suspended, account is disabled, account disabled, account has been, unpaid, payment required, subscription has,
        subscription is, subscription expired, no active subscription, inactive subscription, trial, billing issue,
        billing problem, billing details, your billing, billing is not, billing account, billing hard limit, billing_,
        inactive account, user is disabled, user disabled, deactivated, account is not active, user is inactive,
        user inactive, blocked user, banned
    """),
    "locked": ("locked", "too many failed", "too many login", "too many attempts", "lockout", "captcha"),
    "sso": phrases("""
        single sign, saml, two-factor, two factor, 2fa, mfa, multi-factor, one-time pass, otp, second factor, step-up
    """),
    "ip": phrases("""
        ip address, whitelist, allowlist, allow list, ip not, ip is not, your ip, client ip, blocked ip, from this ip,
        network location, not in the allowed
    """),
    "time": phrases("""
        clock, skew, timestamp, time difference, time stamp, time too, server time, system time, drift
    """),
    "csrf": ("csrf", "xsrf", "cross-site", "cross site", "forgery", "authenticity token"),
    "session": ("session", "log in again", "login again", "sign in again", "logged out"),
    "location": phrases("""
        in the header, query param, query string, in header, use the authorization header, request header, http header,
        url parameter, pass it
    """),
    "environment": phrases("""
        test mode, live mode, testmode, livemode, sandbox, production key, environment, wrong region, another region,
        different region, datacenter, data center, wrong host
    """),
    "certificate": ("client certificate", "ssl certificate", "no required", "mutual tls", "mtls", "peer certificate"),
    "dpop": ("dpop",),
    "nonce": ("nonce",),
    "preflight": ("preflight", "cors"),
    "proxy": ("proxy auth", "proxy-auth"),
    "quota": ("rate limit", "too many requests", "quota", "throttl"),
    "kind": phrases("""
        publishable, secret key, refresh token, non-refresh, access token required, wrong type, id token,
        invalid token type, wrong token type, unsupported token type, token type must,
        not an access token, personal access, app password, type of token
    """),
    "typo-path": phrases("""
        missing authentication token, no route, cannot get, cannot post, unknown path, no such route
    """),
}
OF_CREDENTIALS = frozenset(
    phrases("""
        missing, unknown, expired, not-yet, revoked, audience, issuer, signature, key, algorithm, malformed, csrf,
        session, sso, dpop, certificate, claim, kind, locked
    """)
)
OF_PERMISSION = frozenset({"permission", "scope", "account", "ip"})


_MORE = {
    "unknown": (
        "unrecognizedclient",
        "invalidaccesskeyid",
        "invalidclienttokenid",
        "authfailure",
        "(?<!signature )verification fail(?:ed|s)",
    ),
    "expired": ("expiredtoken", "requestexpired"),
    "not-yet": (r"\biat ",),
    "scope": (r"\bscopes?\b",),
    "permission": (r"\bno access to ",),
    "sso": (" sso", r"\bsso "),
    # "Invalid bearer token" names the thing that is refused, not a scheme that is wanted.
    "scheme": (
        r"\bauthorization: ",
        r"(?<!invalid )(?<!expired )(?<!malformed )(?<!revoked )\bbearer\b"
        r"(?! (?:access )?token (?:(?:is|was|has) )?(?:invalid|expired|revoked|malformed|not valid|verification))",
    ),
    "missing": (
        r"missing (?:[\w-]{1,20} ){0,2}(?:api[- ]?key|key|token|header|credentials?|jwt|password|signature)\b",
        r"(?:key|token|header|credentials?|jwt|signature) (?:is |was |are )?(?:missing|required|absent|empty)",
    ),
    "claim": (
        r"missing [\"'`]?\w{2,20}[\"'`]? claim",
        r"claim [\"'`]?\w{2,20}[\"'`]? (?:is )?(?:missing|required)",
        "invalid claim",
    ),
}


def _pattern(topic: str, marks: tuple[str, ...]) -> re.Pattern[str]:
    literals = [rf"\b{re.escape(mark)}" if mark[0].isalnum() else re.escape(mark) for mark in marks]
    return lazy("|".join((*literals, *_MORE.get(topic, ()))))


_PATTERNS = {topic: _pattern(topic, marks) for topic, marks in VOCABULARY.items()}
# What stands in an answer and is none of its words: addresses, paths, names of fields and of parameters, stacks.
_NO_WORDS = lazy(
    r"https?://[^\s\"'<>]+|(?<![\w<])/[\w.%-]+(?:/[\w.%-]*)*+(?:\?[^\s\"'<>]*)?"
    r"|[\"'][\w.$@-]{1,60}[\"']\s{0,3}(?::(?!\s{0,3}(?:true|\[\s{0,8}[\"']))|=>)"
    r"|\b(?:timestamp|time|ts|date|session|nonce|policy|role)\s{0,2}[=:]|\benvironment variables?\b"
    r"|\bat (?:async |new )?[\w$.<>]{1,100} \([^()\s]{1,300}\)|<anonymous>"  # frames of a stack in JavaScript
)
_THING = r"(?:api[- ]?keys?|keys?|(?:access[- ]|auth[- ])?tokens?|credentials?|authorization|header|jwt|password|auth)"
_GONE = (
    r"(?:missing|absent|no\b[^.\n]{0,40}?(?:provided|supplied|sent|found|given)"
    r"|not (?:provided|supplied|found|set|present)|empty)"
)
_BAD = (
    r"(?:invalid|incorrect|wrong|expired|malformed|bad|revoked|unknown|unrecogni[sz]ed"
    r"|not (?:valid|correct|recogni[sz]ed)|(?:was|were|is)n[o']{0,2} ?t valid|is not valid)"
)
_STATE = (
    r"(?:expired|revoked|malformed|invalid|missing|unknown|incorrect|disabled|deleted|inactive|wrong|improperly scoped"
    r"|no(?:t| longer) (?:recogni[sz]ed|valid|known))"
)
_ANY_OF_THEM = lazy(rf"{_STATE}(?:(?:,? or |, ?|/){_STATE}){{2,}}")
# Apache's page to every 401, which other servers copy: it names all that may be, and says nothing of this request.
_TO_ALL = lazy(
    r"either\s(?:you\s)?supplied\sthe\swrong\scredentials\s[^.]{0,9}\.g\.,?\s[^.]{0,100}credentials\srequired"
)
_GONE_SAID, _BAD_SAID, _OR = lazy(_GONE), lazy(_BAD), lazy(r"\bor\b|/|,")
_VALID_WANTED = lazy(
    rf"\b(?:provide|supply|specify|pass|send|include|use) (?:an? |the |your |some )?(?:valid|correct) {_THING}"
)
# That it failed, in whatever way: beside "no token" it adds nothing.
_FAILED = lazy(
    r"\b(?:auth(?:entication|orization)?|login) (?:failed|error|failure)|\b(?:failed|unable) to authenticate"
)
_MOST, _REACH = 40, 48
_CLAIM_NAMES = (
    r"(?:aud|iss|sub|exp|iat|nbf|jti|azp|scope|scp|kid|alg|typ|roles?|email|tenant|nonce|username|upn|tid|oid)"
)
_CLAIM_GONE = lazy(
    rf"(?:token|jwt|payload) (?:is )?(?:missing|lacks?|has no|without|does not (?:contain|have|include)) "
    rf"(?:[\w\"'`-]{{1,20}} ){{0,3}}[\"'`]?(?:{_CLAIM_NAMES}|claims?)\b"
    rf"|missing (?:[\w\"'`-]{{1,20}} ){{0,3}}[\"'`]?(?:{_CLAIM_NAMES}|claims?)\b"
    rf"|\b{_CLAIM_NAMES}[\"'`]? (?:claim|value) (?:is )?(?:missing|required)"
)


def spoken_of(words: str) -> tuple[str, ...]:
    """The entries of VOCABULARY that ``words`` (lower case) speak of, in the vocabulary's order.

    "Missing or invalid" is both, neither alone; of "expired, revoked, malformed, or invalid" none is said but that it
    is not accepted; a token that lacks a claim is no missing token.
    """
    if not words:
        return ()
    said = _ANY_OF_THEM.sub("invalid", _NO_WORDS.sub(" ", _TO_ALL.sub(" ", words)))
    said = said.replace("signature has expired", "token has expired")  # PyJWT's words for `exp`
    claim = _CLAIM_GONE.search(said) is not None
    rest = _CLAIM_GONE.sub(" ", said) if claim else said
    found = {topic for topic, pattern in _PATTERNS.items() if pattern.search(rest if topic == "missing" else said)}
    found |= {"claim"} if claim else set()
    if "missing" in found and not _PATTERNS["unknown"].search(_FAILED.sub(" ", said)):
        found.discard("unknown")
    found |= {"missing", "unknown"} if _is_either(rest) else set()
    return tuple(topic for topic in VOCABULARY if topic in found)


def _is_either(said: str) -> bool:
    """Whether the words leave it open if nothing came or something wrong: "missing or invalid", "a valid key"."""
    if _VALID_WANTED.search(said):
        return True
    for first, second in ((_GONE_SAID, _BAD_SAID), (_BAD_SAID, _GONE_SAID)):
        for match in islice(first.finditer(said), _MOST):
            sentence = re.split(r"[.\n]", said[match.end() : match.end() + _REACH], maxsplit=1)[0]
            other = second.search(sentence)
            if other and _OR.search(sentence[: other.start()]):
                return True
    return False
