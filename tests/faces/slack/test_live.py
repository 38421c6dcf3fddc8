"""Whoever pastes a live credential into a channel is told so, alone."""

from __future__ import annotations

import pytest

from bot.faces.demo.workspace import CHANNEL, DIRECT, YOU
from tests.faces.slack import apps
from tests.faces.slack.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
# The right shape and an obviously false body, put together here so that no scanner takes them for real
GITHUB = "ghp_" + "0" * 36
STRIPE = "sk_live_" + "0" * 24
STRIPE_TEST = "sk_test_" + "0" * 24
slack = apps.silent


def curl(token: str) -> str:
    """A failing request that carries the token."""
    return f"401\n```\ncurl https://api.example.com/v1/me -H 'Authorization: Bearer {token}'\n```"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (curl(GITHUB), "github.com/settings/tokens"),
        (curl(STRIPE), "dashboard.stripe.com"),
        (f"{curl('sesame-5f0c1d2e3b4a59687f')}\nthe other key {STRIPE} fails too", "dashboard.stripe.com"),
    ],
)
async def test_a_live_credential_is_warned_of(slack: Stand, text: str, page: str) -> None:
    """Privately, masked, with the page where it is revoked; wherever in the message it stands."""
    before = len(slack.called("chat.postEphemeral"))
    await slack.answered(await slack.say(text))
    (told,) = slack.called("chat.postEphemeral")[before:]
    assert told["user"] == YOU
    assert told["channel"] == CHANNEL
    assert page in told["text"]
    assert GITHUB not in told["text"]
    assert STRIPE not in told["text"]


@pytest.mark.parametrize("token", [STRIPE_TEST, "YOUR_API_KEY", "$TOKEN", "sesame-5f0c1d2e3b4a59687f"])
async def test_what_is_good_for_nothing_is_not(slack: Stand, token: str) -> None:
    """Test keys, placeholders, variables, and forms that name no provider."""
    before = len(slack.called("chat.postEphemeral"))
    await slack.answered(await slack.say(f"@auth401 {curl(token)}"))
    assert len(slack.called("chat.postEphemeral")) == before


async def test_in_private_nobody_else_reads_it(slack: Stand) -> None:
    """A direct message to the app is no channel."""
    before = len(slack.called("chat.postEphemeral"))
    await slack.answered(await slack.say(curl(GITHUB), channel=DIRECT), DIRECT)
    assert len(slack.called("chat.postEphemeral")) == before
