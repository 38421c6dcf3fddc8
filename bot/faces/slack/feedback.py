"""Feedback: *This was it* and *Not it*. Anyone in the conversation may say so; each is recorded by ids, once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from bot.engine.history import Verdict, Vote
from bot.engine.work import Job, Payload
from bot.faces.slack import behind, card
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said

_VERDICTS: dict[str, Verdict] = {card.RIGHT: "right", card.WRONG: "wrong"}
_drawing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


async def kept(desk: Desk, key: str, channel: str) -> Mapping[str, Any] | None:
    """What is kept behind the answer, as long as the button is pressed where the answer stands."""
    found = await desk.memory.sealed(behind.name_of(key)) if key else None
    return found if found is not None and found["channel"] == channel and "card" in found else None


async def accept(desk: Desk, name: str, value: str, where: Mapping[str, Any], *, gives: bool = False) -> bool:
    """Journal a press on one of the two; False when the answer is no longer kept.

    ``where``: ``enterprise``, ``team``, ``channel``, ``user``, and ``place`` (ts of the answer) or ``response_url``.
    ``gives``: the box was ticked, which counts for whoever may give the example. A
    cause that was struck or confirmed already is so once, whoever pressed at the same time.
    """
    key, _, at = value.rpartition(".")
    found = await kept(desk, key, where["channel"])
    if found is None or not (at.isascii() and at.isdigit() and int(at) < len(found["card"]["states"]) - 1):
        return False
    job = Job(key=f"{where['team']}:{where['channel']}:{value}:{name}", kind="vote",
              payload={**where, "name": name, "key": key, "at": int(at), "gives": gives})  # fmt: skip
    await desk.take_in(job, "press")
    return True


async def counted(desk: Desk, press: Payload) -> dict[str, Any] | None:
    """Change the card as the press says: what was voted on, and the example that was given with it ('' = none).

    None when somebody was faster, or it is gone.
    """
    name, at, user = press["name"], press["at"], press["user"]

    def change(found: Any) -> Any:
        now = found["card"]
        if now["at"] != at or now["confirmed"]:
            return None
        if name == card.RIGHT:
            given = bool(press.get("gives") and found.get("example") and now.get("giver") == user)
            return {**found, "card": {**now, "confirmed": user, "confirmed_at": at, "given": given}}
        return {**found, "card": {**now, "at": at + 1, "struck": [*now["struck"], user]}}

    found = await desk.memory.change_sealed(behind.name_of(press["key"]), change)
    if found is None:
        return None
    # A press that is done a second time, after a kill, finds its own mark
    now = found["card"]
    is_mine = now["confirmed"] == user and now.get("confirmed_at") == at if name == card.RIGHT else (
        len(now["struck"]) > at and now["struck"][at] == user
    )  # fmt: skip
    if not is_mine:
        return None
    state = now["states"][at]
    of_state = {name: state.get(name) for name in ("cause", "certainty", "confidence")}
    of_card = {name: now.get(name, "") for name in ("answer", "provider", "site", "evidence", "asker")}
    return {**of_state, **of_card, "example": found["example"] if name == card.RIGHT and now.get("given") else ""}


async def record(desk: Desk, job: Job, voted: Mapping[str, Any]) -> None:
    """Append the vote, once for this press, and keep the example that was given."""
    press, said = job.payload, {name: voted[name] for name in voted if name != "example"}
    vote = Vote(
        id=job.key,
        team=press["team"],
        vote=_VERDICTS[press["name"]],
        at=datetime.now(UTC),
        voter=f"{press['team']}:{press['user']}",
        **said,
    )
    await desk.history.vote(vote, example=str(voted.get("example") or ""))


async def redrawn(desk: Desk, key: str) -> Said | None:
    """The answer as it stands now; None when it is no longer kept."""
    found = await desk.memory.sealed(behind.name_of(key))
    return card.drawn(found["card"], key, found) if found is not None else None


def drawing(key: str) -> asyncio.Lock:
    """Held while an answer is drawn anew, so that an older state does not overtake a newer one."""
    return _drawing.setdefault(key, asyncio.Lock())
