"""Rendering: what an examination comes to in Slack, rendered and so without a secret. Work for a worker."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.faces.slack import words
from bot.masking import Scrubber
from bot.model import Examination, Reply
from bot.reply.blocks import checklist, details, header, message, notification, section
from bot.reply.compose import compose, composed_by
from bot.reply.mrkdwn import Mrkdwn

DETAILS, STEPS = BOTH = ("details", "all_steps")  # buttons that open what is behind an answer
FIX = "fix"  # the offer to try the correction


def states(examination: Examination) -> list[dict[str, Any]]:
    """The answer's ``text`` and ``blocks`` with the cause that it names first, then without it, and so on to the last.

    [] where the answer names no cause, so that nobody can say that it was one.
    """
    diagnosis, say = examination.diagnosis, composed_by(Scrubber(examination.report.secrets))
    if not diagnosis.causes:
        return []
    found = []
    for number, cause in enumerate(diagnosis.causes):
        left = replace(examination, diagnosis=replace(diagnosis, causes=diagnosis.causes[number:]))
        reply = compose(left)
        named = {"cause": cause.id, "certainty": cause.certainty, "title": say(cause.title),
                 "confidence": None if number else cause.confidence}  # fmt: skip
        found.append({"text": notification(reply), "blocks": message(reply), **named})
    none = {"cause": "", "certainty": "", "title": ""}
    blocks = [header(words.NONE_LEFT), section(words.NONE_LEFT_WHAT)]
    return [*found, {"text": Mrkdwn.plain(words.NONE_LEFT), "blocks": blocks, **none}]


def behind(reply: Reply) -> dict[str, Any]:
    """``{button: blocks}`` of the buttons that have something to show, and the ``text`` that stands for them."""
    blocks = {DETAILS: details(reply), STEPS: checklist(reply)}
    return {"text": notification(reply), **{name: found for name, found in blocks.items() if found}}


def offers(live: str, pressed: str, examination: Examination) -> list[str]:
    """What to offer where checks are ``live`` so far: to ``ask`` the API, to try the ``fix``, to check ``again``.

    ``pressed`` is the offer that led to the examination, '' for none.
    """
    if examination.report.request is None or live == "off":
        return []
    if live == "ask" and not pressed:
        return ["ask"]
    return [*([FIX] if pressed != FIX and live == "auto" and _has_untried_fix(examination) else []), "again"]


def _has_untried_fix(examination: Examination) -> bool:
    """Is there a correction that was not tried because a user name and password count towards a lock-out?"""
    causes, request = examination.diagnosis.causes, examination.report.request
    if not causes or request is None or not examination.evidence.requests_sent:
        return False
    return bool(request.passwords) and causes[0].corrected is not None and causes[0].certainty != "proven"
