"""What the team learns: votes move the next answer, examples that askers give teach, and all of it goes in its time."""

from __future__ import annotations

import copy
import json
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.faces.demo.blockkit import complaints
from bot.faces.demo.workspace import CHANNEL, YOU
from bot.faces.slack.card import RIGHT, WRONG
from bot.faces.slack.examples import GIVE
from tests._command import run as command
from tests.faces.slack.pressing import words_of
from tests.faces.slack.stand import OTHER, TOLD, Stand, stand

PEOPLE = ("U0ANNA", "U0BERT", "U0CARO", "U0DORA")
# A mute refusal of an API that nobody knows: only the team can tell what it is
MUTE = (
    "401 after the takeover\n```\ncurl https://api.acme-corp.com/v1/orders -H 'Authorization: Bearer "
    f'{TOLD}\'\nHTTP/1.1 401 Unauthorized\n\n{{"error":"E77: depot not assigned to this route"}}\n```'
)
KIND = "permission-insufficient"  # what it really is, and is not named first
WORDS = re.compile("not allow")
TICKED = {"values": {"b1": {GIVE: {"type": "checkboxes", "selected_options": [{"value": "yes"}]}}}}


async def asked(slack: Stand, user: str, text: str = MUTE, **around: Any) -> dict[str, Any]:
    """The answer that somebody gets."""
    return copy.deepcopy(await slack.answered(await slack.say_as(user, text, around=around or None)))


async def named(slack: Stand, reply: dict[str, Any], user: str, **more: Any) -> dict[str, Any]:
    """Strike what is named until it is ``KIND``, and confirm that; the answer then."""

    async def press(name: str, **more: Any) -> dict[str, Any]:
        await slack.press(reply, user, name=name, **more)
        await slack.idle()
        return copy.deepcopy(slack.workspace.find(CHANNEL, reply["ts"]) or {})

    while not _names_kind(reply):
        reply = await press(WRONG)
    return await press(RIGHT, **more)


def _names_kind(reply: dict[str, Any]) -> bool:
    """Is it what the answer names first, also where it only lists what it may be?"""
    (head,), lists = reply["blocks"][:1], [block for block in reply["blocks"] if "Most often it is" in str(block)]
    first = lists[0]["elements"][1]["elements"][0] if lists else head
    return WORDS.search(words_of(first).lower()) is not None


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """A table as it stands on the disk."""
    with closing(sqlite3.connect(folder / "auth401.sqlite")) as journal:
        journal.row_factory = sqlite3.Row
        return [dict(row) for row in journal.execute(f"select * from {table}")]


