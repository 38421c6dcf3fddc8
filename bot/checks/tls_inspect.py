"""Did the handshake show a certificate that is good for this name, or ask for ours?"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from bot.case import Case
from bot.checks._outcome import fail, passed, skip, warn
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe",)
FACTS: dict[str, str] = {
    "failed": "bool: the handshake failed",
    "words": "str: why, or why it would have failed without -k",
    "expired": "bool: expired",
    "name_mismatch": "bool: name mismatch",
    "untrusted": "bool: self-signed or an unknown issuer",
    "not_after": "datetime",
    "days_left": "int",
    "client_certificate_requested": "bool: it asks for a client certificate",
    "version": "str",
    "plain_http_on_tls": "bool: the port speaks plain http, not TLS",
}


_EXPIRED = re.compile(r"expired|not yet valid", re.IGNORECASE)
_NAME = re.compile(
    r"hostname|host name|doesn't match|not valid for|ip address mismatch|name mismatch|subjectaltname", re.IGNORECASE
)
_UNTRUSTED = re.compile(
    r"self[- ]signed|unable to get (?:local )?issuer|unknown ca|verify failed|untrusted", re.IGNORECASE
)
_CLIENT = re.compile(
    r"certificate[ _]required|bad certificate|handshake failure|client certificate|peer did not return", re.IGNORECASE
)
_PLAIN = re.compile(r"wrong version number|http request|record layer|unknown protocol|packet length", re.IGNORECASE)


async def check(case: Case, net: Net) -> Finding:
    """Look at the handshake of none-probe's own connection; asks nobody."""
    none = case.finding("none-probe")
    if case.request is None or not case.request.url.lower().startswith("https:") or none is None:
        return skip("the address is not https")
    if none.facts.get("failure") == "tls":
        return _failed(str(none.facts.get("tls_words", "")))
    if none.response is None:
        return skip("there was no handshake")
    until = none.facts.get("tls_not_after")
    facts: dict[str, Any] = {
        "failed": False,
        "client_certificate_requested": bool(none.facts.get("tls_client_certificate")),
        "version": none.facts.get("tls_version", ""),
    }
    if isinstance(until, datetime):
        left = (until - case.now).days
        facts |= {"not_after": until, "days_left": left, "expired": left < 0}
    distrusted = str(none.facts.get("tls_distrusted", ""))
    if distrusted:
        faults = _faults(distrusted)
        facts |= {**faults, "expired": facts.get("expired", False) or faults["expired"]}
        return warn(f"{distrusted[:160]}; -k passes over it", **facts)
    if facts["client_certificate_requested"]:
        return warn("the handshake asks for a client certificate", **facts)
    return passed("the certificate is good for this name", **facts)


def _failed(words: str) -> Finding:
    facts: dict[str, Any] = {
        **_faults(words),
        "failed": True,
        "client_certificate_requested": _CLIENT.search(words) is not None,
        "plain_http_on_tls": _PLAIN.search(words) is not None,
    }
    return fail(f"the TLS handshake failed: {words[:160]}", **facts)


def _faults(words: str) -> dict[str, Any]:
    """What is wrong with the certificate, by the words of the verification."""
    return {
        "words": words[:200],
        "expired": _EXPIRED.search(words) is not None,
        "name_mismatch": _NAME.search(words) is not None,
        "untrusted": _UNTRUSTED.search(words) is not None,
    }
