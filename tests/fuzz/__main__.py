"""``python -m tests.fuzz [MINUTES] [TARGET …]``: fuzz the targets by turns; a table at the end, status 1 for a finding.

A process of its own fuzzes instrumented code, goes on after a finding, and keeps the texts that it found in
``var/fuzz/TARGET``; another judges these anew without instrumentation, whose slowness is no fault.
``python -m tests.fuzz again TARGET FILE …`` judges texts and says what is wrong.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from tests.growth.hostile import OPENINGS, PUMPS
from tests.growth.judge import MOST, cpu_s

KEPT = Path("var/fuzz")
SLOW_S = 1.0  # for the longest text that is looked at, which instrumentation makes some times slower
SIZE, SIZE_INSTRUMENTED = 65_536, 16_384
_COUNT = re.compile(r"^#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)
_MOST_SLOW = 3


def text_of(data: bytes) -> str:
    """Any bytes are a text; what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def fault_of(target: Any, text: str, slow_s: float = SLOW_S, size: int = SIZE) -> tuple[str, str] | None:
    """(what it is told apart by, what it is) of what is wrong with a text; None when nothing is.

    Where the target is ``pumped``, also with the text over and over, ``size`` characters of it; 0 = not.
    """
    raised: list[tuple[str, str]] = []

    def check(given: str) -> None:
        try:
            target.check(given)
        except Exception as fault:
            raised.append((_place(fault), "".join(traceback.format_exception(fault))))

    spent = cpu_s(check, text)
    if not raised and spent > slow_s:
        return "slow", f"{spent:.2f} s for {len(text)} characters"
    if not raised and target.pumped and text and size:
        many = (text * (size // len(text) + 1))[:size]
        if (spent := cpu_s(check, many)) > slow_s and spent > MOST * (less := cpu_s(check, many[: size // 4])):
            return "slow", f"{spent:.2f} s for {size} characters of it over and over, {less:.2f} s for a quarter"
    return raised[0] if raised else None


def _place(fault: BaseException) -> str:
    """The kind of a fault and the line that raised it; what an assertion says tells more, but for its values."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    said = re.sub(r"\d+", "#", str(fault).split("[")[0][:60]) if isinstance(fault, AssertionError) else ""
    return f"{type(fault).__name__} {Path(last.filename).name}:{last.lineno} {said}"


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process; does not return."""
    import atheris

    with atheris.instrument_imports(include=["bot"]):
        from tests.fuzz.targets import TARGETS, listen
    listen()
    target, folder, seen = TARGETS[name], KEPT / name, Counter[str]()
    seeds = folder / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    for text in target.seeds():
        data = text.encode("utf-8", "surrogateescape")[: target.longest]
        (seeds / hashlib.sha1(data).hexdigest()).write_bytes(data)
    words = dict.fromkeys([*PUMPS, *OPENINGS, *(f"PLANTED{number}" for number in range(4))])
    coded = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) for word in words)
    (folder / "words").write_text("\n".join(f'"{word}"' for word in coded))

    def one(data: bytes) -> None:
        text = text_of(data)
        found = fault_of(target, text, 3 * SLOW_S, 0 if len(data) % 16 else SIZE_INSTRUMENTED)
        if found and (not seen[found[0]] or (found[0] == "slow" and seen["slow"] < _MOST_SLOW)):
            path = folder / f"found-{hashlib.sha1(data).hexdigest()[:8]}"
            path.write_bytes(data)
        if found:
            seen[found[0]] += 1

    limits = [f"-max_total_time={seconds}", f"-max_len={target.longest}", "-timeout=60", "-rss_limit_mb=3000"]
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    atheris.Setup([name, *limits, f"-dict={folder / 'words'}", str(corpus), str(seeds)], one)
    atheris.Fuzz()


def again(name: str, paths: list[Path]) -> int:
    """Judge texts without instrumentation. The number of those with a fault."""
    from tests.fuzz.targets import TARGETS, listen

    listen()
    fault_of(TARGETS[name], "401 curl https://a.example/", size=0)  # loads what is loaded when used
    faults = 0
    for path in paths:
        if found := fault_of(TARGETS[name], text_of(path.read_bytes())):
            faults += 1
            print(f"{name}: {path}\n{found[1]}")
    return faults


def turn(name: str, seconds: int) -> int:
    """One target in processes of its own, its line of the table, and its findings."""
    me = [sys.executable, "-m", "tests.fuzz"]
    done = subprocess.run([*me, "one", name, str(seconds)], capture_output=True, text=True, errors="replace")
    counts = _COUNT.findall(done.stderr)
    first, last = (counts[0], counts[-1]) if counts else (("0",) * 4, ("0",) * 4)
    died = f"  died with status {done.returncode}: {done.stderr[-2000:]}" if done.returncode else ""
    found = sorted((KEPT / name).glob("found-*"))
    told = subprocess.run([*me, "again", name, *map(str, found)], capture_output=True, text=True) if found else None
    print(f"{name:12} {seconds:6} s {last[0]:>9} runs  coverage {first[1]} → {last[1]}  corpus {last[3]}  "
          f"{(told.returncode if told else 0)} findings{died}\n{told.stdout if told else ''}", flush=True)  # fmt: skip
    return (told.returncode if told else 0) + bool(died)


def main(words: list[str]) -> int:
    """The minutes are shared out among the targets that are named, or all."""
    if words[:1] == ["one"]:
        fuzz(words[1], int(words[2]))
    if words[:1] == ["again"]:
        return again(words[1], [Path(word) for word in words[2:]])
    from tests.fuzz.targets import TARGETS

    minutes = float(words.pop(0)) if words and words[0].replace(".", "").isdigit() else 10
    names = words or list(TARGETS)
    whole = sum(TARGETS[name].share for name in names)
    return min(1, sum(turn(name, round(60 * minutes * TARGETS[name].share / whole)) for name in names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
