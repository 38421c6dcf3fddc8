"""The history, on SQLite and PostgreSQL: an older version's tables, whose voice counts, what is counted, what goes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from bot.__main__ import main
from bot.engine.database import is_patient, open_database
from bot.engine.history import Diagnosed, History, Verdict, Vote
from bot.engine.sealing import Seal
from bot.engine.stats import Calibration, Unsolved
from tests.postgres import Postgres

NOW = datetime.now(UTC)
MONTH = timedelta(days=30)
SECRET = "sesame-5f0c1d2e3b4a59687f"
TABLES = ("auth401_diagnoses", "auth401_votes", "auth401_examples")
OLDER = """
CREATE TABLE auth401_diagnoses (id VARCHAR(255) PRIMARY KEY, team VARCHAR(32) NOT NULL, channel VARCHAR(32) NOT NULL,
 person VARCHAR(64) NOT NULL, at FLOAT NOT NULL, outcome VARCHAR(32) NOT NULL, cause VARCHAR(64) NOT NULL,
 certainty VARCHAR(16) NOT NULL);
CREATE TABLE auth401_votes (id VARCHAR(255) PRIMARY KEY, answer VARCHAR(255) NOT NULL, team VARCHAR(32) NOT NULL,
 cause VARCHAR(64) NOT NULL, certainty VARCHAR(16) NOT NULL, provider VARCHAR(64) NOT NULL, vote VARCHAR(8) NOT NULL,
 at FLOAT NOT NULL);
"""
AN_OLDER_ONE_WRITES = """
INSERT INTO auth401_diagnoses (id, team, channel, person, at, outcome, cause, certainty)
 VALUES ('T:C:{number}', 'T', 'C', 'T:U1', {at}, 'diagnosed', 'token-expired', 'observed');
INSERT INTO auth401_votes (id, answer, team, cause, certainty, provider, vote, at)
 VALUES ('v{number}', 'T:C:{number}', 'T', 'token-expired', 'observed', 'github', 'right', {at})
"""


def run(database: sa.Engine, sql: str) -> list[Any]:
    """Each statement; the rows of the last one."""
    with database.begin() as connection:
        for statement in filter(str.strip, sql.split(";")):
            result = connection.execute(sa.text(statement))
        return list(result.mappings()) if result.returns_rows else []


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty one."""
    url = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    opened = open_database(tmp_path, url)
    run(opened, ";".join(f"DROP TABLE IF EXISTS {table}" for table in TABLES))
    yield opened
    opened.dispose()


@pytest.fixture
def history(database: sa.Engine) -> History:
    """A history that keeps for a year."""
    made = History(database, Seal("a key"))
    made.create()
    return made


def answer(number: int, *, cause: str = "token-expired", outcome: str = "diagnosed", **more: Any) -> Diagnosed:
    """An answer to the person of this number."""
    known = {"provider": "github", "site": "github.com", "evidence": "e1", "at": NOW, "certainty": "observed"}
    where = {"id": f"T:C:{number}", "team": "T", "channel": "C", "person": f"T:U{number}"}
    return Diagnosed(**{**where, **known, "cause": cause, "outcome": outcome, "confidence": 0.85, **more})


def vote(number: int, by: int, verdict: Verdict = "right", **more: Any) -> Vote:
    """A press of the person ``by`` on the answer of this number."""
    at = NOW + timedelta(seconds=number)
    known = {"provider": "github", "site": "github.com", "evidence": "e1", "certainty": "observed", "confidence": 0.85}
    who = {"voter": f"T:U{by}", "asker": f"T:U{number}", "answer": f"T:C:{number}", "team": "T"}
    named = {"id": f"{number}.{by}.{verdict}", "cause": "token-expired", "vote": verdict, "at": at}
    return Vote(**{**known, **who, **named, **more})


