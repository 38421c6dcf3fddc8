"""Case -> what the API answered to what, in one line that needs no explanation."""

from __future__ import annotations

from collections.abc import Mapping

from bot.case import Case
from bot.diagnosis.facts import fact
from bot.diagnosis.weigh import gets_further

_NOUNS: Mapping[str, str] = {
    "bearer": "token",
    "jwt-assertion": "token",
    "basic": "password",
    "digest": "password",
    "cookie": "cookie",
    "api-key": "key",
}
_MEANING: Mapping[str, str] = {
    "accepted": "it is accepted now",
    "public": "the API asks for no {noun} here",
    "public-but-refused": "a wrong {noun} is worse than none here",
    "passed": "the {noun} is accepted; the request fails for another reason",
    "forbidden-to-all": "it answers everybody the same way",
    "forbidden": "the API knows your {noun} and does not allow this",
    "known": "the API recognizes your {noun} and refuses it",
    "unknown": "the API does not know your {noun}",
    "not-arrived": "your {noun} does not get there",
    "mute": "the API does not tell them apart",
    "cached": "a cache answers, not the API",
    "redirected": "the address redirects",
    "not-found": "there is nothing at this path, whoever asks",
    "proxy": "a proxy wants its own password",
    "blocked": "a firewall answers, not the API",
    "gateway": "a login page in front of the API answers",
    "busy": "the API is overloaded, or wants fewer requests",
    "down": "the API gives us no usable answer, whatever is sent",
    "hangs": "with the {noun} it never answers",
}
_FAILED: Mapping[object, str] = {
    "dns": "the host name does not resolve",
    "connect": "no connection",
    "tls": "no secure connection",
    "timeout": "no answer in time",
    "protocol": "no HTTP answer",
}


_CORRECTED = "that change alone makes the difference"


def compared(case: Case) -> str:
    """``Without a token: 401 · with yours: 401 · with a made-up one: 401 → the API does not tell them apart``.

    '' when nothing was asked.
    """
    noun = _noun(case)
    asked = (
        ("none-probe", f"without a {noun}" if case.request and case.request.credentials else "asked as it is"),
        ("given-probe", "with yours"),
        ("cache-bust-probe", "past the cache"),
        ("bogus-probe", "with a made-up one"),
    )
    told = [f"{label}: {answer}" for check, label in asked if (answer := _answer(case, check))]
    works, further = case.evidence.fact("scheme-variant.works") is True, gets_further(case)
    if works or further:
        told.append(f"corrected: {_answer(case, 'scheme-variant')}")
    if not told:
        return ""
    line = " · ".join(told)
    reading = str(fact(case, "differential.reading"))
    if reading == "accepted" and fact(case, "lint-request.unsafe_method") is True:
        reading = ""  # a GET in its stead
    meaning = _CORRECTED if works else f"then {further}" if further else _MEANING.get(reading, "").format(noun=noun)
    return f"{line[:1].upper()}{line[1:]}{f' → {meaning}' if meaning else ''}"


def _noun(case: Case) -> str:
    kinds = [credential.kind for credential in case.request.credentials] if case.request else []
    return _NOUNS.get(kinds[0], "credential") if kinds else "key"


def _answer(case: Case, check: str) -> str:
    """The status that a probe got, or why it got none; '' when it was not sent."""
    finding = case.finding(check)
    if finding is None or finding.status == "skip" or finding.told.get("made_up"):
        return ""
    if finding.response is None:
        return _FAILED.get(finding.told.get("failure"), "")
    return str(finding.told.get("status") or "")
