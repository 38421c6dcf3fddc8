"""Net: what a check may ask of the network, and the values it gets back. Nothing here opens anything.

The real one is session.py over wire/, behind guard.py (SECURITY.md sections 1 to 3); replay.py answers from an
example's ``world``; offline.py refuses everything in words. A network outcome is a value, never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.model import Carries, Headers, Response, Sent

Failure = Literal["dns", "connect", "tls", "timeout", "protocol"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One request that a check wants sent: GET, HEAD or OPTIONS, never a body, never followed.

    ``purpose`` is the id of the check. ``carries`` says whether the user's credential, noise or nothing is in it: the
    credential goes to the pasted origin alone and is counted. ``insecure`` and ``proxy`` are what the paste asked for
    (-k, -x); the guard grants them only where the operator named the host. ``credential_headers`` are the names of
    the headers that hold the credential: they pass the allow-list of names, unless they speak for somebody;
    ``provider_headers`` those that the provider's entry says a request needs. ``derived`` says
    that the URL comes from a claim, a document or a challenge: then only https on 443 and no literal address is
    asked, allowed hosts excepted.
    """

    purpose: str
    method: str
    url: str = field(repr=False)
    headers: Headers = field(default=(), repr=False)
    carries: Carries = "nothing"
    insecure: bool = False
    proxy: str | None = field(default=None, repr=False)
    credential_headers: tuple[str, ...] = ()
    provider_headers: tuple[str, ...] = ()
    derived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What the handshake of a connection showed. ``not_after`` has a zone.

    ``distrusted`` says why the certificate is not good for this name, where -k passed over that; '' when it is good.
    """

    version: str = ""
    subject_names: tuple[str, ...] = ()
    issuer: str = ""
    not_after: datetime | None = None
    client_certificate_requested: bool = False
    distrusted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The target answered. ``received_at`` is our clock when the response's head was there.

    ``left_out`` are the names of the headers of the paste that were not sent.
    """

    response: Response
    elapsed: timedelta
    received_at: datetime
    tls: Tls | None = None
    truncated: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The target could not be asked or did not answer in time. ``words`` is a whole sentence for people."""

    kind: Failure
    words: str
    elapsed: timedelta = timedelta(0)
    tls: Tls | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAllowed:
    """The guard or the budget refused: nothing was sent. ``rule`` is a short id; ``words`` say what would allow it."""

    rule: str
    words: str


Outcome = Answered | Failed | NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a name resolves to: addresses as text, or the reason why there are none."""

    addresses: tuple[str, ...] = ()
    nonexistent: bool = False
    words: str = ""


class Net(Protocol):
    """The network as a check sees it. One object serves one diagnosis and keeps its budget."""

    @property
    def requests_sent(self) -> int:
        """Every HTTP request sent so far, to whomever."""

    @property
    def record(self) -> tuple[Sent, ...]:
        """Who was asked what, oldest first, the refused included."""

    async def ask(self, probe: Probe) -> Outcome:
        """Send one request, to the target or (discovery, metadata) elsewhere; its origin decides which budget."""

    async def resolve(self, host: str, *, public: bool = False) -> Resolved:
        """Addresses of ``host`` by the system's resolver, or by a public one (public names only)."""
