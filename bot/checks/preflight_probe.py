"""Does the API let the browser's preflight pass without a credential?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.case import Case
from bot.checks._outcome import skip
from bot.checks._probing import ask, fact, in_words, not_after
from bot.checks._response import Probed
from bot.masking import is_plain_name, mask_url
from bot.model import Finding, Request, Response
from bot.probing.net import Net
from bot.variants.probes import auth_headers, without_secrets

STAGE = 2
AFTER: tuple[str, ...] = ("none-probe",)


class Facts(Probed, frozen=True, kw_only=True):
    """The answer to the preflight."""

    rejected: Annotated[bool, "OPTIONS is refused with 401, 403, 405 or a redirect"]
    passes: Annotated[bool, "a browser goes on to the request itself"]


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
    heard = await ask(case, net, "preflight-probe", bare, "nothing")
    if isinstance(heard, Finding):
        return heard
    rejected = heard.response.status in (401, 403, 405) or heard.answer.redirect
    passes = not rejected and _allows(heard.response, request)
    words = f"the preflight gets {in_words(heard.answer)}{'' if passes else ', so a browser stops there'}"
    facts = Facts(asked=heard.asked, rejected=rejected, passes=passes)
    return heard.ended("pass" if passes else "fail", words, facts)


def _allows(response: Response, request: Request) -> bool:
    """Whether some origin is allowed, and the header of the credential is."""
    allowed = {name.strip().lower() for name in (response.header("access-control-allow-headers") or "").split(",")}
    needed = {name.lower() for name in auth_headers(request)} - {"cookie"}
    is_named = not needed - allowed or ("*" in allowed and "authorization" not in needed - allowed)
    return bool(response.header("access-control-allow-origin")) and is_named


def _why_not(case: Case) -> str:
    names = ("story.cors", "lint-request.preflight", "lint-request.cross_origin")
    if not any(fact(case.evidence, name) for name in names):
        return "nothing mentions a browser or a preflight"
    return not_after(case)
