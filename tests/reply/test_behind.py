"""What is behind an answer fits into a window: cut in words, never silently, and never more than Slack takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.faces.demo.blockkit import complaints, is_too_long
from bot.masking import BY_SHAPE, Shown, ours
from bot.model import Advice, Reply
from bot.reply.blocks import ALL, checklist, details, message

SHORT = Reply(headline=ours("The token has expired"), sure=ours("Proven, 99 %."))


def shown(text: str) -> Shown:
    """Text that passed the mask."""
    return BY_SHAPE.shown(text)


def words_of(blocks: object) -> str:
    """All texts."""
    if isinstance(blocks, dict):
        return " ".join(words_of(part) for part in blocks.values())
    if isinstance(blocks, list):
        return " ".join(map(words_of, blocks))
    return blocks if isinstance(blocks, str) else ""


def test_nothing_behind_is_no_blocks() -> None:
    """A headline alone opens no window."""
    assert details(SHORT) == checklist(SHORT) == []
    assert details(replace(SHORT, checklist=(Advice(title=ours("x"), steps=()),))) == []


@pytest.mark.parametrize("lines", [1, 7, 400, 3000])
@pytest.mark.parametrize("line", ["word " * 5, "word " * 400, "`a` " * 600, "`" * 5001, "e" * 20_000])
def test_the_fattest_fits(line: str, lines: int) -> None:
    """Whatever is in it: Slack takes it, and what was left out is counted."""
    fat = replace(
        SHORT,
        headline=shown("head " * 100),
        details=(shown(line),) * lines,
        checklist=tuple(Advice(title=shown("title " * 60), steps=(shown(line),) * lines) for _ in range(3)),
    )
    for blocks in (details(fat), checklist(fat), message(fat, is_whole=True)):
        assert complaints(blocks) == []
        assert not is_too_long(blocks)
        assert sum(block["type"] == "header" for block in blocks) == 1
    told = words_of(details(fat))
    assert ("more do not fit here" in told) is (min(len(line), 1500) * lines > ALL)
    assert ("more characters do not fit here" in told) is (len(line) > 1400)
    assert len(str(details(fat))) < 250_000


def test_the_count_is_right() -> None:
    """Shown and left out are all."""
    fat = replace(SHORT, details=tuple(shown(f"line {number} " + "word " * 100) for number in range(100)))
    told = words_of(details(fat))
    (left_out,) = [int(part) for part in told.split(" more do not fit here")[0].split()[-1:]]
    assert told.count("line ") + left_out == 100


def test_whole_is_every_step_in_full() -> None:
    """Where nothing may be kept for a button, the first cause's steps stand in the answer, with all their lines."""
    steps = (shown("Read it.\nRun: `date -u`\nIt should be later."), shown("Make a new one."))
    reply = replace(SHORT, further=(ours("Read it."),), checklist=(Advice(title=ours("Expired"), steps=steps),) * 2)
    whole = message(reply, is_whole=True)
    assert whole[-1] == checklist(reply)[1]
    assert words_of(whole).count("Make a new one.") == 1
    assert "Read it.\nRun: " in words_of(whole)
