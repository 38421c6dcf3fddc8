"""direct: the requests to Slack that its SDK does not make: a file's bytes, and an answer to a response address."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: header names are in lower case, ``raw`` (bytes) is one more than was asked for where there is more."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    raw: bytes = field(repr=False)


class Direct:
    """One client for the process; no environment, no redirects. What the network does is an OSError or TimeoutError."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def ask(
        self, method: str, url: str, *, within_s: float, at_most: int = 0, headers: Mapping[str, str] | None = None,
        json: Any = None,
    ) -> Got:  # fmt: skip
        """Send one request, and read ``at_most`` bytes of its answer, unpacked, and one more."""
        import httpx  # slow to load, and a process that is idle needs none

        if self._client is None:
            trusted = httpx.create_ssl_context(trust_env=False)  # certifi's, and with them the system's, as for the SDK
            trusted.load_default_certs()
            self._client = httpx.AsyncClient(verify=trusted, trust_env=False)
        raw = bytearray()
        try:
            async with (
                asyncio.timeout(within_s),
                self._client.stream(method, url, headers=headers, json=json) as answer,
            ):
                async for piece in answer.aiter_bytes(65536):
                    raw += piece
                    if len(raw) > at_most:
                        break
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise ConnectionError(type(fault).__name__) from None
        finally:
            self._client.cookies.clear()  # of one workspace, and no other's business
        return Got(answer.status_code, dict(answer.headers), bytes(raw[: at_most + 1]))

    async def aclose(self) -> None:
        """Close what is open."""
        if self._client is not None:
            await self._client.aclose()
