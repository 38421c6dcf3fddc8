"""Examples: the masked paste that its asker may give with *This was it*, for a lead to teach the knowledge from it.

Off by default, and only whoever asked, and wrote all of it, may tick the box. See ``auth401 stats suggest``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.faces.slack import words
from bot.faces.slack.whose import Read
from bot.masking import Scrubber, Secret
from bot.model import Examination
from bot.parsing.chat import restore
from bot.parsing.parse import doubtful
from bot.reply.blocks import Block, plain

GIVE = "give_example"
_MOST = 6_000  # characters
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NAMED = re.compile(r"<[@#!][^<>\n]{1,80}>")  # people, channels and groups of Slack


def masked(examination: Examination) -> str:
    """The text as it may be given: masked, without names of people and channels and addresses of mail. '' where it is
    too long for that."""
    report = examination.report
    if not examination.diagnosis.causes or len(report.text) > _MOST:
        return ""
    meant = restore(_NAMED.sub("", report.text)).text  # Slack's own marks would be read a second time
    answers = (report.observed, *(exchange.response for exchange in report.trail))
    told = (
        found for answer in answers if answer for found in doubtful(answer.headers, answer.body) if _is_no_code(found)
    )
    shown = Scrubber((*report.secrets, *told)).shown(_NAMED.sub("", meant))
    return _MAIL.sub("somebody@example.com", shown).strip()


def _is_no_code(value: Secret) -> bool:
    """Could it be more than a word or a short code, by which an error is known?"""
    return len(value) > 8 and any(map(str.isdigit, value.reveal()))


def giver(read: Read, user: str) -> str:
    """Who may give it: whoever asked, if they wrote all of it; '' = nobody."""
    return user if user and {part.author for part in read.parts} == {user} and not read.before else ""


def box() -> Block:
    """The box, which is not ticked."""
    option = {"text": plain(words.EXAMPLE_OPTION), "value": "yes"}
    accessory = {"type": "checkboxes", "action_id": GIVE, "options": [option]}
    return {"type": "section", "text": {"type": "mrkdwn", "text": words.EXAMPLE}, "accessory": accessory}


def is_ticked(body: Mapping[str, Any]) -> bool:
    """Is the box ticked on the screen of whoever pressed? By the state that Slack sends with a press."""
    state = body.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    blocks = [block for block in values.values() if isinstance(block, Mapping)] if isinstance(values, Mapping) else []
    found = [block[GIVE] for block in blocks if isinstance(block.get(GIVE), Mapping)]
    return any(bool(one.get("selected_options")) for one in found)
