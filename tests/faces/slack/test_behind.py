"""What *Details* and *All steps* open: privately, for whoever presses, kept sealed and without a secret."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import sqlite3
import time
from typing import Any

import pytest
from aiohttp import web

from bot.engine.memory import Memory
from bot.faces.demo.workspace import CHANNEL, DIRECT, YOU
from bot.faces.slack.listeners import SHORTCUT
from bot.faces.slack.rendering import DETAILS, STEPS
from tests.faces.slack.pressing import BOTH, GONE, kept, press, pressed, words_of
from tests.faces.slack.refusing_api import PASSWORD, Api
from tests.faces.slack.stand import ELSEWHERE, HERE, OTHER, Stand, buttons

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("user", [YOU, OTHER])
async def test_whoever_presses_sees_it_alone(slack: Stand, api: Api, user: str) -> None:
    """The author and anybody else: each check with its time, and the steps whole, under the same headline."""
    answer = await slack.answered(await slack.say(f"{user} {api.paste}"))
    assert len([block for block in answer["blocks"] if block["type"] == "actions"]) == 1
    shown = copy.deepcopy(answer)
    headline = answer["blocks"][0]["text"]["text"]
    details, steps = await pressed(slack, answer, DETAILS, user), await pressed(slack, answer, STEPS, user)
    assert [view["title"]["text"] for view in (details, steps)] == ["Details", "All steps"]
    assert all(headline in words_of(view) for view in (details, steps))
    assert " ms)" in words_of(details)
    assert any(item["style"] == "ordered" for block in steps["blocks"][1:] for item in block["elements"][1:])
    assert slack.workspace.find(CHANNEL, answer["ts"]) == shown


async def test_presses_are_no_offer(slack: Stand, api: Api) -> None:
    """With a button that sends a password there is still one block of buttons, and these two send nothing."""
    answer = await slack.answered(await slack.say(f"offered {api.with_password}"))
    (block,) = [block for block in answer["blocks"] if block["type"] == "actions"]
    assert len(block["elements"]) == 5  # the last is the menu
    asked = api.asked
    for name in BOTH * 3:
        assert PASSWORD not in words_of(await pressed(slack, answer, name, OTHER))
    assert api.asked == asked
    assert len(buttons(slack.workspace.find(CHANNEL, answer["ts"]) or {})) == 1


async def test_the_command_and_the_private_shortcut_have_them(slack: Stand, api: Api) -> None:
    """Ephemeral answers, by response_url: in a channel and where the mode is off."""
    await slack.delivery.command(f"privately {api.paste}", CHANNEL)
    await slack.until(lambda: [one for one in slack.private() if buttons(one, STEPS)])
    message = slack.workspace.say(CHANNEL, f"by the menu {api.paste}")
    await slack.delivery.command("mode off", CHANNEL)
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await slack.until(lambda: len([one for one in slack.private() if buttons(one, STEPS)]) == 2)
    await slack.delivery.command("mode auto", CHANNEL)
    await slack.idle()
    answers = [one for one in slack.private() if buttons(one, STEPS)]
    for answer in answers:
        for name in BOTH:
            assert words_of(await pressed(slack, answer, name))


async def test_a_direct_message_and_a_repeated_answer_have_them(slack: Stand, api: Api) -> None:
    """The second answer comes from memory, and its buttons are its own."""
    paste, values = f"again {api.paste}", set()
    for _ in range(2):
        answer = await slack.answered(await slack.say(paste, DIRECT), DIRECT)
        values |= {button["value"] for button in buttons(answer, *BOTH)}
        assert " ms)" in words_of(await pressed(slack, answer, DETAILS, channel=DIRECT))
    assert "did not ask the API again" in str(answer["blocks"])
    assert len(values) == 2


async def test_an_edit_replaces_what_is_kept(slack: Stand, api: Api) -> None:
    """The old button says that it is gone, the new one shows the new; an emptied message keeps nothing."""
    message = await slack.say(f"edited {api.paste}")
    first = copy.deepcopy(await slack.answered(message))
    before = kept(slack)
    await slack.edit(message, f"401\n```\ncurl http://{HERE}:{api.port}/v1/me -H 'Authorization: Bearer $TOKEN'\n```")
    await slack.until(lambda: slack.replies(message)[0]["blocks"] != first["blocks"])
    await slack.idle()
    second = copy.deepcopy(slack.replies(message)[0])
    assert kept(slack) == before
    assert GONE in words_of(await pressed(slack, first, STEPS))
    assert second["blocks"][0]["text"]["text"] in words_of(await pressed(slack, second, STEPS))
    await slack.edit(message, " ")
    await slack.until(lambda: not buttons(slack.replies(message)[0], *BOTH))
    await slack.idle()
    assert kept(slack) == before - 2
    assert GONE in words_of(await pressed(slack, second, STEPS))


@pytest.mark.parametrize("value", ["", "no-such-id", "x" * 2000, "../offer", "last/1", "%", None, 7, [], {"a": 1}])
async def test_an_invented_id_is_answered_in_words(slack: Stand, api: Api, value: Any) -> None:
    """Whatever the button's value is."""
    answer = await slack.answered(await slack.say(api.paste))
    for name in BOTH:
        assert GONE in words_of(await pressed(slack, answer, name, value=value))


