"""``python -m tests.bench``: every module of this folder measures something and prints a table."""

from __future__ import annotations

import tests.bench as bench
from bot.listing import modules


def main() -> None:
    for name, module in modules(bench).items():
        if hasattr(module, "run"):
            print(f"== {name}")
            module.run()
            print()


if __name__ == "__main__":
    main()
