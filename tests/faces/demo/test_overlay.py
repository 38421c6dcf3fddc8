"""A support lead edits a folder of their own while the demo runs; no restart, and a broken file stops nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.faces.demo.run import Demo, running
from bot.settings import read
from tests.faces.demo.test_demo import paste

STEP = "text: '{words}'\nsource: our handbook\n"
API = """name: Acme Orders
hosts: [orders.acme.example]
docs: {auth: 'https://docs.acme.example/keys'}
"""
MISSING = "why 401?\n```\ncurl https://orders.acme.example/v2/orders\n```\nHTTP/1.1 401 Unauthorized"


async def until(demo: Demo, visitor: aiohttp.ClientSession, holds: Callable[[str], bool]) -> dict[str, Any]:
    """Paste again until the answer holds what was edited."""
    async with asyncio.timeout(60):
        while True:
            reply = await paste(demo, visitor, MISSING)
            if holds(str(reply["blocks"])):
                return reply


@pytest.mark.processes
async def test_an_edited_folder_is_in_the_next_answer(tmp_path: Path) -> None:
    """An overridden step, a new API, a broken file that is counted by /healthz, and answers all the while."""
    ours = tmp_path / "ours"
    (ours / "steps").mkdir(parents=True)
    (ours / "providers").mkdir()
    # With nothing kept the answer itself has all steps
    settings = {"AUTH401_KNOWLEDGE": str(ours), "AUTH401_LIVE": "off", "AUTH401_KEEP_HOURS": "0"}
    step = ours / "steps" / "get-credential.yaml"
    async with (
        running(read(settings), between_posts_s=0.02) as demo,
        aiohttp.ClientSession() as visitor,
    ):
        await until(demo, visitor, lambda blocks: "sign in, open the page for API keys" in blocks)
        step.write_text(STEP.format(words="Ask Robin for a key of {api}."))
        (ours / "providers" / "acme.yaml").write_text(API)
        await until(demo, visitor, lambda blocks: "Ask Robin for a key of Acme Orders." in blocks)
        step.write_text("text: [half")
        async with asyncio.timeout(60):
            while (await health(demo, visitor))["problems"] != 1:
                await paste(demo, visitor, MISSING)
        await until(demo, visitor, lambda blocks: "Ask Robin for a key of Acme Orders." in blocks)


async def health(demo: Demo, visitor: aiohttp.ClientSession) -> dict[str, Any]:
    """What the app's /healthz says."""
    async with visitor.get(demo.delivery._url.replace("/slack/events", "/healthz")) as answer:
        page: dict[str, Any] = await answer.json()
        return page
