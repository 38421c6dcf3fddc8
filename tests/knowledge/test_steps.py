"""The instructions: one line of each that any paste can be answered with, and commands that run as they stand."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.auth.quoting import filled
from bot.case import Case
from bot.diagnosis.headline import line
from bot.diagnosis.surroundings import is_suitable
from bot.diagnosis.templates import in_command, step, value_of
from bot.knowledge.book import Book
from bot.knowledge.schema import LONGEST_LINE, Provider, Step, System
from bot.model import Request
from tests._knowledge import shipped
from tests._shell import commands, is_whole, ran
from tests.diagnosis._cases import case

BOOK = shipped().book
STEPS = sorted(BOOK.steps.values(), key=lambda each: each.id)
_SYSTEMS: tuple[System, ...] = typing.get_args(System)
POSIX = ("any", "macos", "linux")
_STOCK = re.compile(r"https?://[a-z0-9]|\b[A-Za-z0-9-]+\.(?:com|org|net|io|dev|example)\b|YOUR[_ ]|<[a-z]")
_VARIABLE = re.compile(r"\$\{?(?:env:)?([A-Z][A-Z_]+)")
_SAMPLES = {
    "host": "api.corp.test",
    "origin": "https://api.corp.test:8443",
    "origin.unasked": "https://api.corp.test:8443",
    "scheme": "Bearer",
    "header.start": "X-Api-Key: ",
}
_IN_QUOTES = re.compile(r'"[^"`]*"|\'[^\']*\'')
# Programs and cmdlets that Windows has, and methods of what they give
_OF_WINDOWS = re.compile(
    r"curl\.exe|ipconfig|w32tm|\$env:[A-Z_]+|\$p=|Get-ChildItem|Select-String|Select-Object|Remove-Item|\(?\[[A-Z]"
)


def of_id(entry: Step) -> str:
    """The id of a step, for the names of tests."""
    return entry.id


def facing(provider: Provider | None = None, **facts: dict[str, object]) -> Case:
    """A case of a request without a credential to a host, which may be a provider's."""
    request = Request(method="GET", url="https://api.corp.test/v1/me")
    return replace(case(**facts), request=request, book=BOOK, provider=provider)


def posix_commands(entry: Step) -> Iterator[str]:
    """The commands of a step for POSIX shells, filled with harmless samples."""
    for system in POSIX:
        if template := getattr(entry.commands, system):
            done = filled(template, _SAMPLES.__getitem__, "any" if system == "any" else "posix")
            assert done, template
            yield done


@pytest.mark.parametrize("entry", STEPS, ids=of_id)
def test_a_step_is_said_in_one_line_whatever_is_known(entry: Step) -> None:
    """Where nothing is known, there is still a wording: imperative, whole, and with no stand-in."""
    said = line(entry, facing())
    assert 20 <= len(said) <= LONGEST_LINE
    assert said[0].isupper()
    assert "\n" not in said
    assert "{" not in said.replace("${TOKEN:?", "")


@pytest.mark.parametrize("entry", STEPS, ids=of_id)
def test_a_step_names_no_stock_host_and_no_sample_key(entry: Step) -> None:
    """Only names that are filled stand for hosts and keys; what is not known is said in words."""
    systems = [getattr(entry.commands, system) for system in (*POSIX, "windows")]
    words = " ".join((*entry.lines, entry.text, entry.see, *systems))
    assert _STOCK.findall(words.replace("https://{host}", "").replace("</dev", "")) == []


def test_lines_are_told_apart() -> None:
    """No two steps say the same."""
    last = [entry.lines[-1] for entry in STEPS]
    assert len(set(last)) == len(last)


@pytest.mark.parametrize("entry", [entry for entry in STEPS if any(posix_commands(entry))], ids=of_id)
def test_posix_commands_are_whole_and_run(entry: Step) -> None:
    """bash takes each for whole commands, and with its variables set it calls programs that are there."""
    for command in posix_commands(entry):
        assert is_whole(command), command
        variables = dict.fromkeys(_VARIABLE.findall(command), "x")
        calls, files = ran(command, **variables)
        assert files == []
        assert not any("not found" in word for call in calls for word in call), calls
        assert calls or command.split()[0] in ("printf", "export", "unset", "read") or "$(" in command, command


