"""acts: what of a URL acts, and what only reads, by data (acts.yaml) and by property."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.probing.acts import LONGEST, OVERRIDES, act_in
from bot.probing.sendable import refusal_of
from bot.probing.wire import open_net
from tests import _data
from tests.checks._bench import run, serving
from tests.probing.conftest import Serve, answered, probe, refused, rules

API = "https://api.example.com"
DATA = _data.read(Path(__file__).with_name("acts.yaml"))
MUTATIONS = (
    "mutation{d}",
    "#x\nmutation{d}",
    ",,mutation{d}",
    "\ufeffmutation{d}",
    "query A{a} mutation B{d}",
    "fragment F on Q{a} mutation{d}",
    "mutation @a(b: 1) {d}",
    "subscription{s}",
    "mutation",
    "{a",
    "{a} type A{b: Int}",
    "{" * 60 + "a" + "}" * 60,
    "{" + "a " * 2500 + "}",
)
QUERIES = (
    "{me{id}}",
    "query A($a: Int){b(c: $a)}",
    "#mutation\n{a}",
    '{a(b: "mutation{d}")}',
    "{mutation}",
    "\ufeff{a}",
)


@pytest.mark.parametrize("path", DATA["acts"])
def test_an_act_is_not_sent(path: str) -> None:
    """Neither by GET nor by HEAD; what only overrides the method may be asked by OPTIONS."""
    word = act_in(API + path)
    assert word
    for method in ("GET", "HEAD"):
        refusal = refusal_of(probe(API + path, method=method))
        assert refusal is not None
        assert refusal.rule == "act"
        assert word in refusal.words
    assert (refusal_of(probe(API + path, method="OPTIONS")) is None) is (word in OVERRIDES)


@pytest.mark.parametrize("path", DATA["reads"])
def test_what_only_reads_is_asked(path: str) -> None:
    """No word in it is taken for an act."""
    assert act_in(API + path) is None


@pytest.mark.parametrize("url", ["https://logout.example.com/v1/me", "https://fn.example.com/api/hello?code=abc"])
def test_a_host_does_not_act(url: str) -> None:
    """Only path and query are looked at."""
    assert act_in(url) is None


@pytest.mark.parametrize("text", MUTATIONS)
def test_graphql_that_is_no_query_is_not_sent(text: str) -> None:
    """However it is written down: in the query, in a batch, in base64, encoded twice, behind another name."""
    coded = base64.b64encode(text.encode()).decode()
    for query in (
        f"query={quote(text)}",
        f"query={quote(quote(text))}",
        f"variables=%7B%7D&query={quote(text)}&operationName=A",
        f"query={quote(coded)}",
        f"query={quote(coded.rstrip('='))}",
        f"a=1;query={quote(text)}",
        f"batch={quote(json.dumps([{'query': text}]))}",
    ):
        assert act_in(f"{API}/graphql?{query}"), query


@pytest.mark.parametrize("text", QUERIES)
def test_a_graphql_query_is_sent(text: str) -> None:
    """Words in comments, in texts and as names are no operations."""
    assert act_in(f"{API}/graphql?query={quote(text)}") is None


WORDS = (
    "delete",
    "logout",
    "terminate",
    "reboot",
    "revoke",
    "unsubscribe",
    "deleteUser",
    "remove_item",
    "reset-password",
)


@settings(deadline=None)
@given(st.sampled_from(WORDS), st.data())
def test_an_act_stays_one_however_it_is_spelt(word: str, data: st.DataObject) -> None:
    """Capitals, full-width letters and layers of percent-encoding change nothing, and neither does what is round it."""
    letters = [
        data.draw(st.sampled_from((one, one.upper(), chr(ord(one) + 0xFEE0) if one.isalpha() else one))) for one in word
    ]
    spelt = "".join(letters)
    for _ in range(data.draw(st.integers(0, 3))):
        spelt = "".join(
            data.draw(st.sampled_from((one, quote(one), f"%{ord(one):02x}" if one.isascii() else quote(one))))
            for one in spelt
        )
    before, after = (
        data.draw(st.sampled_from(("", "v1/", "users/7/", "a;b=c/"))),
        data.draw(st.sampled_from(("", "/", "/7", ".php", "?a=b"))),
    )
    assert act_in(f"{API}/{before}{spelt}{after}")
    assert act_in(f"{API}/api.php?x=1&action={spelt}")


def test_what_is_longer_than_what_is_looked_at_is_not_sent() -> None:
    """Nothing hides behind it."""
    assert act_in(f"{API}/?p={'a' * LONGEST}")
    assert act_in(f"{API}/?p={'a' * (LONGEST - 60)}&_method=DELETE")
    assert act_in(f"{API}/?p={'a' * (LONGEST - 60)}") is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_looked_through(text: str) -> None:
    """No URL makes the judgement raise."""
    for url in (
        text,
        f"{API}/{text}",
        f"{API}/?{text}",
        f"{API}/graphql?query={text}",
        f"{API}/?a={quote(text)}",
        f"{API}/?action={text}",
    ):
        act_in(url)


PIECES = (
    "/a",
    "a",
    "A",
    "log",
    "-",
    "?_method=",
    "&a=b",
    "%",
    "%25",
    "=",
    "aB",
    "/hook",
    "/reset1a2b3c4d",
    "(a",
    "a;",
    "[",
    '{"a":',
    "eyJ",
    "<a",
    "add",
)


@pytest.mark.growth
@pytest.mark.parametrize("before", ["/", "/?", "/?a=", "/?action=", "/?r=", "/graphql?query="])
def test_the_time_grows_with_the_length(before: str) -> None:
    """Four times as long takes at most six times as long."""
    for piece in PIECES:
        short, long = (f"{API}{before}{(piece * size)[:size]}" for size in (1800, 7200))
        assert any(_cpu(long) < 6 * max(_cpu(short), 0.005) for _ in range(3)), piece


def _cpu(url: str) -> float:
    begun = time.process_time()
    act_in(url)
    return time.process_time() - begun


@pytest.mark.parametrize("path", DATA["acts"][30::9])
def test_no_server_sees_an_act(path: str) -> None:
    """A pasted command whose URL acts is answered by the text; at most the address without its ticket is asked."""
    with serving(lambda _: (401, {"WWW-Authenticate": "Bearer"}, "")) as server:
        case = run(f"curl '{server.origin}{path}' -H 'Authorization: Bearer qz7Rk2Xv9Lm4Tn8Wp3'\n401")
    assert not [seen for seen in server.seen if seen.method != "OPTIONS" and act_in(API + seen.path)]
    assert not [seen for seen in server.seen if "authorization" in seen.headers]
    assert case.evidence.fact("given-probe") == "skip"


async def test_a_redirect_to_an_act_is_not_followed(serve: Serve) -> None:
    """The address that an answer names is looked at like a pasted one."""
    served = await serve(b"HTTP/1.1 302 Found\r\nLocation: /logout\r\nContent-Length: 0\r\n\r\n")
    async with open_net(rules(), target=served.url()) as net:
        answered(await net.ask(probe(served.url())))
        assert refused(await net.ask(probe(served.url("/logout")))).rule == "act"
    assert len(served.heads) == 1
