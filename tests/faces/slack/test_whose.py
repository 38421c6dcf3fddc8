"""Who asks and who wrote are two: whose credential it is decides who is warned, and who may have it sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.faces.demo.workspace import CHANNEL, TEAM, YOU
from bot.faces.slack.listeners import SHORTCUT
from bot.pace import Pace
from tests.faces.slack.refusing_api import Api
from tests.faces.slack.stand import HERE, OTHER, Stand, buttons, stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
GITHUB = "ghp_" + "0" * 36
STRIPE = "sk_live_" + "0" * 24


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["auto", "ask"])
async def slack(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, api: Api
) -> AsyncIterator[Stand]:
    """One app for the whole file, in each mode."""
    opened = {"AUTH401_LIVE": request.param, "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}"}
    pace = Pace(between_s=0, per_person=1000)
    async with stand(tmp_path_factory.mktemp("slack"), pace=pace, **opened) as made:
        yield made


async def shortcut(slack: Stand, message: dict[str, Any], user: str = YOU) -> dict[str, Any]:
    """Somebody chooses the shortcut on a message, and it is answered in the thread."""
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT, user={"id": user, "team_id": TEAM})
    return await slack.answered(message)


def silent(slack: Stand, text: str, **more: Any) -> dict[str, Any]:
    """A message that was there before the app: no event of it comes."""
    message = slack.workspace.say(CHANNEL, text)
    message.update(more)
    return message


async def test_the_author_of_the_message_is_warned_not_who_asks(slack: Stand, api: Api) -> None:
    """The shortcut on a colleague's paste: the colleague hears of their credential, whoever asked hears the answer."""
    message, before = silent(slack, api.with_token(GITHUB), user=OTHER), len(slack.told())
    await shortcut(slack, message)
    ((user, channel, text),) = slack.told()[before:]
    assert (user, channel) == (OTHER, CHANNEL)
    assert "you posted" in text


async def test_a_bare_mention_is_about_its_parents_author(slack: Stand, api: Api) -> None:
    """“@auth401” below a colleague's paste."""
    paste, before = silent(slack, api.with_token(GITHUB), user=OTHER), len(slack.told())
    await slack.say("@auth401", thread_ts=paste["ts"])
    await slack.until(lambda: slack.told()[before:])
    await slack.idle()
    assert {user for user, _, _ in slack.told()[before:]} == {OTHER}


@pytest.mark.parametrize(
    "poster", [{"bot_id": "B0OTHER"}, {"subtype": "bot_message", "bot_id": "B0OTHER", "user": None}]
)
async def test_an_app_has_nobody_to_be_warned(slack: Stand, api: Api, poster: dict[str, Any]) -> None:
    """Another app's message: neither the app nor whoever asks is its author, and nobody may send its credential."""
    message, before = silent(slack, api.with_token(GITHUB), **{"user": OTHER, **poster}), len(slack.told())
    reply = await shortcut(slack, message)
    assert slack.told()[before:] == []
    assert buttons(reply) == []


async def test_a_forwarded_messages_author_is_warned(slack: Stand, api: Api) -> None:
    """You forward a colleague's paste: it is the colleague's credential, and they are told in true words."""
    shared = {"is_share": True, "text": api.with_token(GITHUB), "author_id": OTHER}
    before = len(slack.told())
    message = await slack.say_as(YOU, "@auth401 what is wrong here?", attachments=[shared])
    reply = await slack.answered(message)
    ((user, _, text),) = slack.told()[before:]
    assert user == OTHER
    assert "of yours was shared" in text
    if buttons(reply):
        asked = api.sent(GITHUB)
        await slack.press(reply, YOU)
        await slack.idle()
        assert api.sent(GITHUB) == asked


async def test_a_files_owner_is_warned(slack: Stand, api: Api) -> None:
    """You share a colleague's snippet."""
    slack.workspace.files["F9"] = api.with_token(GITHUB).encode()
    url, before = f"{slack.delivery._own_url}/files/F9", len(slack.told())
    file = {"id": "F9", "mode": "snippet", "filetype": "text", "url_private": url, "user": OTHER, "user_team": TEAM}
    await slack.answered(await slack.say_as(YOU, "@auth401 see there", files=[file], subtype="file_share"))
    assert [user for user, _, _ in slack.told()[before:]] == [OTHER]


async def test_your_own_words_beside_a_forwarded_message_are_yours(slack: Stand, api: Api) -> None:
    """Two authors in one message: each credential is its own author's."""
    shared = {"is_share": True, "text": f"the other key {STRIPE} fails too", "author_id": OTHER}
    before = len(slack.told())
    await slack.answered(await slack.say_as(YOU, api.with_token(GITHUB), attachments=[shared]))
    told = {user: text for user, _, text in slack.told()[before:]}
    assert "you posted" in told[YOU]
    assert "of yours was shared" in told[OTHER]


async def test_what_both_may_have_written_is_nobodys(slack: Stand, api: Api) -> None:
    """The same credential in your words and in the forwarded ones: in doubt nobody may send it."""
    paste = api.with_token(GITHUB)
    shared, before = {"is_share": True, "text": paste, "author_id": OTHER}, len(slack.told())
    reply = await slack.answered(await slack.say_as(YOU, paste, attachments=[shared]))
    assert slack.told()[before:] == []
    assert buttons(reply) == []


async def test_an_edit_that_adds_a_credential_warns_once_for_each(slack: Stand, api: Api) -> None:
    """Not at every edit, yet again for another credential, also when the first still stands there."""
    before = len(slack.told())
    message = await slack.say(api.with_token("$TOKEN"))
    await slack.answered(message)
    assert slack.told()[before:] == []
    for text, warnings in (
        (api.with_token(GITHUB), 1),
        (f"{api.with_token(GITHUB)} please help", 1),
        (f"{api.with_token(GITHUB)} and the key {STRIPE} fails too", 2),
        (f"{api.with_token(GITHUB)} and the key {STRIPE} fails as well", 2),
        (api.with_token("$TOKEN"), 2),
        (api.with_token(GITHUB), 2),
    ):
        await slack.edit(message, text)
        await slack.idle()
        assert len(slack.told()[before:]) == warnings
    assert {user for user, _, _ in slack.told()[before:]} == {YOU}


async def test_only_the_author_may_have_the_credential_sent(slack: Stand, api: Api) -> None:
    """Whoever asked by the shortcut presses in vain, and is told so alone; the author's press counts."""
    message = silent(slack, api.with_password, user=OTHER)
    reply = await shortcut(slack, message)
    asked, before = api.asked, len(slack.told())
    await slack.press(reply, YOU)
    await slack.idle()
    assert api.asked == asked
    ((user, _, text),) = slack.told()[before:]
    assert user == YOU
    assert "Only whoever pasted" in text
    await slack.press(reply, OTHER)
    await slack.idle()
    assert api.asked > asked


async def test_where_the_author_cannot_see_it_there_is_no_button(slack: Stand, api: Api) -> None:
    """In a channel that is off only whoever asked sees the answer: they get the reason and nothing to press."""
    await slack.delivery.command("mode off", CHANNEL)
    message, before = silent(slack, api.with_password, user=OTHER), len(slack.called("response_url"))
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await slack.until(lambda: len(slack.called("response_url")) > before)
    await slack.delivery.command("mode auto", CHANNEL)
    await slack.idle()
    answer = slack.called("response_url")[before]
    assert buttons(answer) == []
    assert "Only whoever posted" in str(answer["blocks"])
