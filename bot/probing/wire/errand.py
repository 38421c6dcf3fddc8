"""errand: what session and client say to each other: one request, the way to its place, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.model import Headers
from bot.probing.guard import Place
from bot.probing.net import Failure, Tls
from bot.probing.rules import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a connection goes: the place and its checked address; ``gate`` is the proxy in between, with its own.

    ``address`` is None only behind a proxy, for a name that the operator named and we cannot resolve.
    """

    place: Place
    address: Address | None
    insecure: bool = False
    gate: Place | None = None
    gate_address: Address | None = None
    gate_userinfo: str = field(default="", repr=False)


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
class Answer:
    """One response off the wire: the body decoded to text, ``truncated`` when a cap or the deadline cut it."""

    status: int
    headers: Headers
    body: str = ""
    truncated: bool = False
    tls: Tls | None = None


class BrokenError(Exception):
    """The exchange came to no answer. ``kind`` is a ``Failure`` word; the text is a sentence without any secret.

    ``distrusts``: the certificate is not good for this name, and that alone ended it.
    """

    def __init__(self, kind: Failure, words: str, *, seen: Tls | None = None, distrusts: bool = False) -> None:
        super().__init__(words)
        self.kind, self.words, self.seen, self.distrusts = kind, words, seen, distrusts


class RefusedError(Exception):
    """A proxy answered CONNECT itself; the answer is the outcome."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("the proxy did not open a tunnel")
        self.answer = answer
