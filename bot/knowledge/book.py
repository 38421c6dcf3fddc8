"""Book: all knowledge in memory, indexed for matching. Pure: it is handed its entries by load.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.schema import Provider
from bot.model import Report, Response, Statement


@dataclass(frozen=True)
class Book:
    """Everything that is known. One immutable value; a reload makes a new one."""

    providers: Mapping[str, Provider]

    def provider_of(self, report: Report) -> Provider | None:
        """Whom the request goes to: by host, then by the credential's form, then by the words of the answer."""
        return None

    def statements_in(self, response: Response, provider: Provider | None) -> tuple[Statement, ...]:
        """Known literals in a response's headers and body, most telling first."""
        return ()
