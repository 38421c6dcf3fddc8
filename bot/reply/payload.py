"""Examination and Report -> the JSON of the contract (``check --json``, ``parse --json``)."""

from __future__ import annotations

import base64
import json
from typing import Any

from bot.masking import Scrubber, mask_answer, mask_body, mask_headers, mask_name, mask_url
from bot.model import Cause, Credential, Evidence, Examination, Headers, Report, Request, Response
from bot.reply import terminal
from bot.reply.compose import Say, composed_by
from bot.unicode import well_formed

Json = dict[str, Any]


def check(examination: Examination, reply: bool) -> Json:
    """The object of ``check --json``: everything in it has passed the scrubber."""
    report, diagnosis, evidence = examination.report, examination.diagnosis, examination.evidence
    scrubber = Scrubber(report.secrets)
    request = report.request
    made = {
        "reply": reply,
        "outcome": diagnosis.outcome,
        "provider": diagnosis.provider,
        "causes": [_cause(cause, composed_by(scrubber)) for cause in diagnosis.causes],
        "checks": _checks(evidence, scrubber),
        "requests_sent": evidence.requests_sent,
        "request": _request(request, scrubber, show=False) if request else None,
        "answer": terminal.render(examination),
    }
    return _well_formed(made)


def parsed(report: Report, show_secrets: bool) -> Json:
    """The object of ``parse --json``. Without ``show_secrets`` url, headers, body and values are masked."""
    scrubber = Scrubber(report.secrets)
    made = {
        "requests": [_request(request, scrubber, show=show_secrets) for request in report.requests],
        "observed": _observed(report.observed, scrubber, show=show_secrets),
        "problems": [problem.text if show_secrets else scrubber.scrub(problem.text) for problem in report.problems],
    }
    return _well_formed(made)


def _well_formed(made: Json) -> Json:
    """A byte that is no UTF-8 (``$'\\xff'``) and half of a surrogate pair as U+FFFD: others could not read them."""
    text = json.dumps(made, ensure_ascii=False)
    whole = well_formed(text)
    return made if whole == text else dict(json.loads(whole))


def _cause(cause: Cause, say: Say) -> Json:
    return {
        "id": cause.id,
        "title": say(cause.title),
        "certainty": cause.certainty,
        "confidence": round(cause.confidence, 3),
        "because": [say(reason) for reason in cause.because],
        "steps": [{"id": step.id, "text": say(step.text)} for step in cause.steps],
        "corrected": say(cause.corrected) if cause.corrected is not None else None,
    }


def _checks(evidence: Evidence, scrubber: Scrubber) -> list[Json]:
    return [
        {
            "id": name,
            "status": finding.status,
            "summary": scrubber.scrub(finding.summary),
            "elapsed_ms": round(finding.elapsed.total_seconds() * 1000, 1),
        }
        for name, finding in evidence.findings.items()
    ]


def _request(request: Request, scrubber: Scrubber, *, show: bool) -> Json:
    return {
        "method": request.method if show else scrubber.scrub(request.method),
        "url": request.url if show else scrubber.scrub(mask_url(request.url)),
        "headers": _headers(request.headers, scrubber, show=show),
        "body": _body(request.body, scrubber, show=show),
        "credentials": [_credential(credential, scrubber, show=show) for credential in request.credentials],
    }


def _credential(credential: Credential, scrubber: Scrubber, *, show: bool) -> Json:
    where, colon, name = credential.location.partition(":")
    location = credential.location if show else f"{where}{colon}{mask_name(name)}"
    return {
        "kind": credential.kind,
        "location": location if show else scrubber.scrub(location),
        "value": credential.secret.reveal() if show else str(credential.secret),
    }


def _headers(headers: Headers, scrubber: Scrubber, *, show: bool) -> list[list[str]]:
    if show:
        return [[name, value] for name, value in headers]
    return [[scrubber.scrub(name), scrubber.scrub(value)] for name, value in mask_headers(headers)]


def _body(body: bytes | None, scrubber: Scrubber, *, show: bool) -> str | Json | None:
    if body is None:
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()} if show else "[binary body]"
    return text if show else scrubber.scrub(mask_body(text))


def _observed(response: Response | None, scrubber: Scrubber, *, show: bool) -> Json | None:
    if response is None:
        return None
    return {
        "status": response.status,
        "headers": _headers(response.headers, scrubber, show=show),
        "body": response.body if show else scrubber.scrub(mask_answer(response.body)),
    }
