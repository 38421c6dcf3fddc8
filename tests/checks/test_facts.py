"""What checks declare: each fact has a sentence, is named once, is read by somebody, and is named right where it is."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot.checks import story
from bot.checks._declared import declared
from bot.checks._response import Probed
from bot.checks._run import registered
from bot.diagnosis import features
from bot.model import Facts
from tests._facts import names_of

ROOT = Path(__file__).parents[2]
PATH = re.compile(r"([a-z]+(?:-[a-z]+)*)\.(?!txt)([a-z_0-9]+[a-z0-9])")
WORDS = re.compile(r"(?:bool|int|str|list of str|datetime|timedelta|Mapping|one of [a-z, -]+): \S.+")
KINDS = {name: check.facts for name, check in registered().items()}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_field_is_a_group_or_a_fact_with_type_and_sentence(name: str) -> None:
    """Without its sentence a fact could not be named in knowledge/, and of two of one name only one would be told."""
    told = Counter(_told(KINDS[name]))
    assert set(told) == set(declared(KINDS[name]))
    hidden = declared(Probed) if issubclass(KINDS[name], Probed) else {}  # a probe's own may hide one of the answer
    assert not {fact for fact, times in told.items() if times > 1 + (fact in hidden)}
    assert not [words for words in declared(KINDS[name]).values() if not WORDS.fullmatch(words)]


def test_code_names_only_facts_that_there_are() -> None:
    """A path in the program's code is checked as lint checks those in knowledge/."""
    named = [match for texts in _code().values() for text in texts if (match := PATH.fullmatch(text))]
    wrong = [match.group() for match in named if match[1] in KINDS and match[2] not in names_of(match[1])]
    assert len(named) > 100
    assert not wrong


def test_facts_are_changed_by_their_names() -> None:
    """What ``but`` is given is the name of some field: mypy does not look there."""
    files = (path for part in ("checks", "variants") for path in (ROOT / "bot" / part).glob("*.py"))
    trees = [ast.parse(path.read_text()) for path in files]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = {word.arg for call in calls if getattr(call.func, "attr", "") == "but" for word in call.keywords}
    assert len(given) > 20
    assert given <= {name for kind in _kinds(Facts) for name in kind.__struct_fields__}


@pytest.mark.parametrize("name", sorted(name for name in KINDS if not name.startswith(features._SHAPE)))
def test_each_fact_is_read(name: str) -> None:
    """By a condition, by code elsewhere, or by the text model, which reads all of some checks."""
    own = name.replace("-", "_")
    elsewhere = {text for module, texts in _code().items() if module != own for text in texts}
    read = {match[2] for match in PATH.finditer(_knowledge()) if match[1] in (name, "answer")}
    read |= {match[2] for text in elsewhere if (match := PATH.fullmatch(text)) and match[1] == name}
    unread = declared(KINDS[name]).keys() - declared(Probed).keys() - read
    assert not {fact for fact in unread if not elsewhere.intersection((fact, f".{fact}"))}


def _kinds(kind: type[Facts]) -> Iterator[type[Facts]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds(each)


def _told(kind: type[Facts]) -> Iterator[str]:
    """The names by which ``told`` tells the fields of a kind."""
    hints = get_type_hints(kind)
    for field in kind.__struct_fields__:
        hint = hints[field]
        group = next((one for one in (hint, *get_args(hint)) if isinstance(one, type) and issubclass(one, Facts)), None)
        if group is not None:
            yield from _told(group)
        elif kind is not story.Facts or field != "said":  # those are told by their own names
            yield field


@cache
def _code() -> Mapping[str, frozenset[str]]:
    """module -> its texts, and its attributes with a dot before."""
    return {path.stem: frozenset(_words(ast.parse(path.read_text()))) for path in (ROOT / "bot").rglob("*.py")}


def _words(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Attribute):
            yield f".{node.attr}"


@cache
def _knowledge() -> str:
    files = (path for path in (ROOT / "knowledge").rglob("*.yaml") if "fitted" not in path.parts)
    return "\n".join(path.read_text() for path in files)
