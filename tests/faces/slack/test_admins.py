"""AUTH401_ADMINS: who sees on the Home tab what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faces.demo.workspace import DIRECT, YOU
from bot.settings import SettingsError, read
from tests.faces.slack.pressing import words_of
from tests.faces.slack.stand import OTHER, Stand, stand


@pytest.mark.parametrize("text", ["you", "U0", "U0YOU;U0ME", "<@U0YOU>"])
def test_what_is_no_person_is_refused(text: str) -> None:
    """The setting is named."""
    with pytest.raises(SettingsError, match="AUTH401_ADMINS"):
        read({"AUTH401_ADMINS": text})


def test_people_are_read() -> None:
    """Of a workspace and of an organisation; none where nothing is set."""
    assert read({}).admins == frozenset()
    assert read({"AUTH401_ADMINS": "U0YOU, W0ME"}).admins == {"U0YOU", "W0ME"}


async def test_those_alone_are_told(tmp_path: Path) -> None:
    """Not whom Slack calls an admin, and in Slack's log of calls nobody was asked."""
    async with stand(tmp_path, AUTH401_ADMINS=YOU, AUTH401_ALLOW_HOSTS="?!") as slack:
        slack.api.scopes.add("users:read")
        slack.workspace.admins.add(OTHER)
        assert "AUTH401_ALLOW_HOSTS" in words_of(await _home(slack, YOU))
        assert "AUTH401_ALLOW_HOSTS" not in words_of(await _home(slack, OTHER))
        assert not slack.called("users.info")


async def _home(slack: Stand, user: str) -> object:
    event = {"type": "app_home_opened", "user": user, "channel": DIRECT, "tab": "home"}
    await slack.deliver({**event, "event_ts": slack.workspace.new_ts()})
    return await slack.until(lambda: slack.workspace.homes.get(user))
