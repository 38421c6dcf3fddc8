"""Files that cannot be read: the answer says why, and what to do; what else was given is examined all the same."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faces.demo.workspace import CHANNEL, DIRECT
from bot.faces.slack.listeners import SHORTCUT
from tests.faces.slack import apps
from tests.faces.slack.pressing import words_of
from tests.faces.slack.stand import PASTE, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
CURL = "curl https://api.example.com/v1/me -H 'Authorization: Bearer YOUR_API_KEY'\n# 401\n"
PAGE = b"<!DOCTYPE html><title>401 Unauthorized</title><h1>401 Unauthorized</h1>"
slack = apps.on_both


@pytest.fixture
def without_scope(slack: Stand) -> Any:
    """The app lacks files:read: Slack hands out its login page, with status 200."""
    slack.api.scopes.discard("files:read")
    yield
    slack.api.scopes.add("files:read")


CASES = {
    "login": ("files:read", {"filetype": "text", "mode": "snippet", "name": "curl.txt"}),
    "large": ("1 MB", {"filetype": "text", "name": "all.log", "size": (1 << 20) + 1}),
    "picture": ("no text", {"filetype": "png", "mimetype": "image/png", "name": "screenshot.png", "size": 4711}),
    "elsewhere": ("not kept in Slack", {"mode": "external", "filetype": "gdoc", "name": "notes", "size": 0}),
    "gone": ("did not hand it out", {"mode": "tombstone", "filetype": "text", "name": "old.txt"}),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("text", ["@auth401", "@auth401 see the file please"])
async def test_a_file_that_is_not_read_is_told(slack: Stand, without_scope: None, case: str, text: str) -> None:
    """Alone, or with words that hold no request: the reason, the name and what to do are the whole answer."""
    why, of = CASES[case]
    answer = await slack.answered(await slack.say(text, files=[shared(slack, **of)]))
    said = words_of(answer["blocks"])
    assert why in said
    assert of["name"].partition(".")[0] in said
    assert "paste" in said
    assert "No request" not in said
    assert "file" in answer["text"]  # the notification says it too


@pytest.mark.parametrize("case", CASES)
async def test_beside_a_request_it_is_a_remark(slack: Stand, without_scope: None, case: str) -> None:
    """The request in the message is diagnosed; the remark stands below it."""
    why, of = CASES[case]
    answer = await slack.answered(await slack.say(PASTE, files=[shared(slack, **of)]))
    assert answer["blocks"][0]["type"] == "header"
    assert why in words_of([block for block in answer["blocks"] if block["type"] == "context"])


async def test_in_a_channel_a_file_alone_is_left_alone(slack: Stand, without_scope: None) -> None:
    """Nobody asked, and nobody knows whether it is for us."""
    message = await slack.say("minutes of today", files=[shared(slack, filetype="text", name="minutes.txt")])
    await slack.idle()
    assert not slack.replies(message)


async def test_a_direct_message_and_the_shortcut_are_told(slack: Stand, without_scope: None) -> None:
    """However it was asked for."""
    message = await slack.say("", DIRECT, files=[shared(slack, filetype="text", name="a.txt")])
    assert "files:read" in words_of((await slack.answered(message, DIRECT))["blocks"])
    message = await slack.say("hm", files=[shared(slack, filetype="text", name="b.txt")])
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    assert "files:read" in words_of((await slack.answered(message))["blocks"])


async def test_bytes_that_are_no_text_are_told(slack: Stand) -> None:
    """Whatever Slack called the file."""
    slack.workspace.files["F1"] = b"\x7fELF\x02\x01\x00\x00" * 10
    answer = await slack.answered(await slack.say("@auth401", files=[shared(slack, filetype="text", name="dump.log")]))
    assert "no text" in words_of(answer["blocks"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
async def test_text_is_read_by_its_mark(slack: Stand, encoding: str) -> None:
    """PowerShell writes UTF-16 with a byte order mark."""
    slack.workspace.files["F1"] = CURL.encode(encoding)
    answer = await slack.answered(await slack.say("@auth401", files=[shared(slack, filetype="text", name="out.log")]))
    assert "YOUR_API_KEY" in words_of(answer["blocks"])


async def test_a_page_that_somebody_saved_is_read(slack: Stand) -> None:
    """HTML of the size that Slack tells is the file, and not the login page."""
    slack.workspace.files["F1"] = PAGE
    file = shared(slack, filetype="html", mimetype="text/html", name="page.html", size=len(PAGE))
    answer = await slack.answered(await slack.say("@auth401", files=[file]))
    assert answer["blocks"][0]["type"] == "header"
    assert "files:read" not in words_of(answer["blocks"])


async def test_a_name_is_shown_as_text(slack: Stand, without_scope: None) -> None:
    """No mention, link or credential comes out of it."""
    name = "<!channel> ghp_" + "a1B2" * 9 + ".txt"
    answer = await slack.answered(await slack.say("@auth401", files=[shared(slack, filetype="text", name=name)]))
    assert "a1B2a1B2a1B2" not in str(answer)
    assert "<!channel>" not in answer["text"]


def shared(slack: Stand, **of: Any) -> dict[str, Any]:
    """A file as a message carries it."""
    return {"id": "F1", "url_private": f"{slack.delivery._own_url}/files/F1", **of}
