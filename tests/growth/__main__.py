"""``python -m tests.growth [PREFIX …]``: faults of the patterns and readers with such names, then the slowest ten."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.growth import hostile, patterns, readers
from tests.growth.judge import Growth, Read, Text, cpu_s, growth

Row = tuple[float, str, str]


def main(prefixes: tuple[str, ...]) -> None:
    """Print the faults as they are found, and the slowest ten at the end."""
    rows: list[Row] = []
    for used in patterns.found():
        if used.where.startswith(prefixes):
            rows += judged(used.where, used.read, hostile.texts_for(used.regex, used.flags))
    for name, read in readers.found().items():
        if name.startswith(prefixes):
            cpu_s(read, "401 curl https://a.example/")
            whole = [*hostile.woken(), *hostile.openings(4), *hostile.NAMES] if name in readers.whole() else []
            rows += judged(name, read, [*hostile.stock(), *whole])
    for seconds, name, text in sorted(rows, reverse=True)[:10]:
        print(f"{seconds:8.3f} s for 64 KiB  {name}  {text}")


def judged(name: str, read: Read, texts: Iterable[Text]) -> list[Row]:
    """The slowest text for one reader; a fault is printed at once, and after three the next is looked at."""
    worst, faults = (0.0, name, ""), 0
    for text in texts:
        found: Growth = growth(read, text)
        worst = max(worst, (found.per_64_kib_s, name, str(text)))
        if found.complaint:
            faults += 1
            print(f"{name}: {found.complaint}: {text}", flush=True)
            if faults == 3:
                break
    return [worst]


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ("",))
