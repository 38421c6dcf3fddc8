"""What do the answers to nothing, to the credential and to noise say together?"""

from __future__ import annotations

from typing import Annotated

from bot import model
from bot.auth.differential import ProbeAnswer, ReadingWord, read
from bot.case import Case
from bot.checks._outcome import passed, skip, warn
from bot.checks._probing import answer_of, is_changed, own_values
from bot.checks._signature import signature_of
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe", "bogus-probe", "canonical-bogus", "cache-bust-probe", "scheme-variant")


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the answers say together."""

    reading: Annotated[ReadingWord, "what they say"]
    mute: Annotated[bool, "the server does not tell missing, unknown and given apart"]
    refused: Annotated[bool, "the request as pasted is refused here too"]
    accepted: Annotated[bool, "the request as pasted is accepted here"]
    unknown: Annotated[bool, "the server treats it as it treats noise, and not as nothing"]
    known: Annotated[bool, "the server treats it otherwise than noise and than nothing"]
    read_here: Annotated[bool, "Vary names the credential's header, other than Authorization: the API reads it"]
    not_arrived: Annotated[bool, "the server treats it as nothing, while noise in the named place is told apart"]


_ASKED = ("none-probe", "given-probe")
_NO = ("known", "unknown", "not-arrived", "mute", "refused", "public-but-refused", "cached")
_WORDS = {
    "accepted": "your request is accepted when I send it",
    "public": "the API serves this without a credential",
    "passed": "authentication is passed, and the request fails for another reason",
    "public-but-refused": "served without a credential, refused with it",
    "forbidden": "the API knows the caller and does not allow this",
    "forbidden-to-all": "forbidden whoever asks, so it says nothing of the credential",
    "known": "the API answers your credential differently from none and from a made-up one: it knows it",
    "unknown": "the API answers your credential like a made-up one: it does not know it",
    "not-arrived": "the API answers as if no credential had come",
    "mute": "the API gives the same answer without a credential, with yours and with a made-up one",
    "refused": "refused, with nothing to compare it with",
    "withheld": "refused without the credential, which could not be sent",
    "cached": "a cache answers, not the API",
    "redirected": "the address answers with a redirect",
    "not-found": "there is nothing at this path, whoever asks",
    "proxy": "a proxy wants a credential of its own",
    "blocked": "a firewall answers, not the API",
    "gateway": "an access gateway in front of the API wants its own login",
    "busy": "the server asks to be left alone",
    "down": "the server does not answer, or fails whoever asks",
    "hangs": "answered at once without the credential, and not in time with it",
    "unclear": "the answers fit no known pattern",
}


async def check(case: Case, net: Net) -> Finding:
    """Read N, G, B and C together; asks nobody."""
    none = _answer(case, "none-probe")
    if none is None:
        return skip("the target was not asked")
    given, bogus, canonical = _given(case), _answer(case, "bogus-probe"), _canonical(case)
    if _sends_none(case) and given is not None:  # what none-probe had to leave out is no credential
        none, given = given, None
    withheld = not _sends_none(case) and case.evidence.fact("lint-credential.real") is not False
    cached = bool(case.evidence.fact("cache-bust-probe.cached"))
    reading = read(none, given, bogus, canonical, cached=cached, withheld=withheld)
    if reading == "not-found" and is_changed(case, case.evidence.fact("none-probe.method")):
        reading = "unclear"  # there is nothing to GET, and something to POST perhaps
    judged = given or (none if _sends_none(case) else None)
    facts = Facts(
        reading=reading,
        mute=reading == "mute",
        accepted=reading in ("accepted", "public"),
        refused=judged is not None and (judged.denied or reading in _NO),
        unknown=reading == "unknown",
        known=reading == "known",
        not_arrived=reading == "not-arrived",
        read_here=_is_read_here(case),
    )
    if reading in ("accepted", "public", "passed"):
        return passed(_WORDS[reading], facts)
    return warn(_WORDS[reading], facts)


def _is_read_here(case: Case) -> bool:
    """Whether an answer depends on the header that holds the credential, by its Vary (RFC 9110 section 12.5.5)."""
    place, _, name = str(case.evidence.fact("lint-request.location") or "").partition(":")
    if place != "header" or name.lower() in ("", "authorization"):  # frameworks put Authorization there unseen
        return False
    answers = [finding.response for check in _ASKED if (finding := case.finding(check)) is not None]
    varies = ",".join(value for answer in answers if answer is not None for value in answer.all("vary"))
    return name.lower() in {word.strip().lower() for word in varies.split(",")}


def _sends_none(case: Case) -> bool:
    """Whether the request as pasted goes out without a credential."""
    return not case.evidence.fact("lint-request.has_credential") or bool(case.evidence.fact("none-probe.unoffered"))


def _given(case: Case) -> ProbeAnswer | None:
    """G; past a cache that answers by itself, where a password was sent there alone."""
    if case.evidence.fact("cache-bust-probe.with_credential"):
        return _answer(case, "given-probe") or _answer(case, "cache-bust-probe")
    return _answer(case, "given-probe")


def _badly_formed(case: Case, check: str, status: int | None) -> bool:
    """Whether a 400 to the given request is about its credential, whose form is at fault."""
    faulty = "fail" in (case.evidence.fact("lint-credential"), case.evidence.fact("lint-request"))
    return check == "given-probe" and status == 400 and faulty


def _canonical(case: Case) -> ProbeAnswer | None:
    """C; where a correction was sent instead of noise, its answer tells the same about the place."""
    cause = case.evidence.fact("scheme-variant.cause")
    says_nothing = case.evidence.fact("scheme-variant.is_bare") and not case.evidence.fact("scheme-variant.works")
    if cause not in (None, "credential-malformed", "basic-encoding") and not says_nothing:
        return _answer(case, "scheme-variant")
    return _answer(case, "canonical-bogus")


def _answer(case: Case, check: str) -> ProbeAnswer | None:
    """A probe's finding as the table sees it; None when it was not sent."""
    heard = answer_of(case, check)
    if heard is None:
        return ProbeAnswer(silent=True) if case.evidence.fact(f"{check}.unreachable") else None
    if case.evidence.fact(f"{check}.made_up"):
        return ProbeAnswer(alike="of a made-up resource", elsewhere=True)
    told = heard.answer
    return ProbeAnswer(
        alike=signature_of(heard.response, own_values(case)),
        ok=told.ok,
        refused=told.refused or _badly_formed(case, check, told.status),
        forbidden=told.forbidden,
        redirect=told.redirect,
        not_found=told.not_found,
        server_error=told.server_error,
        busy=told.throttled,
        proxy=told.proxy_auth,
        blocked=told.waf,
        structured=told.format == "json",
        gateway=check == "none-probe" and bool(case.evidence.fact("waf-fingerprint.login_gateway")),
    )
