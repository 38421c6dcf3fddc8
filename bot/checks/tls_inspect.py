"""Did the handshake show a certificate that is good for this name, or ask for ours?"""

from __future__ import annotations

import re
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks import none_probe
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._probing import facts_of
from bot.checks._response import Attempt
from bot.model import Finding
from bot.probing.net import Net

STAGE = 1
AFTER: tuple[str, ...] = ("none-probe",)


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the handshake showed."""

    failed: Annotated[bool, "the handshake failed"]
    words: Annotated[str | None, "why, or why it would have failed without -k"] = None
    expired: Annotated[bool | None, "the certificate is past its end, or not yet valid"] = None
    name_mismatch: Annotated[bool | None, "the certificate is of another name"] = None
    untrusted: Annotated[bool | None, "self-signed or an unknown issuer"] = None
    client_certificate_requested: Annotated[bool, "it asks for a client certificate"]
    plain_http_on_tls: Annotated[bool | None, "the port speaks plain http, not TLS"] = None


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
    asked, none = case.finding("none-probe"), facts_of(case, "none-probe", none_probe.Facts)
    if case.request is None or not case.request.url.lower().startswith("https:") or asked is None:
        return skip("the address is not https")
    if isinstance(asked.facts, Attempt) and asked.facts.failure == "tls":
        return _failed(asked.facts.tls_words or "")
    if none is None:
        return skip("there was no handshake")
    until, why = none.tls_not_after, none.tls_distrusted or ""
    is_past = until is not None and until < case.now
    facts = Facts(
        failed=False,
        words=why[:200] if why else None,
        expired=is_past or _EXPIRED.search(why) is not None if until or why else None,
        name_mismatch=_NAME.search(why) is not None if why else None,
        untrusted=_UNTRUSTED.search(why) is not None if why else None,
        client_certificate_requested=bool(none.tls_client_certificate),
    )
    if why:
        return warn(f"{why[:160]}; -k passes over it", facts)
    if facts.client_certificate_requested:
        return warn("the handshake asks for a client certificate", facts)
    return passed("the certificate is good for this name", facts)


def _failed(words: str) -> Finding:
    facts = Facts(
        failed=True,
        words=words[:200],
        expired=_EXPIRED.search(words) is not None,
        name_mismatch=_NAME.search(words) is not None,
        untrusted=_UNTRUSTED.search(words) is not None,
        client_certificate_requested=_CLIENT.search(words) is not None,
        plain_http_on_tls=_PLAIN.search(words) is not None,
    )
    return fail(f"the TLS handshake failed: {words[:160]}", facts)
