"""64 KiB of every hostile text: the slowest ten of what reads or examines a whole paste, and of the patterns."""

from __future__ import annotations

from tests.growth import hostile, patterns, readers
from tests.growth.judge import cpu_s, growth

SIZE = 65_536
MOST_S = 1.0
WORTH = 40


def run() -> None:
    """Print the slowest ten of each, in seconds of the processor, and how many took more than one."""
    texts = [*hostile.stock(), *hostile.woken(), *hostile.openings(2)]
    for name, read in readers.whole().items():
        cpu_s(read, "401 curl https://a.example/")
        # An eighth of each finds those that are worth the whole
        worth = sorted(texts, key=lambda text: cpu_s(read, text.of(SIZE // 8)), reverse=True)[:WORTH]
        rows = sorted(((cpu_s(read, text.of(SIZE)), str(text)) for text in worth), reverse=True)
        over = sum(seconds > MOST_S for seconds, _ in rows)
        print(f"{name}: {len(texts)} texts of 64 KiB, {over} took more than {MOST_S:g} s; the slowest ten:", flush=True)
        for seconds, text in rows[:10]:
            print(f"{seconds:8.3f} s  {text}")
    print("the slowest ten patterns, seconds for 64 KiB:")
    slowest = sorted(
        (
            max((growth(used.read, text).per_64_kib_s, used.where, str(text)) for text in texts)
            for used in patterns.found()
            if (texts := hostile.texts_for(used.regex, used.flags))
        ),
        reverse=True,
    )
    for seconds, where, text in slowest[:10]:
        print(f"{seconds:8.3f} s  {where}: {text}")
