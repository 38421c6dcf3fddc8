"""Plain text -> is it a report of a refusal that somebody still has? Decided by features, never by whole sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.listing import modules
from bot.parsing import triage_words
from bot.parsing._triage_refusal import Refusal, refusals
from bot.parsing._triage_text import Hit, Lexicon

LANGUAGES: dict[str, dict[str, str]] = {name: module.WORDS for name, module in modules(triage_words).items()}
_LEXICON = Lexicon(LANGUAGES, always="en")
_STATES = frozenset(("solved", "persist", "plan", "ask"))
_PERSONAL = frozenset(("mine", "acts", "ask", "persist", "since"))
_VETOES = frozenset(("general", "hypo", "announce", "dev"))
_CODE_UNDER_WORK = re.compile(
    r"\A(?:commit:?|fix|add|handle|support|improve|update|document|refactor|return|map|use) (?!me\b|it\b|this\b|please)"
    r"|^(?:fail|pass|passed|failed|ok|not ok|--- (?:fail|pass):?|[✓✗✔✘×✅❌√]) "
    r"|^(?:diff --git|@@ -\d|[+-]{3} [ab]/)"
    r"|^ *\|[^\n]*\b40\d\b[^\n]*\|"
    r"|^[+-] ?.*\b(?:return|status|raise|throw|if|assert|expect)\b"
    r"|^(?:#{1,3} )?\[?v?\d+\.\d+\.\d+\]?(?: |$)"
    r"|\bassert\b.*40[17]|expect\(.*40[17]|tobe\(40[17]\)|assertequal|should\.(?:have\.status|equal)|\.expect\(40[17]\)"
    r"|status_code ?={2,3} ?40[17]"
    r"|\bit\('|\bdef test_|\bfunc test|@test\b|httpexception\(|abort\(40[17]|status\(40[17]\)"
    r"|[!=]==? ?40[17]\b|\bcase 40[17]:|errorhandler\(40[17]"
    r"|httpstatus\.unauthorized|statusunauthorized|http_401_unauthorized|statuscodes?\.(?:status)?_?(?:401_)?unauthorized"
    r"|res\.(?:status|sendstatus)\(|\breturn (?:new )?(?:unauthorized|response)",
    re.MULTILINE,
)

_SENTENCE_END = re.compile(r"[.!?;\n。]")
_OUTPUT = re.compile(
    r"^(?:[<>] |\{|\[?\{\"|http/[\d.]+ \d|traceback|(?:[\w.$]*(?:error|exception|fault))\b ?[:(]|npm err|rpc error"
    r"|fatal: |remote: |curl: \(|[\w.\\]+(?:error|exception): |\d{4}-\d\d-\d\dt?[ \d]|\[?\d{2,4}[/:-]\d\d"
    r"|(?:get|post|put|delete|patch) https?://\S+ 40[17]|idx\d|aadsts\d|(?:warn|error|info|debug)\b ?[\[:])",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://|(?<![\w/<.])/[a-z][\w-]*|\b[\w-]+\.(?:com|io|dev|net|org|example|test)\b")
_OR = r"(?: ?(?:/|vs\.?|versus|or|oder|ou|o|или|чи|czy|of|mi|nebo|eller|または|か|と|和|还是|或|과|와|또는|아니면) ?)"
_ARTICLE = r"(?:a |an |un |ein )?'?\(?"
_WEIGHED = re.compile(rf"40[17]'?\)?(?:{_OR}| ?, ?){_ARTICLE}[345]\d\d|[345]\d\d'?\)?{_OR}{_ARTICLE}40[17]")
_ENUMERATED = re.compile(
    r"[2-5]\d\d(?:(?: ?[,/、] ?|,? (?:and|or|und|oder|et|ou|y|o|e|i|и|или|lub|en|of|och|ve|veya) )[2-5]\d\d\b){2}"
)
_CODE = re.compile(r"(?<![\w.:/-])[45]\d\d(?![\w.:/-])")


def is_standing_refusal(text: str) -> bool:
    """Does the plain ``text`` report a 401 or its like that still stands?"""
    hits = _LEXICON.hits(text)
    found = refusals(text, hits)
    if not found:
        return False
    if _is_over(hits):
        return _is_new(hits, text, found)
    return _is_report(text, hits, found)


def is_settled(text: str) -> bool:
    """Does the plain ``text`` say that the trouble is over or planned, and nothing after it that it is back?"""
    return _is_over(_LEXICON.hits(text))


def _states(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that tell a state, without those inside a longer one: "works again" is not "again"."""
    states = [hit for hit in hits if hit.feature in _STATES]
    kept: list[Hit] = []
    reach = -1
    for hit in sorted(states, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > reach:
            kept.append(hit)
            reach = hit.end
    return kept


def _is_over(hits: Sequence[Hit]) -> bool:
    """Is the last word on it that it is solved or planned, with no "again" behind it?"""
    over = back = -1
    for hit in _states(hits):
        if hit.feature in ("solved", "plan"):
            over = hit.start
        elif hit.feature == "persist":
            back = hit.start
    return over > back


def _is_new(hits: Sequence[Hit], text: str, found: Sequence[Refusal]) -> bool:
    """Does a sentence behind what is solved say that now it is a 401?"""
    over = max(hit.start for hit in _states(hits) if hit.feature in ("solved", "plan"))
    return any(
        _SENTENCE_END.search(text, over, now.start) and any(0 <= refusal.start - now.end < 60 for refusal in found)
        for now in hits
        if now.feature == "now" and now.start > over
    )


def _is_report(text: str, hits: Sequence[Hit], found: Sequence[Refusal]) -> bool:
    features = {hit.feature for hit in hits}
    if _CODE_UNDER_WORK.search(text) and not features & {"ask", "persist"}:
        return False
    if _is_output(text, found):
        return True
    if (features & _VETOES or _lists_codes(text)) and "mine" not in features:
        return False
    strengths = {refusal.strength for refusal in found}
    if "strong" in strengths:
        return True
    is_personal = bool(features & _PERSONAL)
    is_about_api = "api" in features or _ADDRESS.search(text) is not None
    if "likely" in strengths:
        return is_personal or is_about_api
    if "final" in strengths and is_personal:
        return True
    return is_personal and is_about_api


def _is_output(text: str, found: Sequence[Refusal]) -> bool:
    """Does the refusal stand in a line that a program printed?"""
    starts = [match.start() for match in _OUTPUT.finditer(text)]
    strong = [refusal for refusal in found if refusal.strength == "strong"]
    return any(text.rfind("\n", 0, refusal.start) + 1 in starts for refusal in strong[:50])


def _lists_codes(text: str) -> bool:
    """Are status codes enumerated or weighed against each other, as in documentation and in questions?"""
    if _ENUMERATED.search(text):
        return True
    return len({match.group() for match in _CODE.finditer(text)}) >= 3 or _WEIGHED.search(text) is not None
