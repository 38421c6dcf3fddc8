"""Plain text -> is it a report of a refusal that somebody still has? Decided by features, never by whole sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.listing import modules
from bot.parsing import triage_words
from bot.parsing._triage_refusal import Refusal, refusals
from bot.parsing._triage_shapes import (
    asks_what_is_right,
    has_headline,
    is_approved,
    is_code_under_work,
    is_contrast,
    is_subordinate,
    is_test_matrix,
    is_title,
    lists_codes,
    names_codes,
    names_others,
    opens_with_thanks,
    output_lines,
    relapses,
)
from bot.parsing._triage_text import Hit, Lexicon

LANGUAGES: dict[str, dict[str, str]] = {name: module.WORDS for name, module in modules(triage_words).items()}
_LEXICON = Lexicon(LANGUAGES, always="en")
_STATES = frozenset(("solved", "persist", "again", "plan", "ask"))
_BESIDE = 8  # letters between "again" and the refusal that is meant
_PERSONAL = frozenset(("mine", "acts", "ask", "persist", "again", "since"))
_TELLING = ("mine", "acts", "ask", "plea", "persist", "again", "since", "solved", "plan", "greet")
_SPEECH = frozenset((*_TELLING, "general", "hypo", "announce", "dev", "cond"))
_OWN = frozenset(("me", "mine", "acts", "ask", "plea", "persist", "again", "since"))
_UNTHANKFUL = frozenset(("persist", "again", "ask", "plea", "mine", "since"))
_INSISTS = frozenset(("persist", "again", "ask", "plea", "since"))
_VETOES = frozenset(("general", "hypo", "announce", "dev"))
_SENTENCE_END = re.compile(r"[.!?;\n。]")
_ASIDE = re.compile(r"[,)] ?[,-]? ?(?:\w+ ){1,9}\w+$")  # "(401), who can help?": the question is another clause
_ADDRESS = re.compile(r"https?://|(?<![\w/<.])/[a-z][\w-]*|\b[\w-]+\.(?:com|io|dev|net|org|example|test)\b")


def is_standing_refusal(text: str) -> bool:
    """Does the plain ``text`` report a 401 or its like that still stands?"""
    hits = _without_inner(_LEXICON.hits(text))
    found = refusals(text, hits)
    if not found:
        return False
    if is_approved(text) or (is_test_matrix(text) and not any(hit.feature in _INSISTS for hit in hits)):
        return False
    if _is_over(text, hits, found):
        return _is_new(hits, text, found)
    return _is_report(text, hits, found)


def tells_refusal(text: str) -> bool:
    """Does the plain ``text`` speak of a 401 or its like at all, whoever has it and whether or not it still stands?"""
    return bool(refusals(text, _without_inner(_LEXICON.hits(text))))


def is_settled(text: str) -> bool:
    """Does the plain ``text`` say that the trouble is over or planned, and nothing after it that it is back?"""
    hits = _without_inner(_LEXICON.hits(text))
    return _is_over(text, hits, refusals(text, hits))


def _without_inner(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those of speech that lie inside a longer one: "as of today" is not "as of"."""
    kept: list[Hit] = []
    reach = start = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.feature not in _SPEECH:
            kept.append(hit)
        elif hit.end > reach or (hit.start == start and hit.end == reach):
            kept.append(hit)
            reach, start = hit.end, hit.start
    return sorted(kept)


