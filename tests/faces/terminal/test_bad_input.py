"""Bad input of every kind ends in words within its deadline, with exit status 0, 1 or 2 and never a traceback."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
from collections.abc import Iterator

import pytest

from tests._command import run as command

SECRET = "tok-5d41402abc4b2a76b9719d911017c592"


def auth401(*arguments: str, stdin: str | bytes = "", allow: str = "") -> subprocess.CompletedProcess[bytes]:
    """One run of the real command, under the outside limit of twenty seconds."""
    given = stdin.encode("utf-8", "surrogateescape") if isinstance(stdin, str) else stdin
    return command(arguments, stdin=given, env=os.environ | {"AUTH401_ALLOW_HOSTS": allow}, timeout=20)


NOISE = bytes(random.Random(401).randbytes(64 * 1024))

PASTES: dict[str, bytes] = {
    "64 KiB of noise": NOISE,
    "64 KiB of letters": b"a" * 65536,
    "an unclosed quote": f"curl https://api.invalid/me -H 'Authorization: Bearer {SECRET}".encode(),
    "a private address": f"curl http://10.0.0.7/me -H 'Authorization: Bearer {SECRET}'".encode(),
    "a metadata address": b"curl http://169.254.169.254/latest/meta-data/",
    "a host that does not resolve": f"curl https://no-such-host.invalid/me -H 'X-Api-Key: {SECRET}'".encode(),
    "another scheme": f"curl ftp://sam:{SECRET}@files.example.com/".encode(),
    "an impossible port": f"curl https://api.example.com:99999/ -H 'X-Api-Key: {SECRET}'".encode(),
    "deep JSON": b"[" * 50_000,
    "a lone surrogate and NUL": b"curl https://api.invalid/\xed\xa0\x80\x00 -H 'X-Api-Key: " + SECRET.encode() + b"'",
    "an own scheme under a misspelt header": f"curl https://api.invalid/ -H 'Authorisation: Acme {SECRET}'".encode(),
    "only prose": b"it says unauthorized, help",
}


@pytest.mark.parametrize("paste", PASTES)
def test_it_ends_in_words(paste: str) -> None:
    """Status 0 or 1, one JSON object, no traceback, no fault of ours, no secret."""
    done = auth401("check", "-", "--json", stdin=PASTES[paste])
    printed = (done.stdout + done.stderr).decode()
    assert done.returncode in (0, 1), printed[-2000:]
    assert json.loads(done.stdout)["answer"].strip()
    assert "Traceback" not in printed
    assert "ERROR" not in printed
    assert SECRET not in printed


@pytest.mark.parametrize("arguments", [("check", "-"), ("check", "-", "--json"), ("parse", "-")])
def test_an_empty_paste_is_bad_usage(arguments: tuple[str, ...]) -> None:
    """Nothing to read: status 2 and a sentence that says what to give."""
    done = auth401(*arguments, stdin=" \n")
    assert done.returncode == 2
    assert b"paste is empty" in done.stderr


def test_a_paste_that_begins_with_a_dash_is_text() -> None:
    """Exit status 2 never depends on the text of a paste."""
    done = auth401("check", "--offline", f"-H 'Authorization: Bearer {SECRET}' https://api.example.com/me")
    assert done.returncode in (0, 1)


def test_an_unquoted_command_is_read_like_a_quoted_one() -> None:
    """Words whose quotes the shell took are put together again."""
    quoted = auth401("parse", "--json", "curl -H 'X-Api-Key: a b' https://api.example.com/me")
    words = auth401("parse", "--json", "curl", "-H", "X-Api-Key: a b", "https://api.example.com/me")
    assert json.loads(words.stdout) == json.loads(quoted.stdout)


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        yield server.getsockname()[1]


def test_a_server_that_hangs_does_not_hang_us(silent_server: int) -> None:
    """The answer is there within the outside limit, and says that nothing came back."""
    paste = f"curl http://127.0.0.1:{silent_server}/me -H 'X-Api-Key: {SECRET}'"
    done = auth401("check", "-", "--json", stdin=paste, allow="127.0.0.1:*")
    assert done.returncode == 1
    assert json.loads(done.stdout)["outcome"] in {"inconclusive", "not-reproduced", "nothing-to-check"}


def test_batch_answers_every_line() -> None:
    """Broken lines are answered too, blank ones are not, and nothing stops the rest."""
    lines = [
        '{"id": 1, "text": "curl https://api.example.com"}',
        "no json",
        '{"id": 3}',
        "",
        "[]",
        '{"id": "x", "text": ""}',
    ]
    done = auth401("check", "--batch", "--offline", stdin="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("id") for answer in answers if "error" in answer] == [None, 3, None]
    assert {answer["id"] for answer in answers if "outcome" in answer} == {1, "x"}
    assert done.returncode == 0


@pytest.mark.parametrize(("variable", "value"), [("PORT", "eighty"), ("AUTH401_LIVE", "sometimes")])
def test_an_unusable_setting_is_named(variable: str, value: str) -> None:
    """The variable, what was found, and status 2."""
    done = command(["check", "curl https://api.example.com"], env=os.environ | {variable: value})
    assert done.returncode == 2
    assert f"{variable} is '{value}'" in done.stderr.decode()


_TOKEN = "ghp_" + "0123456789abcdefABCDEF0123456789abcd"


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["check", f"--batch={_TOKEN}"], {}),
        (["run", "curl", "-H", f"Authorization: Bearer {_TOKEN}"], {}),
        ([f"curl -H 'Authorization: Bearer {_TOKEN}' \x1b[31m"], {}),
        (["demo", "--port", _TOKEN], {}),
        (["knowledge", "show", _TOKEN], {}),
        (["knowledge", "list", _TOKEN], {}),
        (["check", "x"], {"PORT": _TOKEN}),
        (["check", "x"], {"AUTH401_LIVE": "S3cretPw99"}),
        (["check", "x"], {"AUTH401_EXTERNAL": "S3cretPw99"}),
    ],
)
def test_a_complaint_shows_no_secret(words: list[str], variables: dict[str, str]) -> None:
    """What was typed without its quotes, or put into the wrong variable, is not repeated in clear."""
    done = command(words, env=os.environ | variables)
    assert done.returncode == 2
    assert b"Error: " in done.stderr
    assert not any(part in done.stderr.decode() for part in (_TOKEN[4:16], "S3cretPw99", "\x1b"))
