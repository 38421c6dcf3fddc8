"""The window for a long request or a file: its three ways in, what it refuses, and where the answer goes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faces.demo.blockkit import view_complaints
from bot.faces.demo.workspace import BOT, CHANNEL, DIRECT, YOU
from bot.faces.slack import window
from tests.faces.slack import apps
from tests.faces.slack.pressing import words_of
from tests.faces.slack.stand import OTHER, PASTE, TOLD, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
CURL = PASTE.split("```\n")[1].strip()
slack = apps.on_both


async def test_the_global_shortcut_opens_it(slack: Stand) -> None:
    """In Slack's own menu there is no channel: the answer is a direct message, and no credential stands in it."""
    opened = await by_shortcut(slack)
    before = len(slack.workspace.messages[DIRECT])
    assert await slack.delivery.submit(opened, typed(CURL)) == {}
    answer = await direct(slack, before)
    assert answer["blocks"][0]["type"] == "header"
    assert TOLD not in str(slack.workspace.messages[DIRECT])
    assert not slack.private()


async def test_the_second_answer_is_found_again_where_the_first_was(slack: Stand) -> None:
    """Slack tells the conversation's own id with the first one; from then on the app knows it."""
    for _ in range(2):
        before = len(slack.workspace.messages[DIRECT])
        await slack.delivery.submit(await by_shortcut(slack), typed(CURL))
        await direct(slack, before)
    channels = [call["channel"] for call in slack.called("chat.postMessage")]
    assert channels.count(YOU) <= 1
    assert channels[-1] == DIRECT


async def test_a_curl_of_many_thousand_characters_is_read_whole(slack: Stand) -> None:
    """A plain text field would end at 3,000: what tells the cause stands behind 20,000."""
    long = "curl https://api.example.com/v1/me" + "".join(f" -H 'X-Trace-{n}: {n:0150x}'" for n in range(150))
    before = len(slack.workspace.messages[DIRECT])
    assert len(long) > 20_000
    await slack.delivery.submit(await by_shortcut(slack), typed(f"{long} -H 'Authorization: Bearer YOUR_API_KEY'\n401"))
    assert "YOUR_API_KEY" in words_of((await direct(slack, before))["blocks"])


async def test_a_file_is_read(slack: Stand) -> None:
    """The file alone is enough."""
    slack.workspace.files["F9"] = CURL.replace(TOLD, "YOUR_API_KEY").encode()
    before = len(slack.workspace.messages[DIRECT])
    await slack.delivery.submit(await by_shortcut(slack), {**typed(""), **given(slack, "F9", "request.sh")})
    assert "YOUR_API_KEY" in words_of((await direct(slack, before))["blocks"])


@pytest.mark.parametrize("text", ["", " \n ", "\u00a0"])
async def test_empty_it_is_refused_in_the_window(slack: Stand, text: str) -> None:
    """It stays open, with words at the field; nothing is taken in."""
    opened, before = await by_shortcut(slack), len(slack.api.calls)
    answer = await slack.delivery.submit(opened, typed(text))
    assert answer["response_action"] == "errors"
    (block,) = answer["errors"]
    assert block in [one["block_id"] for one in opened["view"]["blocks"] if one["type"] == "input"]
    await slack.idle()
    assert len(slack.api.calls) == before


async def test_a_picture_alone_is_refused_in_the_window(slack: Stand) -> None:
    """What is no text is told at the field of the files."""
    picture = {"id": "F8", "name": "a.png", "filetype": "png", "size": 9, "url_private": "https://files.slack.com/x"}
    answer = await slack.delivery.submit(await by_shortcut(slack), {**typed(""), "files": {"files": _files(picture)}})
    assert list(answer["errors"]) == ["files"]


