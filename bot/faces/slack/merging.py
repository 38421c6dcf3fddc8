"""Merging: what is posted below an answer, with what is known from it. Work for a worker: both texts are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.faces.slack.whose import Authored, Read
from bot.model import Report
from bot.parsing.follow_up import is_pasted
from bot.parsing.parse import parse
from bot.reply.mrkdwn import escape
from bot.service import Service
from bot.url import url_of


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


def _request_in(part: Authored) -> Authored | None:
    """The request of a part without the answer and the story around it."""
    text = parse(part.text).said_by("request")
    return replace(part, text=f"```\n{escape(text)}\n```") if text.strip() else None
