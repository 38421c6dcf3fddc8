"""What a bench measured, as rows of the one table, and as JSON that a later run can be compared with."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """``value`` in ``unit``; ``floor`` is the same unit of something simple, ``beside``, measured in the same run.

    ``most``: the goal, for the ratio where there is a floor, else for the value.
    """

    what: str
    value: float
    unit: str
    floor: float | None = None
    beside: str = ""
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor it is."""
        return self.value / self.floor if self.floor else None

    @property
    def is_missed(self) -> bool:
        """Is there a goal, and is it more?"""
        return self.most is not None and (self.value if self.ratio is None else self.ratio) > self.most

    def __str__(self) -> str:
        floor = f"{self.floor:,.2f}" if self.ratio is not None else ""
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        goal = "" if self.most is None else f"≤ {self.most:,.3g}"
        missed = "MISSED" if self.is_missed else ""
        return _LINE.format(
            self.what, f"{self.value:,.2f}", self.unit, floor, ratio, goal, missed, self.beside
        ).rstrip()


_LINE = "{:<52}{:>11} {:<4}{:>12}{:>8}{:>8} {:<7} {}"
HEAD = _LINE.format("", "", "", "floor", "ratio", "goal", "", "what the floor is").rstrip()


def kept(file: Path, measured: Iterable[tuple[str, Row]]) -> None:
    """Write all rows with the day and the machine."""
    machine = {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    rows = [{"bench": bench, **asdict(row), "ratio": row.ratio} for bench, row in measured]
    told = {"measured": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine, "rows": rows}
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