@pytest.mark.parametrize(
    "values", [{}, {"request": None}, {"request": {"text": {"rich_text_value": None}}}, {"files": {"files": {}}}, []]
)
async def test_an_odd_state_is_an_empty_one(slack: Stand, values: Any) -> None:
    """Whatever shape it has."""
    answer = await slack.delivery.submit(await by_shortcut(slack), values)
    assert answer["response_action"] == "errors"


async def test_the_command_alone_has_a_button_for_it(slack: Stand) -> None:
    """/auth401: the help with the button; what is handed in is answered there, for the caller alone."""
    before = len(slack.called("response_url"))
    help_, _ = await slack.delivery.commanded("", CHANNEL)
    (button,) = [item for block in help_["blocks"] if block["type"] == "actions" for item in block["elements"]]
    slack.workspace.views.clear()
    message = {"ts": "1.1", "is_ephemeral": True}
    await slack.delivery.press(message, CHANNEL, {"action_id": button["action_id"]})
    (opened,) = slack.workspace.views
    assert "http" not in str(opened["view"].get("private_metadata"))
    posts = len(slack.called("chat.postMessage"))
    await slack.delivery.submit(opened, typed(CURL))
    await slack.until(
        lambda: [c for c in slack.called("response_url")[before:] if c.get("blocks", [{}])[0]["type"] == "header"]
    )
    await slack.idle()
    assert {call["response_type"] for call in slack.called("response_url")[before:]} == {"ephemeral"}
    assert len(slack.called("chat.postMessage")) == posts


async def test_a_window_that_does_not_open_is_told(slack: Stand) -> None:
    """A trigger that is too old: a direct message says what to do instead."""
    before = len(slack.workspace.messages[DIRECT])
    await slack.delivery.global_shortcut(window.ASK, trigger_id="1.U0YOU.old")
    await slack.until(lambda: len(slack.workspace.messages[DIRECT]) > before)
    assert "did not open" in slack.workspace.messages[DIRECT][-1]["text"]


async def test_it_is_answered_to_whoever_handed_it_in(slack: Stand) -> None:
    """Another person's window is another person's answer."""
    person = {"user": {"id": OTHER, "team_id": "T0DEMO"}}
    opened = await by_shortcut(slack, **person)
    before = len(slack.called("chat.postMessage"))
    await slack.delivery.submit(opened, typed(CURL), **person)
    await slack.idle()
    assert slack.called("chat.postMessage")[before]["channel"] == OTHER


# ---- what a person does ------------------------------------------------------------------------------------------


async def by_shortcut(slack: Stand, **person: Any) -> dict[str, Any]:
    """The window, opened by the global shortcut; it is one that Slack takes."""
    slack.workspace.views.clear()
    await slack.delivery.global_shortcut(window.ASK, **person)
    (opened,) = slack.workspace.views
    assert view_complaints(opened["view"]) == []
    return dict(opened)


def typed(text: str) -> dict[str, Any]:
    """The state of the field as Slack hands it over: rich text, with a fence as it is typed."""
    leaf = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    rich = {"type": "rich_text", "elements": [leaf] if text else []}
    return {"request": {"text": {"type": "rich_text_input", "rich_text_value": rich}}}


def given(slack: Stand, id_: str, name: str) -> dict[str, Any]:
    """The state of the field for files."""
    url = f"{slack.delivery._own_url}/files/{id_}"
    file = {"id": id_, "name": name, "filetype": "shell", "size": 100, "user": YOU, "url_private": url}
    return {"files": {"files": _files(file)}}


def _files(*files: dict[str, Any]) -> dict[str, Any]:
    return {"type": "file_input", "files": list(files)}


async def direct(slack: Stand, before: int) -> dict[str, Any]:
    """The app's one new direct message, once it carries the result."""

    def found() -> list[dict[str, Any]]:
        return [m for m in slack.workspace.messages[DIRECT][before:] if m["user"] == BOT and m.get("edited")]

    await slack.until(found)
    await slack.idle()
    (answer,) = found()
    return answer
