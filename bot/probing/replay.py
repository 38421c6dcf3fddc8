"""Replay: a Net that answers from an example's ``world``, so that knowledge is rehearsed without a network.

``world`` maps a check's id, or ``send`` for every check without an entry of its own, to an answer::

    send: {status: 401, headers: {WWW-Authenticate: Basic}, body: '{"error": "nope"}'}
    given-probe: {failure: timeout}
    dns: {addresses: [192.0.2.1], public: [192.0.2.7]}        or  dns: {nonexistent: true}

An answer has ``status``, ``headers`` (name to value or list of values), ``body`` (text, or what JSON is made of),
``date`` (the clock at which it came), ``tls`` (the fields of ``net.Tls``), or ``failure`` (a kind) or ``refused`` (a
rule), each with ``words``. A purpose that the world does not know is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model import Headers, Request, Response, Sent
from bot.probing.net import Answered, Failed, NotAllowed, Outcome, Probe, Resolved, Tls
from bot.probing.record import line_of
from bot.probing.sendable import left_out, refusal_of

_ROUND_TRIP = timedelta(milliseconds=50)


class Replay:
    """See the module. It is its own context manager; what was asked is kept in ``asked``."""

    def __init__(self, world: Mapping[str, Any], *, now: datetime | None = None) -> None:
        self._world = world
        self._now = now or datetime.now(UTC)
        self.asked: list[Probe] = []
        self._record: list[Sent] = []

    def __call__(self, target: Request | None = None) -> Replay:
        """Itself, where the core wants something that opens a Net for a target."""
        return self

    async def __aenter__(self) -> Replay:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    @property
    def requests_sent(self) -> int:
        """How many requests the world was asked."""
        return len(self.asked)

    @property
    def record(self) -> tuple[Sent, ...]:
        """Who was asked what, oldest first, the refused included."""
        return tuple(self._record)

    async def ask(self, probe: Probe) -> Outcome:
        """The world's answer for the probe's purpose."""
        outcome = self._answer(probe)
        self._record.append(line_of(probe, outcome, self._now))
        return outcome

    def _answer(self, probe: Probe) -> Outcome:
        entry = self._world.get(probe.purpose, self._world.get("send"))
        refusal = refusal_of(probe)
        if refusal is not None:
            return refusal
        if entry is None:
            return NotAllowed(rule="replay", words=f"this example's world has no answer for {probe.purpose}")
        if "refused" in entry:
            return NotAllowed(rule=entry["refused"], words=entry.get("words", "the example refuses it"))
        self.asked.append(probe)
        if "failure" in entry:
            return Failed(
                kind=entry["failure"],
                words=entry.get("words", f"the example fails by {entry['failure']}"),
                elapsed=_ROUND_TRIP,
                tls=_tls(entry),
            )
        return Answered(
            response=_response(entry),
            elapsed=_ROUND_TRIP,
            received_at=_moment(entry.get("date"), self._now),
            tls=_tls(entry),
            left_out=left_out(probe),
        )

    async def resolve(self, host: str, *, public: bool = False) -> Resolved:
        """The world's ``dns``; without one every name resolves to the same address everywhere."""
        entry = self._world.get("dns", {"addresses": ["192.0.2.1"]})
        if entry.get("nonexistent"):
            return Resolved(nonexistent=True, words=f"the name {host} does not resolve to any address")
        addresses = entry.get("public", entry["addresses"]) if public else entry["addresses"]
        return Resolved(addresses=tuple(addresses))


def _response(entry: Mapping[str, Any]) -> Response:
    body = entry.get("body", "")
    return Response(
        status=entry.get("status", 200),
        headers=_headers(entry.get("headers", {})),
        body=body if isinstance(body, str) else json.dumps(body),
    )


def _headers(entry: Mapping[str, Any]) -> Headers:
    return tuple(
        (name, str(value))
        for name, values in entry.items()
        for value in (values if isinstance(values, list) else [values])
    )


def _tls(entry: Mapping[str, Any]) -> Tls | None:
    if "tls" not in entry:
        return None
    fields = dict(entry["tls"])
    if "subject_names" in fields:
        fields["subject_names"] = tuple(fields["subject_names"])
    if "not_after" in fields:
        fields["not_after"] = _moment(fields["not_after"], datetime.now(UTC))
    return Tls(**fields)


def _moment(value: Any, default: datetime) -> datetime:
    if value is None:
        return default
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
