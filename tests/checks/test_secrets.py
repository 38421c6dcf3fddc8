"""What no name calls a secret is one all the same: how often it is sent, to whom, and what goes in its place."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

import pytest

from bot.checks._run import gather, stage_zero
from bot.masking import Scrubber, mask_url
from bot.probing.net import Outcome, Probe, Resolved
from bot.probing.offline import Offline
from tests.checks._bench import Answer, Asked, case_of, facts, run, serving

SECRET = "Zx9QpL4mN7vRt2KdWc8YsB3fHj6"
BEARER = {"WWW-Authenticate": "Bearer"}
UUID = "8e7c1f7e-1111-4222-8333-444455556666"
OPAQUE = {
    "a hook": "/hooks/{s}",
    "a service's path": "/services/T000/B000/{s}",
    "a short link": "/r/aZ{s}",
    "a segment": "/v1/{s}/items",
    "a hook's word": "/hooks/letmein-{s}",
    "a matrix parameter": "/x;jsessionid={s}",
    "a pair in the path": "/x/token={s}",
    "pin": "/x?user=bob&pin={s}",
    "psw": "/x?user=bob&psw={s}",
    "otp": "/x?user=bob&otp={s}",
    "k": "/x?k={s}",
    "h": "/x?page=1&h={s}",
    "page": "/x?page={s}",
    "bare": "/x?{s}",
    "two question marks": "/x?a=1?{s}",
    "the name": "/x?{s}=1",
    "a semicolon": "/x?page=1;k={s}",
}
NOT_CALLED = frozenset({"a hook", "a hook's word"})  # what is opaque behind a hook acts when it is called
ENCODINGS = {
    "plain": lambda text: text,
    "every byte": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "twice": lambda text: quote("".join(f"%{byte:02X}" for byte in text.encode()), safe=""),
}


def shape(text: str) -> str:
    """Each character by its class."""
    return re.sub(r"[0-9]", "0", re.sub(r"[A-Z]", "A", re.sub(r"[a-z]", "a", text)))


def told(seen: Asked) -> str:
    """What a request tells the server."""
    return f"{seen.path}\n{seen.headers}"


def refusing(_: Asked) -> Answer:
    """401 to everything, with the mark of a cache, so that as much as possible is asked."""
    return 401, {**BEARER, "Age": "17", "X-Cache": "HIT"}, "{}"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("place", OPAQUE)
def test_an_unnamed_secret_is_sent_twice_at_most(place: str, encoding: str) -> None:
    """Beside a token, with every reason to ask again: two requests hold it, the others noise of its shape."""
    coded = ENCODINGS[encoding](SECRET)
    with serving(refusing) as server:
        run(
            "it is intermittent, with trailing slash?\n"
            f"curl -X PUT -d a=1 '{server.origin}{OPAQUE[place].format(s=coded)}' "
            "-H 'Authorization: Bearer Ym9iOkhxNyF2WDIjbUw5eg=='\n401 Unauthorized"
        )
    assert bool(server.seen) is (place not in NOT_CALLED)
    assert sum(coded in told(seen) or SECRET in told(seen) for seen in server.seen) <= 2
    assert not any(coded in told(seen) for seen in server.seen[:1]), "the request without secrets holds it"


@pytest.mark.parametrize("place", OPAQUE)
def test_an_unnamed_secret_follows_no_redirect(place: str) -> None:
    """A server that sends everything on to another origin gets it nowhere but to the pasted one."""
    with serving(refusing) as other:

        def moved(seen: Asked) -> Answer:
            return 301, {"Location": f"{other.origin}{seen.path}"}, ""

        with serving(moved) as server:
            run(f"curl -L '{server.origin}{OPAQUE[place].format(s=SECRET)}'\n401 Unauthorized")
        assert not any(SECRET in told(seen) for seen in other.seen)
        assert sum(SECRET in told(seen) for seen in server.seen) <= 2


@pytest.mark.parametrize("place", sorted(OPAQUE.keys() - NOT_CALLED - {"two question marks"}))
def test_noise_has_the_shape_of_what_it_stands_for(place: str) -> None:
    """Length, letters, digits and separators: a router sees the same kind of thing."""
    pasted = OPAQUE[place].format(s=SECRET)
    with serving(refusing) as server:
        run(f"curl '{server.origin}{pasted}' -H 'X-Api-Key: abcdefgh12345abcdefgh1'\n401")
    bare = next(seen.path for seen in server.seen if "x-api-key" not in seen.headers)
    if not re.search(r"psw|pin|otp", pasted):  # what is a credential is left out of the query
        assert shape(bare) == shape(pasted)


PASSWORDS = {
    "X-Password": ("/x", "-H 'X-Username: bob' -H 'X-Password: {s}'"),
    "X-Pin": ("/x", "-H 'X-Pin: {s}'"),
    "a pair of headers": ("/x", "-H 'X-User: bob' -H 'X-Secret: {s}'"),
    "userPassword in a header": ("/x", "-H 'userPassword: {s}'"),
    "passphrase": ("/x?user=bob&passphrase={s}", ""),
    "userPassword": ("/x?user=bob&userPassword={s}", ""),
    "password": ("/x?user=bob&password={s}", ""),
    "pass": ("/x?login=bob&pass={s}", ""),
    "psw": ("/x?psw={s}", ""),
    "pin": ("/x?pin={s}", ""),
    "otp": ("/x?otp={s}", ""),
    "p beside u": ("/x?u=bob&p={s}", ""),
    "a pair of parameters": ("/x?username=bob&secret={s}", ""),
    "a cookie": ("/x", "-b 'user=bob; password={s}'"),
    "-u": ("/x", "-u 'bob:{s}'"),
    "userinfo": ("/x", "--url-query a=1 -u 'bob:{s}'"),
    "Authorization alone": ("/x", "-H 'Authorization: bob:{s}'"),
}


@pytest.mark.parametrize("password", ["Hq7vX2mL9zQw", "sunshine-42-x"])
@pytest.mark.parametrize("where", PASSWORDS)
def test_a_password_is_sent_once_wherever_it_stands(where: str, password: str) -> None:
    """Whatever it is called and whatever speaks for asking again: one attempt that nobody asked for is the most."""
    url, headers = PASSWORDS[where]
    with serving(refusing) as server:
        run(
            f"it comes and goes, about one in two requests\ncurl '{server.origin}{url.format(s=password)}' "
            f"{headers.format(s=password)}\n401 Unauthorized"
        )
    basic = base64.b64encode(f"bob:{password}".encode()).decode()
    sent = [seen for seen in server.seen if password in told(seen) or basic in told(seen)]
    assert len(sent) <= 1
    assert len(server.seen) > len(sent)


@pytest.mark.parametrize("name", ["sessionid", "theme", "a1b2c3d4e5f60718"])
def test_a_cookie_is_sent_twice_at_most(name: str) -> None:
    """Known as a session or not: noise-probes hold noise in every cookie."""
    with serving(refusing) as server:
        run(f"it comes and goes\ncurl '{server.origin}/x' -b '{name}={SECRET}; other={SECRET}'\n401 Unauthorized")
    assert sum(SECRET in told(seen) for seen in server.seen) <= 2


# ---- what stays: the ordinary diagnosis of a path with an id ---------------------------------------------------------

TOKEN = "tok_Abc123Def456Ghi789Jkl"


def shop(seen: Asked, *, first: str) -> Answer:
    """An API with one order; ``first`` says whether it looks for the order or for the token first."""
    there, known = UUID in seen.path, seen.headers.get("authorization") == f"Bearer {TOKEN}"
    value = seen.headers.get("authorization", "")
    missing: Answer = (404, {}, '{"error": "no such order"}')
    refused: Answer = (401, BEARER, '{"error": "missing token"}' if not value else '{"error": "invalid_token"}')
    if first == "order" and not there:
        return missing
    if not known:
        return refused
    return (200, {}, "{}") if there else missing


@pytest.mark.parametrize("first", ["order", "token"])
def test_an_id_in_the_path_is_diagnosed(first: str) -> None:
    """A good token is accepted, a bad one refused, whether the API looks at the id or at the token first."""

    def api(seen: Asked) -> Answer:
        return shop(seen, first=first)

    with serving(api) as server:
        good = run(f"curl {server.origin}/orders/{UUID} -H 'Authorization: Bearer {TOKEN}'\n401")
        assert facts(good, "differential")["reading"] == "accepted"
        assert sum(UUID in seen.path for seen in server.seen) == 1
        bad = run(f"curl {server.origin}/orders/{UUID} -H 'Authorization: Bearer tok_wrong1wrong2wrong3wro'\n401")
    assert facts(bad, "differential")["reading"] == ("refused" if first == "order" else "unknown")
    assert facts(bad, "differential")["refused"] is True


def test_a_made_up_id_that_is_not_found_says_nothing() -> None:
    """404 to the noise in an id's place is no 404 to the pasted request, and nothing is concluded from it."""

    def api(seen: Asked) -> Answer:
        return shop(seen, first="order")

    with serving(api) as server:
        case = run(f"curl {server.origin}/orders/{UUID} -H 'Authorization: Bearer tok_wrong1wrong2wrong3wro'\n401")
    assert facts(case, "none-probe")["made_up"] is True
    assert case.evidence.fact("none-probe.not_found") is False
    assert case.evidence.fact("bogus-probe") == "skip"
    assert case.evidence.fact("path-variant") == "skip"