def _states(text: str, hits: Sequence[Hit], found: Sequence[Refusal]) -> list[Hit]:
    """The hits that tell a state, without those inside a longer one: "works again" is not "again"."""
    places = [refusal.start for refusal in found[:20]]
    states = [
        hit
        for hit in hits
        if hit.feature in _STATES
        and not (
            hit.feature == "solved"
            and (is_subordinate(text, hit.start, hit.end) or is_contrast(text, hit.start, hit.end, places))
        )
    ]
    kept: list[Hit] = []
    reach = -1
    for hit in sorted(states, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > reach:
            kept.append(hit)
            reach = hit.end
    return kept


def _is_over(text: str, hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    """Is the last word on it that it is solved or planned, with nothing behind it that says it is back?"""
    over = back = -1
    for hit in _states(text, hits, found):
        if hit.feature in ("solved", "plan"):
            over = hit.start
        elif hit.feature == "persist" or (hit.feature == "again" and _is_back(text, over, hit, hits, found)):
            back = hit.start
    return over > back and not (over >= 0 and relapses(text, over))


def _is_back(text: str, over: int, again: Hit, hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    """Is it the refusal that is there "again", and not a repair that was done again?"""
    if over < 0 or _SENTENCE_END.search(text, over, again.start):
        return True
    if any(hit.feature in ("since", "now") and over < hit.start < again.start for hit in hits):
        return True
    return any(
        -_BESIDE < refusal.start - again.end < _BESIDE or 0 <= again.start - refusal.end < 3 for refusal in found
    )


def _is_new(hits: Sequence[Hit], text: str, found: Sequence[Refusal]) -> bool:
    """Does a sentence behind what is solved say that now it is a 401?"""
    over = max(hit.start for hit in _states(text, hits, found) if hit.feature in ("solved", "plan"))
    return any(
        _SENTENCE_END.search(text, over, now.start) and any(0 <= refusal.start - now.end < 60 for refusal in found)
        for now in hits
        if now.feature == "now" and now.start > over
    )


def _is_report(text: str, hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    features = {hit.feature for hit in hits}
    if is_code_under_work(text) and not features & {"ask", "persist"}:
        return False
    if is_title(text) and not features & _PERSONAL:
        return False
    if _is_output(text, found):
        return True
    if opens_with_thanks(text) and not features & _UNTHANKFUL:
        return False
    if "firm" in features and not features & {"persist", "plea"}:
        return False
    if _are_topics(hits, found) and not features & {"persist", "plea"}:
        return False
    vetoes = features & _VETOES
    is_lifted = "mine" in features or ("plea" in features and "general" not in features)
    is_lifted = is_lifted or (vetoes == {"dev"} and bool(features & {"persist", "again", "since"}))
    is_weighed = lists_codes(text) or (names_codes(text) and not features & (_OWN | {"now"}))
    if asks_what_is_right(text) and not features & {"persist", "since", "again"}:
        return False
    if not is_lifted and (vetoes or is_weighed or _is_supposed(text, hits, found)):
        return False
    strengths = {refusal.strength for refusal in found}
    if "strong" in strengths:
        return True
    is_personal = bool(features & _PERSONAL) or _is_asked_about(text, found) or relapses(text, 0) or has_headline(text)
    is_about_api = _is_about_api(hits, found) or _ADDRESS.search(text) is not None
    if _has_become(text, hits, found):
        return True
    if "clause" in strengths and "me" in features:
        return True
    if strengths & {"likely", "clause", "worded"}:
        return is_personal or is_about_api
    if "final" in strengths:
        return is_personal or is_about_api
    return is_personal and is_about_api


def _are_topics(hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    """Is each refusal only the head of what is spoken about: "401 handling", "401 as a client bug"?"""
    spoken = {hit.start: hit.end for hit in hits if hit.feature in ("general", "dev")}
    return all(spoken.get(refusal.start, 0) > refusal.end + 2 for refusal in found[:20])


def _has_become(text: str, hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    """Is it said to be a refusal now, after another failure: "404 is gone, now 401"?"""
    nows = [hit.end for hit in hits if hit.feature == "now"][:20]
    return names_others(text) and any(0 <= refusal.start - now < 12 for now in nows for refusal in found[:20])


def _is_about_api(hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    """Is an API spoken of, apart from the refusal's own words?"""
    spans = [(refusal.start, refusal.end) for refusal in found if refusal.strength in ("likely", "worded")][:50]
    return any(
        hit.feature == "api" and not any(start <= hit.start and hit.end <= end for start, end in spans) for hit in hits
    )


def _is_asked_about(text: str, found: Sequence[Refusal]) -> bool:
    """Does another sentence than the refusal's ask something: "401. What do I overlook?" """
    begin, end = _last_end(text, found[0].start), _SENTENCE_END.search(text, found[0].end)
    if end is not None and text[end.start()] == "?":
        return False
    return "?" in text[max(0, begin - 400) : begin] or (end is not None and "?" in text[end.end() :])


def _is_supposed(text: str, hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    """Does each refusal stand in an "if", or in a question that is nobody's own?"""
    is_own = has_headline(text) or any(hit.feature in _OWN for hit in hits)
    return all(_is_supposed_at(text, hits, refusal, is_own=is_own) for refusal in found[:20])


def _is_supposed_at(text: str, hits: Sequence[Hit], refusal: Refusal, *, is_own: bool) -> bool:
    begin = _last_end(text, refusal.start)
    end = _SENTENCE_END.search(text, refusal.end)
    stop = end.start() if end else len(text)
    near = {hit.feature for hit in hits if begin <= hit.start < stop}
    if not near & {"me", "persist", "again", "since", "plea"} and any(
        hit.feature == "cond" and begin <= hit.start < refusal.start <= hit.end + 90 for hit in hits
    ):
        return True
    if text[stop : stop + 1] != "?" or is_own or refusal.strength == "strong":
        return False
    return _ASIDE.search(text, refusal.end, stop) is None


def _last_end(text: str, place: int) -> int:
    last = 0
    for match in _SENTENCE_END.finditer(text, max(0, place - 400), place):
        last = match.end()
    return last or max(0, place - 400)


def _is_output(text: str, found: Sequence[Refusal]) -> bool:
    """Does a refusal stand in a line that a program printed?"""
    printed = output_lines(text)
    sure = [refusal for refusal in found if refusal.strength in ("strong", "likely", "clause", "worded")]
    return any(text.rfind("\n", 0, refusal.start) + 1 in printed for refusal in sure[:50])
