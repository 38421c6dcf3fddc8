"""errand: what session and client say to each other: one request, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.model import Headers, Response
from bot.probing.net import Failure, Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One request to send. ``deadline`` (the loop's clock) cuts a late body, ``body_raw`` (bytes) a long one.

    ``on_send`` is called whenever a request is about to be written, a proxy's CONNECT included; ``on_head`` when the
    answer's head is there.
    """

    method: str
    headers: Headers = field(repr=False)
    deadline: float
    body_raw: int
    on_send: Callable[[], None]
    on_head: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One response off the wire, ``truncated`` when a cap or the deadline cut its body."""

    response: Response
    truncated: bool
    tls: Tls | None = None


class BrokenError(Exception):
    """The exchange came to no answer. ``kind`` is a ``Failure`` word; the text is a sentence without any secret.

    ``distrusts``: the certificate is not good for this name, and that alone ended it. ``answer`` is a proxy's own to
    CONNECT, and then the outcome.
    """

    def __init__(
        self,
        kind: Failure,
        words: str,
        *,
        seen: Tls | None = None,
        distrusts: bool = False,
        answer: Received | None = None,
    ) -> None:
        super().__init__(words)
        self.kind, self.words, self.seen, self.distrusts, self.answer = kind, words, seen, distrusts, answer
