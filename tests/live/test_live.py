"""Real server products on loopback, with planted faults: real curl proves each, then auth401 names it."""

from __future__ import annotations

import importlib
import os
import pkgutil
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

from tests.live import products
from tests.live.box import READY_S, Box, NotInstalledError
from tests.live.suite import Case, Figures, Named, Seen, agrees, cases_of, check, curl, leaks, paste_of

pytestmark = pytest.mark.live

PRODUCTS = sorted(module.name for module in pkgutil.iter_modules(products.__path__) if not module.name.startswith("_"))
ALLOW = "127.0.0.1:*,localhost:*"
FIGURES = Figures()
NOT_SECRET = frozenset(
    {"allow", "shown", "url", "resource", "host", "port", "user", "header", "scheme", "misspelled", "nonce", "proxy"}
)


@cache
def _intact(command: str) -> Seen:
    """What curl sees of an intact request: some servers take connections, or answer 503, long before they work."""
    until = time.monotonic() + READY_S
    while (seen := curl(command, READY_S)).status == 503 and time.monotonic() < until:
        time.sleep(0.2)
    return seen


def _named(case: Case, variables: dict[str, str]) -> Named:
    """Prove the fault with curl, then ask auth401. What curl did not see as planned is a problem of the suite."""
    problems = []
    if case.intact and not 200 <= (intact := _intact(case.intact)).status < 400:
        problems.append(f"the intact request got {intact.status} {intact.said}{intact.body[:200]}")
    if case.before:
        curl(case.before)
    before = curl(case.state).body if case.state else ""
    seen = curl(case.paste) if not case.state else None
    if seen is not None and not agrees(seen, case.refused):
        problems.append(f"curl saw {seen.status} {seen.said} {seen.body[:200]}, not {case.refused}")
    text = paste_of(case, seen) if seen is not None else f"{case.story}\n{case.paste}"
    output, printed, status = check(text, variables.get("allow", ALLOW))
    if case.state and curl(case.state).body != before:
        problems.append("the state of the server changed")
    if status not in (0, 1) or not output:
        problems.append(f"auth401 ended with {status}: {printed[-300:]}")
    hidden = frozenset(variables.get("shown", "").split()) | NOT_SECRET
    return Named(case, output, leaks(printed, variables, hidden), tuple(problems))


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_product(name: str) -> None:
    """Each planted fault of the product is refused as planned and looked at; no unsafe request is carried out."""
    module = importlib.import_module(f"tests.live.products.{name}")
    data = yaml.safe_load(Path(module.__file__ or "").with_suffix(".yaml").read_text())
    # Not pytest's folder: it is for its owner alone, and servers that give up root could not read it.
    with TemporaryDirectory(prefix="live-") as folder, Box(Path(folder)) as box:
        Path(folder).chmod(0o755)
        try:
            variables = module.start(box)
        except NotInstalledError as why:
            FIGURES.skipped[name] = str(why)
            pytest.skip(str(why))
        cases = cases_of(name, data, variables)
        assert len({case.name for case in cases}) == len(cases), "two cases have one name"
        with ThreadPoolExecutor(1 if data.get("one_at_a_time") else 2) as pool:
            named = list(pool.map(lambda case: _named(case, variables), cases))
    FIGURES.products.append(name)
    FIGURES.named += named
    wrong = [f"{one.case.id}: {problem}" for one in named for problem in one.problems]
    assert not wrong, "\n".join(wrong)
    assert not [f"{one.case.id}: {one.leaks}" for one in named if one.leaks]


def test_the_figures() -> None:
    """At least 15 products, 120 faults, 40 causes; 95 % named first; no control blames a credential; few requests."""
    if not FIGURES.products:
        pytest.skip("no product ran")
    print("\n" + FIGURES.report())
    if report := os.environ.get("LIVE_REPORT"):
        Path(report).write_text(FIGURES.report())
    whole = len(PRODUCTS) == len(FIGURES.products) + len(FIGURES.skipped)
    if whole and (os.environ.get("CI") or not FIGURES.skipped):
        assert len(FIGURES.products) >= 15
        assert len(FIGURES.faults) >= 120
        assert len({one.case.cause for one in FIGURES.faults}) >= 40
    assert FIGURES.top_one >= 0.95
    assert all(one.is_right for one in FIGURES.named if one.case.cause is None)
    assert max(one.output.get("requests_sent", 0) for one in FIGURES.named) <= 10