def test_an_id_without_a_credential_is_asked_as_it_was_pasted() -> None:
    """Where none-probe had to leave out the id, the pasted request is asked too: a public one is accepted."""

    def public(seen: Asked) -> Answer:
        return (200, {}, "{}") if UUID in seen.path else (404, {}, "{}")

    with serving(public) as server:
        case = run(f"curl {server.origin}/orders/{UUID}\n401 Unauthorized")
    assert facts(case, "differential")["reading"] == "public"
    assert len(server.seen) == 2


def test_a_redirect_on_the_same_origin_keeps_the_pasted_id() -> None:
    """The redirect that noise met is followed with the id in the noise's place."""

    def moved(seen: Asked) -> Answer:
        if not seen.path.endswith("/"):
            return 308, {"Location": f"{seen.path}/"}, ""
        return shop(seen, first="order")

    with serving(moved) as server:
        case = run(f"curl -L {server.origin}/orders/{UUID} -H 'Authorization: Bearer {TOKEN}'\n401")
    assert facts(case, "given-probe")["accepted"] is True
    assert next(seen.path for seen in server.seen if "authorization" in seen.headers) == f"/orders/{UUID}/"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/users/me",
        "/api/v2.1/orders/10421/items",
        "/oauth2/token/introspect",
        "/rest/api/3/issue/AB-1",
        "/2010-04-01/Accounts/list.json",
        "/xrpc/com.atproto.repo.getRecord",
        "/x?page=2&per_page=100&sort=created_at&fields=id,name",
        "/x?since=2026-01-01T00:00:00Z&lang=de-AT&format=json",
        "/x?api-version=2023-05-01&action=list",
    ],
)
def test_what_is_known_harmless_is_asked_as_it_stands(path: str) -> None:
    """Words, versions, small numbers and plain parameters are the same in every request."""
    with serving(refusing) as server:
        run(f"curl '{server.origin}{path}' -H 'X-Api-Key: abcdefgh12345abcdefgh1'\n401")
    assert {re.sub(r"[?&]_=\d+", "", seen.path) for seen in server.seen} == {path}


