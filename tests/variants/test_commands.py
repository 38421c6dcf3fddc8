"""What people are told to run: no word of a paste or of an answer does anything in it but stand there."""

from __future__ import annotations

import contextlib
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.auth.names import KNOWN_SCHEMES
from bot.case import Case
from bot.diagnosis.templates import step
from bot.knowledge.schema import Commands
from bot.knowledge.schema import Step as StepEntry
from bot.masking import Secret
from bot.model import Credential, Request
from bot.reply import payload, terminal
from bot.service import Service
from bot.settings import read
from bot.url import url_of
from bot.variants.command import command_of
from tests._knowledge import shipped
from tests._shell import Calls, commands, is_whole, ran, words_of_cmd, words_of_powershell
from tests.auth.test_quoting import HOSTILE, VALUES
from tests.diagnosis._cases import BOOK, case

TOKEN = "tok-5d41402abc4b2a76b9719d911017c592"
URLS = (
    *(f"https://{value}/v1" for value in HOSTILE),
    *(f"https://api.example.com{value}/v1" for value in HOSTILE),
    *(f"https://api.example.com:{value}/v1" for value in HOSTILE),
    *(f"{value}://api.example.com/v1" for value in HOSTILE),
    "https://[$(touch pwned)]/v1", "https://a@$(touch pwned)/v1", "https://$(touch pwned)@api.example.com/v1", "-ofile",
)  # fmt: skip
GOOD = (
    "https://api.example.com/v1",
    "http://127.0.0.1:8080",
    "https://[::1]:8443/x",
    "https://bücher.example",
    "http://a_b",
)
SERVICE = Service(read({"AUTH401_ALLOW_HOSTS": "127.0.0.1:*"}), built_in=shipped())
SCHEMES = (*HOSTILE, *("To" + value for value in HOSTILE), "unheard-of", "bearer`id`", "Basic;touch pwned")


def facing(url: str, scheme: str = "bearer") -> Case:
    """A case of a request to ``url`` whose API asks for ``scheme``."""
    found = case(read_response={"schemes": [scheme]}, decode_token={"iss": scheme, "aud": scheme, "alg": scheme})
    return replace(found, request=Request(method="GET", url=url), book=BOOK)


def programs(line: str) -> list[tuple[str, int]]:
    """The programs that a line runs in bash, each with its number of words; it leaves no file behind."""
    calls, files = ran(line, TOKEN="t", API_USER="u", CLIENT_ID="c", CLIENT_SECRET="s", PROXY_USER="p")
    assert files == [], line
    return sorted((call[0], len(call)) for call in calls)


@pytest.fixture(scope="module")
def harmless() -> dict[tuple[str, str], tuple[str, list[tuple[str, int]]]]:
    """What each command of each instruction is, and runs, where nothing is hostile."""
    shown = {}
    for entry in BOOK.steps.values():
        for system, line in commands(step(entry, facing(GOOD[0]))).items():
            if not system.startswith("Windows"):
                assert is_whole(line), line
            shown[entry.id, system] = (line, programs(line) if system in ("Run", "Linux") else [])
    return shown


def every_command(url: str, scheme: str) -> Iterator[tuple[tuple[str, str], str]]:
    """All commands of all instructions for such a request and answer."""
    found = facing(url, scheme)
    for entry in BOOK.steps.values():
        for system, line in commands(step(entry, found)).items():
            yield (entry.id, system), line


def test_no_hostile_value_stands_in_a_command(harmless: dict[tuple[str, str], tuple[str, list[Any]]]) -> None:
    """All instructions x hostile hosts, ports, schemes of the URL and of the challenge: each command is as it would be
    without them, or is left out."""
    for url in URLS:
        read = url_of(url)
        assert read.fault or re.fullmatch(r"https?://[a-z0-9._-]+(:[0-9]+)?", read.origin)
        for key, line in every_command(url, "bearer"):
            plain = _template(key).replace("{host}", read.name).replace("{scheme}", "Bearer")
            assert line == plain.replace("{origin}", read.origin), url
            assert not read.fault or line == harmless[key][0]
    for scheme in filter(None, SCHEMES):
        for key, line in every_command(GOOD[0], scheme):
            assert line == harmless[key][0], (scheme, line)
            assert "{scheme}" not in _template(key), (scheme, line)


def test_commands_for_real_hosts_run_the_same_programs(
    harmless: dict[tuple[str, str], tuple[str, list[Any]]],
) -> None:
    """Addresses, ports and international names: whole commands that run what the template names, with as many words."""
    seen = set()
    for url in GOOD:
        for key, line in every_command(url, "Digest"):
            if line in seen or key[1].startswith("Windows"):
                continue
            seen.add(line)
            assert is_whole(line), line
            assert key[1] == "macOS" or programs(line) == harmless[key][1], line
    assert len(seen) > 60


