"""Escalation: what is told of an answer to whoever helps further, and who that is. Without a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.faces.slack import words
from bot.masking import Scrubber, Shown, mask_body, mask_headers, mask_url, ours, public_prefix
from bot.model import Examination, Headers, Reply, Request, Response
from bot.reply.blocks import CONTEXT, Block, bullets, context, header, leaf, line, rich, typed
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
    blocks = [header(reply.headline)]
    blocks += [_field(words.ESCALATE_CAUSE, reply.sure)] if reply.sure else []
    evidence = [told for told in (reply.compared, *reply.details[:_REASONS]) if told]
    blocks += [_evidence(evidence)] if evidence else []
    blocks += [_request(examination.report.request, scrubber)] if examination.report.request else []
    return {"text": reply.headline, "blocks": [*blocks, *_ids(examination, scrubber)]}


def _field(name: Shown, value: Shown) -> Block:
    return rich(line(leaf(_FIELD.filled(name=name), "bold"), leaf(value.cut(_LINE))))


def _evidence(evidence: list[Shown]) -> Block:
    return rich(line(leaf(words.ESCALATE_EVIDENCE, "bold")), bullets(line(leaf(told.cut(_LINE))) for told in evidence))


def _request(request: Request, scrubber: Scrubber) -> Block:
    """Method, address, headers and body, masked."""
    method, url = scrubber.shown(request.method), scrubber.shown(mask_url(request.url))
    lines = [_FIRST_LINE.filled(method=method, url=url), *_headers(request.headers, scrubber)]
    body = (request.body or b"").decode("utf-8", "replace")
    lines += [scrubber.shown(mask_body(body)).cut(_LINE)] if body else []
    return rich(typed(_BREAK.between(lines).cut(_REQUEST)))


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
