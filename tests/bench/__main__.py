"""``python -m tests.bench [NAME …] [--json FILE]``: what the modules of this folder measure, in one table."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.bench._apart import benches, rows_of
from tests.bench._table import HEAD, Row, kept


def main() -> None:
    known = benches()
    words = argparse.ArgumentParser(prog="python -m tests.bench")
    words.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; without one, all")
    words.add_argument("--json", type=Path, metavar="FILE", help="keep the rows, to compare them with a later run's")
    given = words.parse_args()
    if unknown := set(given.names) - set(known):
        words.error(f"{min(unknown)} is none of {', '.join(known)}")
    measured: list[tuple[str, Row]] = []
    for name in given.names or known:
        print(f"== {name}\n{HEAD}", flush=True)
        for row in rows_of(name):
            print(row, flush=True)
            measured.append((name, row))
    missed = sum(row.is_missed for _, row in measured)
    print(f"{len(measured)} rows, {missed} of {sum(row.most is not None for _, row in measured)} goals missed")
    if given.json:
        kept(given.json, measured)


if __name__ == "__main__":
    main()
