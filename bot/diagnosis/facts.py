"""The facts of a case by their paths: what checks found, and what report, provider and challenge tell.

A path is ``check-id.fact`` (``check-id`` alone is its status word), or one of

- ``answer.fact``: the answer to the request as pasted, whoever saw it: given-probe's fact, else read-response's;
  of lists both together; what bars our place alone is no answer to them;
- ``report.…`` and ``provider.…``: the names in REPORT and PROVIDER;
- ``demand.…``: what the words of a refusal ask for, and in what the request differs from it (variants.demanded);
- ``challenge.…``: the schemes that the 401 to the credential asked for, else that to none, and whether the one that
  was sent is among them;
- ``worded.…``: facts of other checks as a sentence has them, for templates;
- ``said``: the causes that literal statements name; ``said_by``: the entries whose words they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import MappingProxyType

from bot.auth.names import KNOWN_SCHEMES, SCHEMES
from bot.case import Case, once
from bot.diagnosis.outcome import is_beside, only_here
from bot.diagnosis.surroundings import shown_by
from bot.model import Finding, Request, Statement
from bot.url import url_of
from bot.variants.demanded import demand
from bot.variants.places import own_scheme

ANSWERS = ("given-probe", "read-response")
ANSWER = "answer"
_OURS = frozenset({"given-probe", "none-probe"})
_INSIDE_A_TOKEN = frozenset(
    {"expired", "not-yet", "revoked", "audience", "issuer", "signature", "key", "algorithm", "claim"}
)
_SEARCHED = 20_000
_SHOWN = 4_000  # characters of a body
_PLAIN = 2
_REFUSAL = re.compile(
    r"\b(?:40[137]|unauthori[sz]ed|unauthenticated|not authenticated|authentication (?:failed|error|required)"
    r"|access denied|invalid[_ ](?:token|client|grant|credentials?|api|key)|log-?in (?:failed|fails)|E401)\b",
    re.IGNORECASE,
)
_HOST = re.compile(r"\b(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,12}\b")
REPORT: dict[str, str] = {
    "has_request": "bool: a request was pasted",
    "requests": "int: how many requests were pasted",
    "method": "str: the method, upper case",
    "scheme": "str: http or https",
    "host": "str: the host, lower case",
    "path": "str: the path",
    "format": "str: the paste format it was read from",
    "status": "int: the status of the pasted answer",
    "has_answer": "bool: an answer was pasted",
    "refused": "bool: a refusal was seen or is told, be it in words alone",
    "problems": "list of str: codes of what could not be read or was repaired",
    "other_home": "str: a host of the provider's other region or environment that the text names",
    "whole": "bool: a request was pasted as such (a command, code, a message with headers), not only mentioned",
    "headers": "list of str: names of the request's headers, lower case",
    "shows": "list of str: what it shows of where the request is made, as steps have it under suits: ci, webhook …",
}
PROVIDER: dict[str, str] = {
    "id": "str: the provider's id, absent when it is unknown",
    "name": "str: its name",
    "placement": "list of str: where it wants the credential: header:NAME, basic, query:NAME …",
    "schemes": "list of str: the schemes of its Authorization header, lower case",
    "companions_missing": "list of str: headers that it needs besides and the request lacks",
    "bare": "bool: its Authorization header takes the value without a scheme",
    "self_hosted": "bool: customers install it themselves",
}
CHALLENGE: dict[str, str] = {
    "schemes": "list of str: the schemes that the answers to the credential ask for, else that to none, lower case",
    "sent": "str: the scheme that the request uses, lower case",
    "mismatch": "bool: schemes are asked for, one was sent, and it is none of them, nor one that its provider takes",
    "its_own": "bool: schemes are asked for, and all of them are known from nowhere else",
    "insists": "bool: so does an answer to the credential itself that does not speak of what is in it",
}
WORDED: dict[str, str] = {
    "host": "str: the host of the request, where it is a host name or an address and no variable or sample text",
    "provider": "str: the provider's name without what its entry adds in brackets: Apple, Google",
    "asked": "str: the schemes that the answers ask for, as they are usually spelled: Bearer or Basic",
    "sent": "str: the scheme that the request uses, as it is usually spelled",
    "place": "str: where the first credential stands: the query parameter api_key, the header X-Token, the body",
    "wanted": "str: how the provider's entry wants the credential: Authorization: Bearer …, PRIVATE-TOKEN: …",
    "only_way": "str: the same, or the query parameter, where the entry knows of one way alone",
    "owner": "str: the name of the other provider whose form the credential has",
    "echoed_owner": "str: the name of the other provider whose form the credential has that arrived",
}
OTHERS: dict[str, str] = {
    "said": "list of str: the causes that literal statements name, most telling first",
    "said_first": "list of str: the first cause of each of them",
    "said_plainly": "list of str: the first cause of each statement that names one cause or two",
    "said_by": "list of str: the ids of the entries whose words they are",
}


@once
def fact(case: Case, path: str) -> object | None:
    """The value at a path, None when the case has none."""
    first, _, name = path.partition(".")
    if first == "report":
        found = _REPORT.get(name)
        return found(case) if found else None
    if first == "provider":
        known = _PROVIDER.get(name)
        return known(case) if known and case.provider else None
    if first == ANSWER:
        return _answer(case, name)
    if first == "challenge":
        return _challenge(case, name)
    if first == "demand":
        demanded = demand(case)
        return demanded.told().get(name) if demanded else None
    if first == "worded":
        wording = _WORDED.get(name)
        return wording(case) if wording else None
    if path == "said":
        return [cause for each in statements(case) for cause in each.causes]
    if path == "said_first":
        return [each.causes[0] for each in statements(case)]
    if path == "said_plainly":
        return [each.causes[0] for each in statements(case) if len(each.causes) <= _PLAIN]
    if path == "said_by":
        return [each.source for each in statements(case)]
    return case.evidence.fact(path)


@once
def statements(case: Case) -> tuple[Statement, ...]:
    """Every literal statement about the request as pasted, once, in the order of the checks.

    What a server says to noise or to a corrected request is about those; what it says to nothing counts only where
    the request as pasted carries nothing. What bars our place alone is no word on theirs, nor what a GET finds missing
    in the place of a write.
    """
    found: dict[tuple[str, str, tuple[str, ...]], Statement] = {}
    asked = ("pasted", "bare") if sends_nothing(case) else ("pasted",)
    for check, finding in case.evidence.findings.items():
        if finding.about not in asked or (check in _OURS and (only_here(case) or is_beside(case))):
            continue
        for each in finding.statements:
            key = (each.source, each.quote, each.causes)
            if key not in found or found[key].confidence < each.confidence:
                found[key] = each
    return tuple(found.values())


@once
def answered_now(case: Case) -> str:
    """The words of the refusal that we got for the request as pasted; '' without any.

    Its status and challenge are read by checks, and of a page for people most is nobody's answer. Without a credential
    in the request, the question with nothing was the request itself.
    """
    asked = ("given-probe", "none-probe") if sends_nothing(case) else ("given-probe",)
    heard_by = (check for check in asked if not _is_of_our_method(case, check))
    seen = (found for check in heard_by if (found := case.finding(check)) is not None and found.response is not None)
    found = next(seen, None)
    if found is None or found.response is None or only_here(case) or found.told.get("accepted") is True:
        return ""
    body = found.response.body[:_SHOWN]
    return "" if body.lstrip().startswith("<") else body


def _is_of_our_method(case: Case, check: str) -> bool:
    """May the answer be to the method that the probe asked in, and the paste does not: POST as GET, without its body?

    A CSRF guard answers that with 400 (Apollo Server); what refuses the credential says 401 or 403.
    """
    method = case.evidence.fact(f"{check}.method")
    is_other = case.request is not None and method is not None and method != case.request.method
    return is_other and not any(case.evidence.fact(f"{check}.{no}") is True for no in ("refused", "forbidden"))


def sends_nothing(case: Case) -> bool:
    """Does the request as pasted go out without a credential, so that none-probe was the request itself?"""
    return any(case.evidence.fact(path) is True for path in ("lint-request.missing", "none-probe.unoffered"))


def heard(case: Case) -> Case:
    """The case, and what programs say in its text where no check found words in an answer."""
    if statements(case) or (case.report.observed is None and case.request is not None):
        return case
    said = case.book.statements_in_text(case.report.said_by("server", "client"), case.provider)
    if not said:
        return case
    text = Finding(status="fail", summary="the text says so", statements=said, about="pasted")
    found = {**case.evidence.findings, "text": text}
    return replace(case, evidence=replace(case.evidence, findings=MappingProxyType(found)))


def _answer(case: Case, name: str) -> object | None:
    is_ours = case.finding(ANSWERS[0]) is None or not (only_here(case) or is_beside(case))
    seen = ANSWERS if is_ours else ANSWERS[1:]
    values = [case.evidence.fact(f"{check}.{name}" if name else check) for check in seen]
    lists = [value for value in values if isinstance(value, list | tuple)]
    if lists:
        return [member for value in lists for member in value]
    told = [value for value in values if value not in (None, "")]
    return next((value for value in told if value is not False), told[0] if told else None)


def _challenge(case: Case, name: str) -> object | None:
    asked = _asked(case, ANSWERS) or _asked(case, ("none-probe",))
    sent = case.evidence.fact("lint-request.scheme") or _own_word(case, asked)
    is_other = bool(asked and sent and sent not in asked) and not _is_taken(case, str(sent))
    found: dict[str, object] = {
        "schemes": asked,
        "sent": sent,
        "mismatch": is_other,
        "its_own": bool(asked) and KNOWN_SCHEMES.isdisjoint(asked),
        "insists": is_other and bool(_asked(case, ANSWERS)) and not _was_read(case),
    }
    return found.get(name)


def _is_taken(case: Case, scheme: str) -> bool:
    """Does the provider's own entry take the scheme? Some challenge for another one alone: Jira Cloud for OAuth."""
    return scheme in _schemes(case) or (scheme == "basic" and scheme in _placement(case))


