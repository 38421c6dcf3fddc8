"""Addressing: whom an examination concerns. It is about a text; who wrote it and where is another matter each time.

What was found holds of each live credential a digest alone: here its value is looked up in the text again, to learn
who posted it, and who is warned and may send it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.faces.slack import escalation, live
from bot.faces.slack.whose import Read
from bot.masking import restored
from bot.model import Report
from bot.parsing.parse import parse
from bot.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who asks about what, where; and the ``live`` credentials that were found in a text with the same words."""

    read: Mapping[str, Any] = field(repr=False)
    channel: str
    asker: str
    live: Sequence[Mapping[str, str]] = ()


def prints(found: Sequence[live.Live]) -> list[dict[str, str]]:
    """Live credentials as they may be remembered: by digest, masked form and provider."""
    return [{"print": _print(one.secret.reveal()), "shown": one.shown, "provider": one.provider} for one in found]


def readdressed(service: Service, address: Address) -> dict[str, Any]:
    """The same as :func:`addressed`, where the text has to be read again. Work for a worker."""
    return addressed(service, address, parse(Read.of(address.read).text))


def addressed(service: Service, address: Address, report: Report) -> dict[str, Any]:
    """``live`` (``author``, ``print`` and ``text``: who is warned) and the ``owner`` of the request's credentials.

    ``owner`` is '' where nobody can be named, and whoever asks where the request carries none. ``escalate_to``: to whom
    this is passed on from here, '' for nobody.
    """
    if not address.asker:
        return {"live": [], "owner": "", "escalate_to": ""}
    read = Read.of(address.read)
    held = [credential.secret.reveal() for credential in report.request.credentials] if report.request else []
    owner = read.owner(held) if held else address.asker
    to = escalation.target(service, address.channel, report.request)
    return {"live": list(_warnings(service, address, read, report)), "owner": owner, "escalate_to": to}


def _warnings(service: Service, address: Address, read: Read, report: Report) -> Any:
    used = [credential.secret for request in report.requests for credential in request.credentials]
    values = {_print(secret.reveal()): secret for secret in (*report.secrets, *used)} if address.live else {}
    for one in address.live:
        secret = values.get(one["print"])
        author = read.owner([secret.reveal()]) if secret is not None else ""
        if secret is not None and author:
            found = live.Live(secret, restored(one["shown"]), one["provider"])
            text = live.warning(found, service, address.channel, is_own=author == read.author)
            yield {"author": author, "print": one["print"], "text": text}


def _print(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
