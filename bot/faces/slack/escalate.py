"""Escalate: an answer that is passed on to whoever helps further, once, with a link to its thread and no secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.work import Job
from bot.faces.slack import behind, feedback, words
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.reply.mrkdwn import Mrkdwn, link, person, place


def said(kept: Mapping[str, Any], where: Mapping[str, Any], permalink: str) -> Said:
    """The message: who escalates from where, with the link to the thread, above the summary."""
    summary = Said.of({"text": "", "blocks": kept["blocks"]})
    where_ = words.ESCALATE_DIRECT if str(where["channel"]).startswith("D") else place(str(where["channel"]))
    thread = link(permalink, words.ESCALATE_THREAD) if permalink else Mrkdwn.ours("")
    asked = person(str(where["asker"])) or words.ESCALATE_SOMEBODY
    who = words.ESCALATE_WHO.filled(user=person(str(where["user"])), asker=asked, where=where_, link=thread)
    head = {"type": "section", "text": {"type": "mrkdwn", "text": who}}
    text = words.ESCALATE_TEXT.filled(headline=Mrkdwn.plain(Said.of({"text": kept["text"], "blocks": []}).text))
    return Said(text=text, blocks=[summary.blocks[0], head, *summary.blocks[1:]])


async def accept(desk: Desk, key: str, where: Mapping[str, Any]) -> bool:
    """Journal a press, once for each message, however often and by whomever it is pressed; False: it is gone.

    ``where``: ``enterprise``, ``team``, ``channel``, ``user``, ``place`` (ts of the answer) and ``in_thread``.
    """
    found = await feedback.kept(desk, key, where["channel"])
    if found is None or not found["card"]["escalation"]:
        return False
    now = found["card"]
    # A try that Slack refused is over: the next press is another
    job = Job(key=f"{now['answer']}:escalate:{now['tries']}", kind="escalate",
              payload={**where, "key": key, "asker": found["asker"], "summary": now["escalation"]})  # fmt: skip
    await desk.take_in(job, "press")
    return True


async def note(desk: Desk, press: Mapping[str, Any], *, is_posted: bool) -> None:
    """Keep that it was escalated, or that this try is over."""

    def change(found: Any) -> Any:
        now = found["card"]
        if not is_posted:
            return {**found, "card": {**now, "tries": now["tries"] + 1}}
        told = {"by": press["user"], "to": press["summary"]["to"]}
        return {**found, "card": {**now, "escalated": now["escalated"] or told}}

    await desk.memory.change_sealed(behind.name_of(press["key"]), change)


async def permalink(desk: Desk, client: AsyncWebClient, channel: str, ts: str) -> str:
    """Where the thread is; '' when Slack does not tell."""
    try:
        found = await desk.outbox.call(client, "chat_getPermalink", channel=channel, message_ts=ts)
    except SlackApiError:
        return ""
    return str(found.get("permalink") or "")
