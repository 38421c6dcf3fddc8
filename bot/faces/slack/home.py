"""The Home tab: what the app does, and what it keeps."""

from __future__ import annotations

from typing import Any

from bot.faces.slack import words


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


VIEW: dict[str, Any] = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": words.HOME_TITLE}},
        _section(words.HOME),
        {"type": "divider"},
        _section(words.help_text()),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": words.HOME_KEPT}]},
    ],
}
