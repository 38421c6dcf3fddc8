"""What people said of an answer, as it is kept and shown: by apps of their own, one after the other."""

from __future__ import annotations

import copy
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.faces.demo.workspace import CHANNEL
from bot.faces.slack.card import RIGHT, WRONG
from tests.faces.slack.stand import OTHER, PASTE, TOLD, buttons, stand
from tests.faces.slack.test_feedback import answer_to, struck, votes


async def test_each_cause_is_struck_in_its_turn(tmp_path: Path) -> None:
    """By the text alone several are possible: the next one leads, until none is left."""
    async with stand(tmp_path) as slack:
        now = await answer_to(slack, PASTE.replace("all morning", "now"))  # by which no cause is likely
        firsts = []
        while buttons(now, WRONG):
            (listed,) = [block for block in now["blocks"] if "Most often it is" in str(block)]
            firsts.append(listed["elements"][1]["elements"][0]["elements"][0]["text"].partition(":")[0])
            await slack.press(now, OTHER, name=WRONG)
            await slack.idle()
            now = copy.deepcopy(slack.workspace.find(CHANNEL, now["ts"]) or {})
        assert len(firsts) > 2
        assert struck(now) == firsts
        assert [vote.vote for vote in await votes(slack)] == ["wrong"] * len(firsts)


async def test_votes_hold_no_text_and_no_person(tmp_path: Path) -> None:
    """The table's columns, not a word of the paste in it, and people as marks alone; it outlives a restart."""
    async with stand(tmp_path) as slack:
        reply = await answer_to(slack, PASTE)
        await slack.press(reply, OTHER, name=RIGHT)
        await slack.idle()
    with closing(sqlite3.connect(tmp_path / "auth401.sqlite")) as journal:
        journal.row_factory = sqlite3.Row
        (row,) = map(dict, journal.execute("select * from auth401_votes"))
    told = {"cause", "certainty", "confidence", "provider", "site", "evidence", "vote", "at"}
    assert set(row) == {"id", "answer", "team", *told, "voter", "asker"}
    assert (row["site"], len(row["evidence"])) == ("example.com", 16)
    assert TOLD not in str(row)
    assert OTHER not in str(row)
    async with stand(tmp_path) as again:
        assert [vote.vote for vote in await votes(again)] == ["right"]
