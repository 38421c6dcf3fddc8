"""Where does the redirect lead, without the credential?"""

from __future__ import annotations

from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._outcome import skip, warn
from bot.checks._probing import answer_of
from bot.checks._response import answer_in
from bot.model import Finding, Request
from bot.probing.net import Answered, Net, Probe
from bot.url import host_of, is_same_origin, joined, url_of
from bot.variants.command import shown_url
from bot.variants.probes import SAFE, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)


class Facts(model.Facts, frozen=True, kw_only=True):
    """Where it leads."""

    redirected: Annotated[bool, "the address answers with a redirect"]
    final_url: Annotated[str | None, "the last address, without its query, masked"] = None
    same_origin: Annotated[bool | None, "it stays on the pasted origin"] = None
    to_https: Annotated[bool, "only the scheme changes to https on the same host"]
    cross_origin: Annotated[bool | None, "another host or port"] = None
    slash_only: Annotated[bool, "only a trailing slash differs"]
    login: Annotated[bool, "it leads to a log-in page"]


_MOST = 3


async def check(case: Case, net: Net) -> Finding:
    """Follow none-probe's redirect by hand: at most three hops, each without any credential."""
    none = answer_of(case, "none-probe")
    if case.request is None or none is None or not none.answer.redirect:
        return skip("the address answers without a redirect")
    start = without_secrets(case).url
    first = joined(start, none.response.header("location") or "")
    facts = Facts(
        redirected=True,
        to_https=start.lower().startswith("http:") and first.startswith("https:") and host_of(first) == host_of(start),
        slash_only=start.partition("?")[0].rstrip("/") == first.partition("?")[0].rstrip("/") and start != first,
        login=none.answer.login_page,
    )
    if any(one.secret and len(one.secret) >= 8 and one.secret.reveal() in first for one in case.request.credentials):
        return warn("the redirect repeats the credential, so it is not followed", facts)
    last, login = await _followed(net, case.request, first)
    same_origin = is_same_origin(url_of(last).origin or first, start)
    facts = facts.but(
        final_url=shown_url(Request(method="GET", url=last)).partition("?")[0],
        same_origin=same_origin,
        cross_origin=not same_origin and not facts.to_https,
        login=facts.login or login,
    )
    return warn(_words(facts), facts)


async def _followed(net: Net, request: Request, url: str) -> tuple[str, bool]:
    """The last address, and whether a log-in page is on the way."""
    seen: list[str] = []
    login = False
    method = request.method if request.method in SAFE else "GET"
    while len(seen) < _MOST and url not in seen:
        seen.append(url)
        derived = not is_same_origin(url, request.url)
        outcome = await net.ask(Probe(purpose="redirect-trace", method=method, url=url, derived=derived))
        if not isinstance(outcome, Answered):
            break
        answer = answer_in(outcome.response)
        login = login or answer.login_page
        if not answer.redirect:
            break
        url = joined(url, outcome.response.header("location") or "")
    return url, login


def _words(facts: Facts) -> str:
    if facts.to_https:
        return "http answers with a redirect to https"
    if facts.login:
        return "the redirect leads to a login page"
    what = "on the same origin" if facts.same_origin else "to another origin"
    return f"a redirect {what}: {(facts.final_url or '')[:120]}"