def _was_read(case: Case) -> bool:
    """Does the answer speak of what only a look into the token tells? Then its scheme is taken, be it not asked for."""
    said = _answer(case, "says")
    return isinstance(said, list | tuple) and not _INSIDE_A_TOKEN.isdisjoint(said)


def _asked(case: Case, checks: Iterable[str]) -> list[str]:
    """The schemes that the challenges ask for which these checks saw."""
    seen = [case.evidence.fact(f"{check}.schemes") for check in checks]
    return list(dict.fromkeys(word for each in seen if isinstance(each, list | tuple) for word in each))


def _own_word(case: Case, asked: list[str]) -> str | None:
    """The scheme in front of the token that only this server knows: its challenge names it."""
    if case.evidence.fact("lint-request.scheme_unknown") is not True or case.request is None:
        return None
    word = (case.request.header("authorization") or "").partition(" ")[0].lower()
    return word if word in asked else None


def _url(case: Case, part: str) -> str | None:
    return None if case.request is None else str(getattr(url_of(case.request.url), part))


def _is_refused(case: Case) -> bool:
    """Was a refusal seen, or is one told in any of its words?"""
    seen = _answer(case, "refused") is True or _answer(case, "forbidden") is True
    return seen or bool(statements(case)) or _REFUSAL.search(case.report.text[:_SEARCHED]) is not None


