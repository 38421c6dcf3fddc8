"""Does noise in the place that the API names look different from nothing?"""

from __future__ import annotations

from typing import Annotated

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import alike, answer_of, ask, fact, has_password, in_words, not_after
from bot.checks._response import Probed
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.fixes import fixes
from bot.variants.noise import noise_like, noise_pair
from bot.variants.places import Place, canonical_place, put
from bot.variants.probes import noise_of, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe", "bogus-probe", "cache-bust-probe", "path-variant", "jwks-compare")


class Facts(Probed, frozen=True, kw_only=True):
    """The answer to noise in the place that the API names."""

    location: Annotated[str, "where the noise was put"]
    scheme: Annotated[str, "the auth-scheme before it, ''"]
    differs: Annotated[bool, "the API tells it from nothing: the pasted place is wrong"]


async def check(case: Case, net: Net) -> Finding:
    """Only when nothing, noise and the given are answered alike: would the API tell noise in its own place apart?"""
    none, given, bogus = (answer_of(case, name) for name in ("none-probe", "given-probe", "bogus-probe"))
    if not (none and given and bogus):
        return skip("the three answers are not there to be compared")
    if not alike(case, given.response, none.response) or not alike(case, bogus.response, none.response):
        return skip("the server tells them apart already")
    place = canonical_place(case)
    why = not_after(case) or _needless(case) or ("" if place else "nobody names another place for the credential")
    if why or place is None:
        return skip(why)
    request = put(without_secrets(case), place, _value(case, place))
    heard = await ask(case, net, "canonical-bogus", request, "noise")
    if isinstance(heard, Finding):
        return heard
    same = alike(case, heard.response, none.response)
    answer = f"{in_words(heard.answer)}, {'as' if same else 'other than'} without a credential"
    facts = Facts(asked=heard.asked, location=place.location, scheme=place.scheme, differs=not same)
    return heard.ended("pass" if same else "fail", f"with a made-up value as {place}: {answer}", facts)


def _needless(case: Case) -> str:
    """Why noise would tell nothing new: a cache answers, or a correction is at hand that proves more."""
    if fact(case.evidence, "cache-bust-probe.cached"):
        return "a cache answers, not the API"
    if fact(case.evidence, "given-probe.handshake"):
        return "what was sent is what the server asked for"
    if any(fix.sends for fix in fixes(case)) and not has_password(case) and case.policy.try_fixes is not False:
        return "a correction is at hand, which tells more than a made-up value"
    return ""


def _value(case: Case, place: Place) -> str:
    noise = noise_of(case, "canonical")
    if place.scheme.lower() == "basic":
        return noise_pair(noise.seed)
    credentials = case.request.credentials if case.request else ()
    shape = next((one.secret.reveal() for one in credentials if one.secret), "0" * 32)
    return noise_like(shape.rpartition(":")[2] or shape, noise.seed, noise.now_s)
