"""The demo's page in a browser: windows open and close by the keyboard, one is handed in, and the Home tab is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.faces.demo.run import running
from bot.settings import read
from tests.faces.demo.browser import CHROMIUM, page

BUTTON = """document.querySelector('#replies button[data-key$="/more"]')"""  # the overflow menu; All steps is in it
ITEMS = """[...document.querySelectorAll('#replies [role="menuitem"]')].map((item) => item.textContent)"""


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is missing: chromium, chromium-browser or google-chrome on the PATH")
@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 860, "light"), (390, 844, "dark")])
async def test_a_window_opens_and_closes(tmp_path: Path, width: int, height: int, scheme: str) -> None:
    """On a desk and on a phone, light and dark, by the keyboard alone; no rule of the page's policy is broken."""
    async with (
        running(read({}), between_posts_s=0.02) as demo,
        page(f"{demo.url}?example=scheme", tmp_path, width, height, scheme) as shown,
    ):
        await shown.until(f"!!{BUTTON}")
        await shown.value(f"{BUTTON}.focus()")
        await shown.key("Enter", 13, "\r")
        await shown.until(f"{ITEMS}.length")
        assert await shown.value(ITEMS) == ["All steps", "Escalate"]
        box = "document.querySelector('#replies .menu').getBoundingClientRect()"
        assert await shown.value(f"{box}.left >= 0 && {box}.right <= innerWidth && {box}.top >= 0")
        await shown.key("Escape", 27)
        await shown.until(f"!{ITEMS}.length && document.activeElement === {BUTTON}")
        await shown.key("Enter", 13, "\r")
        await shown.until(f"{ITEMS}.length")
        await shown.key("Enter", 13, "\r")
        await shown.until("document.querySelector('#view').open")
        assert "Use the scheme" in await shown.value("document.querySelector('#view ol').textContent")
        assert await shown.value("document.querySelector('#view').contains(document.activeElement)")
        wide = await shown.value("document.querySelector('#view').getBoundingClientRect().width")
        assert wide == width if width < 500 else 400 < wide < width
        assert await shown.value("document.documentElement.scrollWidth <= innerWidth")
        paper = await shown.value("getComputedStyle(document.querySelector('#view')).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") is (scheme == "light")
        await shown.key("Escape", 27)
        await shown.until(f"!document.querySelector('#view').open && document.activeElement === {BUTTON}")
        assert demo.workspace.views == [] or await shown.until("state.view === null")
        assert await shown.value("document.querySelector('#view').open") is False
        assert shown.errors == []


ASKED = "document.querySelector('#view').open && document.querySelector('#view textarea')"
SAID = "document.querySelector('#messages').textContent"


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is missing: chromium, chromium-browser or google-chrome on the PATH")
@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 860, "light"), (390, 844, "dark")])
async def test_a_request_is_handed_in(tmp_path: Path, width: int, height: int, scheme: str) -> None:
    """Empty, the window stays open and says why; filled, it goes, and the answer is a direct message below Home."""
    async with (
        running(read({}), between_posts_s=0.02) as demo,
        page(demo.url, tmp_path, width, height, scheme) as shown,
    ):
        await shown.until("!!document.querySelector('#examples button')")
        await shown.value("document.querySelector('#ask').click()")
        await shown.until(f"!!({ASKED})")
        await shown.value("document.querySelector('#submit').click()")
        await shown.until("document.querySelector('#view .complaint[data-of=request]').textContent.length > 10")
        assert await shown.value("document.documentElement.scrollWidth <= innerWidth")
        example = next(one for one in demo.examples if one.id == "scheme")
        await shown.value(f"document.querySelector('#view textarea').value = {json.dumps(example.paste)}")
        await shown.value("document.querySelector('#submit').click()")
        await shown.until("!document.querySelector('#view').open")
        await shown.value("go('D0AUTH401')")
        await shown.until(f"{SAID}.includes('asks for Bearer')")
        await shown.value("post('home', {})")
        await shown.until(f"{SAID}.includes('only you') && {SAID}.includes('█')")
        assert await shown.value("document.documentElement.scrollWidth <= innerWidth")
        await shown.value("document.querySelector('.home .actions button').click()")
        await shown.until(f"!!({ASKED})")
        assert shown.errors == []