async def voices(history: History, *votes: Vote, team: str = "T") -> dict[str, tuple[int, int]]:
    """What is heard of these votes."""
    for one in votes:
        await history.vote(one)
    return await history.voices(team, at_least=1)


async def test_an_older_store_is_widened_and_loses_nothing(database: sa.Engine) -> None:
    """By several that start at once; what an older process writes meanwhile is read too."""
    run(database, OLDER + AN_OLDER_ONE_WRITES.format(number=1, at=time.time()))
    several = [History(database, Seal("a key")) for _ in range(3)]
    await asyncio.gather(*(asyncio.to_thread(one.create) for one in several))
    history = several[0]
    run(database, AN_OLDER_ONE_WRITES.format(number=2, at=time.time()))
    await history.note(answer(3))
    found = await history.stats(team="T", within=MONTH)
    assert (found.asked, found.answered, found.confirmed, found.median_s) == (3, 3, 2, None)
    assert [one.vote for one in await history.votes("T")] == ["right", "right"]
    assert await history.voices("T", at_least=1) == {}  # nobody knows whose votes those were
    assert [one.cause for one in await history.recent("T", ["C"], "", within=MONTH, most=5)] == ["token-expired"] * 3
    history.create()


async def test_one_person_has_one_voice(history: History) -> None:
    """However often they press, on whoever's answers; and one asker's answers are one, whoever presses."""
    key = "github e1 token-expired"
    assert await voices(history, *(vote(number, 9) for number in range(8))) == {key: (1, 0)}
    assert await voices(history, *(vote(5, by) for by in range(20, 28))) == {key: (2, 0)}
    assert await voices(history, *(vote(number, number) for number in (31, 32, 33))) == {key: (5, 0)}
    assert await voices(history, vote(40, 31, "wrong")) == {key: (4, 1)}  # the last word counts


async def test_voices_are_of_one_workspace_api_evidence_and_cause(history: History) -> None:
    """What differs in any of them is another matter; without an API or evidence it is none."""
    apart = [{}, {"provider": "", "site": "acme.example"}, {"evidence": "e2"}, {"cause": "credential-revoked"},
             {"provider": "", "site": ""}, {"evidence": ""}, {"team": "T2"}]  # fmt: skip
    votes = [vote(number, number, **more) for number, more in enumerate(apart)]
    keys = ("github e1 token-expired", "acme.example e1 token-expired", "github e2 token-expired")
    found = await voices(history, *votes)
    assert found == dict.fromkeys((*keys, "github e1 credential-revoked"), (1, 0))
    assert await history.voices("T", at_least=2) == {}
    assert await history.voices("T2", at_least=1) == {keys[0]: (1, 0)}


async def test_no_person_and_no_text_stands_in_a_vote(history: History, database: sa.Engine) -> None:
    """Marks, which another key does not make; and the example is sealed."""
    for _ in range(2):
        await history.vote(vote(7, 8, voter="T:UVOTER", asker="T:UASKER"), example=f"401 {SECRET}")
    stored = str(run(database, "SELECT * FROM auth401_votes")) + str(run(database, "SELECT * FROM auth401_examples"))
    assert not any(word in stored for word in ("UVOTER", "UASKER", SECRET))
    assert [one.text for one in await history.given("T")] == [f"401 {SECRET}"]
    assert [one.text for one in await History(database, Seal("another")).given()] == [""]
    assert await history.given("T2") == []


