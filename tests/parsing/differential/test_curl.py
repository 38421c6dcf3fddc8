"""Every command of the data files is run by real bash and curl at a loopback server, and read: both must be equal.

Where curl 8.2x and an older local curl differ, the comparison is made blind to it: escapes in the URL are put in
capitals (8.x does that), and the headers of an HTTP/2 upgrade are left out (curl adds them by itself).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.parsing.formats.curl import read
from tests import _data
from tests.parsing.differential.capture import Capture, Sent, comparable

HERE = Path(__file__).parent
CASES = [
    pytest.param(command, id=f"{file.stem}: {name}")
    for file in sorted(HERE.glob("*.yaml"))
    for name, command in _data.read(file).items()
]
PASTES = [
    pytest.param(case, id=f"{file.stem}: {name}")
    for file in sorted((HERE / "pastes").glob("*.yaml"))
    for name, case in _data.read(file).items()
]
needs_curl = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("bash")), reason="curl or bash is missing: nothing to compare with"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Capture]:
    """A capturing server for http and https."""
    with Capture(tmp_path_factory.mktemp("curl")) as capture:
        yield capture
        capture.shutdown()


def read_as_sent(command: str) -> list[Sent]:
    """What our reader makes of ``command``, in the form in which both sides are compared."""
    found = []
    for request in read(command).requests:
        headers = [(name, value) for name, value in request.headers if name.lower() != "host"]
        url = _with_host(request.url, request.header("host"))
        found.append(comparable(request.method, _in_capitals(url), headers, request.body))
    return found


def _with_host(url: str, host: str | None) -> str:
    """The URL as it looks to a server that knows only the Host header."""
    return url if host is None else re.sub(r"//[^/]*", lambda _: f"//{host}", url, count=1)


def _in_capitals(url: str) -> str:
    return re.sub(r"%[0-9a-fA-F]{2}", lambda match: match[0].upper(), url)


@pytest.mark.parametrize("case", PASTES)
def test_a_paste_is_read_as_what_it_means(case: dict[str, str | list[str]]) -> None:
    """A damaged, foreign or wrapped command is read like the plain command that it means, and repairs are named."""
    reading = read(str(case["paste"]))
    assert read_as_sent(str(case["paste"])) == read_as_sent(str(case["means"]))
    assert sorted({problem.code for problem in reading.problems}) == case.get("problems", [])


@needs_curl
@pytest.mark.parametrize("case", PASTES)
def test_what_a_paste_means_is_what_curl_sends(case: dict[str, str | list[str]], server: Capture) -> None:
    """The plain command beside each paste arrives at the server as the paste was read."""
    arrived = server.run(str(case["means"]))
    assert read_as_sent(str(case["paste"])) == [
        comparable(sent.method, _in_capitals(sent.url), list(sent.headers), sent.body) for sent in arrived
    ]


def test_there_are_enough_commands_over_both_schemes() -> None:
    """The promise of 300 commands and of both schemes is kept by the data."""
    commands = [str(case.values[0]) for case in CASES]
    assert len(commands) >= 300
    assert sum("https://" in command for command in commands) >= 30


@needs_curl
@pytest.mark.parametrize("command", CASES)
def test_what_is_read_is_what_curl_sends(command: str, server: Capture) -> None:
    """Method, URL, headers and body of every request are those that arrive at the server."""
    arrived = [
        comparable(sent.method, _in_capitals(sent.url), list(sent.headers), sent.body) for sent in server.run(command)
    ]
    assert read_as_sent(command.replace("LOOPBACK", f"127.0.0.1:{server.port}")) == arrived
