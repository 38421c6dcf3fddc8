"""The scheduler: order by AFTER, one guard for each check, one deadline for all."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
from datetime import timedelta

import pytest

from bot.authoring.tone import stumbles
from bot.case import Case
from bot.checks import _run
from bot.checks._outcome import passed
from bot.checks._run import Registered, gather, registered, stage_zero
from bot.model import Finding
from bot.probing.net import Net
from bot.probing.offline import Offline
from tests.checks._bench import case_of

PASTE = "curl https://api.example.com/me -H 'Authorization: Bearer abcdefghijklmnop'"


def test_every_check_declares_what_it_is() -> None:
    """Each module has a stage, names only checks that exist in AFTER, and a sentence with a type for each fact."""
    for check in registered().values():
        assert check.stage in (0, 1, 2)
        assert set(check.after) <= set(registered())
        assert all(registered()[other].stage <= check.stage or check.stage for other in check.after)


def test_no_check_waits_for_itself() -> None:
    """AFTER has no circle: from any check one comes to an end."""

    def depth(name: str, path: tuple[str, ...] = ()) -> int:
        assert name not in path, path
        return 1 + max((depth(other, (*path, name)) for other in registered()[name].after), default=0)

    assert max(map(depth, registered())) < 12


async def test_a_fault_of_ours_is_told_by_its_type_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One check that raises is an error finding without the exception's text; the others go on."""

    async def broken(case: Case, net: Net) -> Finding:
        raise ValueError("secret words")

    async def fine(case: Case, net: Net) -> Finding:
        assert case.finding("broken") is not None
        return passed("fine")

    _install(monkeypatch, Registered("fine", 1, ("broken",), fine), Registered("broken", 1, (), broken))
    case = await gather(case_of(PASTE), Offline())
    finding = case.finding("broken")
    assert finding is not None
    assert finding.status == "error"
    assert "ValueError" in finding.summary
    assert "secret" not in finding.summary
    assert case.evidence.fact("fine") == "pass"


async def test_who_watches_hears_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check from its begin to its end, not while it waits for another, also where it fails."""

    async def broken(case: Case, net: Net) -> Finding:
        raise ValueError

    async def fine(case: Case, net: Net) -> Finding:
        return passed("fine")

    _install(monkeypatch, Registered("later", 1, ("broken",), fine), Registered("broken", 1, (), broken))
    heard: list[tuple[str, ...]] = []
    await gather(case_of(PASTE), Offline(), heard.append)
    assert heard == [("broken",), (), ("later",), ()]


async def test_the_deadline_ends_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that never ends is an error in words when the wall time is over."""

    async def hanging(case: Case, net: Net) -> Finding:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(_run, "WALL", timedelta(milliseconds=20))
    _install(monkeypatch, Registered("hanging", 1, (), hanging))
    case = await gather(case_of(PASTE), Offline())
    finding = case.finding("hanging")
    assert finding is not None
    assert "ran out" in finding.summary


async def test_independent_checks_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two checks that do not name each other meet: neither could end alone."""
    meeting = asyncio.Barrier(2)

    async def one(case: Case, net: Net) -> Finding:
        await meeting.wait()
        return passed("met")

    _install(monkeypatch, Registered("left", 1, (), one), Registered("right", 1, (), one))
    case = await gather(case_of(PASTE), Offline())
    assert case.evidence.fact("left") == case.evidence.fact("right") == "pass"


async def test_without_a_request_nothing_is_asked() -> None:
    """Prose alone ends with every live check skipped, in words."""
    case = await gather(await stage_zero(case_of("I get a 401, any idea?"), Offline()), Offline())
    assert case.evidence.fact("none-probe") == "skip"
    assert case.evidence.requests_sent == 0


async def test_offline_every_live_check_says_why() -> None:
    """With live checks off no probe is more than a skip, and stage 0 is there."""
    case = await gather(await stage_zero(case_of(PASTE), Offline()), Offline())
    assert case.evidence.fact("lint-request") == "pass"
    assert {case.evidence.fact(name) for name in ("none-probe", "given-probe", "differential")} == {"skip"}


def _install(monkeypatch: pytest.MonkeyPatch, *checks: Registered) -> None:
    monkeypatch.setattr(_run, "registered", lambda: {check.id: check for check in checks})


@pytest.mark.parametrize("name", sorted(registered()))
def test_what_a_check_says_is_plain(name: str) -> None:
    """Its sentences stand in *Details* and below --verbose: none has a word of our workshop."""
    tree = ast.parse(inspect.getsource(importlib.import_module(f"bot.checks.{name.replace('-', '_')}")))
    unread = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    unread += [node.annotation for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)]
    unread += [node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.value is not None]
    skipped = {id(part) for node in unread for part in ast.walk(node)}
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
    ]
    assert not [complaint for text in said if " " in text for complaint in stumbles(text)]