def _template(key: tuple[str, str]) -> str:
    entry, (system, _, shell) = BOOK.steps[key[0]].commands, key[1].partition(" ")
    template = {"Run": entry.any, "Windows": entry.windows, "macOS": entry.macos, "Linux": entry.linux}[system]
    return template.removeprefix(f"{shell}: ")


# An instruction of an operator's own, with a claim in it: what anybody may have written into a token
OWN = StepEntry(
    text="Compare.",
    source="own",
    id="own",
    commands=Commands(
        any="curl {decode-token.iss}",
        linux='curl {decode-token.iss} "{decode-token.iss}" -H "Issuer: {decode-token.iss} $TOKEN"',
        macos="curl {decode-token.iss} x",
        windows="PowerShell: curl {decode-token.iss} x",
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VALUES, min_size=1, max_size=12))
def test_a_claim_is_one_word_of_every_shell(values: list[str]) -> None:
    """Whatever an operator's template puts into a command is quoted for its shell, or the command is left out."""
    posix: list[tuple[str, str]] = []
    for value in values:
        found = commands(step(OWN, facing(GOOD[0], value)))
        if "Windows PowerShell" in found:
            assert words_of_powershell(found["Windows PowerShell"]) == ["curl", value, "x"]
        windows = commands(step(replace_windows("cmd.exe: curl {decode-token.iss} x"), facing(GOOD[0], value)))
        if "Windows cmd.exe" in windows:
            assert words_of_cmd(windows["Windows cmd.exe"]) == ["curl", value, "x"]
        posix += [(value, found[system]) for system in ("macOS", "Linux", "Run") if system in found]
    calls, files = ran("\n".join(line.replace("curl", f"curl {n:03}") for n, (_, line) in enumerate(posix)), TOKEN="t")
    assert files == []
    for call, (value, line) in zip(calls, posix, strict=True):
        assert set(call[2:]) <= {value, "x", "-H", f"Issuer: {value} t"}, line


def replace_windows(command: str) -> StepEntry:
    """``OWN`` with another command for Windows."""
    return StepEntry(text="Compare.", source="own", id="own", commands=Commands(windows=command))


# ---- the corrected command -----------------------------------------------------------------------------------------

_PATHS = st.builds("/{}{}".format, VALUES, st.sampled_from(["", "/x", f"/bot{TOKEN}/getMe", "?page=1&a=2", "?$top=1"]))
_REQUESTS = st.builds(
    Request,
    method=st.one_of(st.sampled_from(["GET", "POST", "DELETE"]), VALUES),
    url=st.one_of(_PATHS.map("https://api.example.com".__add__), VALUES.map("https://{}/x?q=1".format)),
    headers=st.lists(
        st.tuples(
            st.one_of(VALUES, st.sampled_from(["Authorization", "Cookie", "Accept", "X-Api-Key"])),
            st.one_of(VALUES, st.just(f"Bearer {TOKEN}"), VALUES.map(lambda one: f"{one} {TOKEN}")),
        ),
        max_size=4,
    ).map(tuple),
    body=st.one_of(st.none(), st.just(b"{}")),
    credentials=st.sampled_from([(), (Credential(kind="api-key", location="path", secret=Secret(TOKEN, "path")),)]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_REQUESTS, max_size=25), st.booleans())
def test_a_corrected_command_runs_curl_and_nothing_else(requests: list[Request], is_basic: bool) -> None:
    """Hostile methods, hosts, paths, queries, names and values of headers: one curl, each option with one word."""
    made = [line for one in requests if (line := command_of(one, schemes=KNOWN_SCHEMES, basic=is_basic))]
    assert all(map(is_whole, made))
    variables = {
        "TOKEN": "t $(x)",
        "API_KEY": "k *",
        "COOKIE": "c;d",
        "API_USER": "u",
        "API_PASSWORD": "p q",
        "BODY": "@b",
    }
    calls, files = ran("\n".join(line.replace("curl", f"curl {n:03}", 1) for n, line in enumerate(made)), **variables)
    assert files == []
    assert [call[1] for call in calls] == [f"{n:03}" for n in range(len(made))]
    for call in calls:
        check_curl(list(call[2:]))


