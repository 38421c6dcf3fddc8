"""certificate: what a certificate says, whatever it is made of; pure, over its DER."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

T = TypeVar("T")


def facts(der: bytes) -> tuple[tuple[str, ...], str, datetime | None]:
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

    names = alternative_names(der)
    if names is None:
        names = _read(common, None) or []
    issuer = _read(lambda: certificate.issuer.rfc4514_string()[:200], "")
    not_after = _read(lambda: certificate.not_valid_after_utc.astimezone(UTC), None)
    return tuple(name[:253] for name in names[:50]), issuer, not_after


def alternative_names(der: bytes) -> list[str] | None:
    """The DNS names and addresses of subjectAltName, None when there is none that can be read."""
    from cryptography import x509

    def names() -> list[str]:
        extensions = x509.load_der_x509_certificate(der).extensions
        found = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        named = (*found.get_values_for_type(x509.DNSName), *found.get_values_for_type(x509.IPAddress))
        return [str(name) for name in named]

    return _read(names, None)


def is_for(host: str, names: list[str]) -> bool:
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
