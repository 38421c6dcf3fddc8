"""The names of headers and query parameters whose values are known to be harmless. What is not here is masked."""

from __future__ import annotations

from urllib.parse import unquote

_HEADERS = """
accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-credentials access-
control-allow-headers access-control-allow-methods access-control-allow-origin access-control-expose-headers
access-control-request-headers access-control-request-method age allow alt-svc anthropic-version cache-control
cf-cache-status cf-mitigated cf-ray connection content-disposition content-encoding content-language content-
length content-range content-security-policy content-type date dnt etag expect expires from host if-modified-
since if-none-match keep-alive last-modified notion-version openai-organization origin permissions-policy pragma
priority proxy-authenticate range referrer-policy request-id retry-after sec-ch-ua sec-ch-ua-mobile sec-ch-ua-
platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user server server-timing strict-transport-
security stripe-version te traceparent trailer transfer-encoding upgrade upgrade-insecure-requests user-agent
vary via warning www-authenticate x-amz-content-sha256 x-amz-date x-amz-request-id x-amz-target x-amzn-errortype
x-amzn-requestid x-cache x-content-type-options x-correlation-id x-forwarded-for x-forwarded-proto x-frame-
options x-github-api-version x-goog-user-project x-powered-by x-ratelimit-limit x-ratelimit-remaining
x-ratelimit-reset x-request-id x-requested-with x-served-by x-xss-protection
"""
_LINKS = """
content-location link location referer refresh
"""
_PARAMETER_NAMES = """
alt api-version api_version apiversion city count country currency date day debug dir direction display embed
end expand expires fields format from grant_type hl include lang language limit locale month offset order
order_by page page_size pagesize per_page perpage pretty prompt region response_mode response_type scope se
since size sort sp spr sr srt ss st start state status sv symbol tabs timezone to type tz units until v verbose
version view x-amz-algorithm x-amz-date x-amz-expires x-amz-signedheaders x-goog-algorithm x-goog-date x-goog-
expires x-goog-signedheaders year
"""
LINK_HEADERS = frozenset(_LINKS.split())
HARMLESS_HEADERS = frozenset(_HEADERS.split())
PARAMETERS = frozenset(_PARAMETER_NAMES.split())


def is_harmless_header(name: str) -> bool:
    """Whether the value of a header of this name may be shown; a link's is shown as a masked URL."""
    return name.lower() in HARMLESS_HEADERS or name.lower() in LINK_HEADERS


def is_harmless_query(name: str) -> bool:
    """Whether the value of a query parameter of this name may be shown."""
    return unquote(name).lower() in PARAMETERS
