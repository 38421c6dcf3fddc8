"""The buttons of an answer on the demo's page, in a browser: pressed there, they do what they do in Slack."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faces.demo.run import running
from bot.settings import read
from tests.faces.demo.browser import CHROMIUM, Page, page

_OF = """document.querySelector('#replies button[data-key$="/{name}"]')"""
_TEXT = "document.querySelector('#replies').textContent"


async def press(shown: Page, name: str) -> None:
    """Press the button of this name once it is there."""
    button = _OF.replace("{name}", name)
    await shown.until(f"!!{button}")
    await shown.value(f"{button}.click()")


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is missing: chromium, chromium-browser or google-chrome on the PATH")
@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 860, "light"), (390, 844, "dark")])
async def test_the_buttons_of_an_answer(tmp_path: Path, width: int, height: int, scheme: str) -> None:
    """Struck and confirmed causes, what changed, and an escalation are shown; nothing is wider than the page."""
    async with (
        running(read({}), between_posts_s=0.02) as demo,
        page(f"{demo.url}?example=scheme", tmp_path, width, height, scheme) as shown,
    ):
        await press(shown, "check_again")
        await shown.until(f"{_TEXT}.includes('changed')")
        await press(shown, "more")
        await shown.until("document.querySelectorAll('#replies [role=menuitem]').length === 2")
        await shown.value("document.querySelectorAll('#replies [role=menuitem]')[1].click()")
        await shown.until(f"{_TEXT}.includes('Escalated to @you by @you')")
        await press(shown, "not_it")
        await shown.until("!!document.querySelector('#replies s')")
        assert await shown.value("document.documentElement.scrollWidth <= innerWidth")
        await shown.value("go('D0AUTH401')")
        await shown.until("document.querySelector('#messages').textContent.includes('asks for help with a 401')")
        assert shown.errors == []


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is missing: chromium, chromium-browser or google-chrome on the PATH")
async def test_this_was_it(tmp_path: Path) -> None:
    """Shown on the answer, and the two buttons are gone; with the box ticked the example is given."""
    async with (
        running(read({}), between_posts_s=0.02) as demo,
        page(f"{demo.url}?example=expired", tmp_path, 1280, 860, "light") as shown,
    ):
        box = _OF.replace("button", "input").replace("{name}", "give_example")
        await shown.until(f"!!{box}")
        assert not await shown.value(f"{box}.checked")
        await shown.value(f"{box}.click()")
        await press(shown, "this_was_it")
        await shown.until(f"{_TEXT}.includes('This was it, says @you')")
        await shown.until(f"{_TEXT}.includes('The masked paste is kept')")
        assert not await shown.value("!!" + _OF.replace("{name}", "not_it"))
        assert shown.errors == []