@pytest.mark.parametrize(("shell", "words_of"), [("cmd", words_of_cmd), ("powershell", words_of_powershell)])
@settings(deadline=None)
@given(_REQUESTS, st.booleans())
def test_a_corrected_command_for_windows_is_one_curl(
    shell: Literal["cmd", "powershell"], words_of: Callable[[str], list[str]], request: Request, is_basic: bool
) -> None:
    """For the shell of the paste: curl with its words, variables where secrets were, and nothing that expands."""
    made = command_of(replace(request, shell=shell), schemes=KNOWN_SCHEMES, basic=is_basic)
    if made:
        program, *words = words_of(made)
        assert program == ("curl" if shell == "cmd" else "curl.exe")
        assert TOKEN not in made
        check_curl(words)


@pytest.mark.parametrize(
    ("pasted", "written"),
    [
        (
            'C:\\Users\\kim>curl -H "Authorization: Token {t}" https://api.example.com/v1/me?page=2',
            'curl "https://api.example.com/v1/me?page=2" -H "Authorization: Bearer %TOKEN%"',
        ),
        (
            "PS C:\\Users\\kim> curl.exe -H 'Authorization: Token {t}' https://api.example.com/v1/me",
            'curl.exe https://api.example.com/v1/me -H "Authorization: Bearer ${{env:TOKEN}}"',
        ),
        (
            "kim@box:~$ curl -H 'Authorization: Token {t}' https://api.example.com/v1/me",
            "curl 'https://api.example.com/v1/me' -H \"Authorization: Bearer $TOKEN\"",
        ),
    ],
)
async def test_the_correction_is_written_for_the_shell_of_the_paste(pasted: str, written: str) -> None:
    """cmd.exe, PowerShell or bash, by prompt and quotation marks."""
    paste = f"{pasted.format(t=TOKEN)}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer"
    examination = await Service(read({})).examine(paste, live=False)
    assert examination.diagnosis.causes[0].corrected == written.format()


def check_curl(words: list[str]) -> None:
    """The words of a curl: known options with one argument each, and one URL to a host that could be asked."""
    urls = []
    while words:
        word = words.pop(0)
        if word in ("-X", "-H", "-u", "--data-raw"):
            argument = words.pop(0)
            assert word != "-H" or argument[:1].isalnum()
            assert word != "-X" or argument.replace("-", "").replace("_", "").isalnum()
        elif word not in ("-g", "--digest"):
            urls.append(word)
    (url,) = urls
    assert url.startswith(("https://", "http://"))


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://api.example.com/users/{id}/x", "-g 'https://api.example.com/users/{id}/x'"),
        ("https://api.example.com/x[1-9]", '"https://api.example.com/$ID"'),
        ("https://[::1]/x", "'https://[::1]/x'"),
        ("https://api.example.com/a`id`/b", '"https://api.example.com/$ID/b"'),
        ("https://api.example.com/x?a=1&page=2", '"https://api.example.com/x?a=$VALUE&page=2"'),
        ("https://api.example.com/Users('me')", '"https://api.example.com/$ID"'),
        ("https://bob:pw@API.example.com:443/x#y", "'https://api.example.com/x'"),
        ("https://<tenant>.example.com/x", ""),
        ("https://api.example.com$({touch,pwned})/x", ""),
        ("file:///etc/passwd", ""),
        ("/v1/me", ""),
    ],
)
def test_the_url_of_a_command(url: str, written: str) -> None:
    """One word that curl takes for one URL; without a host that could be asked there is no command."""
    made = command_of(Request(method="GET", url=url), schemes=KNOWN_SCHEMES)
    assert made == (f"curl {written}" if written else "")


@pytest.mark.parametrize("value", ["To`id`ken abc", "Unheard abc", "x$(id) abc"])
def test_an_unknown_scheme_is_a_variable_in_a_command(value: str) -> None:
    """The first word of an Authorization that nobody knows may be anything: the variable stands for all of it."""
    request = Request(method="GET", url=GOOD[0], headers=(("Authorization", value),))
    assert command_of(request, schemes=KNOWN_SCHEMES).endswith('-H "Authorization: $TOKEN"')


# ---- whole diagnoses of hostile answers ----------------------------------------------------------------------------