async def test_another_channels_id_and_another_kind_show_nothing(slack: Stand, api: Api) -> None:
    """An id is good where its answer stands; the id of an offer is none of these, nor the other way round."""
    answer = await slack.answered(await slack.say(f"forged {api.with_password}"))
    (offer,) = buttons(answer)
    assert GONE in words_of(await pressed(slack, answer, STEPS, OTHER, ELSEWHERE))
    assert GONE in words_of(await pressed(slack, answer, STEPS, value=offer["value"]))
    (steps,) = buttons(answer, STEPS)
    asked = api.asked
    await slack.delivery.press(answer, CHANNEL, {"action_id": offer["action_id"], "value": steps["value"]})
    await slack.idle()
    assert api.asked == asked
    assert words_of(await pressed(slack, answer, STEPS))


async def test_two_presses_at_once_are_two_windows(slack: Stand, api: Api) -> None:
    """By two people each sees theirs; a press that is delivered twice opens one and tells nothing twice."""
    answer = await slack.answered(await slack.say(f"twice {api.paste}"))
    slack.workspace.views.clear()
    before = len(slack.told())
    await asyncio.gather(*(press(slack, answer, name, user) for name in BOTH for user in (YOU, OTHER)))
    twice = {"type": "block_actions", "trigger_id": f"{int(time.time() * 1000)}.{YOU}.twice", "message": answer,
             "channel": {"id": CHANNEL}, "container": {"type": "message", "message_ts": answer["ts"]},
             "actions": [{"type": "button", "action_ts": "1.1", **buttons(answer, STEPS)[0]}]}  # fmt: skip
    assert [await slack.delivery.interaction(twice) for _ in range(2)] == ["", ""]
    await slack.idle()
    assert {view["user"] for view in slack.workspace.views} == {YOU, OTHER}
    assert len(slack.told()) == before


