"""Is this the address that was meant?"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated

from bot import model
from bot.case import Case
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._samples import sigil_of
from bot.knowledge.sites import stage_of
from bot.lists import phrases
from bot.model import Finding, Request
from bot.probing.net import Net
from bot.url import ends_early, host_of, url_of

STAGE = 0
AFTER: tuple[str, ...] = ()


class _Path(model.Facts, frozen=True, kw_only=True):
    double_slash: Annotated[bool, "an empty path segment"]
    doubled_segment: Annotated[bool, "a path segment stands twice in a row (/api/api, /v1/v1)"]
    trailing_slash: Annotated[bool, "the path ends with a slash"]
    path_odd: Annotated[bool, "blanks, a placeholder or a variable in the path"]
    variable: Annotated[bool, "an unexpanded variable in the URL"]
    gateway_stage_missing: Annotated[bool, "an API Gateway host (execute-api) without a stage in the path"]
    web_host: Annotated[bool, "the host is the provider's web site (github.com, www.) and not its API's"]


class _Authority(model.Facts, frozen=True, kw_only=True):
    userinfo: Annotated[bool, "the URL has a userinfo"]
    userinfo_odd: Annotated[bool, "the userinfo holds raw @, #, /, ? or :, so that the host is another than meant"]


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the URL shows."""

    host: Annotated[str, "the host, lower case"]
    scheme: Annotated[str, "http or https"]
    path: Annotated[str, "the path, masked"]
    unreadable: Annotated[bool, "the URL cannot be read as one host and port"]
    http: Annotated[bool, "plain http towards a host that is not local"]
    typo: Annotated[bool, "the host is a slip of a known API host, or a look-alike"]
    near_host: Annotated[str, "the known API host that was probably meant"]
    lookalike: Annotated[bool, "a known API host inside another's name (api.github.com.example.org), or punycode"]
    private: Annotated[bool, "the host is a private, loopback, link-local or metadata address, or localhost"]
    sample_host: Annotated[bool, "a host reserved for documentation (example.com, *.test, *.invalid)"]
    stage: Annotated[str, "the stage that host or path name (test, staging, dev, sandbox, prod), ''"]
    known_host: Annotated[bool, "the host belongs to a known provider"]
    query_cut: Annotated[bool, "the query was cut by an unquoted & in the shell"]
    way: _Path
    authority: _Authority


_SAMPLE = re.compile(
    r"(?:^|\.)example\.(?:com|org|net|edu)$|\.(?:example|test|invalid)$|^(?:your|my)[-_]?(?:domain|host|site|server|api)\b|^(?:api\.)?(?:yourdomain|mydomain|domain|yoursite)\.com$"
)
_STAGELESS = re.compile(r"^[a-z0-9]{10}\.execute-api\.[a-z0-9-]+\.amazonaws\.com$")
_DOUBLED = re.compile(r"/([^/]{2,40})/\1(?=/|$)")
_ODD = re.compile(r"%20|\{\w+\}|\s|<\w+>|/(?:undefined|null|None|NaN)(?=/|$)")


async def check(case: Case, _net: Net) -> Finding:
    """Read the URL alone."""
    if case.request is None:
        return skip("there is no request in the text")
    url = case.request.url
    host = host_of(url)
    path = url_of(url).path.removeprefix("/")
    near = case.book.near_host(host) or "" if host and case.provider is None else ""
    scheme, is_private = url.partition(":")[0].lower(), _private(host)
    return _judged(
        Facts(
            host=host,
            scheme=scheme,
            path=f"/{path}"[:200] if not _secret_in(case, path) else "/…",
            unreadable=(not host and not ends_early(url)) or "\\" in url or any(ord(char) <= 32 for char in url),
            http=scheme == "http" and not is_private,
            typo=bool(near),
            near_host=near,
            lookalike=bool(near) and (near in host or host.startswith("xn--") or ".xn--" in host),
            private=is_private,
            sample_host=_SAMPLE.search(host) is not None,
            stage=stage_of(f"{host}/{path}"),
            known_host=case.provider is not None,
            query_cut=_cut(case),
            way=_path(host, f"/{path}", url),
            authority=_authority(case.request),
        )
    )


def _path(host: str, path: str, url: str) -> _Path:
    return _Path(
        double_slash="//" in path,
        doubled_segment=_DOUBLED.search(path) is not None,
        trailing_slash=len(path) > 1 and path.endswith("/"),
        path_odd=_ODD.search(path) is not None,
        variable=sigil_of(host) != ""
        or any(sigil_of(part) for part in re.split(r"[/?&=]", url.partition("://")[2]) if part[:1] in "$%{<"),
        gateway_stage_missing=_STAGELESS.match(host) is not None and path == "/",
        web_host=host in _WEB or (host.startswith("www.") and path.startswith("/api")),
    )


def _authority(request: Request) -> _Authority:
    userinfo = url_of(request.url).userinfo or ""
    return _Authority(
        userinfo=bool(userinfo) or any(one.location == "userinfo" for one in request.credentials),
        userinfo_odd="@" in userinfo or ends_early(request.url),
    )


def _private(host: str) -> bool:
    """Whether the host's very name is not of the public internet; what it resolves to is the guard's to judge."""
    if host == "localhost" or host.endswith(
        (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".svc", ".corp")
    ):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return bool(host) and "." not in host


def _secret_in(case: Case, path: str) -> bool:
    assert case.request is not None  # check() has looked
    return (
        ends_early(case.request.url)
        or any(one.secret and one.secret.reveal() in path for one in case.request.credentials)
        or _LONG.search(path) is not None
    )


def _cut(case: Case) -> bool:
    """Whether the shell took an unquoted & of the URL for its own (``curl https://host/?a=1&b=2``)."""
    assert case.request is not None  # check() has looked
    url = case.request.url
    at = case.report.text.find(url)
    return (
        at > 0
        and "?" in url
        and case.report.text[at - 1] not in "\"'<"
        and re.match(r"&(?:amp;)?\w+=", case.report.text[at + len(url) :]) is not None
    )


def _judged(facts: Facts) -> Finding:
    if facts.unreadable:
        return fail("the URL cannot be read as one host and path", facts)
    if facts.typo:
        return fail(f"the host is {facts.host[:80]}, known is {facts.near_host}", facts)
    told = facts.told()
    for name, words in _ODDITIES.items():
        if told[name]:
            return warn(words, facts)
    return passed("nothing odd in the address", facts)


_LONG = re.compile(r"[A-Za-z0-9_:-]{30,}")
_WEB = frozenset(
    phrases("""
        github.com, www.github.com, stripe.com, openai.com, www.notion.so, discord.gg, slack.com., app.asana.com.,
        www.figma.com, dashboard.stripe.com, platform.openai.com, console.anthropic.com
    """)
)
_ODDITIES = {
    "userinfo_odd": "the userinfo holds a character that ends it early, so the host is another than meant",
    "variable": "a variable in the URL that nobody expanded",
    "query_cut": "an unquoted & ends the command for the shell, so the rest of the query is not sent",
    "gateway_stage_missing": "an API Gateway address without a stage",
    "http": "plain http: the credential would travel in clear",
    "doubled_segment": "a path segment stands twice in a row",
    "double_slash": "an empty path segment (//)",
    "path_odd": "a space or a placeholder in the path",
    "web_host": "the web site's host, not the API's",
}