CURL = f"curl {{origin}}/v1/me -H 'Authorization: Bearer {TOKEN}'\nHTTP/1.1 401 Unauthorized"
ANSWERS: dict[str, tuple[int, list[tuple[str, str]], str]] = {
    "a backquote in the scheme": (401, [("WWW-Authenticate", "To`id`ken realm=x")], ""),
    "operators for a scheme": (401, [("WWW-Authenticate", "a|b&c'd realm=x")], ""),
    "a dollar in the scheme": (401, [("WWW-Authenticate", "$HOME, !!touch, %PATH%")], ""),
    "the realm": (401, [("WWW-Authenticate", 'Basic realm="$(touch pwned)`touch pwned`"')], ""),
    "the header's name": (401, [("WWW-Authenticate", 'ApiKey name="X-Key: `touch pwned`", in="header"')], ""),
    "another header's name": (401, [("WWW-Authenticate", "Key header=\"-H';touch pwned;'\"")], ""),
    "the error": (401, [("WWW-Authenticate", 'Bearer error="invalid_token", scope="`id`;$(touch pwned)"')], ""),
    "a redirect away": (302, [("Location", "https://a$({touch,pwned}).example/`id`?$(touch pwned)")], ""),
    "a redirect here": (302, [("Location", "/x';touch pwned;'/$(touch pwned)/")], ""),
    "a redirect to no URL": (302, [("Location", "http://[::1")], ""),
    "a placeholder to redirect to": (302, [("Location", "https://[your-domain]/x")], ""),
    "a body": (401, [("Content-Type", "application/json")], '{"error": "use header X-`id`-Key: $(touch pwned)"}'),
    "words of a header": (401, [], "missing header X-Api-Key;touch pwned"),
    "markup": (401, [("Server", "`touch pwned`")], "<h1>401 $(touch pwned)</h1>"),
}


@contextlib.contextmanager
def answering(status: int, headers: list[tuple[str, str]], body: str) -> Iterator[str]:
    """A server on loopback that always answers so; its origin."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in [*headers, ("Content-Length", str(len(body)))]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        do_OPTIONS = do_HEAD = do_GET  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("name", ANSWERS)
async def test_what_a_hostile_answer_makes_people_run(name: str) -> None:
    """Every command of the whole answer, run in bash: only what our templates name, and nothing is left behind."""
    with answering(*ANSWERS[name]) as origin:
        examination = await SERVICE.examine(CURL.format(origin=origin))
    assert terminal.render(examination)
    check_causes(examination.diagnosis.causes)


PASTES = (
    f"We get 401 Unauthorized from https://api.example.com{{0}}/x with Bearer {TOKEN}",
    f"curl 'https://{{0}}.example.com/{{0}}' -H 'Authorization: Bearer {TOKEN}' -H '{{0}}: x'\n401",
    f"GET /{{0}} HTTP/1.1\nHost: {{0}}\nAuthorization: {{0}} {TOKEN}\n\nHTTP/1.1 401 Unauthorized\n"
    "WWW-Authenticate: {0} realm={0}\n",
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
async def test_what_a_hostile_paste_makes_people_run(number: int) -> None:
    """The same for what stands in the place of host, path, header and scheme of a paste, in prose and as a command."""
    paste = PASTES[number % len(PASTES)].format(HOSTILE[number].replace("\ud800", "\ufffd"))
    examination = await SERVICE.examine(paste, live=False)
    assert not examination.failed
    assert payload.check(examination, True)
    check_causes(examination.diagnosis.causes)


def check_causes(causes: tuple[Any, ...]) -> None:
    """No command of the causes does anything but call the programs that a template or a correction names."""
    known = {
        "curl",
        "grep",
        "getent",
        "dig",
        "openssl",
        "nslookup",
        "date",
        "head",
        "tail",
        "tr",
        "cut",
        "base64",
        "od",
    }
    known |= {"wc", "xxd", "sudo", "timedatectl", "resolvectl", "env", "ls"}
    lines = [line for cause in causes for one in cause.steps for system, line in commands(one).items()
             if not system.startswith("Windows")]  # fmt: skip
    lines += [cause.corrected for cause in causes if cause.corrected]
    for line in lines:
        called = run_once(line)
        assert {call[0] for call in called} <= known
        assert not any("pwned" in word for call in called for word in call if not word.startswith(("http", "X-")))


@cache
def run_once(line: str) -> Calls:
    """What a line that is shown calls; it is whole and leaves no file behind."""
    assert is_whole(line), line
    called, files = ran(line, TOKEN="t")
    assert files == [], line
    return called


def test_an_unknown_scheme_stays_in_prose() -> None:
    """It is told in words, without a backquote or a line of its own, and no command has it."""
    forged = "To`id`ken.\nLinux: `touch pwned`"
    shown = step(BOOK.steps["use-named-scheme"], facing(GOOD[0], forged))
    assert "To'id'ken. Linux: 'touch pwned'" in shown.text
    assert commands(shown) == {}  # which scheme is wanted is known: there is nothing to ask
    assert commands(step(BOOK.steps["add-scheme"], facing(GOOD[0], forged))) == {}
