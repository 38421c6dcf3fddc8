"""What the probes have in common: may it be asked, ask it, and the facts of the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.case import Case
from bot.checks._outcome import error, passed, skip
from bot.checks._response import Answer, AnsweredAttempt, Attempt, Probed, answer_in
from bot.checks._signature import signature_of
from bot.checks._words import OF_CREDENTIALS
from bot.lists import phrases
from bot.model import About, Carries, Evidence, Facts, Finding, Request, Response, Statement, Status
from bot.probing.net import Answered, Failed, Net, NotAllowed, Outcome
from bot.url import is_same_origin, joined, url_of
from bot.variants.probes import UNREPEATABLE, Noise, as_pasted, made_up, noise_of, opaque_values, probe, without_secrets

BOGUS = "bogus"
_F = TypeVar("_F", bound=Facts)
_PROXY = re.compile(r"proxy|squid|privoxy|zscaler|blue ?coat|mitm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer to a probe: its facts, and the finding that they are in."""

    finding: Finding
    facts: Probed
    response: Response

    @property
    def answer(self) -> Answer:
        """What the answer itself shows."""
        return self.facts.asked.answer

    @property
    def asked(self) -> AnsweredAttempt:
        """The answer, and how it was asked: a part of the facts of each probe."""
        return self.facts.asked

    def ended(self, status: Status, summary: str, facts: Facts) -> Finding:
        """The probe's finding with its verdict and facts."""
        return replace(self.finding, status=status, summary=summary, facts=facts)


@dataclass(frozen=True, slots=True)
class Fresh(Heard):
    """An answer that came just now."""

    outcome: Answered


async def ask(
    case: Case, net: Net, purpose: str, request: Request, carries: Carries, about: About = "another"
) -> Fresh | Finding:
    """Send ``request`` and read the answer; what was not sent is a ``skip``, what was not answered an ``error``.

    ``about``: see Finding.
    """
    asked = replace(probe(_moved(case, request), purpose, carries), provider_headers=_needed(case))
    outcome = await net.ask(asked)
    return told(case, outcome, request.method, about)


def _moved(case: Case, request: Request) -> Request:
    """The request where the client's own redirect leads it: none-probe went there, so the others go there as well."""
    moved_to = case.evidence.fact("none-probe.moved_to")
    if not isinstance(moved_to, str) or case.request is None:
        return request
    own, bare = url_of(request.url), without_secrets(case).url
    targets = {url_of(case.request.url).path: as_pasted(case, moved_to), url_of(bare).path: moved_to}
    target = targets.get(own.path)
    if target is None:
        return request
    return replace(
        request, url=joined(request.url, url_of(target).path + ("" if own.query is None else f"?{own.query}"))
    )


def followed(case: Case, heard: Heard) -> str:
    """Where the client goes on by itself, with its credential (-L): the same origin, and no login page; else ''."""
    location = heard.response.header("location")
    if case.request is None or not (case.request.transfer.follow_redirects and heard.answer.redirect and location):
        return ""
    target = joined(without_secrets(case).url, location)
    is_same = is_same_origin(target, case.request.url) and target != without_secrets(case).url
    return target if is_same and not heard.answer.login_page else ""


def _needed(case: Case) -> tuple[str, ...]:
    """The headers that the provider's entry says belong into a request: its credential's, and those beside them."""
    if case.provider is None:
        return ()
    places = case.provider.placement
    named = (place.name for place in places if place.place in ("header", "signature"))
    return (*case.provider.companions, *filter(None, named), *(name for place in places for name in place.beside))


def told(case: Case, outcome: Outcome, method: str, about: About) -> Fresh | Finding:
    """The outcome of a probe as facts and a first finding."""
    if isinstance(outcome, NotAllowed):
        return skip(outcome.words, Attempt(not_allowed=outcome.rule))
    if isinstance(outcome, Failed):
        words = outcome.words if outcome.kind == "tls" else None
        return error(outcome.words, Attempt(unreachable=True, failure=outcome.kind, method=method, tls_words=words))
    response = outcome.response
    answer = answer_in(response)
    answer = answer.but(proxy_auth=answer.proxy_auth or _is_proxys(case, answer))
    statements = case.book.statements_in(response, case.provider)
    if _is_of_the_change(case, method, answer):
        said = tuple(topic for topic in answer.says if topic != "csrf")
        answer = answer.but(says=said, refused=answer.refused and bool(OF_CREDENTIALS.intersection(said)))
        statements = tuple(one for one in statements if "csrf-missing" not in one.causes)
    answer = by_statements(case, answer, statements)
    facts = Probed(asked=AnsweredAttempt(answer=answer, method=method))
    finding = replace(passed(in_words(answer), facts), statements=statements, about=about, response=response)
    return Fresh(finding, facts, response, outcome)


def _is_of_the_change(case: Case, method: str, answer: Answer) -> bool:
    """Whether an answer may be to the method and body that a probe lacks: of those, a CSRF guard speaks."""
    return is_changed(case, method) and answer.status not in (401, 403)


def is_changed(case: Case, method: object) -> bool:
    """Whether a probe with this method asked in another method than the paste, and so without its body."""
    return case.request is not None and method is not None and method != case.request.method


def _is_proxys(case: Case, answer: Answer) -> bool:
    """Whether a 401 is the proxy's own, as some send in place of 407: the paste names one, and it calls itself so."""
    if case.request is None or case.request.transfer.proxy is None or answer.status != 401:
        return False
    return _PROXY.search(f"{answer.server} {answer.realm}") is not None


def says_missing(answer: Answer) -> bool:
    """Whether an answer says in words that no credential came, and nothing that could also mean an unknown one."""
    return "missing" in answer.says and not {"unknown", "typo-path"}.intersection(answer.says)


