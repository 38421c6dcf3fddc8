"""A message as Slack and keyboards damage it becomes what was meant, and the repair is said (``chat.yaml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsing.chat import restore
from tests import _data

CASES = _data.read(Path(__file__).with_name("chat.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"])[:80])
def test_damage_is_undone_and_said(case: dict[str, Any]) -> None:
    """The text is the one that was meant; a repair that changes a command has its code, and nothing else has."""
    text, problems, _ = restore(case["text"])
    assert text == case["meant"]
    assert [problem.code for problem in problems] == case.get("codes", [])


@given(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="`<>&@*_~/"), max_size=120)
)
@settings(max_examples=200, deadline=None)
def test_undamaged_text_stays(text: str) -> None:
    """Plain ASCII without markup is left alone."""
    assert restore(text)[:2] == (text, ())


@given(st.text(alphabet="abc &<>;|'\"", max_size=60))
@settings(max_examples=200, deadline=None)
def test_escaping_is_undone_exactly_once(text: str) -> None:
    """What Slack escaped comes back as it was."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert restore(f"x{escaped}")[0] == f"x{text}"
