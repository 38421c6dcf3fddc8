"""The demo as a visitor drives it: paste an example over HTTP, read the answer in the thread."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.faces.demo.blockkit import complaints
from bot.faces.demo.examples import examples
from bot.faces.demo.run import Demo
from bot.faces.demo.sample_api import Keys
from bot.faces.demo.workspace import CHANNEL
from bot.knowledge.load import builtin_folder, load

in_the_module = pytest.mark.asyncio(loop_scope="module")
BOOK = load(builtin_folder())
ROOT = Path(__file__).parents[3]
SECRETS = re.compile(r"demo_[0-9a-f]{32}|dk_[0-9a-f]{32}|[0-9a-f]{32,64}|eyJ[\w-]+\.[\w-]+\.[\w-]+")
EXAMPLES = {example.id: example for example in examples("http://127.0.0.1:1", Keys())}


async def paste(demo: Demo, visitor: aiohttp.ClientSession, text: str) -> dict[str, Any]:
    """Paste a text into the channel and wait for the answer in its thread."""
    async with visitor.post(f"{demo.url}demo/say", json={"text": text}) as answer:
        ts = (await answer.json())["ts"]
    async with asyncio.timeout(25):
        while True:
            async with visitor.get(f"{demo.url}demo/state") as page:
                messages = (await page.json())["messages"][CHANNEL]
            replies = [message for message in messages if message.get("thread_ts") == ts]
            if replies and replies[0]["blocks"][0]["type"] == "header":  # what was edited may be the progress
                (reply,) = replies
                return dict(reply)
            await demo.workspace.wait_for_change(0.1)


def is_said_of(cause: str, text: str) -> bool:
    """Does the text hold the cause's title, or one of its headlines with whatever it is filled with?"""
    entry = BOOK.causes[cause]
    sayings = [re.split(r"\{[^{}]*\}", said) for said in (entry.title, *(each.say for each in entry.headlines))]
    return any(re.search(".+".join(map(re.escape, parts)), text) for parts in sayings)


def test_there_are_two_dozen_reasons() -> None:
    """At least twenty-four causes with a command, and five examples without one; each says what it shows."""
    told = [example for example in EXAMPLES.values() if "curl " not in example.paste]
    asked = {example.cause for example in EXAMPLES.values() if example not in told}
    assert len(told) >= 5
    assert len(asked) >= 24
    assert asked <= set(BOOK.causes)
    assert all(example.shows and example.title for example in EXAMPLES.values())


@in_the_module
@pytest.mark.parametrize("name", EXAMPLES)
async def test_each_example_shows_what_it_says(demo: Demo, visitor: aiohttp.ClientSession, name: str) -> None:
    """The real app names the cause with this certainty, the thread's headline says so, and no secret is in it."""
    (example,) = [found for found in demo.examples if found.id == name]
    reply = await paste(demo, visitor, example.paste)
    async with visitor.post(f"{demo.url}demo/how", json={"channel": CHANNEL, "ts": reply["thread_ts"]}) as answer:
        first = (await answer.json())["causes"][0]
    assert (first["id"], first["certainty"]) == (example.cause, example.certainty)
    assert is_said_of(example.cause, reply["blocks"][0]["text"]["text"])
    assert complaints(reply["blocks"]) == []
    for secret in SECRETS.findall(example.paste):
        assert secret not in str(demo.api.calls)


@in_the_module
async def test_the_page_needs_nothing_from_elsewhere(demo: Demo, visitor: aiohttp.ClientSession) -> None:
    """Page, script and style come from the demo itself, and the policy forbids other sources."""
    for path in ("", "page.js", "page.css"):
        async with visitor.get(demo.url + path) as page:
            assert page.status == 200
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
            assert not re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?https?://""", await page.text())


@in_the_module
@pytest.mark.parametrize("headers", [{"Host": "demo.example"}, {"Origin": "http://elsewhere.example"}])
async def test_other_pages_may_not_drive_it(
    demo: Demo, visitor: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    """A page of another origin, or a name that was rebound to loopback, is refused."""
    async with visitor.post(f"{demo.url}demo/say", json={"text": "x"}, headers=headers) as answer:
        assert answer.status == 403


@in_the_module
async def test_changes_are_told_at_once(demo: Demo, visitor: aiohttp.ClientSession) -> None:
    """The page's event stream says that something changed."""
    async with visitor.get(f"{demo.url}demo/changes") as stream:
        assert await stream.content.readline() == b"data: ready\n"
        demo.workspace.say(CHANNEL, "hello")
        async with asyncio.timeout(10):
            while await stream.content.readline() != b"data: changed\n":
                pass


@in_the_module
async def test_the_command_works(demo: Demo, visitor: aiohttp.ClientSession) -> None:
    """/auth401 help, typed into the page."""
    async with visitor.post(f"{demo.url}demo/command", json={"text": "help"}) as answer:
        assert "/auth401 mode" in (await answer.json())["text"]


@pytest.mark.processes
@in_the_module
async def test_the_process_prints_its_address_and_ends_on_ctrl_c() -> None:
    """One line with the address, exit status 0 after SIGINT although a page is open, no traceback."""
    pipe, command = asyncio.subprocess.PIPE, (sys.executable, "-m", "bot", "demo", "--port", "0", "--no-open")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=pipe, stderr=pipe, env={"PATH": os.environ["PATH"]}
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        line = (await process.stdout.readline()).decode()
        async with aiohttp.ClientSession() as session:
            async with session.get(line.split()[-1]) as page:
                assert "auth401" in await page.text()
            async with session.get(f"{line.split()[-1]}demo/changes") as stream:
                process.send_signal(signal.SIGINT)
                await stream.read()
        out, errors = await process.communicate()
    assert process.returncode == 0
    assert out == b""
    assert b"Traceback" not in errors