def by_statements(case: Case, answer: Answer, statements: tuple[Statement, ...]) -> Answer:
    """refused or forbidden, where the asked provider's own words say so, whatever status it gives them."""
    own = [one for one in statements if case.provider is not None and one.source == case.provider.id]
    if not own or answer.server_error or answer.throttled or answer.refused:
        return answer
    if own[0].causes and own[0].causes[0] in _NOT_ALLOWED:
        return answer.but(refused=False, forbidden=True, ok=False, not_found=False)
    if own[0].causes and own[0].causes[0] in _NO_CREDENTIAL:
        return answer
    return answer.but(refused=True, forbidden=False, ok=False)


_NOT_ALLOWED = frozenset(
    phrases("""
        permission-insufficient, token-scope-insufficient, sso-authorization-required, account-disabled, ip-blocked
    """)
)
_NO_CREDENTIAL = frozenset(
    phrases("""
        server-incident, server-misconfigured, url-path-typo, url-wrong-environment, gateway-rejects, cached-response
    """)
)


def in_words(answer: Answer) -> str:
    """An answer in a few words: status, and the error or the schemes that it names."""
    status = "no status" if answer.status is None else f"{answer.status}"
    said = answer.error or answer.code
    if said:
        return f"{status} ({said})"
    return f"{status}, asks for {', '.join(answer.schemes)}" if answer.schemes else status


def fact(evidence: Evidence, path: str) -> bool:
    """Whether the fact at ``check-id.fact`` is there and true."""
    return bool(evidence.fact(path))


def facts_of(case: Case, check: str, kind: type[_F]) -> _F | None:
    """The facts of another check, where it found some of this kind."""
    finding = case.finding(check)
    return finding.facts if finding is not None and isinstance(finding.facts, kind) else None


def answer_of(case: Case, check: str) -> Heard | None:
    """What a probe was answered, None when it was not sent or not answered."""
    finding = case.finding(check)
    if finding is None or finding.response is None or not isinstance(finding.facts, Probed):
        return None
    return Heard(finding, finding.facts, finding.response)


def nothing_to_send(case: Case) -> str:
    """Why the user's credential is not sent anywhere; '' when it may be."""
    evidence, request = case.evidence, case.request
    if request is None or not fact(evidence, "lint-request.has_credential"):
        return "the request carries no credential, so none-probe has asked it as it is"
    if evidence.fact("lint-credential.real") is False:
        return "the credential is no real one, so it is not sent"
    if fact(evidence, "lint-url.typo") or fact(evidence, "lint-url.lookalike"):
        return "the host is not the one that was meant, so the credential is not sent there"
    return unrepeatable(case)


def nothing_to_ask(case: Case) -> str:
    """Why the request is not asked as it was pasted; '' when it may be, though what it holds may be secret.

    One without a credential that is known as one is asked when none-probe had to leave out a piece of it.
    """
    if case.request is None or fact(case.evidence, "lint-request.has_credential") or not made_up(case):
        return nothing_to_send(case)
    if fact(case.evidence, "lint-url.typo") or fact(case.evidence, "lint-url.lookalike"):
        return "the host is not the one that was meant, so nothing of the paste is sent there"
    return unrepeatable(case)


def unrepeatable(case: Case) -> str:
    """Why the credential cannot be sent a second time; '' when it can."""
    request = case.request
    if request is None:
        return "there is no request"
    places = {credential.location.partition(":")[0] for credential in request.credentials}
    if places and places <= {"body", "text"}:
        return "the credential is in the body, and a body is never sent"
    if places == {"certificate"}:
        return "a client certificate stays with its owner, so it is not presented"
    if request.transfer.scheme in {"digest", "anyauth"} or fact(case.evidence, "lint-signature.will_sign"):
        return ""
    if request.header("dpop") is not None:
        return "a DPoP proof is good for its own request and time alone, so it is not sent again"
    if any(credential.kind in UNREPEATABLE for credential in request.credentials):
        return "what is signed is good for its own request and time alone, so it is not sent again"
    return ""


def not_after(case: Case) -> str:
    """Why nothing more is asked after none-probe; '' when one may go on."""
    none = answer_of(case, "none-probe")
    if none is None:
        return "the request without credential was not answered"
    if none.answer.proxy_auth:
        return "a proxy answers, not the API"
    if none.answer.throttled or none.answer.locked:
        return "the server asks to be left alone"
    if none.answer.waf:
        return "a firewall answers, not the API"
    return ""


def own_values(case: Case) -> tuple[str, ...]:
    """What an answer may echo of the pasted credential or of the noise: to be blanked before answers are compared."""
    request = case.request
    if request is None:
        return ()
    noise = noise_of(case, BOGUS)
    values: list[str] = []
    for credential in request.credentials:
        for value in (credential.secret.reveal(), noise.like(credential)):
            user, colon, password = value.partition(":")
            values += [value, user, password] if colon else [value]
    return (*values, *opaque_values(case))


def alike(case: Case, one: Response, other: Response) -> bool:
    """Whether two answers say the same."""
    own = own_values(case)
    return signature_of(one, own) == signature_of(other, own)


def bogus_noise(case: Case) -> Noise:
    """The noise of bogus-probe."""
    return noise_of(case, BOGUS)


def is_cached_refusal(answer: Answer) -> bool:
    """Whether it is an error that bears a cache's mark."""
    return answer.cached and not answer.ok


def has_password(case: Case) -> bool:
    """Whether the credential is a user name with a password: each attempt may count towards a lock-out."""
    return case.request is not None and bool(case.request.passwords)