def _whole(request: Request | None) -> bool:
    """Is it known what the request held? A line of a log or a URL in an error tells only where it went."""
    if request is None:
        return False
    return bool(request.headers or request.credentials) or not request.format.is_mention


def _other_home(case: Case) -> str | None:
    """A host in the text that stands for another region or environment of the provider than the one that is asked."""
    asked = case.book.home_of(_url(case, "name") or "")
    if asked is None:
        return None
    for host in _HOST.findall(case.report.text[:_SEARCHED]):
        home = case.book.home_of(host.lower())
        if home is not None and (home.region, home.environment) != (asked.region, asked.environment):
            return str(host.lower())
    return None


def _missing_companions(case: Case) -> list[str]:
    if case.provider is None or case.request is None:
        return []
    sent = {name.lower() for name, _ in case.request.headers}
    return [name for name in case.provider.companions if name.lower() not in sent]


def _placement(case: Case) -> list[str]:
    places = case.provider.placement if case.provider else ()
    return [f"{place.place}:{place.name}" if place.name else place.place for place in places]


def _schemes(case: Case) -> list[str]:
    places = case.provider.placement if case.provider else ()
    return [word.strip().lower() for place in places for word in place.scheme.split("|") if word.strip()]


def _bare(case: Case) -> bool:
    places = case.provider.placement if case.provider else ()
    return any(place.name.lower() == "authorization" and not place.scheme for place in places)


