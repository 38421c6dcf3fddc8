"""AWS Signature Version 4 for a GET without a body, when the paste gives key and secret (--aws-sigv4 with -u)."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime
from urllib.parse import quote, unquote, unquote_plus

from bot.model import Request
from bot.url import host_of, url_of
from bot.variants.digest import user_and_password
from bot.variants.probes import with_header

_EMPTY = hashlib.sha256(b"").hexdigest()


def home_of(host: str) -> tuple[str, str]:
    """(service, region) that an AWS host names; '' for what it does not name."""
    labels = host.lower().removesuffix(".cn").removesuffix(".amazonaws.com").removesuffix(".api.aws").split(".")
    if not host.lower().endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws")):
        return "", ""
    region = next((label for label in labels if re.fullmatch(r"[a-z]{2}(?:-[a-z]{2,10}){1,2}-\d", label)), "")
    rest = [label for label in labels if label and label != region and label not in ("dualstack", "vpce")]
    service = rest[-1] if rest else ""
    old = re.fullmatch(r"s3-([a-z]{2}(?:-[a-z]{2,10}){1,2}-\d)", service)
    if old:
        return "s3", old[1]
    return service, region


def signed(request: Request, now: datetime) -> tuple[Request | None, str]:
    """``request`` (GET, no body) signed at ``now`` and ``sigv4``; None and the reason when it cannot be signed."""
    pair = user_and_password(request)
    if pair is None:
        return None, "there is no key and secret to sign with"
    provider, region, service = _scope(request)
    if not (region and service):
        return None, "region and service are named neither by --aws-sigv4 nor by the host"
    request = with_header(request, f"X-{provider[1].title()}-Date", now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
    if service == "s3":
        request = with_header(request, "X-Amz-Content-Sha256", _EMPTY)
    value = authorization(request, pair, provider, region, service)
    return with_header(request, "Authorization", value), "sigv4"


def authorization(request: Request, pair: tuple[str, str], provider: tuple[str, str], region: str, service: str) -> str:
    """The value of the Authorization header; the request carries its date header already."""
    first, second = provider[0].upper(), provider[1].title()
    stamp = request.header(f"X-{second}-Date") or ""
    headers = {"host": url_of(request.url).authority}
    headers |= {
        name.lower(): " ".join(value.split()) for name, value in request.headers if name.lower().startswith("x-")
    }
    names = ";".join(sorted(headers))
    listed = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = "\n".join((request.method, _path(request.url, service), _query(request.url), listed, names, _EMPTY))
    scope = f"{stamp[:8]}/{region}/{service}/{provider[0].lower()}4_request"
    to_sign = f"{first}4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"{first}4{pair[1]}".encode()
    for part in (stamp[:8], region, service, f"{provider[0].lower()}4_request"):
        key = _mac(key, part)
    signature = _mac(key, to_sign).hex()
    return f"{first}4-HMAC-SHA256 Credential={pair[0]}/{scope}, SignedHeaders={names}, Signature={signature}"


def _scope(request: Request) -> tuple[tuple[str, str], str, str]:
    """(provider1, provider2), region and service: of the option's argument, else of the host (curl's manual page)."""
    parts = (request.transfer.sigv4 or "aws:amz").split(":")
    first = parts[0] or "aws"
    second = parts[1] if len(parts) > 1 and parts[1] else first
    service, region = home_of(host_of(request.url))
    region = parts[2] if len(parts) > 2 and parts[2] else region
    service = parts[3] if len(parts) > 3 and parts[3] else service
    return (first, second), region or "us-east-1" * bool(service and not len(parts) > 2), service


def _path(url: str, service: str) -> str:
    """The canonical URI: each segment encoded once, twice for every service but S3."""
    path = url_of(url).path or "/"
    once = quote(unquote(path), safe="/-_.~")
    return once if service == "s3" else quote(once, safe="/-_.~")


def _query(url: str) -> str:
    pairs = [pair.partition("=")[::2] for pair in (url_of(url).query or "").split("&") if pair]
    encoded = [
        (quote(unquote_plus(name), safe="-_.~"), quote(unquote_plus(value), safe="-_.~")) for name, value in pairs
    ]
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
