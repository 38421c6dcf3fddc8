"""Is what somebody writes below an answer about the same failure? A command, a response, or what it says now.

Precision before recall here too: people talk below an answer, and a bot that joins in is removed. So a status must be
told as what came just now, not asked about, wished for or remembered; and good news needs no answer.
"""

from __future__ import annotations

import re
from itertools import islice

from bot.model import Report
from bot.parsing._triage_judge import is_solved
from bot.parsing._triage_text import plain, units, unslacked
from bot.parsing.parse import parse
from bot.unicode import well_formed

_LOOKED_AT, _UNITS, _PROSE = 65_536, 600, 400  # characters; units; characters of a sentence that is told
_HINT = re.compile(
    r"[1-5][0-9]{2}|curl|http|authori[sz]ation|bearer|wget|fetch|requests\.|axios|invoke-|x-api-key|error\"?[:=]"
)
_STATUS = re.compile(
    r"(?<![\w#.,:/$€£@+-])(?:http )?(30[12378]|4(?:0[0-9]|1[0-8]|2[1-9]|31|51)|50[0-4]|52[0-7])(?![\w%:/]|[.,-]\d)"
)
_NOW = re.compile(
    r"\b(?:now|same|still|instead|again|this time|meanwhile|then|jetzt|immer noch|weiterhin|wieder|stattdessen|ahora"
    r"|sigue|todav[ií]a|maintenant|toujours|encore|adesso|ancora|agora|ainda|nu|nog steeds|teraz|nadal)\b"
    r"|(?:теперь|сейчас|всё ещё|все еще|今度は|まだ|现在|還是|还是|仍然|지금|아직)"
)
_GOT = re.compile(
    r"\b(?:gets?|getting|got|gives?|gave|says?|said|returns?|returned|answers?|answered|responds?|responded|receive[sd]?"
    r"|throws?|comes? back|kriege|bekomme|kommt|liefert|sagt|devuelve|obtengo|da|dice|renvoie|obtiens|retourne"
    r"|restituisce|retorna|recebo|dostaję|zwraca)\b|(?::|=>|->|→) ?[3-5][0-9]{2}\b"
)
_NOT_NOW = re.compile(
    r"\?|\b(?:if|would|should|could|expect(?:ed|ing)?|maybe|might|why|what|when|where|how|which|who|can|does|did"
    r"|is it|are|means?|yesterday|last (?:week|month|year|time)|used to|before|earlier|previously|room|pr|mr|issue"
    r"|ticket|lines?|page|port|version|build|users?|rows?|ms|seconds|minutes|euros?|dollars|wenn|warum|sollte|gestern|si"
    r"|porque)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?。？！])\s+|\n+")


def is_follow_up(text: str) -> bool:
    """Does it bring something that an answer above should take into account?"""
    text = well_formed(text)
    lowered = text[:_LOOKED_AT].lower()
    if not _HINT.search(lowered):
        return False
    simple = plain(unslacked(lowered))
    told = list(islice(units(simple), _UNITS))
    if is_solved(told):
        return False
    report = parse(text)
    if _is_accepted(report):
        return False
    said = [span.text.lower() for span in report.spans if span.speaker == "server"]
    has_response = any(report.observed is not None or "error" in text for text in said)
    return has_response or is_pasted(report) or any(_tells(part) for part in _SENTENCE.split(simple))


def is_pasted(report: Report) -> bool:
    """Is there a request that was pasted, not spoken of?"""
    return any(request.format.is_pasted for request in report.requests)


def _is_accepted(report: Report) -> bool:
    status = report.observed.status if report.observed else None
    return status is not None and 200 <= status < 300


def _tells(sentence: str) -> bool:
    """Is a status of failure told in it, as what came now?"""
    if len(sentence) > _PROSE or _NOT_NOW.search(sentence):
        return False
    found = _STATUS.search(sentence)
    return found is not None and bool(_NOW.search(sentence) or _GOT.search(sentence))
