"""The answer on a real terminal: bold, colours, links and width there, and plain text everywhere else."""

from __future__ import annotations

import json
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.faces.terminal.screen import Screen, page
from bot.masking import ours
from bot.model import Reply
from bot.reply import terminal
from bot.reply.compose import compose
from tests.faces.terminal._pty import bare, run
from tests.reply.test_reply import HOSTILE, examination

TOKEN = "tok-5d41402abc4b2a76b9719d911017c592"
PASTES = {
    "a provider": "curl https://gitlab.com/api/v4/user -H 'Authorization: Bearer glpat-00000000000000000000'\n"
    'HTTP/2 401\n\n{"message":"401 Unauthorized"}',
    "no token": "curl https://api.example.com/v1/users\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n",
    "an expired token": "curl https://api.example.com/v1/me -H 'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9."
    "eyJleHAiOjE1MDAwMDAwMDB9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg'\nHTTP/1.1 401 Unauthorized\n",
    "nothing": "hello",
    "Chinese": "请求一直返回 401，令牌刚刚刷新过，仍然不行。文档说要放在请求头里，我已经放了，"
    "但是网关还是拒绝所有请求而且没有任何说明。",
}


class _Api(BaseHTTPRequestHandler):
    """Refuses all but the token as Bearer, and everybody waits for ``released``."""

    released = threading.Event()

    def do_GET(self) -> None:  # the library's own name
        """Answer."""
        self.released.wait(8)
        accepted = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        self.send_response(200 if accepted else 401)
        if not accepted:
            self.send_header("WWW-Authenticate", 'Bearer realm="api"')
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def api(*, held: bool = False) -> Iterator[tuple[str, threading.Event]]:
    """An address, and the event that lets it answer."""
    handler = type("Api", (_Api,), {"released": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    released: threading.Event = handler.released  # type: ignore[attr-defined]
    if not held:
        released.set()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", released
    finally:
        released.set()
        server.shutdown()
        server.server_close()


def refused(address: str) -> str:
    """A paste with the scheme that the API does not take."""
    return f"curl '{address}/v1/me?api_key=abcdefghij123456' -H 'Authorization: Token {TOKEN}'"


def words_of(text: str) -> str:
    """The text without its blanks and backquotes, which differ by width and style."""
    return "".join(text.replace("`", "").split())


def test_a_terminal_gets_bold_and_the_colour_of_certainty() -> None:
    """Proven is green, the headline bold, and the command whole."""
    with api() as (address, _):
        ran = run("check", refused(address), width=60)
    assert ran.status == 0
    assert ran.out.startswith("\x1b[1m127.0.0.1 asks for Bearer")
    assert "\x1b[1;32mProven\x1b[0m" in ran.out
    command = next(line for line in bare(ran.out).splitlines() if line.startswith("  curl "))
    assert command.endswith('-H "Authorization: Bearer $TOKEN"')
    assert ran.out.rstrip().endswith("--verbose shows every check and all steps\x1b[0m")


@pytest.mark.parametrize(("word", "colour"), [("Observed", 36), ("Suspected", 33)])
def test_each_certainty_has_its_colour(word: str, colour: int) -> None:
    """Cyan and yellow."""
    reply = Reply(headline=ours("No token"), sure=ours(f"{word}, 80 %: it says so"))
    assert f"\x1b[1;{colour}m{word}\x1b[0m" in page(reply, Screen(80))


@pytest.mark.parametrize("paste", PASTES)
@pytest.mark.parametrize("width", [40, 200])
def test_no_line_is_longer_than_the_terminal(paste: str, width: int) -> None:
    """But commands and addresses; and prose ends at a hundred columns however wide the terminal is."""
    ran = run("check", "--offline", "--verbose", PASTES[paste], width=width)
    prose = [line for line in bare(ran.out).splitlines() if "://" not in line and "curl" not in line]
    commands = re.compile(r"\s+(Run|Linux|macOS|Windows)\b.*: \S")
    assert max(cell_len(line) for line in prose if not commands.match(line)) <= min(width, 100)
    assert "\x1b" not in bare(ran.out)


@pytest.mark.parametrize("options", [(), ("--verbose",)])
def test_without_a_terminal_it_is_the_plain_text(options: tuple[str, ...]) -> None:
    """To the letter, also with everything that asks for colours; ``answer`` in JSON is the same text."""
    paste = PASTES["a provider"]
    wishes = {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "COLUMNS": "50", "TERM_PROGRAM": "vscode"}
    piped = run("check", "--offline", *options, paste, terminals=(), environ=wishes)
    shown = json.loads(run("check", "--offline", "--json", paste, terminals=()).out)["answer"]
    assert "\x1b" not in piped.out + piped.err
    assert piped.out.startswith(shown)
    assert (piped.out == shown + "\n") is not bool(options)


def test_who_wants_no_colour_gets_none() -> None:
    """Bold stays, colours do not, and what is code keeps its backquotes."""
    ran = run("check", "--offline", "--verbose", PASTES["an expired token"], environ={"NO_COLOR": "1"})
    assert set(re.findall(r"\x1b\[([0-9;]*)m", ran.out)) == {"1", "0"}
    assert "`curl" in ran.out


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_without_escapes_gets_none(term: str) -> None:
    """Neither in the answer nor on standard error, and the lines fit all the same."""
    ran = run("check", "--offline", PASTES["a provider"], width=50, environ={"TERM": term})
    assert "\x1b" not in ran.out + ran.err
    assert ran.err == ""
    assert max(len(line) for line in ran.out.splitlines() if "://" not in line and "curl" not in line) <= 50


@pytest.mark.parametrize(
    ("environ", "linked"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"VTE_VERSION": "6800"}, True),
        ({"VTE_VERSION": "4800"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"WT_SESSION": "1"}, True),
        ({"TERM_PROGRAM": "vscode", "TERM": "dumb"}, False),
    ],
)
def test_pages_of_the_knowledge_are_links_where_the_terminal_has_them(environ: dict[str, str], linked: bool) -> None:
    """As OSC 8, with the address itself as the text."""
    ran = run("check", "--offline", PASTES["a provider"], environ=environ)
    found = re.findall(r"\x1b]8;[^;]*;(https[^\x1b]*)\x1b\\(https[^\x1b]*)\x1b]8;;\x1b\\", ran.out)
    assert bool(found) is linked
    assert all(target == text for target, text in found)
    assert {target.split("/")[2] for target, _ in found} <= {"docs.gitlab.com", "gitlab.com"}


