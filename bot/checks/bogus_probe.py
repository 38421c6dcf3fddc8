"""What does the API say to noise of the same shape in the same place?"""

from __future__ import annotations

from bot.case import Case
from bot.checks._handshake import ready
from bot.checks._outcome import skip
from bot.checks._probing import alike, answer_of, ask, bogus_noise, fact, in_words, not_after, nothing_to_send
from bot.checks._response import Probed
from bot.model import Finding
from bot.probing.net import Net
from bot.variants.probes import with_noise

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe", "waf-fingerprint", "early-variant")
Facts = Probed


async def check(case: Case, net: Net) -> Finding:
    """Ask with noise, which runs beside given-probe: is what is refused known to the server, or just any value?

    That a correction met 403 tells no more than noise: many servers say 401 to nothing and 403 to any bad value.
    """
    none = answer_of(case, "none-probe")
    why = not_after(case) or nothing_to_send(case)
    if why or none is None:
        return skip(why or "nothing to compare with")
    if none.answer.redirect or none.answer.ok or none.answer.not_found:
        return skip("the answer without a credential already tells what a made-up one would")
    if fact(case.evidence, "none-probe.made_up"):
        return skip("the API looks for the resource first, and a made-up one tells nothing of a credential")
    request, handshake = ready(case, with_noise(case, bogus_noise(case)), none.response)
    if request is None:
        return skip(handshake)
    if fact(case.evidence, "early-variant.works") and not fact(case.evidence, "early-variant.forbidden"):
        return skip("a correction was accepted, which tells more than a made-up credential")
    heard = await ask(case, net, "bogus-probe", request, "noise")
    if isinstance(heard, Finding):
        return heard
    same = alike(case, heard.response, none.response)
    words = (
        f"with a made-up credential: {in_words(heard.answer)}, {'as' if same else 'other than'} without a credential"
    )
    return heard.ended("warn" if heard.answer.ok else "pass", words, heard.facts)
