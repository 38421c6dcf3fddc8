"""Reading strangers' text: nothing raises, nothing blows up, and caps hold."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking import Scrubber, Secret, mask_body, mask_url
from bot.parsing.parse import parse
from tests.growth.judge import cpu_s

PIECES = st.sampled_from(
    [
        *(
            "curl ",
            "https://api.example.com/a?key=b",
            " -H 'Authorization: Bearer abc'",
            "\\\n",
            "```",
            "`",
            "&amp;",
            "<https://a.b|c>",
        ),
        *(
            "HTTP/1.1 401 Unauthorized\n",
            "> GET /me HTTP/1.1\n",
            "< HTTP/2 401\n",
            "Host: a.example\n",
            "\n\n",
            "* x\n",
            "{",
            "}",
        ),
        *(
            '{"error":',
            '"request":{"method":"GET","url":"https://a.b/","headers":[]}',
            "[",
            "]",
            "fetch(",
            "'",
            '"',
            "${x}",
            "<html>",
        ),
        *(
            "</html>",
            "<Error>",
            "rpc error: code = Unauthenticated desc = x",
            "401",
            " I get ",
            "\u200b",
            "“",
            "—",
            "\x00",
            "\ud800",
        ),
        *(
            "\u202e",
            "=> Send header\n",
            "<= Recv header\n0000: HTTP/1.1 401 x\n",
            "0000: 47 45\n",
            "GET https://a.b/c",
            "Request URL: x\n",
        ),
        *(
            "-u a:b",
            "-d @/etc/passwd",
            " | sh",
            "$(id)",
            "<<EOF\n",
            "EOF\n",
            "Invoke-RestMethod ",
            "http GET a.b",
            "wget --header=x ",
        ),
    ]
)
UNITS = [
    *(
        "a",
        "A1",
        "1",
        " ",
        "\n",
        "-",
        ".",
        ":",
        "=",
        "/",
        "\\",
        "'",
        '"',
        "`",
        "<",
        ">",
        "{",
        "}",
        "[",
        "(",
        "&",
        "%",
        "$",
        "“",
    ),
    *(
        "\u200b",
        "a ",
        "a.",
        "a-",
        "a_",
        "a:",
        "a=1&",
        "&amp;",
        "<a",
        "</a>",
        "://",
        "eyJ",
        "Bearer ",
        "token ",
        "key is ",
        '"a":',
    ),
    *(
        "${",
        "%41",
        "\\u0041",
        "&#65;",
        "0000: ",
        "x: y\n",
        "401, ",
        "a\n\n",
        "> ",
        "GET /",
        "HTTP/1.1 ",
        "fetch(",
        "-----BEGIN A-----",
    ),
]


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_parse_raise(text: str) -> None:
    """Any mixture of fragments becomes a Report, and its secrets make a scrubber."""
    report = parse(text)
    assert len(report.requests) <= 20
    Scrubber(report.secrets).scrub(report.story)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_character_makes_parse_raise(text: str) -> None:
    """NUL, lone surrogates, unassigned and private characters are only characters."""
    parse(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "[" * 100_000, '{"a":' * 20_000, "9" * 70_000, '{"error":' + "9" * 9000 + "}"]
)
def test_bombs_are_words(text: str) -> None:
    """Depth, huge numbers and emptiness end in a Report without requests."""
    assert parse(text).requests == ()


def test_only_the_first_64_kib_are_looked_at() -> None:
    """A long message is cut, and the Report says so; a document may have a mebibyte."""
    report = parse("x " * 40_000 + "\ncurl https://api.example.com/")
    assert report.requests == ()
    assert "too-long" in [problem.code for problem in report.problems]
    entry = '{"request":{"method":"GET","url":"https://api.example.com/","headers":[]}}'
    assert parse(f'{{"log":{{"comment":"{"x" * 100_000}","entries":[{entry}]}}}}').requests


def test_at_most_twenty_requests() -> None:
    """Of more requests the first twenty are read, which is said."""
    report = parse("\n".join(f"curl https://api.example.com/{number}" for number in range(30)))
    assert len(report.requests) == 20
    assert report.requests[0].url.endswith("/0")
    assert "too-many-requests" in [problem.code for problem in report.problems]


def test_at_most_two_hundred_headers() -> None:
    """Of more header fields the first two hundred are kept, which is said."""
    fields = "".join(f"X-{number}: a\n" for number in range(300))
    report = parse(f"GET / HTTP/1.1\nHost: a.example\n{fields}\n")
    assert len(report.requests[0].headers) == 200
    assert "too-many-headers" in [problem.code for problem in report.problems]


@pytest.mark.growth
@pytest.mark.parametrize("unit", UNITS)
def test_masks_are_linear_in_repeated_text(unit: str) -> None:
    """The scrubber and the masks of a message take 100,000 repeated characters in well under a second each."""
    text = (unit * 100_000)[:100_000]
    before = time.process_time()
    Scrubber([Secret("some-secret-value")]).scrub(text)
    mask_url(text)
    mask_body(text)
    assert time.process_time() - before < 10


def doubled(first: str, more: str, count: int) -> str:
    """A definition of ``a0``, and ``count`` more, each of ``a1``, ``a2`` … made of the one before it."""
    return "\n".join([first, *(more.format(new=place, old=place - 1) for place in range(1, count + 1))])


BOMBS = {
    "bash variables that double": doubled(f"a0={'x' * 4000}", 'a{new}="' + "$a{old}" * 200 + '"', 8)
    + '\ncurl https://a.example/ -d "$a8"',
    "bash variable many times": f'a={"x" * 4000}\ncurl https://a.example/ -d "{"$a" * 25_000}"',
    "bash array many times": f"a=({'x ' * 2000})\ncurl https://a.example/ " + '"${a[@]}" ' * 6000,
    "cmd variable many times": f'set A={"x" * 8000}\ncurl https://a.example/ ^\n -d "{"%A%" * 18_000}"',
    "PowerShell variable many times": f"$a = '{'x' * 8000}'\ncurl.exe https://a.example/ `\n -d \"{'$a' * 25_000}\"",
    "curl variables that double": "curl --variable a0=xxxxxxxx "
    + doubled("", "--expand-variable a{new}=" + "{{{{a{old}}}}}" * 100, 10).replace("\n", " ")
    + " --expand-url https://a.example/{{a10}}",
    "braces side by side": f"curl https://a.example/{{{'a,' * 90}a}}{'x' * 60_000}{{{'a,' * 90}a}}",
    "many sequences": "curl " + "{1..99} " * 8_000,
    "standard input many times": f"curl https://a.example/ {'-F a=@- ' * 4_000}<<E\n{'x' * 30_000}\nE\n",
    "JavaScript names that double": doubled("let a0='xxxxxxxx'", "let a{new}=a{old}+a{old}", 40)
    + "\nfetch('https://a.example/'+a40)",
    "JavaScript lists that double": doubled("let a0=[1]", "let a{new}=[a{old},a{old},a{old},a{old}]", 40)
    + "\nfetch('https://a.example/',{body:JSON.stringify(a40)})",
    "JSON in JSON in JSON": f"fetch('https://a.example/',{{body:{'JSON.stringify(' * 20}'{'x' * 99}\"'{')' * 20}}})",
    "Python names that double": "import requests\n"
    + doubled("a0='xxxxxxxx'", "a{new}=a{old}+a{old}", 40)
    + "\nrequests.get('https://a.example/'+a40)",
    "Python dumps of dumps": "import requests\nrequests.post('https://a.example/', data="
    + "json.dumps(" * 11
    + '\'"""\''
    + ")" * 12,
    "compatibility forms": "401 " + "\ufdfa" * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_paste_does_not_grow(name: str) -> None:
    """Variables, braces, calls and standard input that would multiply end at some times the size of a paste."""
    assert cpu_s(parse, BOMBS[name]) < float("inf")
    requests = parse(BOMBS[name]).requests
    sizes = [
        len(request.url) + len(request.body or b"") + sum(len(key) + len(value) for key, value in request.headers)
        for request in requests
    ]
    assert max(sizes, default=0) < 300_000
