"""Follow-ups: what is posted below an answer is examined with what is known from it, and compared.

Of each thread the last few examinations are kept sealed: what was read, and the summary that the next is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.faces.slack.asked import Asked, is_newer
from bot.faces.slack.desk import Desk
from bot.faces.slack.merging import merged
from bot.faces.slack.whose import Read
from bot.workers import WorkerDiedError

_MOST = 4  # examinations of a thread


async def is_below_an_answer(desk: Desk, asked: Asked) -> bool:
    """Was something in its thread answered?"""
    if asked.thread_ts == asked.ts:
        return False
    if await known(desk, asked) is not None:
        return True
    root = await desk.memory.answered(asked.team, asked.channel, asked.thread_ts)
    return root is not None and not root.is_gone


async def known(desk: Desk, asked: Asked) -> Mapping[str, Any] | None:
    """The last examination in the thread before this message; None when there is none, or nothing is kept."""
    if asked.thread_ts == asked.ts:
        return None
    kept = await desk.memory.sealed(_name(asked)) or ()
    before = [one for one in kept if is_newer(asked.ts, one["ts"])]
    return before[-1] if before else None


async def read(desk: Desk, asked: Asked, own: Read, before: Mapping[str, Any]) -> Read | None:
    """What is examined: ``own`` with the request from ``before``, where it brings none. None: it is about neither."""
    try:
        found = await desk.workers.run(merged, own.journaled(), dict(before), asked.user)
    except WorkerDiedError:
        return own
    return Read.of(found) if found is not None else None


async def remember(desk: Desk, asked: Asked, read: Read, summary: Mapping[str, Any]) -> None:
    """Keep what was examined, for what may be posted below its answer."""
    keep = desk.service.settings.keep
    if asked.is_private or not keep or summary["outcome"] == "nothing-to-check":
        return
    mine = {"ts": asked.ts, "read": replace(read, before={}).journaled(), "summary": dict(summary)}

    def change(kept: Any) -> list[Mapping[str, Any]]:
        others = [one for one in kept or () if one["ts"] != asked.ts]
        return sorted([*others, mine], key=lambda one: one["ts"])[-_MOST:]

    await desk.memory.change_sealed(_name(asked), change, lasts=keep, is_new=True)


async def forget(desk: Desk, asked: Asked) -> None:
    """The message is gone, and so is what was kept of it."""
    await desk.memory.change_sealed(
        _name(asked), lambda kept: [one for one in kept if asked.ts not in (one["ts"], one["read"]["source"])]
    )


def _name(asked: Asked) -> str:
    return f"thread/{asked.team}:{asked.channel}:{asked.thread_ts}"
