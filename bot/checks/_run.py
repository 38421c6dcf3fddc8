"""(Case, Net) -> Case with evidence: the scheduler. Each check starts when those named in its ``AFTER`` have ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from types import MappingProxyType

import bot.checks
from bot.case import Case, Watch, unwatched
from bot.checks._outcome import error, skip
from bot.listing import modules
from bot.model import Evidence, Facts, Finding
from bot.probing.net import Net
from bot.url import ends_early
from bot.variants.credentials import recognised

WALL = timedelta(seconds=12)  # a whole diagnosis (SECURITY.md section 3)


@dataclass(frozen=True, slots=True)
class Registered:
    """A check as the scheduler sees it. ``stage`` 0 asks nobody, 1 asks beside the target, 2 asks the target."""

    id: str
    stage: int
    after: tuple[str, ...]
    check: Callable[[Case, Net], Awaitable[Finding]]
    question: str = ""
    facts: type[Facts] = Facts


@cache
def registered() -> Mapping[str, Registered]:
    """id -> check, for every module of this folder."""
    return MappingProxyType(
        {
            name: Registered(
                id=name,
                stage=module.STAGE,
                after=tuple(module.AFTER),
                check=module.check,
                question=" ".join((module.__doc__ or "").partition("?")[0].split()) + "?",
                facts=module.Facts,
            )
            for name, module in modules(bot.checks).items()
        }
    )


async def stage_zero(case: Case, net: Net, watch: Watch = unwatched) -> Case:
    """Run the checks that ask nobody; the case comes back with their findings."""
    return await _run(recognised(case), net, _stages(0), watch)


async def gather(case: Case, net: Net, watch: Watch = unwatched) -> Case:
    """Run the checks that ask the network, independent ones concurrently, within the wall time of a diagnosis.

    What may not be asked at all (live checks off, no request) is one ``skip`` in words for each check.
    """
    why = _why_not(case)
    checks = _stages(1, 2)
    if why:
        return _with(case, net, {**case.evidence.findings, **{name: skip(why) for name in checks}})
    return await _run(case, net, checks, watch)


def _stages(*wanted: int) -> dict[str, Registered]:
    return {name: check for name, check in registered().items() if check.stage in wanted}


def _why_not(case: Case) -> str:
    if case.request is None:
        return "there is no request in the text to ask again"
    if ends_early(case.request.url):  # its "host" is a piece of a password, which is not for a name server's ears
        return "the user name or password in the URL ends early, so the host that is meant is not known"
    return "" if case.policy.live else "live checks are off here"


async def _run(case: Case, net: Net, checks: dict[str, Registered], watch: Watch) -> Case:
    findings, running = dict(case.evidence.findings), dict[str, None]()
    ended = {name: asyncio.Event() for name in checks}

    async def one(check: Registered) -> None:
        for other in check.after:
            if other in ended:
                await ended[other].wait()
        running[check.id] = None
        watch(tuple(running))
        try:
            findings[check.id] = await _guarded(check, _with(case, net, findings), net)
        finally:
            del running[check.id]
            watch(tuple(running))
            ended[check.id].set()

    tasks = [asyncio.create_task(one(check), name=check.id) for check in checks.values()]
    _, late = await asyncio.wait(tasks, timeout=WALL.total_seconds())
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in late:
        findings.setdefault(task.get_name(), error("the time for this diagnosis ran out before an answer was there"))
    return _with(case, net, findings)


async def _guarded(check: Registered, case: Case, net: Net) -> Finding:
    """The check's finding with the time it took; a fault of our own is told by its type alone."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    try:
        finding = await check.check(case, net)
    except Exception as fault:
        finding = error(f"this check failed by a fault of its own ({type(fault).__name__})")
    return replace(finding, begun=timedelta(seconds=begun), elapsed=timedelta(seconds=clock() - begun))


def _with(case: Case, net: Net, findings: Mapping[str, Finding]) -> Case:
    snapshot = MappingProxyType(dict(findings))
    return replace(case, evidence=Evidence(findings=snapshot, requests_sent=net.requests_sent, record=net.record))
