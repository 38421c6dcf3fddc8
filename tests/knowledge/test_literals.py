"""A text that is made of known literals alone is read in linear time, too."""

from __future__ import annotations

import random
import time

import pytest

from bot.knowledge._literals import Hit, Known, _longest
from bot.knowledge.book import Book
from bot.model import Response


def _cpu_s(book: Book, text: str) -> float:
    begun = time.process_time()
    book.statements_in_text(text, None)
    book.statements_in(Response(status=401, body=text), None)
    return time.process_time() - begun


@pytest.mark.growth
def test_a_text_of_literals_takes_linear_time(book: Book) -> None:
    """Four times as many different answers of servers take about as many times as long as they have characters."""
    literals = sorted({known.text for known in book._words.literals}, key=len)
    _cpu_s(book, literals[0])
    few, many = "\n ".join(literals[:1000]), "\n ".join(literals[:4000])
    most = 1.5 * len(many) / len(few)
    assert any(_cpu_s(book, many) < most * max(_cpu_s(book, few), 0.02) for _ in range(8))


@pytest.mark.parametrize("seed", range(20))
def test_what_a_longer_literal_holds_is_left_out(seed: int) -> None:
    """As by comparing each with each: nobody's own words are held by a common phrase, which gives way to them."""
    choose = random.Random(seed)
    for _ in range(200):
        hits = [_hit(choose) for _ in range(choose.randrange(9))]
        assert _longest(hits) == _compared(hits)


def _hit(choose: random.Random) -> Hit:
    start = choose.randrange(12)
    speaker = choose.choice(["anyone", "provider"])
    literal = Known(speaker, "x", "words", "any", (), (), 1.0, exact=False)  # type: ignore[arg-type]
    return Hit(literal, start, start + choose.randrange(1, 7))


def _compared(hits: list[Hit]) -> list[Hit]:
    def holds(longer: Hit, hit: Hit) -> bool:
        if longer.literal.speaker == "anyone" and hit.literal.speaker != "anyone":
            return False
        inside = longer.start <= hit.start and hit.end <= longer.end
        return inside and longer.end - longer.start > hit.end - hit.start

    left = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    kept = [hit for hit in left if not any(holds(other, hit) for other in left)]
    owned = [hit for hit in kept if hit.literal.speaker != "anyone"]
    meets = [any(hit.start < other.end and other.start < hit.end for other in owned) for hit in kept]
    return [hit for hit, met in zip(kept, meets, strict=True) if hit.literal.speaker != "anyone" or not met]
