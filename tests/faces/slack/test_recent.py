"""The memory of five minutes: the same text by the same knowledge, and no text in it."""

from __future__ import annotations

from bot.faces.slack.recent import MOST, Recent


def test_an_answer_lasts_five_minutes_and_dies_with_its_knowledge() -> None:
    """Another text, other knowledge or a later time finds nothing."""
    now = 0.0
    recent, book = Recent(clock=lambda: now), object()
    recent.put("curl x", book, {"text": "a"})
    now = 299.0
    assert recent.get("curl x", book) == ({"text": "a"}, 299.0)
    assert recent.get("curl y", book) is None
    assert recent.get("curl x", object()) is None
    now = 300.0
    assert recent.get("curl x", book) is None


def test_it_keeps_no_text_and_stays_small() -> None:
    """The paste is nowhere in it, and thousands of pastes do not fill it."""
    recent, book = Recent(clock=lambda: 0.0), object()
    for number in range(MOST + 50):
        recent.put(f"sesame-{number}", book, {"text": "a"})
    assert len(recent._kept) == MOST
    assert b"sesame" not in b"".join(recent._kept)
    assert recent.get(f"sesame-{MOST + 49}", book) is not None
