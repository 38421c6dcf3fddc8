"""Is the refusal a copy from a cache?"""

from __future__ import annotations

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import (
    alike,
    answer_of,
    ask,
    ended,
    fact,
    has_password,
    in_words,
    is_cached_refusal,
    not_after,
    nothing_to_ask,
)
from bot.checks._response import PROBE_FACTS
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.probes import asked as as_asked
from bot.variants.probes import with_parameter, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("given-probe",)
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "cached": "bool: past the cache the answer is another",
    "accepted": "bool: past the cache the request is accepted",
    "same": "bool: past the cache it is refused alike",
    "with_credential": "bool: it was asked with the credential",
}


async def check(case: Case, net: Net) -> Finding:
    """Ask again past the cache, when a refusal bears a cache's mark and the URL is not signed.

    A password is sent once: here, where given-probe left it to this check.
    """
    given, none = answer_of(case, "given-probe"), answer_of(case, "none-probe")
    with_credential = not nothing_to_ask(case)
    answers = (given, none) if with_credential else (none,)
    cached = next((one for one in answers if one and is_cached_refusal(one)), None)
    why = _why_not(case, cached)
    if not why and with_credential and has_password(case) and case.evidence.fact("given-probe") != "skip":
        why = "the password has been sent once already"
    if why or case.request is None or cached is None or cached.response is None:
        return skip(why)
    request = as_asked(case.request) if with_credential else without_secrets(case)
    number = str(int(case.now.timestamp()))
    asked = await ask(
        case,
        net,
        "cache-bust-probe",
        with_parameter(request, "_", number),
        "credential" if with_credential else "nothing",
    )
    if asked.response is None:
        return asked.finding
    same = alike(case, asked.response, cached.response)
    more = {"cached": not same, "accepted": bool(asked.facts["ok"]), "same": same, "with_credential": with_credential}
    words = f"{cached.facts.get('cache_mark') or 'a cache mark'}; past the cache: {in_words(asked.facts)}"
    return ended(asked, "pass" if same else "fail", words, **more)


def _why_not(case: Case, cached: Finding | None) -> str:
    if cached is None:
        return "no error here comes from a cache"
    if fact(case.evidence, "lint-signature.signed"):
        return "the URL is signed, and one more parameter would break the signature"
    return not_after(case)
