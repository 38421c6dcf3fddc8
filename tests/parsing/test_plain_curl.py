"""The short way for a plain curl command answers as the long way does, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking._harmless import HARMLESS_HEADERS, LINK_HEADERS, PARAMETERS
from bot.model import Report
from bot.parsing.parse import parse, parse_at_length, parse_plain

HERE = Path(__file__).parent
_WRAPS = ("{}", "{}\n", "```\n{}\n```", "```bash\n{}```", "$ {}", "```\n$ {}\n```\n", "  {}  ")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _shown(report: Report) -> object:
    """Everything of a report, the secrets in clear and in order."""
    secrets = [(secret.reveal(), secret.kind) for secret in report.secrets]
    placed = [credential.secret.reveal() for request in report.requests for credential in request.credentials]
    return report, secrets, placed


def test_the_commands_of_every_data_file_are_read_the_same() -> None:
    """Over all pastes of the tests, what the short way answers equals the long way's Report; it takes dozens."""
    files = [*HERE.rglob("*.yaml"), *(HERE.parent / "clues").rglob("*.yaml")]
    texts = {text for file in files for text in _texts(yaml.safe_load(file.read_text(encoding="utf-8")))}
    wrapped = [wrap.format(text) for text in sorted(texts) if "curl" in text for wrap in _WRAPS]
    taken = [(text, report) for text in wrapped if (report := parse_plain(text)) is not None]
    assert len(taken) > 60 * len(_WRAPS)
    for text, report in taken:
        assert _shown(report) == _shown(parse_at_length(text)), text


_VALUES = st.one_of(
    st.sampled_from(
        [
            *(
                "Bearer ghp_000000000000000000000000000000000000",
                "Token abcdef0123456789",
                "Bearer eyJa.eyJb.c",
                "Bearer ",
            ),
            *("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "x.eyJhbGciOi.abc.def", "application/json; q=0.9"),
            *("realm.eyJhbGciOiJub25lIn0.ab.c", "sk-proj-0123456789abcdef", "0123456789abcdef0123456789", "Basic YTpi"),
            *(
                '{\n  "a": 1,\n  "b": [2]\n}',
                "a\nGET /x HTTP/1.1",
                "abcdef12345",
                "key: abcd1234",
                "bot abcdefghijk",
                "a;token=abcdef",
                "?page=2",
                "-u alice:pw",
                "YOUR_KEY",
                "https://a.example/b",
            ),
            *(
                "tok/AKIA0000000000000000/x",
                "00D000000000000!abc",
                "true",
                "-----BEGIN KEY-----",
                "x&y=abcdefgh1",
                '{"a": 1}',
            ),
        ]
    ),
    st.text(st.sampled_from("ab01XZ_-./=:;?& {}[]\"'\\eyJkeytok@%$"), max_size=30),
)
_NAMES = st.sampled_from(
    [
        *(
            "Authorization",
            "authorization",
            "X-Api-Key",
            "X-Trace-1",
            "Accept",
            "Cookie",
            "Host",
            "Content-Type",
            "X-Session-Id",
        ),
        *(
            "X-Signature",
            "DPoP",
            "X-Auth-Token",
            "Proxy-Authorization",
            "Referer",
            "X-Client",
            "Idempotency-Key",
            "X-User",
        ),
    ]
)
_URLS = st.sampled_from(
    [
        *("https://api.example.com/v1/me", "http://example.test", "https://api.example.com/a?page=2&limit=5"),
        *("https://api.example.com/a?api_key=abcdef12345&page=2", "https://a.example/?x=ab12cd34ef&y=ab12cd34ef"),
        *("https://a.example/?token=a.example12&token=b12345678", "https://abcdef123.example/?q=abcdef123&y"),
        *(
            "https://a.example/?sig=abcdef1234",
            "https://a.example/?page=abcdef123456",
            "https://a.example/?key=ghp_0123456",
        ),
        *("https://api.example.com/a?token=abcdef123456", "https://api.example.com/botanic/1", "api.example.com/x"),
        *(
            "https://api.telegram.org/bot12:abc/x",
            "https://a.example/0123456789abcdef0123456789abcdef",
            "https://u:p@a.example/",
        ),
        *("https://hooks.zapier.com/hooks/catch/1/a", "https://a.example/x?sig=abcdefgh1", "https://A.example/", "-"),
    ]
)
_OPTIONS = ("-sS", "-XPOST", "-X PUT", "-L", "-k", "-i", "-u a:b", "-u 'alice:hunter22x'", "--user token:abcd1234",
            "-u alice", "--compressed", "-G", "-I", "&& ls")  # fmt: skip
_QUOTES = st.sampled_from(["'{}'", '"{}"', "{}"])


@st.composite
def _words(draw: st.DrawFn) -> str:
    """One option with its argument, an address, or a switch."""
    quote = draw(_QUOTES)
    kind = draw(st.integers(0, 9))
    if kind < 4:
        return "-H " + quote.format(f"{draw(_NAMES)}: {draw(_VALUES)}")
    if kind < 7:
        return quote.format(draw(_URLS))
    if kind == 7:
        return draw(st.sampled_from(["-d ", "--data-raw "])) + quote.format(draw(_VALUES))
    return draw(st.sampled_from(_OPTIONS))


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(_words(), min_size=1, max_size=5),
    st.sampled_from([" ", " \\\n  ", "\n", "  "]),
    st.sampled_from([*_WRAPS, "```curl\n{}```", "$ $ {}", "```\n$ {}", "> {}", "```\n{}\n```\nwhy 401?"]),
)
def test_a_command_of_any_words_is_read_the_same(words: list[str], between: str, wrap: str) -> None:
    """Whatever stands in a command, the short way answers None or what the long way answers."""
    text = wrap.format("curl " + between.join(words))
    report = parse_plain(text)
    if report is not None:
        assert _shown(report) == _shown(parse_at_length(text))


def test_a_usual_command_takes_the_short_way() -> None:
    """The command of most pastes is read by it, and parse gives its Report."""
    text = "curl -sS -X POST 'https://api.example.com/v1/me' \\\n  -H 'Authorization: Bearer ghp_0123' -d '{\"a\": 1}'"
    assert parse_plain(text) == parse(text) == parse_at_length(text)
    assert parse(text).request is not None


def test_a_harmless_name_is_read_the_same() -> None:
    """Each header and parameter that is harmless by its name is no credential to the short way, as to the long way."""
    names = sorted(HARMLESS_HEADERS | LINK_HEADERS)
    texts = [f"curl -H '{name}: abcdef123456' https://api.example.com/" for name in names]
    texts += [f"curl 'https://api.example.com/?{name}=abcdef123456'" for name in sorted(PARAMETERS)]
    taken = [(text, report) for text in texts if (report := parse_plain(text)) is not None]
    assert len(taken) > 100
    for text, report in taken:
        assert _shown(report) == _shown(parse_at_length(text)), text
