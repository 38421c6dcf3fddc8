"""Response -> facts: what any answer shows, the same words for a pasted answer and for every probe's."""

from __future__ import annotations

RESPONSE_FACTS: dict[str, str] = {
    "status": "int: the status code",
    "refused": "bool: the answer means 'not authenticated', whatever its status (400, 403, 422, 200 with error)",
    "forbidden": "bool: the answer means 'known, but not allowed': permission, scope, plan",
    "ok": "bool: 2xx, and the body is no error in disguise",
    "error_body": "bool: 2xx whose body is an error",
    "redirect": "bool: 3xx with a Location",
    "not_found": "bool: 404, 405, 410 or 501",
    "throttled": "bool: 429, or words of a rate limit",
    "server_error": "bool: 5xx",
    "error": "str: OAuth's error code, of the challenge or the body (invalid_token, invalid_client ...), ''",
    "error_description": "str: cut to 200 characters, ''",
    "code": "str: any other error code of the body, cut to 80 characters, ''",
    "message": "str: the error text of the body, cut to 200 characters, ''",
    "says": (
        "list of str: what the words speak of: missing, unknown, expired, not-yet, revoked, audience, issuer, "
        "signature, key, algorithm, claim, malformed, scheme, scope, permission, account, locked, sso, ip, time, csrf, "
        "session, location, environment, certificate, dpop, nonce, preflight, proxy, quota, typo-path"
    ),
    "schemes": "list of str: schemes of its challenges, lower case",
    "challenged": "bool: it has a WWW-Authenticate",
    "realm": "str: the first realm, cut to 80 characters, ''",
    "format": "str: json, html, xml, text or empty",
    "login_page": "bool: HTML with a log-in form, or a redirect to one",
    "location": "str: the Location, without its query, masked, ''",
    "gateway": "str: what stands in front by the answer's marks (nginx, cloudflare, envoy, kong ...), ''",
    "waf": "bool: a WAF or bot protection speaks",
    "cached": "bool: it is a copy from a cache (Age above 0, a hit mark)",
    "cache_mark": "str: the mark, for example 'Age: 120'",
    "cacheable": "bool: a refusal that caches may keep (max-age, public)",
    "date": "datetime: its Date header, None when it has none or it came from a cache",
    "cookie_cleared": "bool: a Set-Cookie that empties or ends a cookie",
    "sso_required": "bool: X-GitHub-SSO and the like: the token needs an SSO authorisation",
    "otp_required": "bool: a second factor is asked for",
    "locked": "bool: words of a lock-out or of too many attempts",
    "proxy_auth": "bool: 407, or a Proxy-Authenticate",
    "retry_after": "str: the Retry-After as sent, cut to 40 characters, ''",
    "server": "str: the Server header, cut to 60 characters, ''",
}
