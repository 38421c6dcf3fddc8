"""``python -m tests.bench``: every module of this folder measures something and prints a table.

Each has a process of its own: what one leaves in memory would slow the next.
"""

from __future__ import annotations

import multiprocessing

import tests.bench as bench
from bot.listing import modules


def main() -> None:
    for name, module in modules(bench).items():
        if hasattr(module, "run"):
            print(f"== {name}", flush=True)
            process = multiprocessing.get_context("spawn").Process(target=module.run)
            process.start()
            process.join()
            print(flush=True)


if __name__ == "__main__":
    main()