@pytest.mark.parametrize("how", ["refused", "too late", "500", "429", "cut", "silent"])
async def test_when_no_window_opens_it_is_told_in_the_thread(slack: Stand, api: Api, how: str) -> None:
    """The same content, as an ephemeral message to whoever pressed; the ack comes within Slack's three seconds."""
    errors = {"refused": "invalid_trigger_id", "too late": "expired_trigger_id"}

    over = asyncio.Event()

    async def before(method: str, _: Any) -> web.Response | None:
        if method != "views.open":
            return None
        if how == "silent":
            await over.wait()
        if how == "cut":
            raise ConnectionResetError
        if how in errors:
            return web.json_response({"ok": False, "error": errors[how]})
        return web.Response(status=int(how) if how.isdigit() else 500)

    answer = await slack.answered(await slack.say(f"{how} {api.paste}"))
    slack.api.before = before
    told = len(slack.called("chat.postEphemeral"))
    await press(slack, answer, STEPS, OTHER)
    await slack.until(lambda: len(slack.called("chat.postEphemeral")) > told)
    await slack.idle()
    slack.api.before = None
    over.set()
    (ephemeral,) = slack.called("chat.postEphemeral")[told:]
    assert (ephemeral["user"], ephemeral["channel"]) == (OTHER, CHANNEL)
    assert ephemeral["thread_ts"] == answer["thread_ts"]
    assert answer["blocks"][0]["text"]["text"] in str(ephemeral["blocks"])


async def test_a_private_answer_stays_when_no_window_opens(slack: Stand, api: Api) -> None:
    """By the response_url, below the answer and not in its place; the answer's buttons are there still."""
    await slack.delivery.command(f"no window {api.paste}", CHANNEL)
    found = await slack.until(lambda: [one for one in slack.private() if buttons(one, STEPS)][-1:])
    answer, before = copy.deepcopy(found[0]), len(slack.private())

    async def refuse(method: str, _: Any) -> web.Response | None:
        return web.json_response({"ok": False, "error": "expired_trigger_id"}) if method == "views.open" else None

    slack.api.before = refuse
    await press(slack, answer, STEPS)
    await slack.until(lambda: len(slack.private()) > before)
    slack.api.before = None
    assert slack.workspace.find(CHANNEL, answer["ts"]) == answer


async def test_a_journal_that_fails_is_no_error_for_slack(
    slack: Stand, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that breaks nor one that does not answer: whoever pressed is asked to press again."""
    answer = await slack.answered(await slack.say(f"broken {api.paste}"))

    async def breaks(*_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    async def hangs(*_: Any) -> None:
        await asyncio.Event().wait()  # what waits for it waits for ever

    for fault in (breaks, hangs):
        with monkeypatch.context() as broken:
            broken.setattr(Memory, "sealed", fault)
            assert "press the button again" in words_of(await pressed(slack, answer, STEPS, patience_s=0.7))
    assert "press the button again" not in words_of(await pressed(slack, answer, STEPS))


SECRETS = ["q7Vd!x2&%pL9", "hunter2-Zq81kfmw", "ghp_" + "0a1B" * 9, "eyJhbGciOiJub25lIn0.eyJleHAiOjB9.c2VjcmV0c2VjcmV0"]


async def test_no_secret_of_the_paste_is_in_anything_kept_or_shown(slack: Stand, api: Api) -> None:
    """In header, user info, body, cookie, query and prose: in no window, and in nothing that is sent to Slack."""
    url = f"http://{HERE}:{api.port}/v1/me"
    for secret in SECRETS:
        encoded = base64.b64encode(f"bob:{secret}".encode()).decode()
        for request in (
            f"curl {url} -H 'Authorization: Bearer {secret}'",
            f"curl {url} -H 'Authorization: Basic {encoded}'",
            f"curl {url} -H 'X-Api-Key: {secret}' -b 'session={secret}'",
            f"curl -u 'bob:{secret}' {url}",
            f"curl -X POST {url} -d 'grant_type=password&password={secret}'",
            f"curl '{url}?api_key={secret}'\nmy password is {secret}",
        ):
            calls = len(slack.api.calls)
            answer = await slack.answered(await slack.say(f"401\n```\n{request}\n```\nHTTP/1.1 401 Unauthorized"))
            for button in buttons(answer, *BOTH):
                opened = json.dumps(await pressed(slack, answer, button["action_id"]))
                assert not any(part in opened for part in (secret, secret[:9], secret[-9:], encoded))
            assert secret not in json.dumps(slack.api.calls[calls:], default=str)
