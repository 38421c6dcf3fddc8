"""The last look at what leaves for Slack: every word in it came from the mask, or is masked by its form here."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.masking import BY_SHAPE, Shown, restored
from bot.reply.blocks import Block, section
from bot.reply.mrkdwn import Mrkdwn

# Fields that nobody reads: names of Slack's own, ids that Slack or we made
_NAMES = frozenset({"type", "style", "response_type", "action_id", "block_id", "callback_id", "filetypes", "value"})
_PLACES = {"channel", "channel_id", "ts", "thread_ts", "message_ts", "latest", "user", "user_id", "file", "cursor"}
_NO_WORDS = _NAMES | _PLACES | {"format"}
log = logging.getLogger("auth401.slack")
is_strict = False  # tests set it: a word that did not pass the mask raises


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message: ``text`` for notifications and screen readers, ``blocks`` for everybody else."""

    text: Mrkdwn
    blocks: Sequence[Block] = ()

    def journaled(self) -> dict[str, Any]:
        """As JSON; :meth:`of` makes it again."""
        return {"text": self.text, "blocks": list(self.blocks)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Said:
        """From the journal."""
        return cls(text=Mrkdwn.restored(kept["text"]), blocks=[_restored(block) for block in kept["blocks"]])


def sentence(text: Mrkdwn) -> Said:
    """A message of one sentence of ours."""
    return Said(text=text, blocks=[section(text)])


def checked(value: Any, key: str = "text") -> Any:
    """``value`` as it may leave: a plain text where words stand is a fault of ours, and is masked by its form."""
    if isinstance(value, Mapping):
        is_markup = value.get("type") in ("mrkdwn", None)
        return {
            name: _as_markup(inner) if name == "text" and is_markup and isinstance(inner, str) else checked(inner, name)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [checked(inner, key) for inner in value]
    if not isinstance(value, str) or isinstance(value, Shown) or key in _NO_WORDS:
        return value
    return _caught(value)


def _as_markup(text: str) -> Mrkdwn:
    return text if isinstance(text, Mrkdwn) else Mrkdwn.plain(_caught(text))


def _caught(text: str) -> Shown:
    if is_strict:
        raise TypeError("a text that did not pass the mask was about to leave")
    log.error("a text that did not pass the mask was about to leave")
    return BY_SHAPE.shown(text)


def _restored(value: Any, key: str = "", *, is_markup: bool = False) -> Any:
    if isinstance(value, Mapping):
        is_mrkdwn = value.get("type") == "mrkdwn"
        return {name: _restored(inner, name, is_markup=is_mrkdwn) for name, inner in value.items()}
    if isinstance(value, list):
        return [_restored(inner, key) for inner in value]
    if not isinstance(value, str) or key in _NO_WORDS:
        return value
    return Mrkdwn.restored(value) if is_markup else restored(value)
