"""Is there a credential in the request, once, under the right name, and in the right place?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "method": "str: the method as pasted, upper case",
    "unsafe_method": "bool: the method is none of GET, HEAD and OPTIONS",
    "unsafe_path": "bool: path or query names an act (logout, delete, a one-time code): no live request is sent",
    "unsafe_word": "str: the word of the path or query that names the act",
    "has_credential": (
        "bool: a credential stands somewhere in the request (header, query, cookie, userinfo, body, path)"
    ),
    "missing": "bool: no credential anywhere, no header that looks like one, no option that would make one",
    "count": "int: how many credentials the request carries",
    "kinds": "list of str: their kinds, in order (bearer, basic, api-key, cookie, sigv4 ...)",
    "kind": "str: the first credential's kind",
    "location": (
        "str: where the first credential stands (header:Authorization, query:api_key, userinfo, cookie:NAME, "
        "body:FIELD)"
    ),
    "header": "str: the name of the header that holds the first credential, '' when it is elsewhere",
    "scheme": "str: the auth-scheme of the Authorization header, lower case, '' when it has none",
    "header_misspelled": "bool: a header's name is a slip of an authentication header's name",
    "header_typed": "str: the misspelled header name as typed",
    "header_meant": "str: the header name that was probably meant",
    "header_without_colon": "bool: a header line has no colon, so curl sends nothing of it",
    "header_underscore": "bool: the credential's header name holds an underscore, which proxies drop silently",
    "header_duplicated": (
        "bool: the credential is sent twice in competing places (two Authorization headers, -u with -H "
        "Authorization, userinfo with a header)"
    ),
    "duplicated_places": "str: the two places that compete, in words",
    "same_value_twice": "bool: the two competing credentials have the same value",
    "scheme_missing": "bool: an Authorization header holds a value without an auth-scheme",
    "scheme_duplicated": "bool: the auth-scheme stands twice (Bearer Bearer, Token Bearer)",
    "scheme_misspelled": "bool: the auth-scheme is a slip of a known one (Baerer, Bearer: with a colon)",
    "scheme_meant": "str: the scheme that was probably meant",
    "scheme_and_key_glued": (
        "bool: scheme and value are not separated by one blank (Bearer:abc, Bearer=abc, BearereyJ)"
    ),
    "basic_as_bearer": "bool: what follows Bearer is base64 of user:password",
    "token_as_basic": "bool: what follows Basic is a token or a JWT, not base64 of user:password",
    "in_userinfo": "bool: the credential is in the URL's userinfo",
    "in_query": "bool: the credential is in the query",
    "query_name": "str: the query parameter's name",
    "in_body": "bool: the credential is in the body",
    "in_path": "bool: the credential is in the path",
    "in_cookie": "bool: the credential is a cookie",
    "cookie_only": "bool: cookies are the only credential",
    "csrf_suspect": "bool: cookies with an unsafe method and no header that looks like a CSRF token",
    "browser": "bool: the request comes from a browser (Origin, Sec-Fetch-*, fetch or HAR paste)",
    "cross_origin": "bool: Origin is another origin than the URL's",
    "preflight": "bool: it is an OPTIONS request with Access-Control-Request-Method",
    "credentials_omitted": (
        "bool: a browser fetch that leaves cookies out (credentials: omit, or none named and cross-origin) "
        "and nothing else is sent"
    ),
    "token_endpoint": (
        "bool: the request asks an OAuth token endpoint (grant_type in the body, or a path that ends in /token)"
    ),
    "grant_type": "str: the grant_type of the body, ''",
    "client_secret_sent": "bool: a client secret is in body or Basic of a token request",
    "client_auth_twice": (
        "bool: client credentials stand in both the Basic header and the body (RFC 6749 section 2.3)"
    ),
    "registry": "bool: the path is that of an OCI registry (/v2/)",
    "login_endpoint": (
        "bool: the request itself is a log-in (path /login, /signin, /session, /auth with password in the body)"
    ),
    "digest_wanted": "bool: the client was told to use Digest",
    "sigv4_wanted": "bool: the client was told to sign (--aws-sigv4)",
    "client_certificate": "bool: the client was told to present a certificate",
    "proxy_used": "bool: the client was told to use a proxy",
    "proxy_credential": "bool: a credential for a proxy is in the paste",
    "follows_redirects": "bool: the client follows redirects (-L)",
    "expected_location": "str: where the provider's entry says that the credential goes, ''",
    "expected_scheme": "str: the scheme that the provider's entry says, ''",
    "wrong_location": "bool: the credential stands nowhere where the provider's entry puts it",
    "wrong_scheme": "bool: the place is right and the scheme is another than the provider's entry says",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
