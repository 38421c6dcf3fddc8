"""What is kept for *Details* and *All steps*: through restarts, by the operator's hours, within Slack's limits."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.engine.work import JournalError
from bot.faces.demo.blockkit import is_too_long
from bot.faces.demo.workspace import CHANNEL
from bot.faces.slack import behind
from bot.faces.slack.rendering import DETAILS, STEPS
from tests.faces.slack.pressing import GONE, kept, pressed, words_of
from tests.faces.slack.stand import OTHER, PASTE, TOLD, buttons, stand


async def test_it_outlives_a_restart_but_not_its_key(tmp_path: Path) -> None:
    """The same folder: the button works. Another key is refused at the start, but not beside it. After hours: swept."""
    async with stand(tmp_path, AUTH401_KEY="first-key-" + "k" * 40) as before:
        answer = await before.answered(await before.say(PASTE))
    async with stand(tmp_path, AUTH401_KEY="first-key-" + "k" * 40) as again:
        assert words_of(await pressed(again, answer, STEPS))
        assert GONE not in words_of(await pressed(again, answer, DETAILS, OTHER))
    other = "other-key-" + "k" * 40
    with pytest.raises(JournalError, match="AUTH401_KEY"):
        async with stand(tmp_path, AUTH401_KEY=other):
            pass
    async with stand(tmp_path, AUTH401_KEY=f"{other},first-key-{'k' * 40}") as turned:
        assert words_of(await pressed(turned, answer, STEPS))
    with closing(sqlite3.connect(tmp_path / "auth401.sqlite")) as journal, journal:
        journal.execute("update auth401_sealed set until = 1 where until is not null")
    async with stand(tmp_path, AUTH401_KEY=other) as late:
        assert GONE in words_of(await pressed(late, answer, STEPS))
        await late.desk.memory.forget()
        assert kept(late) == 0


async def test_an_answer_of_an_older_version_takes_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first examination ends after that of the edit: the buttons of the edit's answer work."""
    entered, may_go, first = asyncio.Event(), asyncio.Event(), []
    real = behind.keep

    async def slow(*args: Any) -> Any:
        if not first:
            first.append(True)
            entered.set()
            await may_go.wait()
        return await real(*args)

    monkeypatch.setattr(behind, "keep", slow)
    async with stand(tmp_path) as slack:
        message = await slack.say(PASTE)
        await entered.wait()
        await slack.edit(message, PASTE.replace("api.example.com", "edited.example.com"))
        await slack.until(lambda: [one for one in slack.replies(message) if buttons(one, STEPS)])
        may_go.set()
        await slack.idle()
        (answer,) = slack.replies(message)
        assert GONE not in words_of(await pressed(slack, answer, STEPS))


async def test_with_nothing_kept_the_answer_has_all_steps_itself(tmp_path: Path) -> None:
    """AUTH401_KEEP_HOURS=0: no buttons, nothing in the store, and what the button would show of the first cause."""
    async with stand(tmp_path / "keeps") as keeps:
        steps = await pressed(keeps, await keeps.answered(await keeps.say(PASTE)), STEPS)
    async with stand(tmp_path / "none", AUTH401_KEEP_HOURS="0") as slack:
        answer = await slack.answered(await slack.say(PASTE))
        assert '"actions"' not in json.dumps(answer["blocks"])
        assert kept(slack) == 0
        await slack.delivery.command(PASTE, CHANNEL)
        (private,) = await slack.until(lambda: [one for one in slack.private() if len(one["blocks"]) > 1])
    for shown in (answer, private):
        assert words_of(steps["blocks"][1]) in words_of(shown["blocks"])
    assert TOLD not in json.dumps(answer)


async def test_the_fattest_answer_fits(tmp_path: Path) -> None:
    """Steps of the operator's own that no window holds: cut in words, and the rest is counted."""
    ours = tmp_path / "ours" / "steps"
    ours.mkdir(parents=True)
    for step in (Path(__file__).parents[3] / "knowledge" / "steps").glob("*.yaml"):
        (ours / step.name).write_text(f"text: |\n  {'Read `this` slowly. ' * 300}\nsource: our handbook\n")
    for hours in ("24", "0"):
        async with stand(tmp_path / hours, AUTH401_KNOWLEDGE=str(ours.parent), AUTH401_KEEP_HOURS=hours) as slack:
            answer = await slack.answered(await slack.say(PASTE))
            assert not is_too_long(answer["blocks"])
            blocks = answer["blocks"]
            if hours == "24":
                blocks = (await pressed(slack, answer, STEPS))["blocks"]
            assert not is_too_long(blocks)
            assert "more characters do not fit here" in words_of(blocks)