@pytest.mark.parametrize("entry", [entry for entry in STEPS if entry.commands.windows], ids=of_id)
def test_windows_commands_are_powershell_with_its_quotes_closed(entry: Step) -> None:
    """Each names its shell, closes its quotes and brackets, reads variables as $env:NAME, and runs what Windows has."""
    shell, _, template = entry.commands.windows.partition(": ")
    command = filled(template, _SAMPLES.__getitem__, "powershell")
    bare = _IN_QUOTES.sub("", command)
    assert shell == "PowerShell"
    assert '"' not in bare
    assert "'" not in bare
    assert "&&" not in bare
    assert all(bare.count(opening) == bare.count(closing) for opening, closing in ("()", "[]", "{}"))
    assert _OF_WINDOWS.match(command), command
    assert not re.search(r"\$(?!env:|\{env:|_\.|p\b|TOKEN$)", command), command


@pytest.mark.parametrize("entry", STEPS, ids=of_id)
def test_a_step_says_which_variables_to_set(entry: Step) -> None:
    """Whatever a command reads besides TOKEN is named in the step's text."""
    read = {name for system in (*POSIX, "windows") for name in _VARIABLE.findall(getattr(entry.commands, system))}
    assert read - {"TOKEN", "NO_PROXY"} <= set(re.findall(r"\b[A-Z][A-Z_]+\b", entry.text))


def test_a_step_for_one_system_is_never_a_cause_s_only_one() -> None:
    """Few steps are silly elsewhere, and each cause has a step that suits, whatever one thing a paste shows."""
    special = {entry.id for entry in STEPS if entry.suits}
    assert len(special) * 4 < len(STEPS)
    for shown in (frozenset[System](), *(frozenset[System]([system]) for system in _SYSTEMS)):
        suitable = {entry.id for entry in STEPS if is_suitable(entry, shown)}
        assert [cause.id for cause in BOOK.causes.values() if suitable.isdisjoint(cause.steps)] == [], shown


# ---- what a command says of the header -----------------------------------------------------------------------------


@pytest.mark.parametrize("provider", sorted(BOOK.providers), ids=str)
def test_a_command_names_the_provider_s_own_header_and_scheme_or_none(provider: str, book: Book) -> None:
    """Where an entry says where the credential goes, no command puts it anywhere else."""
    entry = book.providers[provider]
    start = in_command("header.start", facing(entry))
    header, _, scheme = start.partition(":")
    places = [place for place in entry.placement if place.place == "header" and place.name == header]
    schemes = [each.strip() for place in places for each in place.scheme.split("|")]
    assert not start or scheme.strip() in schemes
    if start:
        assert f'-H "{start}$TOKEN"' in commands(step(BOOK.steps["send-in-header"], facing(entry)))["Run"]


@pytest.mark.parametrize(
    ("provider", "start"),
    [
        ("gitlab", "PRIVATE-TOKEN: "),
        ("stripe", "Authorization: Bearer "),
        ("anthropic", "x-api-key: "),
        ("discord", "Authorization: Bot "),
        ("shopify", "X-Shopify-Access-Token: "),
        ("twilio", ""),
        ("", ""),
    ],
)
def test_what_is_before_the_value_in_its_header(provider: str, start: str) -> None:
    """A key's own header, a scheme, and nothing for what a client computes or nobody names."""
    assert value_of("header.start", facing(BOOK.providers.get(provider))) == start


@pytest.mark.parametrize("scheme", ["basic", "digest", "ntlm", "aws4-hmac-sha256", "$(id)", "", "jwt`id`"])
def test_a_header_that_no_hand_types_gives_no_command(scheme: str) -> None:
    """Without an entry, only a plain scheme that was sent is taken; others give no command at all."""
    sent = facing(lint_request={"header": "Authorization", "scheme": scheme})
    assert in_command("header.start", sent) == ""
    assert commands(step(BOOK.steps["send-in-header"], sent)) == {}


def test_a_plain_scheme_that_was_sent_is_taken() -> None:
    """Bearer in Authorization, and nobody says otherwise: the command sends it so."""
    sent = facing(lint_request={"header": "Authorization", "scheme": "bearer"})
    assert in_command("header.start", sent) == "Authorization: Bearer "
    windows = commands(step(BOOK.steps["send-in-header"], sent))["Windows PowerShell"]
    assert windows == 'curl.exe -sS -i https://api.corp.test/ -H "Authorization: Bearer $env:TOKEN"'
