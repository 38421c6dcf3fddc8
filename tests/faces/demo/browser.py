"""A headless Chromium, driven by its own protocol over a WebSocket: enough to press keys and to look."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)
_SOON = "new Promise((done) => setTimeout(done, 50))"


class Page:
    """One page. ``errors`` are what its console complained of."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._ids = socket, itertools.count(1)
        self.errors: list[str] = []

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the protocol; its result."""
        number = next(self._ids)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(30):
            while True:
                told = await self._socket.receive_json()
                if told.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                    self.errors.append(str(told["params"]))
                if told.get("id") == number:
                    return dict(told["result"])

    async def value(self, expression: str) -> Any:
        """What an expression gives in the page."""
        return (await self.call("Runtime.evaluate", expression=expression, returnByValue=True))["result"].get("value")

    async def until(self, expression: str) -> Any:
        """Wait for an expression to be true in the page."""
        async with asyncio.timeout(30):
            while not (found := await self.value(expression)):
                await self.call("Runtime.evaluate", expression=_SOON, awaitPromise=True)
        return found

    async def key(self, name: str, code: int, text: str = "") -> None:
        """Press one key."""
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            await self.call("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code, **more)


@contextlib.asynccontextmanager
async def page(url: str, folder: Path, width: int, height: int, scheme: str) -> AsyncIterator[Page]:
    """A page of this size in the ``light`` or ``dark`` scheme; the browser ends with it."""
    assert CHROMIUM
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *_OPTIONS, f"--user-data-dir={folder}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        port = await _port(process)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as found:
                (target,) = [one for one in await found.json() if one["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                made = Page(socket)
                for domain in ("Runtime", "Log", "Page"):
                    await made.call(f"{domain}.enable")
                size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
                await made.call("Emulation.setDeviceMetricsOverride", **size)
                features = [{"name": "prefers-color-scheme", "value": scheme}]
                await made.call("Emulation.setEmulatedMedia", features=features)
                await made.call("Page.navigate", url=url)
                yield made
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _port(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    async with asyncio.timeout(60):
        async for line in process.stderr:
            if line.startswith(b"DevTools listening on "):
                return line.decode().split("127.0.0.1:")[1].split("/")[0]
    raise RuntimeError("the browser did not start")
