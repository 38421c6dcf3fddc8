"""Is the refusal a copy from a cache?"""

from __future__ import annotations

from typing import Annotated

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import (
    Heard,
    alike,
    answer_of,
    ask,
    fact,
    has_password,
    in_words,
    is_cached_refusal,
    not_after,
    nothing_to_ask,
)
from bot.checks._response import Probed
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.probes import asked as as_asked
from bot.variants.probes import with_parameter, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe",)


class Facts(Probed, frozen=True, kw_only=True):
    """The answer past the cache, beside the one that the cache gave."""

    cached: Annotated[bool, "past the cache the answer is another"]
    same: Annotated[bool, "past the cache it is refused alike"]
    with_credential: Annotated[bool, "it was asked with the credential"]


async def check(case: Case, net: Net) -> Finding:
    """Ask again past the cache, when a refusal bears a cache's mark and the URL is not signed.

    A password is sent once: here, where given-probe left it to this check.
    """
    given, none = answer_of(case, "given-probe"), answer_of(case, "none-probe")
    with_credential = not nothing_to_ask(case)
    answers = (given, none) if with_credential else (none,)
    cached = next((one for one in answers if one and is_cached_refusal(one.answer)), None)
    why = _why_not(case, cached)
    if not why and with_credential and has_password(case) and case.evidence.fact("given-probe") != "skip":
        why = "the password has been sent once already"
    if why or case.request is None or cached is None:
        return skip(why)
    request = as_asked(case.request) if with_credential else without_secrets(case)
    number = str(int(case.now.timestamp()))
    heard = await ask(
        case,
        net,
        "cache-bust-probe",
        with_parameter(request, "_", number),
        "credential" if with_credential else "nothing",
    )
    if isinstance(heard, Finding):
        return heard
    same = alike(case, heard.response, cached.response)
    words = f"{cached.answer.cache_mark or 'a cache mark'}; past the cache: {in_words(heard.answer)}"
    facts = Facts(asked=heard.asked, cached=not same, same=same, with_credential=with_credential)
    return heard.ended("pass" if same else "fail", words, facts)


def _why_not(case: Case, cached: Heard | None) -> str:
    if cached is None:
        return "no error here comes from a cache"
    if fact(case.evidence, "lint-signature.signed"):
        return "the URL is signed, and one more parameter would break the signature"
    return not_after(case)
