"""Slack's markup: what is foreign stands in it as a code span, where Slack makes no link, mention or emphasis."""

from __future__ import annotations

import re
from typing import Self

from bot.masking import Shown

_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^\s<>|]*)?")


class Mrkdwn(Shown):
    """A sentence of ours in Slack's markup. ``filled`` writes every value that is no Mrkdwn as a code span."""

    __slots__ = ()

    @classmethod
    def ours(cls, sentence: str) -> Self:
        """A sentence of our own, given as a literal."""
        return cls._of(sentence)

    @classmethod
    def restored(cls, text: str) -> Self:
        """What was Mrkdwn when it was journaled (see ``masking.restored``)."""
        return cls._of(text)

    @classmethod
    def plain(cls, text: Shown) -> Self:
        """Text that is escaped and otherwise stands as it is: ``&``, ``<`` and ``>`` as Slack asks."""
        return cls._of(text if isinstance(text, Mrkdwn) else escape(text))

    @classmethod
    def _fitted(cls, value: Shown | int) -> str:
        text = super()._fitted(value)
        if isinstance(value, Mrkdwn | int):
            return text
        line = " ".join(text.replace("`", "'").split())
        return f"`{escape(line)}`" if line else ""


def escape(text: str) -> str:
    """Text for a mrkdwn field: ``&``, ``<`` and ``>`` as Slack asks, nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def person(user: str) -> Mrkdwn:
    """A mention of a user by the id that Slack gave; '' when it is no id."""
    return Mrkdwn._of(f"<@{user}>" if _ID.fullmatch(user) else "")


def place(channel: str) -> Mrkdwn:
    """A link to a channel by the id that Slack gave; "this channel" when it is no id."""
    return Mrkdwn._of(f"<#{channel}>" if _ID.fullmatch(channel) else "this channel")


def person_or_place(target: str) -> Mrkdwn:
    """A mention of the user, or a link to the channel, that an id of Slack's stands for."""
    return place(target) if target.startswith(("C", "G")) else person(target)


def link(address: str, label: Shown) -> Mrkdwn:
    """A link to a page that ``knowledge/`` names; the label alone when it is no https address."""
    escaped = Mrkdwn.plain(label).replace("|", "¦")
    return Mrkdwn._of(f"<{address.replace('&', '&amp;')}|{escaped}>" if _ADDRESS.fullmatch(address) else escaped)
