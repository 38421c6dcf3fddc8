"""Where does the redirect lead, without the credential?"""

from __future__ import annotations

from typing import Any

from bot.case import Case
from bot.checks._outcome import skip, warn
from bot.checks._probing import answer_of
from bot.checks._response import facts_of
from bot.model import Finding, Request
from bot.probing.net import Answered, Net, Probe
from bot.url import host_of, is_same_origin, joined, url_of
from bot.variants.command import shown_url
from bot.variants.probes import SAFE, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)
FACTS: dict[str, str] = {
    "redirected": "bool: the address answers with a redirect",
    "hops": "int",
    "final_url": "str: without query, masked",
    "final_status": "int",
    "final_origin": "str",
    "same_origin": "bool: it stays on the pasted origin",
    "to_https": "bool: only the scheme changes to https on the same host",
    "cross_origin": "bool: another host or port",
    "slash_only": "bool: only a trailing slash differs",
    "login": "bool: it leads to a log-in page",
    "loop": "bool: loop",
    "not_followed": "str: why the chain ended early, ''",
    "downgrade": "bool: from https to http",
}


_MOST = 3


async def check(case: Case, net: Net) -> Finding:
    """Follow none-probe's redirect by hand: at most three hops, each without any credential."""
    none = answer_of(case, "none-probe")
    if case.request is None or none is None or none.response is None or not none.facts.get("redirect"):
        return skip("the address answers without a redirect")
    start = without_secrets(case).url
    first = joined(start, none.response.header("location") or "")
    facts = _first(start, first) | {"redirected": True, "login": bool(none.facts.get("login_page"))}
    if any(one.secret and len(one.secret) >= 8 and one.secret.reveal() in first for one in case.request.credentials):
        return warn(
            "the redirect repeats the credential, so it is not followed", **facts, not_followed="credential in it"
        )
    facts |= await _follow(net, case, first)
    origin = facts["final_origin"] or first
    facts["same_origin"] = is_same_origin(origin, start)
    facts["cross_origin"] = not facts["same_origin"] and not facts["to_https"]
    return warn(_words(facts), **facts)


def _first(start: str, first: str) -> dict[str, Any]:
    """What the first hop changes: scheme, host, slash."""
    return {
        "to_https": start.lower().startswith("http:")
        and first.startswith("https:")
        and host_of(first) == host_of(start),
        "slash_only": start.partition("?")[0].rstrip("/") == first.partition("?")[0].rstrip("/") and start != first,
        "downgrade": start.lower().startswith("https:") and first.lower().startswith("http:"),
        "loop": False,
        "not_followed": "",
    }


async def _follow(net: Net, case: Case, url: str) -> dict[str, Any]:
    assert case.request is not None  # check() has looked
    seen: list[str] = []
    status, login, why = 0, False, ""
    while len(seen) < _MOST:
        if url in seen:
            return _end(seen, url, status, login, "it leads back to itself", loop=True)
        seen.append(url)
        method = case.request.method if case.request.method in SAFE else "GET"
        outcome = await net.ask(
            Probe(purpose="redirect-trace", method=method, url=url, derived=not is_same_origin(url, case.request.url))
        )
        if not isinstance(outcome, Answered):
            why = outcome.words
            break
        facts = facts_of(outcome.response)
        status, login = outcome.response.status or 0, login or bool(facts["login_page"])
        if not facts["redirect"]:
            break
        url = joined(url, outcome.response.header("location") or "")
    return _end(seen, url, status, login, why, loop=False)


def _end(seen: list[str], url: str, status: int, login: bool, why: str, *, loop: bool) -> dict[str, Any]:
    shown = shown_url(Request(method="GET", url=url))
    facts: dict[str, Any] = {"hops": len(seen), "final_url": shown.partition("?")[0], "loop": loop, "not_followed": why}
    if status:
        facts["final_status"] = status
    if login:
        facts["login"] = True
    return {**facts, "final_origin": url_of(url).origin}


def _words(facts: dict[str, Any]) -> str:
    if facts["to_https"]:
        return "http answers with a redirect to https"
    if facts["login"]:
        return "the redirect leads to a login page"
    what = "on the same origin" if facts["same_origin"] else "to another origin"
    return f"a redirect {what}: {facts['final_url'][:120]}"