def called(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """``auth401 stats`` in a process of its own, while the app runs."""
    environ = {"PATH": "/usr/bin:/bin", "AUTH401_DATA": str(folder), **more}
    done = command(arguments, env=environ)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


async def test_three_people_move_the_next_answer(tmp_path: Path) -> None:
    """Not one who presses often, not in another workspace, not for another API or other evidence; and it says why."""
    async with stand(tmp_path) as slack:
        for _ in range(4):  # one person, four answers
            await named(slack, await asked(slack, PEOPLE[0]), OTHER)
        before = await asked(slack, YOU)
        assert "confirmed" not in words_of(before["blocks"])
        for user in PEOPLE[1:3]:
            await named(slack, await asked(slack, user), user)
        assert {row["cause"] for row in rows(tmp_path, "auth401_votes") if row["vote"] == "right"} == {KIND}
        after = await asked(slack, YOU)
        assert WORDS.search(after["blocks"][0]["text"]["text"])
        assert "Suspected" in words_of(after["blocks"])
        assert "confirmed 3 times here" in words_of(after["blocks"])
        assert complaints(after["blocks"]) == []
        for other in (MUTE.replace("acme-corp.com", "other-corp.com"), MUTE.replace(TOLD, "YOUR_API_KEY")):
            assert "confirmed" not in words_of((await asked(slack, YOU, other))["blocks"])
        elsewhere = {"team_id": "T0NEW", "authorizations": [{"team_id": "T0NEW", "user_id": "U0AUTH401"}]}
        told = await asked(slack, YOU, **elsewhere)
        assert "confirmed" not in words_of(told["blocks"])


async def test_an_example_is_given_by_its_asker_alone(tmp_path: Path) -> None:
    """By a box that is off; masked, sealed, taken back with the message; and it teaches the next answer."""
    data, ours = tmp_path / "data", tmp_path / "ours"
    async with stand(data) as slack:
        plainly = await asked(slack, YOU, f"unticked {MUTE}")
        (box,) = [block for block in plainly["blocks"] if block.get("accessory", {}).get("action_id") == GIVE]
        assert "initial_options" not in box["accessory"]
        ticks = {"type": "checkboxes", "action_id": GIVE, **TICKED["values"]["b1"][GIVE]}
        assert await slack.delivery.press(plainly, CHANNEL, ticks) in (None, "")  # a tick alone says nothing
        assert rows(data, "auth401_votes") == []
        await named(slack, plainly, YOU)
        await named(slack, await asked(slack, YOU, f"by another {MUTE}"), OTHER, state=TICKED)
        assert rows(data, "auth401_examples") == []
        gone = await slack.say_as(YOU, f"gone {MUTE}")
        await named(slack, copy.deepcopy(await slack.answered(gone)), YOU, state=TICKED)
        for user, story in zip(
            PEOPLE, ("<@U0CARO> anna@mail.acme.org since we moved", "does somebody know E77?", "help"), strict=False
        ):
            said = MUTE.replace("after the takeover", story)
            now = await named(slack, await asked(slack, user, said), user, state=TICKED)
            assert "masked paste is kept" in words_of(now["blocks"])
            assert [block for block in now["blocks"] if "accessory" in block] == []
        assert len(rows(data, "auth401_examples")) == 4
        await slack.delete(gone)
        await slack.idle()
        kept = rows(data, "auth401_examples")
        assert len(kept) == 3
        assert not any(word in str(kept) for word in (TOLD, "depot", "acme"))
        made = called(data, "stats", "suggest", "--out", str(ours))
        assert (made.returncode, made.stderr) == (0, "")
        (file,) = ours.rglob("*.yaml")
        assert str(file).endswith(f"causes/permission/{KIND}.yaml")
        text = file.read_text()
        assert "depot not assigned to this route" in text
        assert not any(word in text for word in (TOLD, "acme", "U0CARO", "characters]"))
        assert "0 faults" in called(data, "knowledge", "lint", str(ours)).stdout
        assert called(data, "stats", "suggest", "--out", str(ours)).returncode == 2  # nothing is overwritten
        closed = called(data, "stats", "suggest", AUTH401_KEY="another")
        assert closed.returncode == 1
        assert "another key" in closed.stderr
    fresh = MUTE.replace("after the takeover", "what is E77?").replace(TOLD, "sesame-9a8b7c6d5e4f30211b")
    plain = json.loads(called(data, "check", "--offline", "--json", fresh).stdout)
    taught = json.loads(called(data, "check", "--offline", "--json", fresh, AUTH401_KNOWLEDGE=str(ours)).stdout)
    assert plain["causes"][0]["id"] != KIND
    assert taught["causes"][0]["id"] == KIND


async def test_nothing_is_kept_where_nothing_may_be(tmp_path: Path) -> None:
    """AUTH401_RETAIN_DAYS=0: no box, and what a sweep leaves is nothing."""
    async with stand(tmp_path, AUTH401_RETAIN_DAYS="0") as slack:
        reply = await asked(slack, YOU)
        assert [block for block in reply["blocks"] if "accessory" in block] == []
        await slack.press(reply, YOU, name=RIGHT, state=TICKED)
        await slack.idle()
        slack.desk.history._swept = 0.0
        await slack.desk.history.forget()
        tables = ("auth401_diagnoses", "auth401_votes", "auth401_examples")
        assert [rows(tmp_path, table) for table in tables] == [[], [], []]


async def test_stats_are_one_count_everywhere(tmp_path: Path) -> None:
    """In a terminal while the app runs, as JSON, as CSV, and by the command; for Home see test_home.py."""
    async with stand(tmp_path) as slack:
        for user in PEOPLE[:3]:
            said = MUTE.replace("after the takeover", f"after the takeover ({user})")
            await named(slack, await asked(slack, user, said), user)
        await asked(slack, YOU, MUTE.replace("acme-corp", "other-corp"))
        known = f"please help, 401\n```\ncurl https://api.github.com/user -H 'Authorization: Bearer {TOLD}'\n"
        reply = await asked(slack, YOU, f'{known}{{"message":"Bad credentials"}}\n```')
        await slack.press(reply, OTHER, name=RIGHT)
        await slack.idle()
        told = json.loads(called(tmp_path, "stats", "--json").stdout)
        counts = {name: told[name] for name in ("asked", "answered", "confirmed", "refuted")}
        assert counts == {"asked": 5, "answered": 5, "confirmed": 1, "refuted": 3}
        assert 0 <= told["median_seconds"] < 60
        assert told["providers"] == {"github": {"credential-invalid": 1}}
        assert told["unsolved"] == [{"provider": "", "site": "other-corp.com", "cause": "", "number": 1}]
        (low, high) = told["calibration"]
        assert (low["voted"], low["confirmed"], high["voted"], high["confirmed"]) == (3, 0, 1, 1)
        lines = called(tmp_path, "stats", "--csv").stdout.splitlines()
        assert {"asked,,,5", "cause-by-api,github,credential-invalid,1", "unsolved,other-corp.com,,1"} <= set(lines)
        page = called(tmp_path, "stats", PYTHONIOENCODING="utf-8").stdout
        assert "5 asked, 5 answered, 1 confirmed, 3 refuted" in page
        assert "█" in page
        assert "Nothing was asked" in called(tmp_path, "stats", "--team", "T0NEW").stdout
        said, _ = await slack.delivery.commanded("stats", CHANNEL)
        shown = said["text"] + words_of(said["blocks"])
        for words in (
            "people confirmed 1",
            "people refuted 3",
            "GitHub: ",
            "Unsolved",
            "100 % were confirmed (1 of 1)",
        ):
            assert words in shown
        assert complaints(said["blocks"]) == []
        assert not any(word in shown for word in ("corp", TOLD))
