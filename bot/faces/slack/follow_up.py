"""Follow-ups: what is posted below an answer is examined with what is known from it, and compared.

Of each thread the last few examinations are kept sealed: what was read, and the summary that the next is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.faces.slack.asked import Asked, is_newer
from bot.faces.slack.desk import Desk
from bot.faces.slack.whose import Part, Read
from bot.model import Report
from bot.parsing.follow_up import is_pasted
from bot.parsing.parse import parse
from bot.reply.mrkdwn import escape
from bot.service import Service
from bot.url import url_of
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


def merged(service: Service, own: Mapping[str, Any], before: Mapping[str, Any], user: str) -> dict[str, Any] | None:
    """Work for a worker: both texts are read."""
    mine, earlier = Read.of(own), Read.of(before["read"])
    report = parse(mine.text)
    compared = {"summary": dict(before["summary"]), "text": earlier.text}
    if is_pasted(report):
        if not _is_about(report, parse(earlier.text)):
            return None
        return replace(mine, before=compared).journaled()
    requests = [found for part in earlier.parts if (found := _request_in(part))]
    kept = requests or list(earlier.parts)
    return Read(
        parts=(*kept, *mine.parts),
        source=earlier.source,
        is_external=mine.is_external or earlier.is_external,
        unread=mine.unread,
        before=compared,
        is_of_others=any(part.author != user for part in kept),
    ).journaled()


def _is_about(report: Report, earlier: Report) -> bool:
    """Does the request go to the same host, or carry a credential?"""
    new, old = report.request, earlier.request
    if new is None or new.credentials or old is None:
        return True
    return url_of(new.url).host == url_of(old.url).host


def _request_in(part: Part) -> Part | None:
    """The request of a part without the answer and the story around it."""
    text = parse(part.text).said_by("request")
    return replace(part, text=f"```\n{escape(text)}\n```") if text.strip() else None


def _name(asked: Asked) -> str:
    return f"thread/{asked.team}:{asked.channel}:{asked.thread_ts}"
