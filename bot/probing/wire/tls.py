"""tls: our side of a handshake, and what the server's side of it showed, also when it failed."""

from __future__ import annotations

import ssl
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.probing import certificate
from bot.probing.net import Tls

_CERTIFICATE, _CERTIFICATE_REQUEST = 11, 13  # HandshakeType, RFC 8446 section 4


@dataclass(slots=True)
class Handshake:
    """What went by in the handshake under way: the leaf certificate in DER, and whether a client's was asked for."""

    certificate: bytes = b""
    requested: bool = False


_under_way: ContextVar[Handshake | None] = ContextVar("handshake", default=None)


def begin() -> Handshake:
    """Start to watch the handshake that this task is about to make; the transport's callbacks inherit the context."""
    handshake = Handshake()
    _under_way.set(handshake)
    return handshake


@lru_cache(maxsize=2)
def context(*, insecure: bool) -> ssl.SSLContext:
    """The system's trust store and certifi's. Not ``create_default_context``, which would honour SSLKEYLOGFILE."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if insecure:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    else:
        import certifi  # next to the system's store: slim images have none

        made.load_default_certs()
        made.load_verify_locations(certifi.where())
    # CPython's own hook, and the only place where it shows a CertificateRequest; without it the field stays False.
    made._msg_callback = _watch  # type: ignore[attr-defined]
    return made


def _watch(_conn: object, direction: str, version: Any, _content: Any, kind: Any, data: bytes) -> None:
    handshake = _under_way.get()
    if handshake is None or direction != "read":
        return
    if kind == _CERTIFICATE_REQUEST:
        handshake.requested = True
    elif kind == _CERTIFICATE and not handshake.certificate:
        handshake.certificate = _leaf(bytes(data), tls13=version == ssl.TLSVersion.TLSv1_3)


def _leaf(message: bytes, *, tls13: bool) -> bytes:
    """The first certificate of a Certificate message, b'' if none (RFC 8446 section 4.4.2, RFC 5246 section 7.4.2)."""
    start = 4  # HandshakeType and its length
    if tls13:
        start += 1 + (message[start] if len(message) > start else 0)
    start += 3  # length of the list
    length = int.from_bytes(message[start : start + 3], "big")
    return message[start + 3 : start + 3 + length]


def seen(handshake: Handshake, version: str | None) -> Tls:
    """The handshake as a value. A certificate that cannot be read leaves its fields empty."""
    names, issuer, not_after = certificate.facts(handshake.certificate)
    return Tls(
        version=version or "",
        subject_names=names,
        issuer=issuer,
        not_after=not_after,
        client_certificate_requested=handshake.requested,
    )


def words(fault: ssl.SSLError, host: str, der: bytes = b"") -> str:
    """Why the handshake failed, as a sentence; ``der`` is the certificate that it showed.

    OpenSSL tells the first fault alone, and the name is what it looks at last.
    """
    if isinstance(fault, ssl.SSLCertVerificationError):
        names = certificate.alternative_names(der) if der else None
        is_told = "mismatch" in fault.verify_message
        is_right = not der or is_told or certificate.is_for(host, names or [])
        also = "" if is_right else ", and it is not valid for this name"
        return f"the certificate of {host} is not trusted: {fault.verify_message}{also}"
    reason = (fault.reason or "no reason given").lower().replace("_", " ")
    if "certificate required" in reason or "bad certificate" in reason:
        return f"{host} ended the handshake: it wants a client certificate ({reason})"
    if "wrong version number" in reason or "record layer failure" in reason:
        return f"{host} does not speak TLS on this port ({reason})"
    return f"the TLS handshake with {host} failed ({reason})"