class _Listening(Offline):
    """A net that reaches nothing and keeps what was asked and looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    async def ask(self, probe: Probe) -> Outcome:
        self.heard.append(probe.url)
        return await super().ask(probe)

    async def resolve(self, host: str, *, public: bool = False) -> Resolved:
        self.heard.append(host)
        return await super().resolve(host, public=public)


@pytest.mark.parametrize("paste", ["curl -v '{url}'", "requests.get('{url}')", "GET {url}"], ids=str.split)
@pytest.mark.parametrize(
    "userinfo", ["bob:p@Hq7vX#2mL9zQw", "bob:Hq7vX/2mL9zQw", "bob:p@Hq7vX?2mL9zQw", "bob:Hq7#vX@2"]
)
async def test_a_piece_of_a_password_is_no_host(userinfo: str, paste: str) -> None:
    """A raw @, /, ? or # ends the userinfo, so that a piece of the password is read as the host: nobody hears of it."""
    url = f"https://{userinfo}@files.example.com/v1/list"
    net = _Listening()
    case = await gather(await stage_zero(case_of(f"{paste.format(url=url)}\n401 Unauthorized"), net), net)
    assert facts(case, "lint-url")["userinfo_odd"] is True
    assert net.heard == []
    assert case.request is not None
    quoted = Scrubber(case.report.secrets).scrub(f"I use {url}. Why?")
    shown = f"{mask_url(case.request.url)} {facts(case, 'lint-url')} {quoted}"
    assert not [
        piece for piece in re.split(r"[@#/?]", userinfo.removeprefix("bob:")) if len(piece) > 1 and piece in shown
    ]


@pytest.mark.parametrize("value", ["Zq8tR4mWx2LpK7vNb3Yh9", "mellonfriend", "ghp_Zq8tR4mWx2LpK7vNb3Yh9aBcDeFgHiJkLmNo"])
@pytest.mark.parametrize(
    "command",
    [
        "curl -H Authorization: Bearer {s}",
        "curl -H X-Api-Key: {s} https://api.example.com/v1",
        "curl -u kim {s}",
        "curl --user kim '{s}' https://api.example.com/v1",
        "curl -X GET {s}",
    ],
)
async def test_a_value_that_lost_its_quotes_is_no_host(command: str, value: str) -> None:
    """curl would look it up as a host; nobody meant it as one, so nobody hears of it."""
    net = _Listening()
    case = await gather(await stage_zero(case_of(f"{command.format(s=value)}\nI get 401"), net), net)
    assert not [heard for heard in net.heard if value.lower() in heard.lower()]
    assert value.lower() not in " ".join(request.url for request in case.report.requests).lower()
