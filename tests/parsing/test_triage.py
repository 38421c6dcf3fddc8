"""Triage against messages kept as data: what the bot answers in a channel, and what it leaves alone."""

from __future__ import annotations

import base64
import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.parsing import _triage_words
from bot.parsing._triage_judge import strength_of
from bot.parsing._triage_text import plain, units
from bot.parsing.triage import is_for_us
from tests import _data
from tests.growth.judge import FLOOR_OF_WHOLE_S, Text, growth

_OWN = Path(__file__).parent / "triage"
_STREET = Path(__file__).parents[1] / "street"
_MARKER = re.compile(r"\{\{(\w+) ([^{}]*)\}\}")
_HOSTILE = {
    "line ends behind a 401": Text("401", "\n"),
    "one line of 401": Text("", "401 "),
    "lines of 401": Text("", "401\n"),
    "open quotes": Text("", '"', "401"),
    "open brackets": Text("", "(", "401"),
    "blanks": Text("401", " "),
    "fences": Text("", "```", "401"),
    "dots": Text("401 ", ". "),
    "conditions": Text("401 ", "if the "),
    "calls": Text("", "401 a.b("),
    "errors": Text("", "error: ", "401"),
    "contrasts": Text("", "401 but "),
}


@dataclass(frozen=True)
class Score:
    """How triage did on a set: counts of right answers and the texts that it got wrong."""

    right: int
    interrupted: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of its answers that were wanted."""
        return self.right / max(1, self.right + len(self.interrupted))

    @property
    def recall(self) -> float:
        """The share of wanted answers that it gave."""
        return self.right / max(1, self.right + len(self.missed))

    def __str__(self) -> str:
        wrong = [f"  interrupts: {text!r}" for text in self.interrupted] + [
            f"  misses: {text!r}" for text in self.missed
        ]
        return "\n".join([f"precision {self.precision:.3f}, recall {self.recall:.3f}", *wrong])


def _score(messages: list[tuple[str, bool]]) -> Score:
    judged = [(text, wanted, is_for_us(text)) for text, wanted in messages]
    return Score(
        right=sum(wanted and said for _, wanted, said in judged),
        interrupted=tuple(text for text, wanted, said in judged if said and not wanted),
        missed=tuple(text for text, wanted, said in judged if wanted and not said),
    )


def _filled(text: str) -> str:
    """``text`` with the markers of the street sets made letters: no secret stands in a file."""
    return _MARKER.sub(lambda match: _letters(match[1], match[2].split()), text)


def _letters(name: str, words: list[str]) -> str:
    if name == "join":
        return "".join(words)
    if name == "jwt":
        parts = (b'{"alg":"HS256","typ":"JWT"}', b'{"sub":"user-4217"}', random.Random(words[0]).randbytes(32))
        return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    alphabet = {"hex": "0123456789abcdef", "alnum": "ABCDEFGHKLMNPQRSTabcdefghkmnpqrst23456789"}[name]
    return "".join(random.Random(words[1]).choices(alphabet, k=int(words[0])))


def _street(name: str) -> list[tuple[str, bool]]:
    cases = _data.read(_STREET / name)["cases"]
    return [(_filled(case["text"]), case["want"] == "reply") for case in cases]


def _own(language: str) -> list[tuple[str, bool]]:
    table = _data.read(_OWN / f"{language}.yaml")
    return [(text, True) for text in table["answer"]] + [(text, False) for text in table["silent"]]


@pytest.mark.parametrize("name", ["chat.yaml", "chat_more.yaml"])
def test_real_messages_are_told_apart(name: str) -> None:
    """Of real channel messages, 97 in 100 of its answers are wanted, and it gives 95 in 100 of those that are."""
    result = _score(_street(name))
    assert result.precision >= 0.97, str(result)
    assert result.recall >= 0.95, str(result)


@pytest.mark.parametrize("language", ["english", "french", "german", "portuguese", "scripts", "spanish"])
def test_own_messages_do_not_get_worse(language: str) -> None:
    """Our own messages, most of them near misses, hold the floor that was reached."""
    result = _score(_own(language))
    assert result.precision >= 0.9, str(result)
    assert result.recall >= 0.7, str(result)


def test_the_lines_that_clients_print_are_told_from_talk() -> None:
    """Output lines of many clients, gateways and CI tools, and their near misses, as well as real messages."""
    result = _score(_own("clients"))
    assert result.precision >= 0.97, str(result)
    assert result.recall >= 0.95, str(result)


def test_another_app_is_never_answered() -> None:
    """What is a report of a person is none when an app posts it."""
    reports = [text for text, wanted in _street("chat.yaml") if wanted]
    assert all(not is_for_us(text, bot=True) for text in reports)


def test_a_request_whose_answer_is_shown_and_refuses_nothing_is_left_alone() -> None:
    """A command with a real credential is for us while its answer is not known, not when the API answers otherwise."""
    command = f"curl -u svc:{_letters('alnum', ['20', '7'])} https://rpc.example/"
    assert is_for_us(command)
    assert not is_for_us(command + '\n{"result":null,"error":{"code":-32700,"message":"Parse error"},"id":1}')
    assert is_for_us(command + '\n{"message":"Invalid credentials"}')


@pytest.mark.growth
@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_a_hostile_message_is_judged_in_linear_time(text: Text) -> None:
    """64 KiB of anything take at most six times as long as a quarter of it; the bound in seconds is in tests/bench."""
    is_for_us("401")  # what is loaded at the first call
    assert not growth(is_for_us, text, size=16_384, floor_s=FLOOR_OF_WHOLE_S).complaint


def test_every_refusal_holds_a_literal_of_the_first_scan() -> None:
    """What the patterns know as a refusal is never dismissed by the scan that spares most messages the patterns."""
    texts = [text for name in ("chat.yaml", "chat_more.yaml") for text, _ in _street(name)]
    told = [unit.text for text in texts for unit in units(plain(text.lower())) if strength_of(unit)]
    assert len(told) > 150
    assert all(any(literal in text for literal in _triage_words.LITERALS) for text in told)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("hm, it fails. and now?", ["person", "person"]),
        ("Error: Request failed with status code 401", ["program"]),
        ('{"message": "Unauthorized"}', ["program"]),
        ("```\nif (res.status === 401) {\n```", ["code"]),
        ('```\nException in thread "main" a.b.ClientException: 401\n```', ["program"]),
        ("```\nFailed to fetch the feed: 401 {}\n```", ["program"]),
        ("$ curl -i https://api.example.com", ["code"]),
        ('it says "wrong. token" here', ["person"]),
        ("## 401 Unauthorized", []),
    ],
)
def test_the_structure_tells_who_wrote_a_unit(text: str, kinds: list[str]) -> None:
    """Clauses of people, lines of programs and source code are told apart; a heading is nobody's."""
    assert [unit.kind for unit in units(plain(text.lower()))] == kinds


def test_what_another_person_said_is_marked_as_theirs() -> None:
    """A quotation behind "… wrote:", or words that the message goes on to answer; quoted output is the writer's own."""
    theirs = list(units(plain("Bea wrote:\n> I get 401\n\nlook at the token")))
    replied = list(units(plain("> I get 401\nis the token new?")))
    own = list(units(plain("what is this\n> npm ERR! code E401")))
    assert [unit.is_quoted for unit in theirs] == [False, True, False]
    assert [unit.is_quoted for unit in replied] == [True, False]
    assert not any(unit.is_quoted for unit in own)
