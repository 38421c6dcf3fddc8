"""What the formats found, put together: one request per command, each response with the request that it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.model import Exchange, Request, Response
from bot.parsing._reading import Reading, ends_of
from bot.url import host_of

REFUSED = frozenset({401, 403, 407})


@dataclass
class Merged:
    """Requests and exchanges in the order of the text, while they are collected."""

    requests: list[Request] = field(default_factory=list)
    trail: list[Exchange] = field(default_factory=list)
    command: Request | None = None  # the last command, code or document entry above
    is_followed: bool = False  # whether its transcript has begun

    def add(self, item: Request | Exchange) -> None:
        """Take the next thing that the text shows."""
        if isinstance(item, Request):
            self.requests.append(item)
            self.command, self.is_followed = item, False
        elif item.request is None:
            self._response(item.response)
        else:
            self._exchange(item, item.request)

    def _exchange(self, exchange: Exchange, request: Request) -> None:
        if any(known is request for known in self.requests):
            self.trail.append(exchange)
            return
        if not self._is_of_command(request):
            self._own(request)
        self.is_followed = True
        self.trail.append(exchange)

    def _is_of_command(self, request: Request) -> bool:
        """Whether a transcript's request is what the command above sent: the same host, or where a redirect led."""
        if self.command is None:
            return False
        return self._is_redirected() or host_of(request.url) == host_of(self.command.url) or request.url.startswith("/")

    def _own(self, request: Request) -> None:
        """A request that no command explains. A redirect's further leg or a handshake's repetition is no new one."""
        last = self.trail[-1].request if self.trail else None
        if last and (last.method, last.url) == (request.method, request.url):
            if last in self.requests and (request.credentials or not last.credentials):
                self.requests[self.requests.index(last)] = request
        elif not self._is_redirected():
            self.requests.append(request)
            self.command = None

    def _is_redirected(self) -> bool:
        response = self.trail[-1].response if self.trail and self.is_followed else None
        return bool(response and response.status and 300 <= response.status < 400 and response.header("location"))

    def _response(self, response: Response | None) -> None:
        if response is None:
            return
        last = self.trail[-1] if self.trail else None
        if last and last.response and _completes(response, last.response):
            self.trail[-1] = replace(last, response=_joined(last.response, response))
        elif last and last.request and last.response is None:
            self.trail[-1] = replace(last, response=response)
        else:
            asked = self.requests[-1] if self.requests else None
            self.trail.append(Exchange(request=asked, response=response))


def merge(readings: Iterable[Reading]) -> Merged:
    """All readings of one text as one sequence."""
    merged = Merged()
    events = [event for reading in readings for event in _events(reading)]
    for _, item in ends_of(sorted(events, key=lambda event: event[0])):
        merged.add(item)
    return merged


def observed_in(trail: Iterable[Exchange]) -> Response | None:
    """The last refused response, unless the same request was accepted after it (a handshake); else the last one."""
    observed: Response | None = None
    asked: Request | None = None
    for exchange in trail:
        response = exchange.response
        if response is None:
            continue
        is_open = observed is not None and observed.status in REFUSED and not _is_same(asked, exchange.request)
        if not is_open or response.status in REFUSED:
            observed, asked = response, exchange.request
    return observed


def _is_same(first: Request | None, second: Request | None) -> bool:
    if first is None or second is None:
        return True
    return (first.method, first.url) == (second.method, second.url)


def _events(reading: Reading) -> Iterator[tuple[int, Request | Exchange]]:
    starts = [start for start, _ in reading.spans] or [0]
    for items in (reading.requests, reading.trail):
        own = starts if len(starts) == len(items) else [starts[0]] * len(items)
        yield from zip(own, items, strict=True)


def _completes(new: Response, old: Response) -> bool:
    """Whether ``new`` is the body of the head ``old``, which stands above it without one, or the other way round."""
    return (not old.body and not new.headers and new.status in (None, old.status)) or (
        old.status is None and not old.headers and not new.body
    )


def _joined(old: Response, new: Response) -> Response:
    return Response(
        status=old.status if old.status is not None else new.status,
        headers=(*old.headers, *new.headers),
        body=old.body or new.body,
    )
