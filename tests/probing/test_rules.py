"""rules: the grammar of AUTH401_ALLOW_HOSTS and AUTH401_TARGETS."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.probing.rules import Rules
from tests import _data

DATA = _data.read(Path(__file__).with_name("rules.yaml"))


@pytest.mark.parametrize("entry", DATA["taken"])
def test_an_entry_of_the_grammar_is_taken(entry: str) -> None:
    """It opens something, and nothing is reported."""
    rules = Rules.read(entry)
    assert len(rules.allow) == 1
    assert rules.problems == ()


@pytest.mark.parametrize("entry", DATA["refused"])
def test_an_entry_outside_the_grammar_opens_nothing_and_is_reported(entry: str) -> None:
    """Its text and the setting's name are in the complaint, a user name left out; its neighbours still count."""
    rules = Rules.read(f" good.example , {entry},, ")
    assert [one.name for one in rules.allow] == ["good.example"]
    assert len(rules.problems) == 1
    assert repr(entry.replace("user@", "…@")) in rules.problems[0]
    assert "AUTH401_ALLOW_HOSTS" in rules.problems[0]


def test_nothing_set_opens_nothing() -> None:
    """Without the settings nothing private is open, and every public host may be asked."""
    rules = Rules.read("", "")
    assert rules.allow == ()
    assert rules.targets is None


@given(st.text(alphabet="*.:[]/0123456789abfx-_é,% ", max_size=40))
def test_any_text_is_read(text: str) -> None:
    """No text makes the reading raise, and each part is either an entry or a problem."""
    rules = Rules.read(text)
    parts = [part for part in text.split(",") if part.strip()]
    assert len(rules.allow) + len(rules.problems) == len(parts)
