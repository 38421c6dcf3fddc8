"""Escalate: an answer that is passed on to whoever helps further, once, with a link to its thread and no secret."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.work import Job
from bot.faces.slack import behind, feedback, words
from bot.faces.slack.desk import Desk
from bot.faces.slack.leaving import Said
from bot.masking import Scrubber, Shown, mask_body, mask_headers, mask_url, ours, public_prefix
from bot.model import Examination, Headers, Reply, Request, Response
from bot.reply.blocks import CONTEXT, HEADER, Block, context, plain
from bot.reply.mrkdwn import Mrkdwn, link, person, place
from bot.service import Service
from bot.url import url_of

# By which a server's operator finds a request again
_REQUEST_IDS = (
    *("x-request-id", "request-id", "x-correlation-id", "correlation-id", "x-amzn-requestid", "x-amz-request-id"),
    *("x-github-request-id", "x-ms-request-id", "x-trace-id", "traceparent", "x-b3-traceid", "cf-ray", "x-amz-cf-id"),
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}")
_TARGET = re.compile(r"[CGUW][A-Z0-9]{2,30}")
_LINE, _REQUEST, _REASONS = 600, 2500, 3
_FIELD, _HEADER_LINE, _BREAK = ours("{name}: "), ours("{name}: {value}"), ours("\n")
_FIRST_LINE = ours("{method} {url}")


def target(service: Service, channel: str, request: Request | None) -> str:
    """Id of the channel or person: the API's own (its entry's ``escalate``, where that is an id), else the setting."""
    host = url_of(request.url).host if request is not None else ""
    own = service.book.contact_for(host, channel)
    return own if _TARGET.fullmatch(own) else service.settings.escalate


def prepared(examination: Examination, reply: Reply) -> dict[str, Any] | None:
    """The summary: cause and certainty, evidence, the masked request, the answer's id. None where nothing was found."""
    if examination.diagnosis.outcome == "nothing-to-check":
        return None
    scrubber = Scrubber(examination.report.secrets)
    blocks = [{"type": "header", "text": plain(reply.headline.cut(HEADER))}]
    blocks += [_field(words.ESCALATE_CAUSE, reply.sure)] if reply.sure else []
    evidence = [line for line in (reply.compared, *reply.details[:_REASONS]) if line]
    blocks += [_evidence(evidence)] if evidence else []
    blocks += [_request(examination.report.request, scrubber)] if examination.report.request else []
    return {"text": reply.headline, "blocks": [*blocks, *_ids(examination, scrubber)]}


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


def named(to: str) -> Mrkdwn:
    """The channel or the person."""
    return place(to) if to.startswith(("C", "G")) else person(to)


async def permalink(desk: Desk, client: AsyncWebClient, channel: str, ts: str) -> str:
    """Where the thread is; '' when Slack does not tell."""
    try:
        found = await desk.outbox.call(client, "chat_getPermalink", channel=channel, message_ts=ts)
    except SlackApiError:
        return ""
    return str(found.get("permalink") or "")


def _field(name: Shown, value: Shown) -> Block:
    elements = [{"type": "text", "text": _FIELD.filled(name=name), "style": {"bold": True}},
                {"type": "text", "text": value.cut(_LINE)}]  # fmt: skip
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _evidence(lines: list[Shown]) -> Block:
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": line.cut(_LINE)}]} for line in lines]
    head = {"type": "text", "text": words.ESCALATE_EVIDENCE, "style": {"bold": True}}
    return {"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [head]},
        {"type": "rich_text_list", "style": "bullet", "elements": items},
    ]}  # fmt: skip


def _request(request: Request, scrubber: Scrubber) -> Block:
    """Method, address, headers and body, masked."""
    method, url = scrubber.shown(request.method), scrubber.shown(mask_url(request.url))
    lines = [_FIRST_LINE.filled(method=method, url=url), *_headers(request.headers, scrubber)]
    body = (request.body or b"").decode("utf-8", "replace")
    lines += [scrubber.shown(mask_body(body)).cut(_LINE)] if body else []
    text = {"type": "text", "text": _BREAK.between(lines).cut(_REQUEST)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [text]}]}


def _headers(headers: Headers, scrubber: Scrubber) -> Iterator[Shown]:
    for name, value in mask_headers(headers):
        yield _HEADER_LINE.filled(name=scrubber.shown(name), value=scrubber.shown(value)).cut(_LINE)


def _ids(examination: Examination, scrubber: Scrubber) -> Iterator[Block]:
    """What the API called this request, by the answer that we got or that was pasted."""
    asked = examination.evidence.findings.get("given-probe")
    for response in (asked.response if asked else None, examination.report.observed):
        found = [(name, value) for name, value in _named(response) if name.lower() in _REQUEST_IDS]
        if found:
            yield context(words.ESCALATE_IDS.between([_id(*one, scrubber) for one in found]).cut(CONTEXT))
            return


def _id(name: str, value: str, scrubber: Scrubber) -> Shown:
    """A request's id is random and yet no secret; what looks like a token of somebody's, or is of this paste, is."""
    is_id = _ID.fullmatch(value) and not public_prefix(value) and "eyJ" not in value
    shown = scrubber.shown_ours(value) if is_id else scrubber.shown(value)
    return _HEADER_LINE.filled(name=scrubber.shown(name), value=shown)


def _named(response: Response | None) -> Headers:
    return response.headers if response is not None else ()
