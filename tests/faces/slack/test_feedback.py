"""*This was it* and *Not it*: for anyone, once for each cause, shown on the answer and recorded by ids."""

from __future__ import annotations

import asyncio
import copy
import re
from typing import Any

import pytest

from bot.engine.history import Vote
from bot.engine.memory import Memory
from bot.faces.demo.blockkit import complaints
from bot.faces.demo.workspace import CHANNEL, DIRECT, TEAM, YOU
from bot.faces.slack import words
from bot.faces.slack.buttons import LABELS
from bot.faces.slack.card import RIGHT, WRONG
from tests.faces.slack.pressing import words_of
from tests.faces.slack.refusing_api import Api
from tests.faces.slack.stand import ELSEWHERE, OTHER, Stand, button_of, buttons, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
BOTH = (RIGHT, WRONG)


def headline(reply: dict[str, Any]) -> str:
    """What the answer names."""
    return str(reply["blocks"][0]["text"]["text"])


def leaves(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands in the lines of rich text."""
    return [
        leaf
        for block in reply["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_section"
        for leaf in element["elements"]
    ]


def struck(reply: dict[str, Any]) -> list[str]:
    """The titles that are struck."""
    return [leaf["text"] for leaf in leaves(reply) if leaf.get("style", {}).get("strike")]


async def answer_to(slack: Stand, text: str, channel: str = CHANNEL) -> dict[str, Any]:
    """The answer as it stands on somebody's screen."""
    return copy.deepcopy(await slack.answered(await slack.say(text, channel), channel))


async def votes(slack: Stand, before: int = 0) -> list[Vote]:
    """What was recorded since."""
    return (await slack.desk.history.votes(TEAM))[before:]


async def test_an_answer_has_its_buttons_in_words(slack: Stand, api: Api) -> None:
    """Five of them, none of which is a bare emoji, in one block that Slack takes."""
    reply = await answer_to(slack, f"buttons {api.paste}")
    assert labels(reply) == ["This was it", "Not it", "Check again", "Details", "All steps"]
    assert complaints(reply["blocks"]) == []


async def test_what_is_more_than_five_is_in_a_menu(slack: Stand, api: Api) -> None:
    """With *Try the fix* there are six: four buttons and a menu, each of whose entries works."""
    reply = await answer_to(slack, f"menu {api.with_password}")
    (block,) = [block for block in reply["blocks"] if block["type"] == "actions"]
    assert [item["type"] for item in block["elements"]] == ["button"] * 4 + ["overflow"]
    assert labels(reply) == ["Try the fix once", "This was it", "Not it", "Check again", "Details", "All steps"]
    for name in ("details", "all_steps"):
        slack.workspace.views.clear()
        await slack.press(reply, OTHER, name=name)
        (opened,) = slack.workspace.views
        assert opened["view"]["title"]["text"] == LABELS[name]


@pytest.mark.parametrize("user", [YOU, OTHER])
async def test_this_was_it_is_shown_and_recorded(slack: Stand, api: Api, user: str) -> None:
    """By anyone in the conversation; the row has ids alone, and then there is nothing more to vote on."""
    before = len(await votes(slack))
    reply = await answer_to(slack, f"right {user} {api.paste}")
    await slack.press(reply, user, name=RIGHT)
    await slack.idle()
    now = slack.workspace.find(CHANNEL, reply["ts"]) or {}
    assert {"type": "user", "user_id": user} in leaves(now)
    assert "This was it" in [leaf.get("text") for leaf in leaves(now)]
    assert labels(now) == ["Check again", "Details", "All steps"]
    assert headline(now) == headline(reply)
    (vote,) = await votes(slack, before)
    assert (vote.vote, vote.team) == ("right", TEAM)
    assert vote.cause in slack.desk.service.book.causes
    assert vote.certainty in ("proven", "observed", "suspected")
    assert vote.answer == f"{TEAM}:{CHANNEL}:{reply['thread_ts']}"


async def test_not_it_strikes_the_cause_and_shows_the_next(slack: Stand, api: Api) -> None:
    """In the same message, to the last: then it says so, and what would help."""
    before = len(await votes(slack))
    reply = await answer_to(slack, f"wrong {api.paste}")
    seen, now, number = [headline(reply)], reply, len(slack.workspace.thread(CHANNEL, reply["thread_ts"]))
    while buttons(now, WRONG):
        await slack.press(now, OTHER, name=WRONG)
        await slack.idle()
        now = copy.deepcopy(slack.workspace.find(CHANNEL, reply["ts"]) or {})
        seen.append(headline(now))
        assert complaints(now["blocks"]) == []
        assert len(struck(now)) == len(seen) - 1
    assert seen[-1] == words.NONE_LEFT
    assert len(struck(now)) == len(set(struck(now)))
    assert len(slack.workspace.thread(CHANNEL, reply["thread_ts"])) == number
    recorded = await votes(slack, before)
    assert [vote.vote for vote in recorded] == ["wrong"] * (len(seen) - 1)
    assert len({vote.cause for vote in recorded}) == len(recorded)
    assert now["text"] == words.NONE_LEFT


async def test_many_presses_are_one_vote(slack: Stand, api: Api) -> None:
    """By several people at once, from an old screen, delivered twice: a cause is struck once."""
    before = len(await votes(slack))
    reply = await answer_to(slack, f"many {api.paste}")
    same = {**button_of(reply, WRONG), "action_ts": "1.1"}
    await asyncio.gather(
        *(slack.press(reply, user, name=WRONG) for user in (YOU, OTHER) for _ in range(2)),
        *(slack.delivery.press(reply, CHANNEL, same) for _ in range(2)),
    )
    await slack.idle()
    assert len(struck(slack.workspace.find(CHANNEL, reply["ts"]) or {})) == 1
    await slack.press(reply, OTHER, name=RIGHT)  # of a cause that is struck meanwhile
    await slack.idle()
    assert [vote.vote for vote in await votes(slack, before)] == ["wrong"]


async def test_a_press_that_is_done_again_after_a_kill_counts_once(
    slack: Stand, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal fails before the press is in it: Slack hears no success, and the next press counts."""
    before = len(await votes(slack))
    reply = await answer_to(slack, f"again {api.paste}")

    async def dies(*_: Any) -> None:
        raise ConnectionError("the store is gone")

    with monkeypatch.context() as broken:
        broken.setattr(Memory, "change_sealed", dies)
        await slack.press(reply, YOU, name=RIGHT)
        await slack.idle()
    assert await votes(slack, before) == []


@pytest.mark.parametrize(
    "value", ["", "x.0", "x" * 2000, "..", "behind/1.0", ".0", "key.-1", "key.９", "key.99", None, 7]
)
async def test_an_invented_value_is_answered_in_words(slack: Stand, api: Api, value: Any) -> None:
    """Whatever the button's value is: nothing is recorded, and whoever pressed is told privately."""
    before, told = len(await votes(slack)), len(slack.told())
    reply = await answer_to(slack, api.paste)
    key = button_of(reply, RIGHT)["value"].partition(".")[0]
    value = value.replace("key", key) if isinstance(value, str) else value
    for name in BOTH:
        await slack.delivery.press(reply, CHANNEL, {"action_id": name, "value": value})
    await slack.idle()
    assert await votes(slack, before) == []
    assert len(slack.told()) == told + 2


async def test_a_press_elsewhere_counts_nothing(slack: Stand, api: Api) -> None:
    """An id is good where its answer stands."""
    before = len(await votes(slack))
    reply = await answer_to(slack, f"elsewhere {api.paste}")
    for name in BOTH:
        await slack.press(reply, OTHER, ELSEWHERE, name=name)
    await slack.idle()
    assert await votes(slack, before) == []


async def test_an_edit_begins_anew(slack: Stand, api: Api) -> None:
    """What was struck was another answer: the old button is dead, and nothing is struck in the new answer."""
    message = await slack.say(f"edited {api.paste}")
    reply = copy.deepcopy(await slack.answered(message))
    await slack.press(reply, YOU, name=WRONG)
    await slack.idle()
    before = len(await votes(slack))
    await slack.edit(message, f"edited again {api.with_token('another-5f0c1d2e3b4a59687f')}")
    await slack.idle()
    now = slack.workspace.find(CHANNEL, reply["ts"]) or {}
    assert struck(now) == []
    await slack.press(reply, YOU, name=WRONG)
    await slack.idle()
    assert await votes(slack, before) == []
    assert struck(slack.workspace.find(CHANNEL, reply["ts"]) or {}) == []


async def test_a_private_answer_is_drawn_anew_too(slack: Stand, api: Api) -> None:
    """The command's answer, by the press's own response_url; in a direct message by an update."""
    before = len(await votes(slack))
    await slack.delivery.command(f"privately {api.paste}", CHANNEL)
    (found,) = await slack.until(lambda: [one for one in slack.private() if buttons(one, RIGHT)])
    await slack.idle()
    private = copy.deepcopy(found)
    assert "Share in channel" in labels(private)
    await slack.press(private, YOU, name=RIGHT)
    await slack.idle()
    said = slack.called("response_url")[-1]
    assert {"type": "user", "user_id": YOU} in leaves(said)
    assert said["replace_original"] is True
    assert "Share in channel" in labels(said)
    reply = await answer_to(slack, f"direct {api.paste}", DIRECT)
    await slack.press(reply, YOU, DIRECT, name=WRONG)
    await slack.idle()
    assert len(struck(slack.workspace.find(DIRECT, reply["ts"]) or {})) == 1
    assert [vote.vote for vote in await votes(slack, before)] == ["right", "wrong"]


async def test_what_names_no_cause_has_nothing_to_vote_on(slack: Stand) -> None:
    """A greeting in a direct message."""
    reply = await answer_to(slack, "hello", DIRECT)
    assert buttons(reply, *BOTH) == []


async def test_what_was_asked_just_now_is_looked_at_anew(slack: Stand, api: Api) -> None:
    """The API answered the same text minutes ago; once a third person spoke that answer is no longer the whole one."""
    text = f"learned {api.with_token('learned-5f0c1d2e3b4a59687f')}"

    async def asked(user: str) -> dict[str, Any]:
        return copy.deepcopy(await slack.answered(await slack.say_as(user, text)))

    for user in ("U0ANNA", "U0BERT", "U0CARO"):
        reply = await asked(user)
        before = words_of(reply["blocks"])
        await slack.press(reply, user, name=RIGHT)
        await slack.idle()
    times, known = api.asked, re.search(r"confirmed (\d+) times", before)  # by other tests' votes on the same evidence
    number = int(known[1]) + 1 if known else 3
    assert f"confirmed {number} times" in words_of((await asked(OTHER))["blocks"])
    assert api.asked > times
    again = words_of((await asked(YOU))["blocks"])
    assert (f"confirmed {number} times" in again, "was checked" in again) == (True, True)
