"""Bytes that are no text, in arguments, input and files: words and valid output, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests._command import run as command

ODD = (b"caf\xe9", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x1b]0;x\x07", b"\x01\x02\x7f\x85")
PASTE = b"curl https://api.example.com/%s -u a:bbbbbbbb%s -H 'X-%s: %s'\n401 %s"


def auth401(*arguments: str | bytes, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """One run of the real command, whose output must be valid whatever it was given."""
    done = command(arguments, stdin=stdin, env=os.environ | {"AUTH401_KNOWLEDGE": "", **env})
    assert b"Traceback" not in done.stderr, done.stderr[-2000:].decode(errors="replace")
    assert done.stdout.decode() is not None
    assert done.returncode in (0, 1, 2)
    return done


@pytest.mark.parametrize("odd", ODD)
def test_an_argument_may_be_any_bytes(odd: bytes) -> None:
    """The answer in JSON can be encoded again."""
    done = auth401("check", "--offline", "--json", PASTE.replace(b"%s", odd))
    assert json.dumps(json.loads(done.stdout), ensure_ascii=False).encode()


@pytest.mark.parametrize("command", [("check", "--offline"), ("parse", "--json")])
def test_an_argument_is_read_like_standard_input(command: tuple[str, ...]) -> None:
    """All odd bytes at once, both ways."""
    paste = PASTE.replace(b"%s", b"".join(ODD))
    assert auth401(*command, paste).returncode == auth401(*command, "-", stdin=paste).returncode


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "utf-16"])
def test_a_terminal_may_have_any_encoding(encoding: str) -> None:
    """What it cannot show is escaped."""
    arguments = [sys.executable, "-m", "bot", "check", "--offline", "curl https://ä.example/日本 401 \U0001f600"]
    done = subprocess.run(arguments, capture_output=True, env=os.environ | {"PYTHONIOENCODING": encoding}, check=False)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert done.stdout.decode(encoding)


def test_a_batch_answers_each_odd_line() -> None:
    """Half pairs, NUL and bytes that are no UTF-8 are texts; what is no JSON is said; all that is written is JSON."""
    lines = [
        rb'{"id": "half", "text": "curl https://a.example/\ud800 401"}',
        rb'{"id": "nul", "text": "curl https://a.example/\u0000 401"}',
        b'{"id": "bytes", "text": "curl https://a.example/\xff 401"}',
        rb'{"id": "\ud800", "text": "401"}',
        b'{"id": NaN, "text": "401"}',
        b'{"id": 1e999, "text": "401"}',
        b"\xff\xfe\x00",
        b'{"id": "deep", "text": ' + b"[" * 5000,
        b'{"id": "last", "text": "401 unauthorized"}',
    ]
    for words in (("check", "--batch", "--offline"), ("parse", "--batch")):
        done = auth401(*words, stdin=b"\n".join(lines))
        answers = [json.loads(line, parse_constant=pytest.fail) for line in done.stdout.splitlines()]
        assert [answer["id"] for answer in answers if "error" in answer] == [None] * 4
        assert {answer["id"] for answer in answers if "error" not in answer} == {
            "half",
            "nul",
            "bytes",
            "\ud800",
            "last",
        }


@pytest.mark.parametrize(
    "arguments",
    [
        ("knowledge", "show", b"\xe9"),
        ("knowledge", "lint", "--fast", b"\xe9"),
        ("knowledge", "list", b"\xe9"),
        ("knowledge", "import-openapi", b"\xe9", "--id", "x"),
        ("knowledge", "try", b"caf\xe9 401"),
        ("demo", "--port", b"\xe9"),
        (b"\xe9",),
    ],
)
def test_every_command_takes_odd_arguments(arguments: tuple[str | bytes, ...]) -> None:
    """Bad usage is said in words."""
    assert auth401(*arguments).returncode in (0, 1, 2)


@pytest.mark.parametrize("variable", ["AUTH401_KNOWLEDGE", "AUTH401_LIVE", "AUTH401_ALLOW_HOSTS", "AUTH401_TARGETS"])
def test_a_setting_may_be_any_bytes(variable: str, tmp_path: Path) -> None:
    """An odd folder is read, an odd value is named."""
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")
    os.makedirs(f"{folder}/providers")
    Path(f"{folder}/providers/odd.yaml").write_text("name: [")
    done = auth401("check", "--offline", "--json", "401", **{variable: folder})
    assert done.returncode in (1, 2)
