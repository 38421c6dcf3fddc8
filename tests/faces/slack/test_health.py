"""/healthz and /metrics are read by everybody: counts in time, and no word of a setting."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import logs
from bot.engine.work import Health
from bot.faces.slack.metrics import Metrics
from bot.faces.slack.web import Transport, always_connected, application, listening
from bot.probing.rules import Rules
from tests.faces.slack.stand import HERE, PASTE, Stand, stand

PASSWORD = "S3cretPw99"
WRONG = [
    f"https://bob:{PASSWORD}@internal.corp/x",
    f"bob:{PASSWORD}@internal.corp",
    f"bob:{PASSWORD}",
    f"https://{PASSWORD}@internal.corp:443",
    f"https://internal.corp/?token={PASSWORD}",
    f"https://bob:a,{PASSWORD}@internal.corp",
    f"https://bob:{PASSWORD},b@internal.corp",
    f"https://bob:{PASSWORD}/y@internal.corp/x",
    f"postgresql://bob:{PASSWORD}@db/x",
]


@pytest.mark.parametrize("setting", ["AUTH401_ALLOW_HOSTS", "AUTH401_TARGETS"])
async def test_no_word_of_a_setting_is_shown(tmp_path: Path, setting: str, caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong is counted; its words are in the log, without the password."""
    async with stand(tmp_path, **{setting: ",".join(WRONG)}) as slack:
        text = await slack.page("healthz")
        assert json.loads(text)["problems"] >= len(WRONG)
        assert not any(word in text for word in ("S3cret", "internal.corp", "bob", setting))
        lines = [logs.OneLine().format(record) for record in caplog.records]
    assert any(setting in line for line in lines)
    assert not any(PASSWORD in line for line in lines)


async def test_it_names_intake_queue_and_knowledge(tmp_path: Path) -> None:
    """How long ago the last envelope came (None: there was none yet), how many entries are known and since when."""
    async with stand(tmp_path) as slack:
        page = json.loads(await slack.page("healthz"))
        assert page["intake"] == {"transport": "http", "connected": True, "last_envelope_s": None}
        assert page["queue"]["depth"] == 0
        assert page["knowledge"]["entries"] > 100
        assert page["knowledge"]["problems"] == 0
        loaded = datetime.fromisoformat(page["knowledge"]["loaded"])
        assert timedelta(0) <= datetime.now(UTC) - loaded < timedelta(minutes=10)
        assert await slack.delivery.send(b"{}", "application/json", {"X-Slack-Signature": "v0=no"}) == 401
        assert json.loads(await slack.page("healthz"))["intake"]["last_envelope_s"] is None
        await slack.say("lunch?")
        assert json.loads(await slack.page("healthz"))["intake"]["last_envelope_s"] < 60


