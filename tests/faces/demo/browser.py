"""A headless Chromium, driven by its own protocol over a WebSocket: enough to press keys and to look."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FOLDERS = ("/usr/bin", "/usr/lib/chromium", "/usr/local/bin", "/snap/bin")  # where Debian and others put it
CHROMIUM = next(
    filter(None, (shutil.which(name, path=where) for where in (None, *_FOLDERS) for name in _NAMES)),
    None,
)
MISSING = f"Chromium is missing: none of {', '.join(_NAMES)} is on the PATH or in {', '.join(_FOLDERS)}"
AXE = Path(__file__).parent / "axe" / "axe.min.js"
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
_SOON = "new Promise((done) => setTimeout(done, 30))"
_KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, ""), "ArrowDown": (40, ""), "ArrowUp": (38, "")}


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
        """What an expression gives in the page; a promise is waited for."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, (expression, found["exceptionDetails"])
        return found["result"].get("value")

    async def until(self, expression: str) -> Any:
        """Wait for an expression to be true in the page."""
        try:
            async with asyncio.timeout(30):
                while not (found := await self.value(expression)):
                    await self.call("Runtime.evaluate", expression=_SOON, awaitPromise=True)
        except TimeoutError:
            active = await self.value("document.activeElement.outerHTML.slice(0, 200)")
            raise AssertionError(f"never: {expression} ({active}) {self.errors}") from None
        return found

    async def key(self, name: str) -> None:
        """Press one key."""
        code, text = _KEYS[name]
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            await self.call("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code, **more)

    async def type(self, selector: str, text: str) -> None:
        """Put the cursor into the one field and type ``text`` in the place of what stands there."""
        await self.value(
            f"(() => {{ const box = document.querySelector({selector!r}); box.focus(); box.select(); }})()"
        )
        await self.call("Input.insertText", text=text)

    async def press(self, selector: str) -> None:
        """Press the first element of this selector, once it is there."""
        found = f"document.querySelector({json.dumps(selector)})"
        await self.until(f"!!{found}")
        await self.value(f"{found}.click()")

    async def choose(self, button: str, label: str) -> None:
        """Open the menu of a button and choose in it."""
        await self.press(button)
        found = (
            f"[...document.querySelectorAll('[role=menuitem]')].find((one) => one.textContent === {json.dumps(label)})"
        )
        await self.until(f"!!{found}")
        await self.value(f"{found}.click()")

    async def complaints(self) -> list[str]:
        """What axe-core finds that is serious or worse, a line each."""
        if not await self.value("typeof axe === 'object'"):
            await self.value(AXE.read_text("utf-8") + "; true")
        found = await self.value("axe.run().then((all) => all.violations)")
        return [
            f"{one['id']} ({one['impact']}): {one['nodes'][0]['html']} {one['nodes'][0].get('failureSummary')}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]


class Browser:
    """A browser in which pages are opened, one after another."""

    def __init__(self, session: aiohttp.ClientSession, port: str) -> None:
        self._session, self._at = session, f"http://127.0.0.1:{port}/json"

    @contextlib.asynccontextmanager
    async def page(self, url: str, width: int = 1280, height: int = 860, scheme: str = "light") -> AsyncIterator[Page]:
        """A page of this size in the ``light`` or ``dark`` scheme, as if nobody had been there before."""
        async with self._session.put(f"{self._at}/new") as made:
            target = await made.json()
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self._close, target["id"])
            connecting = self._session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0)
            shown = Page(await stack.enter_async_context(connecting))
            for domain in ("Runtime", "Log", "Page"):
                await shown.call(f"{domain}.enable")
            await shown.call("Emulation.setFocusEmulationEnabled", enabled=True)
            is_phone = width < 760
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone}
            await shown.call("Emulation.setDeviceMetricsOverride", **size)
            await shown.call("Emulation.setTouchEmulationEnabled", enabled=is_phone)
            features = [
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]
            await shown.call("Emulation.setEmulatedMedia", features=features)
            await shown.call("Page.navigate", url=url)
            await shown.until("document.querySelectorAll('#examples button').length > 3")
            yield shown

    async def _close(self, target: str) -> None:
        async with self._session.get(f"{self._at}/close/{target}"):
            pass


@contextlib.asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    """A browser with its profile in ``folder``; it ends with this."""
    assert CHROMIUM
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *_OPTIONS, f"--user-data-dir={folder}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        port = await _port(process)
        async with aiohttp.ClientSession() as session:
            yield Browser(session, port)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _port(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    async with asyncio.timeout(30):
        async for line in process.stderr:
            if line.startswith(b"DevTools listening on "):
                return line.decode().split("127.0.0.1:")[1].split("/")[0]
    raise RuntimeError("the browser did not start")
