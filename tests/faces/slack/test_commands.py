"""The slash command, the message shortcut, the channel's mode, and files."""

from __future__ import annotations

import pytest

from bot.faces.demo.workspace import BOT, CHANNEL, DIRECT
from bot.faces.slack import commands
from bot.faces.slack.listeners import SHORTCUT
from bot.listing import modules
from tests.faces.slack import apps
from tests.faces.slack.stand import PASTE, TOLD, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")
CURL = PASTE.split("```\n")[1]
slack = apps.on_both


async def test_a_command_is_answered_privately(slack: Stand) -> None:
    """/auth401 <curl>: an ephemeral line at once, replaced by the result; nothing in the channel."""
    said, _ = await slack.delivery.command(CURL, CHANNEL)
    assert "Only you" in said
    (shown,) = await slack.until(slack.private)
    await slack.idle()
    assert shown["blocks"][0]["type"] == "header"
    assert TOLD not in str(slack.called("response_url"))
    assert slack.called("response_url")[-1]["response_type"] == "ephemeral"
    assert not slack.called("chat.postMessage")


@pytest.mark.parametrize("text", ["", "help", "HELP "])
async def test_the_command_alone_is_help(slack: Stand, text: str) -> None:
    """The help names every sub-command, and is the answer itself: nothing is queued."""
    said, _ = await slack.delivery.command(text, CHANNEL)
    assert "/auth401 help" in said
    assert "/auth401 mode" in said


async def test_a_sentence_that_begins_like_a_command_is_a_paste(slack: Stand) -> None:
    """“help me, 401 with curl …” is examined, not answered with the help."""
    said, _ = await slack.delivery.command(f"help me please: {CURL}", CHANNEL)
    assert "Only you" in said
    await slack.idle()


async def test_the_help_has_an_example_of_each(slack: Stand) -> None:
    """Every sub-command in its own line, with a call that may be typed as it stands."""
    said, _ = await slack.delivery.command("help", CHANNEL)
    for name in modules(commands):
        (line,) = [line for line in said.splitlines() if f"`/auth401 {name}" in line and line.startswith("• ")]
        assert f"`/auth401 {name}" in line
    for example in ("`/auth401 mode mention`", "`/auth401 live ask`", "`/auth401 curl https://"):
        assert example in said


@pytest.mark.parametrize(
    ("text", "meant"),
    [("mdoe off", "mode"), ("stat", "stats"), ("hlep", "help"), ("lives off", "live"), ("STATUS", "stats")],
)
async def test_an_unknown_word_gets_the_nearest_command(slack: Stand, text: str, meant: str) -> None:
    """A misspelled sub-command is no paste: nothing is examined, and the help stands below."""
    said, _ = await slack.delivery.command(text, CHANNEL)
    assert f"*`{meant}`*" in said
    assert "/auth401 help" in said
    await slack.idle()
    assert not {name for name, _ in slack.api.calls} - {"apps.connections.open", "auth.test", "response_url"}


@pytest.mark.parametrize("text", ["Unauthorized", "bad credentials", "401", "invalid_token", "AADSTS7000215"])
async def test_words_of_a_refusal_are_examined(slack: Stand, text: str) -> None:
    """However short: they are no misspelled command."""
    said, _ = await slack.delivery.command(text, CHANNEL)
    assert "Only you" in said
    await slack.idle()


async def test_modes(slack: Stand) -> None:
    """mention: only mentions; off: neither; the change is said in the channel; auto again in the end."""
    said, _ = await slack.delivery.command("mode", CHANNEL)
    assert "*auto*" in said
    await slack.delivery.command("mode mention", CHANNEL)
    await slack.until(
        lambda: any("*mention*" in m["text"] for m in slack.workspace.messages[CHANNEL] if m["user"] == BOT)
    )
    paste, mention = await slack.say(PASTE), await slack.say(f"@auth401 {PASTE}")
    await slack.answered(mention)
    assert not slack.replies(paste)
    await slack.delivery.command("mode off", CHANNEL)
    await slack.idle()
    paste, mention = await slack.say(PASTE), await slack.say(f"@auth401 {PASTE}")
    await slack.idle()
    assert not slack.replies(paste)
    assert not slack.replies(mention)
    await slack.delivery.command("mode auto", CHANNEL)
    await slack.idle()
    await slack.answered(await slack.say(PASTE))


@pytest.mark.parametrize("text", ["mode loud", "mode"])
async def test_an_unknown_mode_is_explained(slack: Stand, text: str) -> None:
    """What may stand there is said; nothing changes."""
    said, _ = await slack.delivery.command(text, CHANNEL)
    assert "auto|mention|off" in said


async def test_modes_are_for_channels(slack: Stand) -> None:
    """A direct message has none."""
    said, _ = await slack.delivery.command("mode off", DIRECT)
    assert "channels" in said


async def test_the_shortcut_answers_in_the_thread(slack: Stand) -> None:
    """Diagnose this 401: also for a message that alone would be left alone, and a second time in the same reply."""
    message = await slack.say("it does not work")
    await slack.idle()
    assert not slack.replies(message)
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await slack.answered(message)
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await slack.idle()
    assert len(slack.replies(message)) == 1


async def test_the_shortcut_is_private_where_the_app_is_off(slack: Stand) -> None:
    """In a channel that was set to off, whoever asks gets the answer alone."""
    await slack.delivery.command("mode off", CHANNEL)
    message = await slack.say(PASTE)
    before = len(slack.private())
    await slack.delivery.shortcut(message, CHANNEL, SHORTCUT)
    await slack.until(lambda: len(slack.private()) > before)
    await slack.delivery.command("mode auto", CHANNEL)
    await slack.idle()
    assert not slack.replies(message)


async def test_a_snippet_is_read(slack: Stand) -> None:
    """A long paste becomes a file: it is fetched with the bot's token from Slack's own host."""
    slack.workspace.files["F1"] = CURL.encode()
    origin = slack.delivery._own_url
    file = {"id": "F1", "mode": "snippet", "filetype": "text", "size": 100, "url_private": f"{origin}/files/F1"}
    message = await slack.say("401, see the file", files=[file])
    reply = await slack.answered(message)
    assert "api.example.com" in str(reply) or reply["blocks"][0]["type"] == "header"


async def test_a_file_that_cannot_be_read_is_told(slack: Stand) -> None:
    """Without the scope files:read Slack answers with its login page; whoever asked hears what is wrong."""
    file = {"id": "F3", "mode": "snippet", "filetype": "text", "url_private": f"{slack.delivery._own_url}/files/gone"}
    message = await slack.say("@auth401", files=[file])
    assert "could not read the file" in (await slack.answered(message))["text"]


async def test_no_token_for_another_host(slack: Stand) -> None:
    """url_private on a stranger's host is not asked, whatever the file says of itself."""
    seen = len(slack.api.calls)
    for url in ("http://127.0.0.1:9/files/F1", "http://files.slack.com.example/F1", "http://files.slack.com/F1"):
        await slack.say("notes", files=[{"id": "F2", "mode": "snippet", "filetype": "text", "url_private": url}])
    await slack.idle()
    assert not [name for name, _ in slack.api.calls[seen:] if name == "chat.postMessage"]
