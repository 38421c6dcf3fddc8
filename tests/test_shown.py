"""Text that may leave has a type that only the mask makes."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import BY_SHAPE, Scrubber, Secret, Shown, ours
from bot.reply.mrkdwn import Mrkdwn, link, person, place

BOT = Path(__file__).parents[1] / "bot"
TOKEN = "ghp_" + "0123456789abcdefABCDEF0123456789abcd"
# The few places that may make it of a text that they did not mask: what they read back was sealed by us
RESTORING = {
    *("masking/_shown.py", "reply/mrkdwn.py"),
    *("faces/slack/leaving.py", "faces/slack/jobs.py"),  # what was journaled whole
    *("faces/slack/card.py", "faces/slack/changes.py"),  # titles that are kept sealed for the buttons
    *("faces/slack/addressing.py", "faces/slack/answers.py"),  # what a worker of ours made, which is sealed as well
}


@pytest.mark.parametrize("kind", [Shown, Mrkdwn])
def test_nobody_makes_it_of_a_plain_text(kind: Callable[..., Any]) -> None:
    """Neither by its class nor by unpickling."""
    with pytest.raises(TypeError):
        kind("a secret")
    with pytest.raises(TypeError):
        pickle.dumps(ours("a sentence"))


@pytest.mark.parametrize("value", ["plain", b"bytes", None, 1.5, Secret("x"), ["x"]])
def test_only_what_was_masked_is_filled_in(value: Any) -> None:
    """A plain text in a slot is a fault, in both kinds of sentence and in a list."""
    for sentence in (ours("{x}"), Mrkdwn.ours("{x}")):
        with pytest.raises(TypeError):
            sentence.filled(x=value)
        with pytest.raises(TypeError):
            sentence.between([value])


def test_what_is_taken_out_of_it_stays_so() -> None:
    """Cutting, splitting, joining, filling and copying; the journal's JSON is a plain text again."""
    shown = BY_SHAPE.shown(f"one two\nthree {TOKEN}")
    assert TOKEN not in shown
    made = [shown.cut(5), *shown.pieces(" "), shown.on_one_line(), ours(", ").between([shown, shown])]
    made += [ours("{a} {b}").filled(a=shown, b=3), copy.copy(shown), copy.deepcopy(shown)]
    assert all(type(one) is Shown for one in made)
    assert type(json.loads(json.dumps(shown))) is str


@given(st.text())
def test_no_control_character_is_in_it(text: str) -> None:
    """Whatever was masked steers no terminal."""
    assert not set(Scrubber(()).shown(text)) & set("\x00\x1b\x9b\u202e\u2066\u200b\ud800")


@given(st.text(st.sampled_from("`<>&|*_~!@# \nhttps://x.yU0")))
def test_foreign_words_form_no_markup(text: str) -> None:
    """In a sentence they are one code span: no link, no mention, no emphasis, no way out of it."""
    said = Mrkdwn.ours("a {x} b").filled(x=BY_SHAPE.shown(text))
    inner = said.removeprefix("a ").removesuffix(" b")
    assert not inner or (inner[0] == inner[-1] == "`" and not set(inner[1:-1]) & set("`<>\n"))


@pytest.mark.parametrize("text", ["<!channel>", "U0<|>", "C0|x", "!here", "", "u0you", "U0YOU|x", "@U0YOU", "U0 YOU"])
def test_what_is_no_id_rings_no_bell(text: str) -> None:
    """A mention and a link to a channel are made of Slack's ids alone."""
    assert "<" not in person(text) + place(text)


@pytest.mark.parametrize(
    "address", ["http://x.example", "javascript:x", "https://x|y", "https://x>", "https://a b", ""]
)
def test_what_is_no_address_is_no_link(address: str) -> None:
    """A page of ``knowledge/`` becomes a link only as an https address, and its label cannot end it."""
    assert "<" not in link(address, BY_SHAPE.shown("a|b"))
    assert link("https://x.example/y", BY_SHAPE.shown("<a>|b")) == "<https://x.example/y|&lt;a&gt;¦b>"


@cache
def _calls() -> list[tuple[str, ast.Call]]:
    return [
        (path.relative_to(BOT).as_posix(), node)
        for path in sorted(BOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    ]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_our_sentences_are_literals() -> None:
    """``ours`` takes what stands in the source: nobody can format a stranger's words into it before."""
    wrong = [
        f"{path}:{call.lineno}"
        for path, call in _calls()
        if _name(call) == "ours"
        and not (len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and not call.keywords)
    ]
    assert wrong == []


def test_few_may_restore() -> None:
    """What comes from the sealed journal or a worker is trusted in the files that read it, and nowhere else."""
    found = {path for path, call in _calls() if _name(call) in ("restored", "_restored")}
    assert found <= RESTORING
    assert {path for path, call in _calls() if _name(call) == "_of" and isinstance(call.func, ast.Attribute)} <= {
        "masking/_shown.py",
        "masking/_scrubber.py",
        "reply/mrkdwn.py",
    }