def test_an_address_in_foreign_words_is_no_link() -> None:
    """Only the page that the knowledge names, whole: nothing that begins like it."""
    reply = Reply(
        headline=ours("See https://docs.example.com/keys."),
        sure=ours(
            "Not https://evil.example/ nor https://docs.example.com/keys/../evil, https://docs.example.com/keysx"
        ),
        command=ours("curl https://evil.example/"),
        fix=ours("Use this:"),
        pages=(ours("https://docs.example.com/keys"), ours("javascript:alert(1)")),
    )
    shown = page(reply, Screen(100, links=True))
    assert re.findall(r"\x1b]8;[^;]*;([^\x1b]+)\x1b", shown) == ["https://docs.example.com/keys"]


@settings(deadline=None, max_examples=60)
@given(
    HOSTILE.filter(str.strip)
    | st.sampled_from(["\x1b]8;;https://evil.example\x1b\\x", "[bold red]x[/]", ":boom: [link=https://e]"])
)
def test_foreign_words_form_no_escape_link_or_markup(words: str) -> None:
    """Whatever they are, the screen says what the plain page says, with colours of ours alone."""
    reply = compose(examination(words))
    for verbose in (False, True):
        for width in (40, 80):
            shown = bare(page(reply, Screen(width, links=True), verbose=verbose))
            assert not set(shown) & {"\x1b", "\x9b", "\x07", "\x00", "\u202e"}
            plain = words_of(terminal.page(reply, verbose=verbose))
            assert words_of(shown).removesuffix("--verboseshowseverycheckandallsteps") == plain


def test_a_command_is_copied_as_it_stands() -> None:
    """Tabs, backquotes, double blanks and length survive the narrowest terminal."""
    command = ours("curl 'https://api.example.com/?q=a  b' \\\n\t-H \"X: `date`\" # " + "x" * 90)
    reply = Reply(headline=ours("x"), sure=ours("y"), fix=ours("Use this:"), command=command)
    assert "\n".join(f"  {line}" for line in command.split("\n")) in bare(page(reply, Screen(40)))


# ---- progress ----------------------------------------------------------------------------------------------------


def left_on_the_line(err: str) -> str:
    """What stands on the terminal after the last time that the line was erased."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", err.rpartition("\x1b[2K")[2]).strip()


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_line_tells_which_check_runs(options: tuple[str, ...]) -> None:
    """On standard error, with the time, while the API lets us wait; afterwards it is gone."""
    with api(held=True) as (address, released):

        def heard(err: str) -> None:
            if re.search(r"none-probe.* \([0-9.]+ s\)", err):
                released.set()

        ran = run("check", *options, refused(address), terminals=("err",), heard=heard)
        assert released.is_set()
    assert left_on_the_line(ran.err) == ""
    assert "\x1b" not in ran.out
    assert TOKEN not in ran.out + ran.err
    if options:
        assert json.loads(ran.out)["outcome"] == "diagnosed"


@pytest.mark.parametrize("options", [(), ("--json",), ("--verbose",)])
def test_without_a_terminal_standard_error_is_silent(options: tuple[str, ...]) -> None:
    """No line of progress in a log."""
    with api() as (address, _):
        assert run("check", *options, refused(address), terminals=("out",)).err == ""


LINES = "".join(json.dumps({"id": number, "text": PASTES["no token"]}) + "\n" for number in range(3)) + "\nno json\n"


@pytest.mark.parametrize("command", [("check", "--offline", "--batch"), ("parse", "--batch")])
def test_a_batch_counts_on_standard_error(command: tuple[str, ...]) -> None:
    """Nothing but JSON on standard output."""
    ran = run(*command, stdin=LINES, terminals=("err",))
    assert len([json.loads(line) for line in ran.out.splitlines()]) == 4
    assert re.search(r"4 done, [0-9.]+ a second", ran.err)
    assert left_on_the_line(ran.err) == ""
    assert run(*command, stdin=LINES, terminals=()).err == ""


def test_a_batch_on_the_same_terminal_keeps_its_lines_whole() -> None:
    """The line of progress is away while a line of JSON is printed."""
    ran = run("check", "--offline", "--batch", stdin=LINES, width=2000)
    assert [json.loads(line).get("id") for line in ran.out.splitlines()].count(None) == 1


def test_progress_of_a_file_names_the_total(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank lines are none, and what was counted is still read."""
    from bot.faces.terminal import cli

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "batch.jsonl")
        path.write_text(LINES)
        with path.open() as source:
            monkeypatch.setattr(cli.sys, "stdin", source)
            monkeypatch.setattr(cli.sys.stderr, "isatty", lambda: True)
            assert cli._expected() == 4
            assert len(list(cli.lines())) == 5
