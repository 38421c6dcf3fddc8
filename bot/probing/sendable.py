"""sendable: which requests may leave at all: methods, header names and values, paths that act. Pure."""

from __future__ import annotations

import re

from bot.model import Headers
from bot.probing.acts import OVERRIDES, act_in
from bot.probing.guard import Endpoint
from bot.probing.net import NotAllowed, Probe
from bot.regex import lazy

_AGENT = "auth401/1"
METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN = lazy(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_CONTROL = lazy(r"[\x00-\x08\x0a-\x1f\x7f]")
# What steers the connection, the route, the method or a metadata service: not even as the credential's own header.
_NEVER = lazy(
    r"host|content-length|transfer-encoding|te|trailer|connection|keep-alive|upgrade|expect|http2-settings|proxy-.*"
    r"|.*(?:method|verb)-(?:override|tunnel)|x-(?:api-)?http-method|x-method|.*forwarded.*|via|.*real-ip|.*-ip"
    r"|x-original-.*|x-rewrite-url|x-envoy-.*|range|if-.*|metadata.*|x-aws-ec2-.*|x-google-metadata-request"
    r"|x-metadata-token|accept-encoding"
)


# What is taken from a paste, by exact names (``_`` and ``-`` alike, as CGI and WSGI read them): what the answer should
# look like, versions of APIs, what a browser needs, what goes with a signature, and which account of the asker's own.
_ALLOWED = """
    accept accept-language accept-version access-control-request-headers access-control-request-method cache-control
    content-md5 content-type date dpop-nonce origin pragma referer user-agent x-date x-requested-with
    authorization cookie dpop x-amz-security-token
    csrf-token jenkins-crumb kbn-xsrf ocs-apirequest osd-xsrf x-atlassian-token x-csrf-token x-csrftoken x-xsrf-token
    anthropic-beta anthropic-version api-version gocardless-version intercom-version linkedin-version notion-version
    openai-beta plaid-version revision square-version stripe-version trakt-api-version x-api-version
    x-github-api-version x-goog-api-client x-ms-version x-restli-protocol-version
    client-id openai-organization openai-project stripe-account x-algolia-application-id x-client-id
    x-goog-user-project x-parse-application-id x-rapidapi-host xero-tenant-id
    x-amz-content-sha256 x-amz-date x-ms-date
    x-auth-user-service-key x-user-token user-token
"""
ALLOWED = frozenset(_ALLOWED.split())
# Words of headers by which a proxy tells a service who somebody is. Such a header is no credential, whatever is in it:
# a service inside takes it at its word.
_SPEAKS_FOR = lazy(
    r"user|usr|uid|mail|principal|subject|role|group|cert|ssl|tls|impersonat|behalf|act-?as|run-?as|sudo|remote"
    r"|authenticated|auth-request|webauth|consumer|oidc|openid|saml|shib|sso|iap|claim|assertion|identi|delegat|peer"
    r"|spiffe|xfcc|istio|kong|verif|caller|anonymous|person|authelia|authentik|vouch|pomerium|teleport|tailscale"
    r"|cf-access|ms-client|ms-token|login|name|(?:^|-)dn(?:-|$)|method"
)
_NO_SECRET = lazy(r"[A-Za-z]{1,10}|[0-9]{1,4}|[^@\s]+@[^@\s]+|(?:CN|DC|OU|O|C|L|ST|UID|E)=.*", re.IGNORECASE)
# What nobody misses where it is left out.
_UNMISSED = lazy(
    r"sec-.*|dnt|priority|upgrade-insecure-requests|traceparent|tracestate|x-(?:request|correlation)-id|accept-encoding"
    r"|host|connection|keep-alive|content-length|if-.*|range|te|expect"
)


def refusal_of(probe: Probe) -> NotAllowed | None:
    """None when the method, the path and the headers of ``probe`` may be sent; else the rule."""
    if probe.method not in METHODS:
        return NotAllowed(rule="method", words="only GET, HEAD and OPTIONS are ever sent")
    act = act_in(probe.url)
    if act is not None and (probe.method != "OPTIONS" or act not in OVERRIDES):
        return NotAllowed(rule="act", words=f"the URL names an act ({act}), and asking it could carry the act out")
    for name, value in probe.headers:
        if not _TOKEN.fullmatch(name) or _CONTROL.search(value):
            return NotAllowed(rule="header", words="a header holds a character that HTTP does not allow in it")
    own = {name.lower() for name in probe.credential_headers}
    held = [(name, may_take(name, value, probe)) for name, value in probe.headers if name.lower() in own]
    if probe.carries != "nothing" and held and not any(taken for _, taken in held):
        return NotAllowed(
            rule="identity-header",
            words=f"{held[0][0]} steers the request or says who somebody is without proving it, so it is not sent on",
        )
    return None


def as_sent(probe: Probe, endpoint: Endpoint) -> Headers:
    """The headers as sent: Host by the one parse, ours where the paste has none, then what may be taken from it.

    Blanks round a value are dropped, as every recipient would (RFC 9110 section 5.5).
    """
    taken = tuple((name, value.strip(" \t")) for name, value in probe.headers if may_take(name, value, probe))
    names = {name.lower() for name, _ in taken}
    ours = [(name, value) for name, value in (("User-Agent", _AGENT), ("Accept", "*/*")) if name.lower() not in names]
    return (("Host", endpoint.authority), *ours, *taken)


def left_out(probe: Probe) -> tuple[str, ...]:
    """The names of the headers that are not sent, in order, those left out that nobody misses."""
    names = (name for name, value in probe.headers if not may_take(name, value, probe))
    return tuple(dict.fromkeys(name for name in names if not _UNMISSED.fullmatch(name.lower())))


def may_take(name: str, value: str, probe: Probe) -> bool:
    """May this header of the probe be sent? By its exact name, by the provider's entry, or as the credential's own.

    The credential's own may have any name but one that steers the request or speaks for somebody, and then only with
    a value that is no plain word, number, address or distinguished name.
    """
    folded = _folded(name)
    if _NEVER.fullmatch(folded):
        return False
    if folded in ALLOWED or folded in map(_folded, probe.provider_headers):
        return True
    is_own = name.lower() in {own.lower() for own in probe.credential_headers}
    return is_own and not _SPEAKS_FOR.search(folded) and not _NO_SECRET.fullmatch(value.strip())


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())
