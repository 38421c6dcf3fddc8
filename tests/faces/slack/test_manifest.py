"""manifest.json asks for what the app uses, and for nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.faces.slack.build import SCOPES
from bot.faces.slack.listeners import SHORTCUT
from bot.faces.slack.window import ASK

MANIFEST: dict[str, Any] = json.loads((Path(__file__).parents[3] / "manifest.json").read_text())


def test_the_scopes_are_the_same() -> None:
    """What the manifest asks an administrator for is what the app asks for by OAuth."""
    assert sorted(MANIFEST["oauth_config"]["scopes"]["bot"]) == sorted(SCOPES)


def test_events_command_and_shortcut_are_there() -> None:
    """Everything that a listener waits for is subscribed to."""
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert events >= {
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
        "app_mention",
        "app_home_opened",
    }
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == ["/auth401"]
    shortcuts = {shortcut["callback_id"]: shortcut["type"] for shortcut in MANIFEST["features"]["shortcuts"]}
    assert shortcuts == {SHORTCUT: "message", ASK: "global"}
    assert all(len(shortcut["name"]) <= 24 for shortcut in MANIFEST["features"]["shortcuts"])


def test_buttons_work_without_a_scope_of_their_own() -> None:
    """Presses are delivered; a window opens by views.open, which needs no scope; private words need chat:write."""
    interactivity = MANIFEST["settings"]["interactivity"]
    assert interactivity == {
        "is_enabled": True,
        "request_url": MANIFEST["settings"]["event_subscriptions"]["request_url"],
    }
    assert "chat:write" in SCOPES


def test_uninstalling_is_noticed() -> None:
    """Installed by OAuth, the app forgets a workspace that removed it."""
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert events >= {"app_uninstalled", "tokens_revoked"}
