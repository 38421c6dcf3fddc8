"""Every pattern and every reader is linear: n against 4n characters of what was made to be slow for it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

import pytest

from tests.growth import hostile, patterns, readers
from tests.growth.judge import FLOOR_OF_WHOLE_S, FLOOR_S, LIMIT_S, MOST, Read, Text, cpu_s, growth

pytestmark = pytest.mark.growth
PARTS = 12
SHARE = 8  # every reader gets an eighth of the stock, its neighbours the others; ``python -m tests.growth`` gives all
# TEMPORARY: the parts (beginnings of names) that still hold faults and are being mended. Must be empty in the end.
KNOWN: tuple[str, ...] = ()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_pattern_is_linear(part: int) -> None:
    """A pattern of ``bot/`` or ``knowledge/`` takes at most six times as long for four times its own hostile texts."""
    faults = {}
    for used in patterns.found()[part::PARTS]:
        if not used.where.startswith(KNOWN):
            for text in hostile.texts_for(used.regex, used.flags):
                if fault := growth(used.read, text).complaint:
                    faults[used.where] = f"{fault}: {text} in {used.regex!r}"
                    break
    assert not faults, "\n".join(f"{where}: {fault}" for where, fault in faults.items())


@pytest.mark.parametrize("part", range(PARTS))
def test_every_reader_is_linear(part: int) -> None:
    """A function that takes foreign text takes at most six times as long for four times of any hostile text."""
    alone = {name: read for name, read in readers.found().items() if name not in readers.whole()}
    for place, (name, read) in list(enumerate(alone.items()))[part::PARTS]:
        _judge({name: read}, hostile.stock()[place % SHARE :: SHARE], FLOOR_S)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_format_is_linear(part: int) -> None:
    """What begins as a paste of any format does, and goes on without an end, is parsed and dismissed in linear time."""
    texts = [*hostile.woken()[::6], *hostile.openings(1), *hostile.NAMES]
    _judge(readers.pasted(), texts[part::PARTS], FLOOR_OF_WHOLE_S)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_examination_is_linear(part: int) -> None:
    """A hostile paste, or a hostile answer to an honest one, is diagnosed and shown in linear time."""
    _judge(readers.examined(), hostile.stock()[part :: 32 * PARTS], FLOOR_OF_WHOLE_S)


def _judge(asked: Mapping[str, Read], texts: list[Text], floor_s: float) -> None:
    faults = {}
    for name, read in asked.items():
        if name.startswith(KNOWN):
            continue
        cpu_s(read, "401 curl https://a.example/")  # what is loaded at the first call is no part of any later one
        for text in texts:
            if fault := growth(read, text, floor_s=floor_s).complaint:
                faults[name] = f"{fault}: {text}"
                break
    assert not faults, "\n".join(f"{name}: {fault}" for name, fault in faults.items())


@pytest.mark.parametrize(
    ("regex", "scans"),
    [
        pytest.param(r"a+b", True, id="a repeat that every start begins anew"),
        pytest.param(r"(?m)^\s*x", True, id="blank lines from every line"),
        pytest.param(r"(?:a|b)*c\d", True, id="a group that every start begins anew"),
        pytest.param(r"(?:a+)+b", False, id="a repeat in a repeat"),
        pytest.param(r"\s*,?\s*;", False, id="two repeats of the same side by side"),
        pytest.param(r'"(?:[^"\\]|\\.)*"', True, id="an unclosed string that every start begins anew"),
        pytest.param(r"<a(?:[^>]|\n)*>", True, id="an opening over and over"),
    ],
)
def test_a_slow_pattern_is_caught(regex: str, scans: bool) -> None:
    """The texts that are derived from a slow pattern make it slow, and the judge says so."""
    used = patterns.Used("here", regex, re.compile(regex).flags, scans)
    assert any(growth(used.read, text).complaint for text in hostile.texts_for(used.regex, used.flags))


@pytest.mark.parametrize("regex", [r"a++b", r"(?<!a)a+b", r"(?m)^[ \t]*x", r'"(?:[^"\\\n]|\\.){0,80}"', r"\d{1,3} ok"])
def test_a_linear_pattern_passes(regex: str) -> None:
    """… and a pattern that cannot begin inside its own run is not accused."""
    used = patterns.Used("here", regex, re.compile(regex).flags, scans=regex != r"a++b")
    assert not any(growth(used.read, text).complaint for text in hostile.texts_for(used.regex, used.flags))


def test_a_slow_reader_is_caught() -> None:
    """A loop that copies the rest of the text at each step grows too fast."""

    def consume(text: str) -> None:
        while text:
            text = text[1:].replace("\x00", "")

    assert growth(consume, Text("", "a"), size=16_384).times > MOST


def test_an_endless_reader_is_stopped() -> None:
    """What would take for ever fails after some seconds of processor time, whatever exceptions it catches."""

    def endless(text: str) -> None:
        while True:
            try:
                re.match(r"(?:a+)+b", text)
            except Exception:
                time.sleep(0)

    assert LIMIT_S < 10
    assert growth(endless, Text("", "a")).complaint


def test_what_is_there_is_found() -> None:
    """Patterns in names, tables, calls and the knowledge are found, and readers of every part."""
    where = {used.where for used in patterns.found()}
    for part in (
        "parsing.chat",
        "parsing.formats",
        "masking",
        "checks",
        "auth",
        "knowledge.text",
        "knowledge:",
        "diagnosis",
    ):
        assert any(one.startswith(part) for one in where), part
    assert len(where) > 600
    names = set(readers.found())
    assert {
        "parsing.formats.har.read",
        "masking._shapes.find",
        "auth.strict_json.read",
        "knowledge.text.words",
    } <= names
    assert len(names) > 120
