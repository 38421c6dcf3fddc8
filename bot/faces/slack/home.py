"""The Home tab: what the app does, and what it keeps."""

from __future__ import annotations

from typing import Any

from bot.faces.slack import words
from bot.reply.blocks import plain, section

VIEW: dict[str, Any] = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain(words.HOME_TITLE)},
        section(words.HOME),
        {"type": "divider"},
        section(words.help_text()),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": words.HOME_KEPT}]},
    ],
}
