"""service: whatever raises in an examination becomes an answer by the text, with an id that the log knows."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from click.testing import CliRunner

import bot.examine
import bot.service
from bot.__main__ import main
from bot.model import Request
from bot.probing.net import Outcome, Probe
from bot.probing.offline import Offline
from bot.reply import payload, terminal
from bot.service import Service
from bot.settings import read
from tests._knowledge import shipped

TOKEN = "tok-5d41402abc4b2a76b9719d911017c592"
PASTE = f"curl https://api.example.com/v1/me -H 'Authorization: Bearer {TOKEN}'\nHTTP/1.1 401 Unauthorized\n"


class FaultError(Exception):
    """A fault whose text holds what was pasted."""

    def __init__(self) -> None:
        super().__init__(f"cannot read {TOKEN}")


class Torn(Offline):
    """A Net that breaks at every request."""

    async def ask(self, probe: Probe) -> Outcome:
        """Raise what no check expects."""
        raise FaultError


def raises(*_: object, **__: object) -> Any:
    """A fault of ours."""
    raise FaultError


@contextlib.asynccontextmanager
async def breaking(*_: object, **__: object) -> AsyncIterator[Offline]:
    """A Net that breaks when it is closed."""
    yield Offline()
    raise FaultError


@contextlib.asynccontextmanager
async def torn(*_: object, **__: object) -> AsyncIterator[Offline]:
    """A Net of which each request is a fault."""
    yield Torn()


# the seam at which a fault comes in, and whether the text can still be examined
SEAMS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], bool]] = {
    "the Net cannot be opened": (lambda patch: patch.setattr(bot.service, "open_net", raises), True),
    "the Net breaks when it is closed": (lambda patch: patch.setattr(bot.service, "open_net", breaking), True),
    "the turn": (lambda patch: patch.setattr(Service, "turn", raises), True),
    "the checks' scheduler": (lambda patch: patch.setattr(bot.examine, "settled", raises), True),
    "the reader": (lambda patch: patch.setattr(bot.examine, "parse", raises), False),
    "the verdict": (lambda patch: patch.setattr(bot.examine, "diagnose", raises), False),
    "the library": (lambda patch: patch.setattr(Service, "_look_again", raises), False),
}


@pytest.mark.parametrize("seam", SEAMS)
async def test_a_fault_is_an_answer(
    seam: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """By the text where that is whole, else a sentence; the id in it is in the log, with type and place alone."""
    service = Service(read({}), built_in=shipped())
    inject, is_readable = SEAMS[seam]
    inject(monkeypatch)
    with caplog.at_level(logging.INFO):
        examination = await service.examine(PASTE, person="T:U")
    answer = terminal.render(examination)
    (name,) = set(re.findall(r"under ([0-9a-f]{8})\.", " ".join(answer.split())))
    assert is_readable == bool(examination.diagnosis.causes)
    assert is_readable == (examination.failed == "")
    (line,) = [record.getMessage() for record in caplog.records if name in record.getMessage()]
    assert re.search(r"\(FaultError at \w+:\d+\)", line)
    assert TOKEN not in caplog.text + answer + json.dumps(payload.check(examination, True))
    assert "Traceback" not in caplog.text


async def test_a_net_that_breaks_at_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check has its own guard: the diagnosis goes on by what the others found."""
    monkeypatch.setattr(bot.service, "open_net", torn)
    examination = await Service(read({}), built_in=shipped()).examine(PASTE)
    assert examination.diagnosis.causes
    assert "FaultError" in examination.evidence.findings["none-probe"].summary
    assert TOKEN not in terminal.render(examination)


async def test_what_was_sent_before_the_fault_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer by the text does not deny the requests that went out before."""

    class Sent(Offline):
        @property
        def requests_sent(self) -> int:
            return 3

    @contextlib.asynccontextmanager
    async def opened(*_: object, target: Request | None, **__: object) -> AsyncIterator[Offline]:
        yield Sent()

    monkeypatch.setattr(bot.service, "open_net", opened)
    monkeypatch.setattr(bot.examine, "settled", raises)
    examination = await Service(read({}), built_in=shipped()).examine(PASTE)
    assert examination.evidence.requests_sent == 3


@pytest.mark.parametrize("broken", ["open_net", "parse"])
@pytest.mark.parametrize("arguments", [["check", PASTE], ["check", "--json", PASTE], ["check", "--batch"]])
def test_the_terminal_answers_too(arguments: list[str], broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """check, check --json and --batch: words with an id, status 0 or 1, no traceback and no secret."""
    monkeypatch.setattr(bot.service if broken == "open_net" else bot.examine, broken, raises)
    lines = json.dumps({"id": 7, "text": PASTE}) + "\n"
    done = CliRunner().invoke(main, arguments, input=lines)
    assert done.exit_code in (0, 1)
    assert "Traceback" not in done.output
    assert TOKEN not in done.output
    assert re.search(r"under\s+[0-9a-f]{8}\.", done.stdout.replace("\\n", "\n"))


def test_the_terminals_last_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault outside of the examination ends in words as well."""
    monkeypatch.setattr("bot.faces.terminal.commands.check.is_for_us", raises)
    done = CliRunner().invoke(main, ["check", "--json", "--offline", PASTE])
    assert done.exit_code == 1
    assert "FaultError at raises:" in done.output
    assert TOKEN not in done.output
