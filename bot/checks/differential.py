"""What do the answers to nothing, to the credential and to noise say together?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.auth.differential import READINGS, Answer, read
from bot.case import Case
from bot.checks._outcome import passed, skip, warn
from bot.checks._probing import is_changed, own_values
from bot.checks._signature import signature_of
from bot.model import Finding
from bot.probing.net import Net

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe", "bogus-probe", "canonical-bogus", "cache-bust-probe", "scheme-variant")
FACTS: dict[str, str] = {
    "reading": "str: one of " + ", ".join(READINGS),
    "mute": "bool: the server does not tell missing, unknown and given apart",
    "pattern": "str: the comparison in signs, for example G=B≠N",
    "refused": "bool: the request as pasted is refused here too",
    "accepted": "bool: the request as pasted is accepted here",
    "arrived": "bool: the server treats the credential otherwise than nothing",
    "unknown": "bool: the server treats it as it treats noise, and not as nothing",
    "known": "bool: the server treats it otherwise than noise and than nothing",
    "read_here": "bool: Vary names the credential's header, other than Authorization: it is one that the API reads",
    "not_arrived": "bool: the server treats it as nothing, while noise in the named place is told apart",
}

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
    if reading.word == "not-found" and is_changed(case, case.evidence.fact("none-probe.method")):
        reading = replace(reading, word="unclear")  # there is nothing to GET, and something to POST perhaps
    judged = given or (none if _sends_none(case) else None)
    facts: dict[str, Any] = {
        "reading": reading.word,
        "pattern": reading.pattern,
        "mute": reading.word == "mute",
        "accepted": reading.word in ("accepted", "public"),
        "refused": judged is not None and (judged.denied or reading.word in _NO),
        "arrived": reading.word in ("accepted", "passed", "forbidden", "known", "unknown", "public-but-refused"),
        "unknown": reading.word == "unknown",
        "known": reading.word == "known",
        "not_arrived": reading.word == "not-arrived",
        "read_here": _is_read_here(case),
    }
    if reading.word in ("accepted", "public", "passed"):
        return passed(_WORDS[reading.word], **facts)
    return warn(_WORDS[reading.word], **facts)


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


def _given(case: Case) -> Answer | None:
    """G; past a cache that answers by itself, where a password was sent there alone."""
    if case.evidence.fact("cache-bust-probe.with_credential"):
        return _answer(case, "given-probe") or _answer(case, "cache-bust-probe")
    return _answer(case, "given-probe")


def _badly_formed(case: Case, check: str, facts: Mapping[str, object]) -> bool:
    """Whether a 400 to the given request is about its credential, whose form is at fault."""
    faulty = "fail" in (case.evidence.fact("lint-credential"), case.evidence.fact("lint-request"))
    return check == "given-probe" and facts.get("status") == 400 and faulty


def _canonical(case: Case) -> Answer | None:
    """C; where a correction was sent instead of noise, its answer tells the same about the place."""
    cause = case.evidence.fact("scheme-variant.cause")
    says_nothing = case.evidence.fact("scheme-variant.is_bare") and not case.evidence.fact("scheme-variant.works")
    if cause not in (None, "credential-malformed", "basic-encoding") and not says_nothing:
        return _answer(case, "scheme-variant")
    return _answer(case, "canonical-bogus")


def _answer(case: Case, check: str) -> Answer | None:
    """A probe's finding as the table sees it; None when it was not sent."""
    finding = case.finding(check)
    if finding is None or not finding.facts or finding.facts.get("not_allowed"):
        return None
    facts = finding.facts
    if finding.response is None:
        return Answer(silent=True)
    if facts.get("made_up"):
        return Answer(alike="of a made-up resource", elsewhere=True)
    return Answer(
        alike=signature_of(finding.response, own_values(case)),
        ok=bool(facts.get("ok")),
        refused=bool(facts.get("refused")) or _badly_formed(case, check, facts),
        forbidden=bool(facts.get("forbidden")),
        redirect=bool(facts.get("redirect")),
        not_found=bool(facts.get("not_found")),
        server_error=bool(facts.get("server_error")),
        busy=bool(facts.get("throttled")),
        proxy=bool(facts.get("proxy_auth")),
        blocked=bool(facts.get("waf")),
        structured=facts.get("format") == "json",
        gateway=check == "none-probe" and bool(case.evidence.fact("waf-fingerprint.login_gateway")),
    )
