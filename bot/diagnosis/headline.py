"""A cause or a step and a case -> one sentence: what is wrong, what would tell the cause apart, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from bot.case import Case
from bot.diagnosis.conditions import all_hold
from bot.diagnosis.templates import because, filled
from bot.knowledge.schema import LONGEST_CHECK_BY, LONGEST_HEADLINE, LONGEST_LINE, Cause, Step


def headline(cause: Cause, case: Case) -> str:
    """The cause's first headline that holds and fits one line (90 characters); its title when none does."""
    return next((said for _, said in sayable(cause, case) if len(said) <= LONGEST_HEADLINE), cause.title)


def check_by(cause: Cause, case: Case) -> str:
    """The first wording of how to tell the cause apart whose names have a value; '' when there is none."""
    said = (filled(each, case) for each in cause.checks_by)
    return next((each for each in said if each and len(each) <= LONGEST_CHECK_BY), "")


def line(step: Step, case: Case) -> str:
    """The first wording of a step in one line (140 characters) whose names have a value; '' when there is none."""
    said = (because(each, case) for each in step.lines)
    return next((each for each in said if each and len(each) <= LONGEST_LINE), "")


def sayable(cause: Cause, case: Case) -> Iterator[tuple[int, str]]:
    """Each headline that is true of the case, filled, with its place; however long."""
    for place, each in enumerate(cause.headlines):
        if all_hold(each.when, case) and (said := because(each.say, case)):
            yield place, said
