"""Slack's end of Socket Mode: accepts connections, delivers envelopes, keeps the acks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from bot.faces.demo.delivery import Delivery


class Sockets:
    """``is_polite``: greets on a new connection; ``hears``: answers its pings."""

    def __init__(self) -> None:
        self.open: list[web.WebSocketResponse] = []
        self.acks: list[dict[str, Any]] = []
        self.is_polite, self.hears = True, True
        self.pings = 0
        self.changed = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        socket, hears = web.WebSocketResponse(autoping=False), self.hears
        await socket.prepare(request)
        if self.is_polite:
            await socket.send_json({"type": "hello", "num_connections": 1})
        self.open.append(socket)
        self.changed.set()
        async for frame in socket:
            if frame.type == aiohttp.WSMsgType.TEXT:
                self.acks.append(json.loads(frame.data))
            elif frame.type == aiohttp.WSMsgType.PING and hears:
                await socket.pong(frame.data)
                self.pings += 1
            self.changed.set()
        return socket

    async def until(self, condition: Any) -> Any:
        """Wait for a connection, an ack or a ping."""
        async with asyncio.timeout(60):
            while not (found := condition()):
                self.changed.clear()
                await self.changed.wait()
            return found


@dataclass
class _Acked:
    """An ack, as the answer to an HTTP request reads."""

    payload: Any
    status: int = 200

    async def text(self) -> str:
        """Its payload, '' when there is none."""
        return json.dumps(self.payload) if self.payload else ""


class BySocket(Delivery):
    """What Slack sends, by Socket Mode: each body becomes an envelope on the newest connection."""

    def __init__(self, sockets: Sockets, own_url: str) -> None:
        self._sockets, self._own_url, self._sending = sockets, own_url, set()

    def _post(self, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Any:
        return self._enveloped(body, kind)

    @contextlib.asynccontextmanager
    async def _enveloped(self, body: bytes, kind: str) -> AsyncIterator[_Acked]:
        name, form = secrets.token_hex(8), dict(parse_qsl(body.decode(), keep_blank_values=True))
        if kind == "application/json":
            told: tuple[str, Any] = "events_api", json.loads(body)
        elif "payload" in form:
            told = "interactive", json.loads(form["payload"])
        else:
            told = "slash_commands", form
        envelope = {"envelope_id": name, "type": told[0], "payload": told[1], "accepts_response_payload": True}
        await self._sockets.open[-1].send_json(envelope)
        async with asyncio.timeout(3):
            ack = await self._sockets.until(lambda: [one for one in self._sockets.acks if one["envelope_id"] == name])
        yield _Acked(ack[0].get("payload"))