async def test_a_delivery_silences_no_warning_of_ours(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Bolt sets levels of loggers by the app's name: ours is not one of them."""
    async with stand(tmp_path) as slack:
        await slack.say("lunch?")
        assert await slack.delivery.send(b"payload=x", "application/x-www-form-urlencoded") == 400
    assert "a delivery could not be read" in caplog.text


@pytest.mark.parametrize("entry", WRONG)
def test_a_complaint_shows_no_password(entry: str) -> None:
    """The words themselves, whoever prints them."""
    assert not any(PASSWORD.lower() in problem.lower() for problem in Rules.read(entry).problems)


class Silent:
    """An engine whose database does not answer until it is told to."""

    def __init__(self) -> None:
        self.asked, self.answers = 0, asyncio.Event()

    async def health(self) -> Health:
        """Waits."""
        self.asked += 1
        await self.answers.wait()
        return Health(depth=3, oldest=timedelta(0))


async def silent(slack: Stand) -> AsyncIterator[tuple[Silent, str]]:
    """The pages of an app whose database is silent."""
    engine = Silent()
    desk = replace(slack.desk, engine=engine)  # type: ignore[arg-type]  # of an Engine the pages use health alone
    async with listening(application(None, desk, secret="", connected=always_connected("http")), HERE, 0) as port:
        yield engine, f"http://{HERE}:{port}"


async def test_a_silent_database_is_503_in_time(tmp_path: Path) -> None:
    """Many polls of both pages at once: each has its answer, one question is open, and all is well again after it."""
    async with stand(tmp_path) as slack:
        async for engine, url in silent(slack):
            polls = [_status(slack.session, f"{url}/{page}") for page in ("healthz", "metrics") * 20]
            found = await asyncio.gather(*polls)
            assert {status for status, _ in found} == {503}
            assert await _status(slack.session, f"{url}/healthz") == (503, found[0][1])
            assert engine.asked == 1
            page = json.loads(found[0][1])
            assert (page["status"], page["queue"]) == ("unwell", None)
            assert (await _status(slack.session, f"{url}/livez"))[0] == 200  # a restart would not help
            status, text = await _status(slack.session, f"{url}/readyz")
            assert (status, json.loads(text)["journal"]) == (503, "unavailable")
            engine.answers.set()
            await asyncio.sleep(0)
            status, text = await _status(slack.session, f"{url}/healthz")
            assert status == 200
            assert json.loads(text)["queue"]["depth"] == 3
            ready = {"status": "ready", "journal": "ok", "slack": "ok"}
            assert json.loads((await _status(slack.session, f"{url}/readyz"))[1]) == ready


async def test_it_does_not_wait_for_the_database(tmp_path: Path) -> None:
    """A probe waits a second: the page has given up before, and the database has not answered yet."""
    async with stand(tmp_path) as slack:
        async for engine, url in silent(slack):
            begun = time.process_time()
            async with asyncio.timeout(10):
                assert (await _status(slack.session, f"{url}/metrics"))[0] == 503
            assert not engine.answers.is_set()
            assert time.process_time() - begun < 1  # of CPU: it waits and does not spin


async def test_not_ready_without_slack(tmp_path: Path) -> None:
    """While the connection is down nothing can come in, and the process is alive all the same."""

    async def cut() -> tuple[bool, Transport]:
        return False, "socket"

    async with stand(tmp_path) as slack:
        site = application(None, slack.desk, secret="", connected=cut)
        async with listening(site, HERE, 0) as port:
            url = f"http://{HERE}:{port}"
            assert (await _status(slack.session, f"{url}/livez"))[0] == 200
            async with asyncio.timeout(60):
                while (found := await _status(slack.session, f"{url}/readyz"))[1].count("unavailable"):
                    pass  # a busy machine's journal
        assert (found[0], json.loads(found[1])["slack"]) == (503, "disconnected")


async def test_each_number_is_counted(tmp_path: Path) -> None:
    """Deliveries, diagnoses by outcome and certainty, what was sent, takeovers and the age of the connection."""
    async with stand(tmp_path) as slack:
        await slack.answered(await slack.say(PASTE))
        await slack.say("lunch?")
        slack.desk.metrics.took_over(3)
        before = samples(await slack.page("metrics"))
        assert before["auth401_events_total"] == 2
        assert sum(n for name, n in before.items() if name.startswith("auth401_diagnoses_total{certainty=")) == 1
        assert before["auth401_takeovers_total"] == 3
        assert isnan(before["auth401_socket_age_seconds"])
        slack.desk.metrics.watch_takeovers(lambda: 2)
        slack.desk.metrics.examined("diagnosed", "expired", 0.1, "proven", 4)
        slack.desk.metrics.watch_socket(lambda: 7.0)
        after = samples(await slack.page("metrics"))
        assert after["auth401_target_requests_total"] - before["auth401_target_requests_total"] == 4
        assert after['auth401_diagnoses_total{certainty="proven",outcome="diagnosed"}'] >= 1
        assert after["auth401_socket_age_seconds"] == 7
        assert after["auth401_takeovers_total"] == 5
        assert samples(await slack.page("metrics"))["auth401_takeovers_total"] == 5


def samples(page: str) -> dict[str, float]:
    """The numbers of a page of /metrics."""
    lines = [line.rpartition(" ") for line in page.splitlines() if not line.startswith("#")]
    return {name: float(number) for name, _, number in lines}


@pytest.mark.parametrize(
    "label", ["a b", 'x"} 1\nfake 2', "ghp_" + "0" * 36 + " ", "https://bob:pw@h", "é", "", "x" * 99]
)
def test_no_text_becomes_a_label(label: str) -> None:
    """What is no id is counted as other."""
    metrics = Metrics()
    metrics.refused(label)
    metrics.examined("diagnosed", label, 0.1)
    page = metrics.page(Health(depth=0, oldest=timedelta(0))).decode()
    assert 'error="other"' in page
    assert "fake" not in page
    assert "bob" not in page


async def _status(session: aiohttp.ClientSession, url: str) -> tuple[int, Any]:
    async with session.get(url) as page:
        return page.status, await page.text()
