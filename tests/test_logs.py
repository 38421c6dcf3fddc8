"""A log line is one line, and holds no secret and no words of an exception."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import pty
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.faces.demo.workspace import CHANNEL
from bot.logs import LIBRARIES, JsonLine, OneLine
from tests.faces.slack.stand import HERE, PASTE, TOLD, environment, slack_alone
from tests.faces.slack.test_process import RUN, by_http, the_reply

TOKEN = "ghp_" + "0123456789abcdefABCDEF0123456789abcd"
PASSWORD = "S3cretPw99"


def record(name: str, words: str, *args: object, failed: bool = False) -> logging.LogRecord:
    """One record; ``failed``: logged in a handler of an exception whose text holds the password."""
    try:
        raise ValueError(f"could not store {PASSWORD}")
    except ValueError:
        caught = sys.exc_info() if failed else None
    return logging.LogRecord(name, logging.ERROR, "x.py", 1, words, args, caught)


def line(name: str, words: str, *args: object, failed: bool = False) -> str:
    """Its line; the JSON one says the same and is one line in ASCII too."""
    made = record(name, words, *args, failed=failed)
    shown, as_json = OneLine().format(made), JsonLine().format(made)
    assert as_json.isascii()
    assert as_json.isprintable()
    told = json.loads(as_json)["message"]
    assert shown.endswith(f" {name}: {told}".encode("unicode_escape").decode("ascii"))
    return shown


@pytest.mark.parametrize(
    ("words", "args"),
    [
        (f"asked with {TOKEN}", ()),
        ("asked with %s", (TOKEN,)),
        ("%r", ({"Authorization": f"Bearer {TOKEN}"},)),
        (f"https://bob:{PASSWORD}@internal.example/x", ()),
        ("Authorization: Basic %s", ("Ym9iOlMzY3JldFB3OTk=",)),
        ("one\ntwo \x1b[31m \u202e %s", (TOKEN,)),
    ],
)
def test_a_line_shows_no_secret(words: str, args: tuple[object, ...]) -> None:
    """By its form, in the text and in the arguments; and it is one line of printable ASCII."""
    shown = line("auth401.slack", words, *args)
    assert not any(part in shown for part in (TOKEN[4:16], PASSWORD, "Ym9iOlMz"))
    assert shown.isascii()
    assert shown.isprintable()


@pytest.mark.parametrize("name", [*LIBRARIES, "slack_bolt.auth401", "slack_sdk.socket_mode"])
def test_a_library_does_not_quote_an_exception(name: str) -> None:
    """Bolt puts the text of a listener's exception into its message: its type and place are all that is logged."""
    shown = line(name, f"Failed to run listener function (error: could not store {PASSWORD})", failed=True)
    assert PASSWORD not in shown
    assert "ValueError at record" in shown


def test_our_own_words_stay_beside_an_exception() -> None:
    """What we say of it ourselves quotes nothing."""
    shown = line("auth401.slack", "diagnosis %s failed", "T1:C1:1.1", failed=True)
    assert "diagnosis T1:C1:1.1 failed (ValueError at record:" in shown
    assert PASSWORD not in shown


@pytest.mark.processes
async def test_a_collector_gets_json_with_the_diagnosis(tmp_path: Path) -> None:
    """The process with its log in a pipe: each line is JSON, those of a job name it, and nobody's text is in any."""
    refused = asyncio.Event()

    async def refuse(method: str, _: Any) -> web.Response | None:
        if method != "chat.update" or refused.is_set():
            return None
        refused.set()
        return web.json_response({"ok": False, "error": "internal_error"}, status=503)

    async with slack_alone() as (workspace, api, slack):
        api.before = refuse
        async with by_http(workspace, slack, tmp_path) as app:
            message = workspace.say(CHANNEL, f"why does quagga fail? {PASTE}")
            await the_reply(workspace, message)
            assert await app.stop(signal.SIGTERM) == 0
    lines = [json.loads(line) for line in app.log.splitlines()]
    (warned,) = [line for line in lines if "Slack did not take chat_update" in line["message"]]
    assert warned["diagnosis"] == f"T0DEMO:{CHANNEL}:{message['ts']}:message"
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    assert "diagnosis" not in lines[0]
    assert not any(words in app.log for words in (TOLD, "quagga", "api.example.com"))


@pytest.mark.processes
async def test_a_terminal_gets_lines_to_read(tmp_path: Path) -> None:
    """The same process on a terminal."""
    ours, theirs = pty.openpty()
    async with slack_alone() as (_, _, slack):
        shared = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        variables = shared | environment(f"{slack}/api/", tmp_path)
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", RUN, stderr=theirs, env=variables)
        os.close(theirs)
        shown = b""
        try:
            async with asyncio.timeout(60):
                while b"listening" not in shown or not shown.endswith(b"\n"):
                    shown += await asyncio.to_thread(os.read, ours, 4096)
        finally:
            process.terminate()
            await process.wait()
            os.close(ours)
    assert re.search(rf"^\S+ \S+ INFO auth401\.slack: listening on {HERE}:\d+\r?$", shown.decode(), re.MULTILINE)