def _spelled(case: Case, name: str) -> str:
    """The schemes of that fact as people spell them, or as the API does its own; three at most: ``Bearer or Basic``."""
    schemes, own = _challenge(case, name), own_scheme(case)
    words = [str(word) for word in (schemes if isinstance(schemes, list | tuple) else [schemes]) if word]
    return " or ".join(own if word == own.lower() else _SPELLING.get(word.lower(), word) for word in words[:3])


def _place(case: Case) -> str:
    where, _, name = str(case.evidence.fact("lint-request.location") or "").partition(":")
    return _PLACES.get(where, "").format(name)


def _wanted(case: Case) -> str:
    _, _, header = str(case.evidence.fact("lint-request.expected_location") or "").partition(":")
    return _as_sent(header, str(case.evidence.fact("lint-request.expected_scheme") or ""))


def _only_way(case: Case) -> str:
    places = case.provider.placement if case.provider and not case.provider.self_hosted else ()
    if len(places) != 1 or places[0].place not in ("header", "query"):
        return ""
    place = places[0]
    return _PLACES["query"].format(place.name) if place.place == "query" else _as_sent(place.name, place.scheme)


def _as_sent(header: str, schemes: str) -> str:
    scheme = schemes.partition("|")[0].strip()
    return f"{header}: {f'{scheme} …' if scheme else '…'}" if header else ""


def _named(case: Case, path: str) -> str:
    known = case.book.providers.get(str(case.evidence.fact(path) or ""))
    return _short(known.name) if known else ""


def _short(name: str) -> str:
    return _ADDED.sub("", name)


_NAME = re.compile(  # a name below a top-level domain, one of an own network, an address: no variable, key or sample
    r"(?:[a-z0-9_][a-z0-9_-]{0,62}\.){1,12}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})"
    r"|[a-z][a-z0-9-]{0,30}|(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}:[0-9a-f:.]{1,44}"
)
_ADDED = re.compile(r" \([^()]*\)$| APIs(?: \([^()]*\))?$")
_SPELLING = {name.lower(): name for name in SCHEMES} | {"apikey": "ApiKey"}
_PLACES = {
    "header": "the header {}",
    "query": "the query parameter {}",
    "cookie": "the cookie {}",
    "body": "the body",
    "userinfo": "the URL before the @",
    "path": "the path of the URL",
}
_Ask = Callable[[Case], object]
_WORDED: dict[str, _Ask] = {
    "host": lambda case: host if _NAME.fullmatch(host := _url(case, "host") or "") else "",
    "provider": lambda case: _short(case.provider.name) if case.provider else "",
    "asked": lambda case: _spelled(case, "schemes"),
    "sent": lambda case: _spelled(case, "sent"),
    "place": _place,
    "wanted": _wanted,
    "only_way": _only_way,
    "owner": lambda case: _named(case, "lint-credential.format_provider"),
    "echoed_owner": lambda case: _named(case, "echo-compare.other_provider"),
}
_REPORT: dict[str, _Ask] = {
    "has_request": lambda case: case.request is not None,
    "requests": lambda case: len(case.report.requests),
    "method": lambda case: case.request.method.upper() if case.request else None,
    "scheme": lambda case: _url(case, "scheme"),
    "host": lambda case: _url(case, "name"),
    "path": lambda case: _url(case, "path"),
    "format": lambda case: case.request.format.id if case.request else None,
    "status": lambda case: case.report.observed.status if case.report.observed else None,
    "refused": _is_refused,
    "has_answer": lambda case: case.report.observed is not None,
    "problems": lambda case: [problem.code for problem in case.report.problems],
    "other_home": _other_home,
    "whole": lambda case: _whole(case.request),
    "headers": lambda case: [name.lower() for name, _ in case.request.headers] if case.request else [],
    "shows": lambda case: sorted(shown_by(case)),
}
_PROVIDER: dict[str, _Ask] = {
    "id": lambda case: case.provider.id if case.provider else None,
    "name": lambda case: case.provider.name if case.provider else None,
    "placement": _placement,
    "schemes": _schemes,
    "companions_missing": _missing_companions,
    "bare": _bare,
    "self_hosted": lambda case: case.provider.self_hosted if case.provider else None,
}
