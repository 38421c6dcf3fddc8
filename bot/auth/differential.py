"""Four answers -> what they say together: the table of "The differential", as code.

N is the answer to the request without credentials, G to the request as given, B to noise in the same form, C to noise
in the form that the API itself names. Whether G refuses is a finding of the comparison, not of its status: a server
may refuse with 400, 403 or 200, and may say 401 for a lack of permission.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReadingWord = Literal[
    "accepted",  # G is served: not reproduced from here
    "public",  # N and G are served: the API does not ask for a credential here
    "public-but-refused",  # N is served and G is not: a bad credential is worse than none
    "passed",  # N is refused and G is not, though it failed for another reason (400, 404, 405): authentication passed
    "forbidden-to-all",  # 403 whoever asks: it says nothing of the credential
    "forbidden",  # G is known, and not allowed to do this
    "known",  # G is refused otherwise than nothing and than noise: the server knows it
    "unknown",  # G is refused as noise is, and otherwise than nothing
    "not-arrived",  # G is answered as if nothing had been sent, though the server can tell noise
    "mute",  # the server does not tell nothing, noise and the given apart
    "refused",  # G is refused, and there is nothing to compare it with
    "withheld",  # refused without the credential, which could not be sent: it says nothing of the request
    "cached",  # a cache answers
    "redirected",  # the address answers with a redirect
    "not-found",  # there is nothing at this path, whoever asks
    "proxy",  # a proxy wants a credential of its own
    "blocked",  # a firewall answers
    "gateway",  # an access gateway wants a log-in of its own
    "busy",  # 429 or 503: it asks to be left alone
    "down",  # no answer, or 5xx whoever asks
    "hangs",  # nothing is answered at once, and the given never
    "unclear",  # what came back fits no row
]
READINGS: tuple[str, ...] = ReadingWord.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeAnswer:
    """One probe's answer. ``alike`` is equal for two answers that say the same; ``silent``: none came in time."""

    alike: str = ""
    ok: bool = False
    refused: bool = False
    forbidden: bool = False
    redirect: bool = False
    not_found: bool = False
    server_error: bool = False
    busy: bool = False
    proxy: bool = False
    blocked: bool = False
    gateway: bool = False
    silent: bool = False
    elsewhere: bool = False  # of another resource: that the answers differ says nothing
    structured: bool = False  # JSON: an API speaks, and some say 403 for "not authenticated" without a word

    @property
    def denied(self) -> bool:
        """It is no, in whatever words."""
        return self.refused or self.forbidden


def read(
    none: ProbeAnswer | None,
    given: ProbeAnswer | None,
    bogus: ProbeAnswer | None,
    canonical: ProbeAnswer | None,
    *,
    cached: bool = False,
    withheld: bool = False,
) -> ReadingWord:
    """What N, G, B and C say together; one that was not sent is None. Without a credential G is N.

    ``withheld``: the request carries a credential that may be good, and G could not be sent.
    """
    if none is None:
        return "unclear"
    before = _before_the_api(none, given, cached=cached)
    if before is not None:
        return before
    if given is None:
        return ("withheld" if withheld else "refused") if none.denied else "public" if none.ok else "unclear"
    return _compared(none, given, bogus, canonical)


def _before_the_api(none: ProbeAnswer, given: ProbeAnswer | None, *, cached: bool) -> ReadingWord | None:
    """What answers before the API has looked at the credential, in the order in which a request meets it."""
    rows: tuple[tuple[bool, ReadingWord], ...] = (
        (none.silent, "down"),
        (none.proxy, "proxy"),
        (none.busy or (given is not None and given.busy), "busy"),
        (none.blocked, "blocked"),
        (none.gateway, "gateway"),
        (cached, "cached"),
        (none.redirect and (given is None or given.redirect), "redirected"),
        (none.server_error and (given is None or given.server_error), "down"),
    )
    return next((word for holds, word in rows if holds), None)


def _compared(
    none: ProbeAnswer, given: ProbeAnswer, bogus: ProbeAnswer | None, canonical: ProbeAnswer | None
) -> ReadingWord:
    if given.silent:
        return "hangs"
    if given.ok:
        return "public" if none.ok else "accepted"
    if given.server_error:
        return "down"
    if none.ok:
        return "public-but-refused" if given.denied else "unclear"
    if not given.denied:
        return _no_refusal(none, given, bogus)
    return _refusal(none, given, bogus, canonical)


def _no_refusal(none: ProbeAnswer, given: ProbeAnswer, bogus: ProbeAnswer | None) -> ReadingWord:
    """G is neither served nor refused: whether authentication was passed is told by what the others met."""
    if none.denied and given.alike != none.alike and (bogus is None or bogus.denied):
        return "passed"
    if none.denied and bogus is not None and not (bogus.ok or bogus.not_found or bogus.alike == none.alike):
        return "unknown" if given.alike == bogus.alike else "known"  # noise is refused in these words too
    return "not-found" if given.not_found else "unclear"


def _refusal(
    none: ProbeAnswer, given: ProbeAnswer, bogus: ProbeAnswer | None, canonical: ProbeAnswer | None
) -> ReadingWord:
    """The rows of the table in which N and G are both no."""
    as_none = given.alike == none.alike
    if as_none and none.forbidden and not (none.refused or none.structured):
        return "forbidden-to-all"
    if bogus is None or bogus.silent:
        if as_none and canonical is not None and canonical.alike != none.alike:
            return "not-arrived"
        tells = not (as_none or none.elsewhere or none.redirect)  # behind a redirect nothing was asked without it
        return "forbidden" if given.forbidden and tells else "refused"
    as_bogus = given.alike == bogus.alike
    if as_none and as_bogus:
        told_apart = canonical is not None and canonical.alike != none.alike
        return "not-arrived" if told_apart else "mute"
    if as_none:
        return "not-arrived"
    if as_bogus:
        return "unknown"
    return "forbidden" if given.forbidden else "known"
