"""The language of ``when:``: conditions over the facts that facts.py finds.

A condition is a value (equal), a list (one of), or a Test. Where the fact is a list, one of its members must do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.case import Case
from bot.diagnosis.facts import fact
from bot.knowledge.schema import Condition, Conditions, Test


def all_hold(conditions: Conditions, case: Case) -> bool:
    """Does every condition of a group hold?"""
    for path, condition in conditions.items():  # noqa: SIM110  # the hottest loop: all() makes a generator each time
        if not holds(condition, fact(case, path)):
            return False
    return True


def any_group_holds(groups: Iterable[Conditions], case: Case) -> bool:
    """Does every condition of at least one group hold?"""
    return any(all_hold(group, case) for group in groups)


def holds(condition: Condition, value: object) -> bool:
    """Does one condition hold for a fact's value? None is an absent fact."""
    if isinstance(condition, Test):
        return _test(condition, value)
    if isinstance(condition, tuple):
        return any(holds(option, value) for option in condition)
    if isinstance(value, list | tuple) and not isinstance(condition, list | tuple):
        return any(_same(condition, member) for member in value)
    if condition is False and value is None:
        return True
    return _same(condition, value)


def _test(test: Test, value: object) -> bool:
    if test.present is not None and (value not in (None, "", [], ())) != test.present:
        return False
    if value is None:
        return test.present is False or (test.is_not is not None and _only_is_not(test))
    if test.is_not is not None and holds(test.is_not, value):
        return False
    if test.contains is not None and not any(_contains(value, each.lower()) for each in _several(test.contains)):
        return False
    if test.begins is not None and not any(_begins(value, each.lower()) for each in _several(test.begins)):
        return False
    number = _number(value)
    if test.above is not None and not (number is not None and number > test.above):
        return False
    return test.below is None or (number is not None and number < test.below)


def _only_is_not(test: Test) -> bool:
    return test.contains is None and test.begins is None and test.above is None and test.below is None


def _contains(value: object, wanted: str) -> bool:
    if isinstance(value, list | tuple):
        return any(str(member).lower() == wanted for member in value)
    return wanted in str(value).lower()


def _begins(value: object, wanted: str) -> bool:
    members = value if isinstance(value, list | tuple) else [value]
    return any(str(member).lower().startswith(wanted) for member in members)


def _several(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else wanted


def _same(condition: object, value: object) -> bool:
    if isinstance(condition, bool) or isinstance(value, bool):
        return condition is value
    if isinstance(condition, str) and isinstance(value, str):
        return condition.lower() == value.lower()
    return condition == value


def _number(value: object) -> float | None:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, list | tuple):
        return float(len(value))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
