"""The targets can be asked, hold for texts that are known, and would tell what is wrong."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.fuzz import targets
from tests.fuzz.__main__ import fault_of
from tests.fuzz.targets import PLANTED, TARGETS, Target, shows_no_secret


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_its_seeds(name: str) -> None:
    """Some of the texts that it begins with keep to what it demands."""
    target = TARGETS[name]
    for text in islice(target.seeds(), 0, 60, 20):
        assert fault_of(target, text[: target.longest], float("inf"), size=0) is None


@pytest.mark.parametrize("check", [lambda text: text.index("x"), lambda text: sum(map(ord, text * 9_000))])
def test_a_fault_and_slowness_are_findings(check: object) -> None:
    """An exception, and more than the limit of the processor's time."""
    assert fault_of(Target(check, lambda: iter(())), "abc" * 99, 0.001)  # type: ignore[arg-type]


def test_a_secret_that_is_shown_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever face; but a host is no secret."""
    shows_no_secret(f"curl https://{PLANTED}.example.com/me\n401")
    monkeypatch.setattr(targets, "faces", lambda text: {"a face": text})
    with pytest.raises(AssertionError, match="shows it"):
        shows_no_secret(f"curl https://api.example.com/{PLANTED}\n401")
