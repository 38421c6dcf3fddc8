"""64 KiB of every hostile text: the slowest ten of what reads or examines a whole paste, and of the patterns."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench._table import Row
from tests.growth import hostile, patterns, readers
from tests.growth.judge import cpu_s, growth

SIZE = 65_536
MOST_S = 1.0
WORTH = 40


def run() -> Iterator[Row]:
    """The slowest ten of each, in seconds of the processor."""
    texts = [*hostile.stock(), *hostile.woken(), *hostile.openings(2)]
    for name, read in readers.whole().items():
        cpu_s(read, "401 curl https://a.example/")
        # An eighth of each finds those that are worth the whole
        worth = sorted(texts, key=lambda text: cpu_s(read, text.of(SIZE // 8)), reverse=True)[:WORTH]
        rows = sorted(((cpu_s(read, text.of(SIZE)), str(text)) for text in worth), reverse=True)
        for seconds, text in rows[:10]:
            yield Row(f"{name}: {text}", seconds, "s", most=MOST_S)
    slowest = sorted(
        (
            max((growth(used.read, text).per_64_kib_s, used.where, str(text)) for text in texts)
            for used in patterns.found()
            if (texts := hostile.texts_for(used.regex, used.flags))
        ),
        reverse=True,
    )
    for seconds, where, text in slowest[:10]:
        yield Row(f"{where}: {text}", seconds, "s", most=MOST_S)
