"""Card: an answer as it stands in a channel, drawn anew at each press: what was found, what people said of it, buttons.

It is kept sealed with what the buttons show (see :mod:`bot.faces.slack.behind`), rendered and so without a secret.
``states`` are the answer as first found and after each cause that somebody struck; ``at`` is the one that shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.faces.slack import behind, buttons, examples, rendering, words
from bot.faces.slack.asked import Asked
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.masking import restored
from bot.reply.blocks import Block, context, leaf, line, remark, rich
from bot.reply.mrkdwn import person, person_or_place

Card = Mapping[str, Any]
RIGHT, WRONG, ESCALATE = "this_was_it", "not_it", "escalate"


def of(
    found: Mapping[str, Any], *, answer: str, asker: str, giver: str, above: Sequence[Block], below: Sequence[Block]
) -> dict[str, Any]:
    """The card of what an examination found: ``above`` is what changed, ``below`` what else is to be said.

    ``answer`` is the id under which the history has it, ``asker`` (team:user) who asked, and ``giver`` the user who may
    give it as an example ('' = nobody).
    Buttons that somebody in particular may press are put into ``offered`` and ``last`` by whoever makes them.
    """
    first, summary = {**found["said"], "cause": "", "certainty": "", "title": ""}, found.get("escalation")
    known = found.get("states") or [first]
    return {
        "states": [{**known[0], **found["said"]}, *known[1:]],
        "answer": answer,
        **{name: found.get(name) or "" for name in ("provider", "site", "evidence")},
        "asker": asker,
        "giver": giver if found.get("example") else "",
        "escalation": {**summary, "to": found["escalate_to"]} if summary and found.get("escalate_to") else None,
        "above": list(above),
        "below": list(below),
        "offered": {},
        "last": [],
        "at": 0,
        "struck": [],
        "confirmed": "",
        "given": False,
        "escalated": {},
        "tries": 0,
    }


async def carried(desk: Desk, asked: Asked) -> dict[str, Any]:
    """What stays when the answer to a message is made again: that it was escalated."""
    before = (await behind.kept_of(desk, asked)).get("card") or {}
    return {name: before[name] for name in ("escalated", "tries") if name in before}


def drawn(card: Card, key: str = "", shown: Mapping[str, Any] | None = None) -> Said:
    """The message. ``key``: under which the card is kept, '' for no buttons; ``shown``: what its windows show."""
    state = card["states"][card["at"]]
    head, *rest = state["blocks"]
    blocks = [head, *card["above"], *(_struck(card, number) for number in range(len(card["struck"]))), *rest]
    blocks += [*card["below"], *_confirmed(card), *_escalated(card)]
    laid = [*_box(card), *buttons.actions(_buttons(card, key, shown or {}))] if key else []
    return Said.of({"text": state["text"], "blocks": [*blocks, *laid]})


def _buttons(card: Card, key: str, shown: Mapping[str, Any]) -> list[Block]:
    offered, value = card["offered"], f"{key}.{card['at']}"
    is_open = _is_open(card)
    is_for_escalation = card["escalation"] and not card["escalated"]
    return [
        *[offered[name] for name in offered if name != "again"],
        *([buttons.button(RIGHT, value), buttons.button(WRONG, value)] if is_open else []),
        *([offered["again"]] if "again" in offered else []),
        *[buttons.button(name, key) for name in rendering.BOTH if shown.get(name)],
        *([buttons.button(ESCALATE, key)] if is_for_escalation else []),
        *card["last"],
    ]


def _is_open(card: Card) -> bool:
    """May people still say whether it was it?"""
    return bool(card["states"][card["at"]]["cause"]) and not card["confirmed"]


def _box(card: Card) -> list[Block]:
    return [examples.box()] if card.get("giver") and _is_open(card) else []


def _struck(card: Card, number: int) -> Block:
    title = leaf(restored(card["states"][number]["title"]), "strike")
    return rich(line(title, leaf(words.STRUCK), _user(card["struck"][number])))


def _confirmed(card: Card) -> list[Block]:
    if not card["confirmed"]:
        return []
    title = words.CONFIRMED_CAUSE.filled(title=restored(card["states"][card["at"]]["title"]))
    said = (leaf(words.CONFIRMED, "bold"), leaf(words.SAYS), _user(card["confirmed"]), leaf(title))
    given = [context(words.EXAMPLE_GIVEN)] if card.get("given") else []
    return [rich(line(*said)), *given]


def _escalated(card: Card) -> list[Block]:
    told = card["escalated"]
    if not told:
        return []
    return [remark(words.ESCALATED.filled(user=person(told["by"]), to=person_or_place(told["to"])))]


def _user(user: str) -> Block:
    return {"type": "user", "user_id": user}
