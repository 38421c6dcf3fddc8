"""Reading strangers' text: nothing raises, nothing blows up, and caps hold."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking import Scrubber, Secret, mask_body, mask_url
from bot.parsing.parse import parse

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
PREFIXES = [
    *(
        "",
        "curl ",
        "curl https://a.b/ -H 'Authorization: Bearer ",
        "Authorization: Bearer ",
        "fetch('https://a.b',",
        "`",
    ),
    *("HTTP/1.1 401\n", "> GET / HTTP/1.1\n< HTTP/1.1 401\n", '{"error":"', "http GET a.b ", "wget --header=a "),
    *("requests.get('a', headers={'", "Invoke-RestMethod ", "Traceback (most recent call last):\n", "https://"),
]
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


@pytest.mark.parametrize("prefix", PREFIXES)
def test_reading_is_linear_in_repeated_text(prefix: str) -> None:
    """After every mark that wakes a format, repeated characters are read in time proportional to their number.

    Processor time is measured, and the bound is ten times what the slowest takes: a busy machine does not fail it.
    """
    for unit in UNITS:
        before = time.process_time()
        Scrubber(()).scrub(parse(prefix + unit * (4_000 // len(unit))).story)
        assert time.process_time() - before < 2, unit


@pytest.mark.parametrize("unit", UNITS)
def test_masks_are_linear_in_repeated_text(unit: str) -> None:
    """The scrubber and the masks of a message take 100,000 repeated characters in well under a second each."""
    text = (unit * 100_000)[:100_000]
    before = time.process_time()
    Scrubber([Secret("some-secret-value")]).scrub(text)
    mask_url(text)
    mask_body(text)
    assert time.process_time() - before < 10
