"""Does the API let the browser's preflight pass without a credential?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import ask, ended, fact, in_words, not_after
from bot.checks._response import PROBE_FACTS
from bot.masking import is_plain_name, mask_url
from bot.model import Finding, Request, Response
from bot.probing.net import Net
from bot.variants.probes import auth_headers, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)
FACTS: dict[str, str] = {
    **PROBE_FACTS,
    "rejected": "bool: OPTIONS is refused with 401, 403, 405 or a redirect",
    "allow_origin": "str",
    "no_allow_origin": "bool: no allow origin",
    "header_not_allowed": "bool: Authorization (or the key's header) is not in Access-Control-Allow-Headers",
    "passes": "bool: passes",
}


_SIMPLE = frozenset({"accept", "accept-language", "content-language", "user-agent", "origin", "referer", "cookie"})


async def check(case: Case, net: Net) -> Finding:
    """Send the preflight that a browser would (Fetch standard), when a browser is in the story."""
    why = _why_not(case)
    if why or case.request is None:
        return skip(why)
    request = case.request
    names = sorted(
        {
            name.lower()
            for name, _ in request.headers
            if is_plain_name(name) and name.lower() not in _SIMPLE and not name.lower().startswith("sec-")
        }
    )
    origin = request.header("origin") or ""
    asked_for = request.header("access-control-request-headers") or ""
    if mask_url(origin) != origin or not origin:
        origin = "https://app.example.com"
    headers = (
        ("Origin", origin),
        ("Access-Control-Request-Method", request.header("access-control-request-method") or request.method),
        (
            "Access-Control-Request-Headers",
            ",".join(name for name in asked_for.split(",") if is_plain_name(name.strip()))
            or ",".join(names)
            or "authorization",
        ),
    )
    bare = replace(without_secrets(case), method="OPTIONS", headers=headers)
    asked = await ask(case, net, "preflight-probe", bare, "nothing")
    if asked.response is None:
        return asked.finding
    more = _facts(asked.response, request)
    more["rejected"] = asked.response.status in (401, 403, 405) or bool(asked.facts["redirect"])
    more["passes"] = not (more["rejected"] or more["no_allow_origin"] or more["header_not_allowed"])
    words = f"the preflight gets {in_words(asked.facts)}{'' if more['passes'] else ', so a browser stops there'}"
    return ended(asked, "pass" if more["passes"] else "fail", words, **more)


def _facts(response: Response, request: Request) -> dict[str, Any]:
    origin = response.header("access-control-allow-origin") or ""
    allowed = {name.strip().lower() for name in (response.header("access-control-allow-headers") or "").split(",")}
    needed = {name.lower() for name in auth_headers(request)} - {"cookie"}
    return {
        "allow_origin": origin[:100],
        "no_allow_origin": not origin,
        "header_not_allowed": bool(origin)
        and bool(needed - allowed)
        and ("*" not in allowed or "authorization" in needed - allowed),
    }


def _why_not(case: Case) -> str:
    names = ("story.cors", "story.only_browser", "lint-request.preflight", "lint-request.cross_origin")
    if not any(fact(case.evidence, name) for name in names):
        return "nothing mentions a browser or a preflight"
    return not_after(case)
