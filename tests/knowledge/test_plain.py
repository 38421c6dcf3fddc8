"""The YAML that is read: plain values, and a sentence for everything that is more."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.plain import PlainError, lines_of, read

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.text(max_size=20))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


@given(VALUES)
def test_reads_what_a_dumper_writes(value: object) -> None:
    """Whatever plain value is written as YAML is read back as it was."""
    assert read(yaml.safe_dump(value)) == value


@given(st.text(max_size=200))
def test_any_text_is_read_or_complained_of(text: str) -> None:
    """No text makes the reader fail otherwise than with a line and a sentence."""
    line, words = 1, "read"
    try:
        read(text)
    except PlainError as fault:
        line, words = fault.line, str(fault)
    assert line >= 1
    assert words


@pytest.mark.parametrize(
    "text",
    ["a: *b", "a: &b 1", "a: !!python/object:os.system 1", "!x a", "a: on", "a: yes", "a: 1\na: 2", "? [a]\n: b"],
)
def test_more_than_plain_is_refused(text: str) -> None:
    """Anchors, aliases, tags, bare yes or on, a key twice and keys that are no text are refused."""
    with pytest.raises(PlainError):
        read(text)


def test_a_second_document_is_refused() -> None:
    """One file is one entry."""
    with pytest.raises(PlainError, match="second document"):
        read("a: 1\n---\nb: 2")


def test_deep_nesting_is_refused() -> None:
    """A thousand brackets are a sentence, not a stack overflow."""
    with pytest.raises(PlainError, match="nested deeper"):
        read("[" * 1000 + "]" * 1000)


def test_lines_are_known_by_path() -> None:
    """Each key and list item is found by its path, on its line."""
    assert lines_of("a:\n  - b: 1\n    c: 2\n") == {("a",): 1, ("a", 0): 2, ("a", 0, "b"): 2, ("a", 0, "c"): 3}
