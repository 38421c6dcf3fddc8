"""What is read of a curl command beyond what a local curl can be asked: credentials, transfer, problems, curl 8.2x."""

from __future__ import annotations

import dataclasses
import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking import Secret
from bot.model import Request, Transfer
from bot.parsing._reading import PROBLEMS
from bot.parsing.formats._curl_options import SWITCHES, WITH_ARGUMENT
from bot.parsing.formats.curl import read
from tests import _data

CASES = _data.read(Path(__file__).with_suffix(".yaml").with_name("curl.yaml"))
PIECES = st.sampled_from(
    [
        *(
            "curl ",
            "curl.exe ",
            "-H ",
            "-d ",
            "-F ",
            "-u ",
            "-X ",
            "-G ",
            "-K - ",
            "-b ",
            "-T ",
            "-z ",
            "--json ",
            "--next ",
        ),
        *("--variable a=b ", "--expand-url ", "--url-query ", "https://api.example/", "'", '"', "$'", '$"', "\\", "`"),
        *(
            "^",
            "^\n",
            "`\n",
            "\\\n",
            "\n",
            " ",
            "\t",
            "$(",
            "${",
            ")",
            "}",
            "{a,b}",
            "{{x}}",
            "[1-3]",
            "[",
            "{",
            "@-",
            "@f",
        ),
        *(
            "<<EOF\n",
            "EOF\n",
            "<<<",
            "<",
            ">",
            "|",
            "&",
            ";",
            "#",
            "%41",
            "%NAME%",
            "$X",
            "X=1\n",
            "=",
            ":",
            "é",
            "\udcff",
            "\ud800",
        ),
        *("PS C:\\> ", "C:\\>", "$ ", "a", "(", "\x00", "for i in a b; do ", "echo x | ", "\\x41", "'@\n", "@'\n"),
    ]
)
OPTIONS = st.sampled_from(sorted(WITH_ARGUMENT | SWITCHES)).map(" --{} ".format)


def _shown(request: Request) -> str:
    return f"{request.method} {request.url}"


def _transfer(transfer: Transfer) -> dict[str, object]:
    """The fields that are not as in a plain request, secrets in clear."""
    plain, found = Transfer(), {}
    for field in dataclasses.fields(transfer):
        value = getattr(transfer, field.name)
        if value != getattr(plain, field.name):
            found[field.name] = (
                value.reveal() if isinstance(value, Secret) else list(value) if isinstance(value, tuple) else value
            )
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_command_is_read_as_its_case_says(name: str) -> None:
    """Requests, body, headers, credentials, transfer and problems are those that the case lists."""
    case = CASES[name]
    reading = read(case["paste"])
    assert [_shown(request) for request in reading.requests] == case["sends"]
    assert sorted({problem.code for problem in reading.problems}) == case.get("problems", [])
    if "says" in case:
        assert case["says"] in [problem.text for problem in reading.problems]
    for request in reading.requests[-1:]:
        if "body" in case:
            assert request.body == (None if case["body"] is None else case["body"].encode())
        if "headers" in case:
            assert [f"{name}: {value}" for name, value in request.headers] == case["headers"]
        if "credentials" in case:
            assert [f"{c.kind} {c.location} {c.secret.reveal()}" for c in request.credentials] == case["credentials"]
        if "transfer" in case:
            assert _transfer(request.transfer) == case["transfer"]


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | OPTIONS, max_size=40).map("".join))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Whatever follows the word curl is read or left alone: at most 20 requests, spans inside the text, valid text."""
    reading = read("curl " + text)
    assert len(reading.requests) <= 20
    assert {problem.code for problem in reading.problems} <= PROBLEMS.keys()
    assert all(0 <= start <= end <= len(text) + 5 for start, end in reading.spans)
    for request in reading.requests:
        _shown(request).encode()
        "".join(name + value for name, value in request.headers).encode()


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_a_quoted_body_arrives_as_it_was_typed(body: str) -> None:
    """Any text in single quotes is the body, byte for byte."""
    quoted = body.replace("'", "'\\''")
    reading = read(f"curl --data-raw '{quoted}' https://api.example/x")
    assert [request.body for request in reading.requests] == [body.encode()]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab1 :;,.{}[]()<>&|!#@'\"$*?/\\-=~"), min_size=1, max_size=40))
def test_one_body_is_read_the_same_in_every_shell(body: str) -> None:
    """A body quoted for bash, cmd.exe and PowerShell is the same body, whoever calls the program."""
    of_powershell = "'" + body.replace("'", "''").replace('"', '\\"') + "'"
    in_quotes = subprocess.list2cmdline([f"{body} "])  # a blank makes it quote
    commands = {
        "bash": f"curl --data-raw {shlex.quote(body)} https://api.example/x",
        "cmd": f"C:\\>curl --data-raw {in_quotes} https://api.example/x",
        "powershell": f"PS C:\\> curl.exe --data-raw {of_powershell} https://api.example/x",
    }
    found = {shell: [one.body for one in read(command).requests] for shell, command in commands.items()}
    assert found == {shell: [f"{body} ".encode() if shell == "cmd" else body.encode()] for shell in found}


@pytest.mark.parametrize(
    "unit", ["curl -a ", "'curl '", "curl $(", "curl ${", "curl {", "\t", "| curl - ", "-H 'a: b' ", "$(", "^"]
)
@pytest.mark.parametrize("start", ["", "curl https://x.test/ -d '", 'curl "https://x.test/', 'curl x.test ^\n -d ^"'])
def test_a_hostile_text_is_read_in_bounded_steps(start: str, unit: str) -> None:
    """64 KiB of awkward repeats end with a bounded number of requests and problems (and do not hang)."""
    reading = read(start + unit * (65_000 // len(unit)))
    assert len(reading.requests) <= 20
    assert len(reading.problems) <= 500