async def test_what_is_counted(history: History) -> None:
    """Asked, answered, confirmed, refuted, the median, causes by API, the unsolved, and calibration."""
    for number in range(1, 5):
        await history.note_asked(f"T:C:{number}", "T", "C", "T:U", NOW - timedelta(seconds=number * 10))
        await history.note_asked(f"T:C:{number}", "T", "C", "T:U", NOW)  # asked again: the first time counts
    await history.note(answer(1))
    await history.note(answer(2, cause="credential-revoked"))
    await history.note(answer(3, cause="", outcome="inconclusive", provider="", site="acme.example"))
    await history.note(answer(3, cause="", outcome="inconclusive", provider="", site="acme.example",
                              at=NOW + timedelta(hours=1)))  # fmt: skip
    for one in (vote(1, 1), vote(2, 2, "wrong", cause="credential-revoked"),
                vote(2, 2, cause="token-expired", confidence=None, id="next")):  # fmt: skip
        await history.vote(one)
    found = await history.stats(team="T", within=MONTH)
    assert (found.asked, found.answered, found.confirmed, found.refuted) == (4, 3, 1, 1)
    assert found.median_s == pytest.approx(20, abs=0.01)
    assert found.providers == {"github": {"credential-revoked": 1, "token-expired": 1}}
    assert found.unsolved == [Unsolved("", "acme.example", "", 1)]
    assert found.calibration == [Calibration(0.8, 0.9, 2, 1)]
    assert (await history.stats(team=None, within=MONTH)).asked == 4
    assert (await history.stats(team="T2", within=MONTH)).asked == 0


def test_the_terminal_reads_either_store(history: History, database: sa.Engine, tmp_path: Path) -> None:
    """By DATABASE_URL or AUTH401_DATA, while somebody else has it open."""
    asyncio.run(history.note(answer(1)))
    is_file = database.dialect.name == "sqlite"
    url = database.url.render_as_string(hide_password=False)
    environ = {"AUTH401_DATA": str(tmp_path)} if is_file else {"AUTH401_DATA": "/nowhere", "DATABASE_URL": url}
    found = CliRunner().invoke(main, ["stats", "--json"], env=environ)
    assert (found.exit_code, json.loads(found.output)["causes"]) == (0, {"token-expired": 1})


async def test_what_is_old_goes(database: sa.Engine) -> None:
    """Answers, votes and examples, after so many days as are set; what is younger stays."""
    history = History(database, Seal("a key"), retain=timedelta(days=10))
    history.create()
    old = NOW - timedelta(days=11)
    for number, at in ((1, old), (2, NOW - timedelta(days=9))):
        await history.note(answer(number, at=at))
        await history.vote(vote(number, number, at=at), example="401")
    assert await history.voices("T", at_least=1) == {"github e1 token-expired": (1, 0)}
    await history.forget()
    assert [len(run(database, f"SELECT * FROM {table}")) for table in TABLES] == [1, 1, 1]
    nothing = History(database, Seal("a key"), retain=timedelta(0))
    await nothing.forget()
    assert [len(run(database, f"SELECT * FROM {table}")) for table in TABLES] == [0, 0, 0]


async def test_an_example_goes_with_its_answer(history: History) -> None:
    """An answer that is made again, and a message that is deleted, take it back."""
    for number in (1, 2, 3):
        await history.vote(vote(number, number), example=f"text {number}")
    await history.note(answer(1))
    await history.take_back("T:C:2")
    assert [one.text for one in await history.given()] == ["text 3"]


async def test_a_job_waits_for_a_database_that_restarts(
    tmp_path: Path, server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    """What it notes and reads is neither lost nor doubled; outside a job nobody waits."""
    database = open_database(tmp_path, server.new())
    history = History(database, Seal("a key"))
    history.create()
    asked = {"id": "T:C:1", "team": "T", "channel": "C", "person": "T:U1", "at": NOW}
    server.stop()
    try:
        with pytest.raises(sa.exc.OperationalError):
            await history.note_asked(**asked)
        context = copy_context()
        context.run(is_patient.set, True)
        waiting = asyncio.create_task(history.note_asked(**asked), context=context)
        async with asyncio.timeout(30):
            while "does not answer" not in caplog.text:  # noqa: ASYNC110  # of another thread
                await asyncio.sleep(0.02)
        assert not waiting.done()
    finally:
        server.start()
    await waiting
    assert (await history.stats(team="T", within=MONTH)).asked == 1
    database.dispose()
