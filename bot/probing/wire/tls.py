"""tls: our side of a handshake, and what the server's side of it showed, also when it failed."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from bot.probing.net import Tls

T = TypeVar("T")
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
    made.set_alpn_protocols(["http/1.1"])
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
    names, issuer, not_after = _certificate(handshake.certificate)
    return Tls(
        version=version or "",
        subject_names=names,
        issuer=issuer,
        not_after=not_after,
        client_certificate_requested=handshake.requested,
    )


def _certificate(der: bytes) -> tuple[tuple[str, ...], str, datetime | None]:
    """Names, issuer and end of a certificate; whatever of it cannot be read is left out, and the rest is told."""
    if not der:
        return (), "", None
    from cryptography import x509  # slow to load, and needed for https alone
    from cryptography.x509.oid import NameOID

    certificate = _read(lambda: x509.load_der_x509_certificate(der), None)
    if certificate is None:
        return (), "", None

    def common() -> list[str]:
        return [str(name.value) for name in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]

    names = _alternative_names(der)
    if names is None:
        names = _read(common, None) or []
    issuer = _read(lambda: certificate.issuer.rfc4514_string()[:200], "")
    not_after = _read(lambda: certificate.not_valid_after_utc.astimezone(UTC), None)
    return tuple(name[:253] for name in names[:50]), issuer, not_after


def _alternative_names(der: bytes) -> list[str] | None:
    """The DNS names and addresses of subjectAltName, None when there is none that can be read."""
    from cryptography import x509

    def names() -> list[str]:
        extensions = x509.load_der_x509_certificate(der).extensions
        found = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        named = (*found.get_values_for_type(x509.DNSName), *found.get_values_for_type(x509.IPAddress))
        return [str(name) for name in named]

    return _read(names, None)


def _is_for(host: str, names: list[str]) -> bool:
    """Is the host one of the certificate's names? ``*`` stands for one whole first label (RFC 9525 section 6.3)."""
    wanted = host.lower().rstrip(".")
    parent = "*." + wanted.partition(".")[2]
    return any(name.lower().rstrip(".") in (wanted, parent) for name in names)


def _read(part: Callable[[], T], default: T) -> T:
    """A part of a certificate, the default when it cannot be read.

    ``cryptography`` has a dozen exceptions for odd certificates with nothing in common, and a panic of its parser is
    no ``Exception`` at all.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of serial numbers below 1 and their like
            return part()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        return default


def words(fault: ssl.SSLError, host: str, der: bytes = b"") -> str:
    """Why the handshake failed, as a sentence; ``der`` is the certificate that it showed.

    OpenSSL tells the first fault alone, and the name is what it looks at last.
    """
    if isinstance(fault, ssl.SSLCertVerificationError):
        names = _alternative_names(der) if der else None
        is_told = "mismatch" in fault.verify_message
        also = "" if not der or is_told or _is_for(host, names or []) else ", and it is not valid for this name"
        return f"the certificate of {host} is not trusted: {fault.verify_message}{also}"
    reason = (fault.reason or "no reason given").lower().replace("_", " ")
    if "certificate required" in reason or "bad certificate" in reason:
        return f"{host} ended the handshake: it wants a client certificate ({reason})"
    if "wrong version number" in reason or "record layer failure" in reason:
        return f"{host} does not speak TLS on this port ({reason})"
    return f"the TLS handshake with {host} failed ({reason})"
