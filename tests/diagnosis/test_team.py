"""What a team said of earlier answers moves a cause: by the stated formula, within its bounds, and nothing else."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.case import Case
from bot.diagnosis import team
from bot.diagnosis.diagnose import diagnose, settled
from bot.diagnosis.weigh import Candidate, candidates
from bot.knowledge.schema import Cause, Sign
from bot.model import Request
from tests.diagnosis._cases import case


def cause(name: str, *signs: Sign) -> Cause:
    """A cause with these signs."""
    return Cause(title=name, id=name, signs=signs, steps=("x",), source="x")


def sign(weighs: Any, because: str = "it is odd", **when: Any) -> Sign:
    """A sign that holds when the check ``lint-odd`` has these facts."""
    return Sign(when={f"lint-odd.{name}": value for name, value in when.items()}, weighs=weighs, because=because)


ONE = cause("one", sign("fair", a=True))
OTHER = cause("other", sign("fair", a=True), sign("weak", b=True))
SEEN = case(ONE, OTHER, cause("third"), lint_odd={"a": True})


def evidence(of: Case = SEEN) -> str:
    """Its fingerprint."""
    return candidates(of, "refused")[0].evidence


def said(name: str, votes: tuple[int, int], of: Case = SEEN, *, whose: str = "example.com") -> dict[str, Candidate]:
    """The candidates where so many confirmed and refuted this cause."""
    heard = replace(of, voices={f"{whose} {evidence(of)} {name}": votes})
    return {each.cause.id: each for each in candidates(heard, "refused")}


@pytest.mark.parametrize(
    ("votes", "moved"),
    [((2, 0), 0.0), ((1, 1), 0.0), ((3, 0), math.log(4)), ((2, 1), math.log(1.5)), ((0, 3), -math.log(4)),
     ((3, 3), 0.0), ((5, 0), math.log(6)), ((7, 0), 2.0), ((10_000, 0), 2.0), ((0, 10_000), -2.0)],
)  # fmt: skip
def test_the_formula(votes: tuple[int, int], moved: float) -> None:
    """ln((1 + r) / (1 + w)) from three people on, at most 2 either way."""
    assert team.shift(*votes) == pytest.approx(moved)


def test_the_docs_state_it() -> None:
    """Each column of the table in docs/learning.md is what the formula gives."""
    text = (Path(__file__).parents[2] / "docs" / "learning.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith(("  | confirmed", "  | log-odds"))]
    votes, moves = ([cell.strip() for cell in row.split("|")[2:-1]] for row in rows)
    for cell, move in zip(votes, moves, strict=True):
        right, wrong = map(int, re.findall(r"\d+", cell))
        assert team.shift(right, wrong) == pytest.approx(float(move.replace("−", "-")), abs=0.005)


def test_it_moves_by_what_people_said_and_says_so() -> None:
    """Up and down; the certainty stays; two people say nothing yet."""
    before, up, down, few = said("one", (0, 0)), said("one", (6, 0)), said("one", (1, 5)), said("one", (2, 0))
    assert down["one"].confidence < before["one"].confidence < up["one"].confidence
    assert few == before
    assert {found["one"].certainty for found in (before, up, down)} == {before["one"].certainty}
    assert up["one"].because == ("It is odd; confirmed 6 times here",)
    assert down["one"].because == ("It is odd; confirmed once and refuted 5 times here",)
    assert up["other"].because == before["other"].because


def test_only_the_same_api_and_evidence_count() -> None:
    """Another domain, or other signs, is another matter; an order of signs, or what is told, is not."""
    before = said("one", (0, 0))
    assert said("one", (6, 0), whose="example.org") == before
    more = case(ONE, OTHER, cause("third"), lint_odd={"a": True, "b": True})
    assert evidence(more) != evidence()
    turned = case(OTHER, cause("one", *reversed(ONE.signs)), cause("third"), lint_odd={"a": True})
    assert evidence(turned) == evidence()
    story = cause("one", *ONE.signs, Sign(when={"story.worked_before": True}, weighs="fair", because="you say so"))
    assert (
        evidence(case(story, OTHER, cause("third"), lint_odd={"a": True}, story={"worked_before": True})) == evidence()
    )


def test_nothing_moves_what_is_proven() -> None:
    """A counterfactual request stands above what any number of people say."""
    proven = case(ONE, OTHER, lint_odd={"a": True}, scheme_variant={"cause": "other", "works": True})
    found = said("one", (10_000, 0), proven)
    assert found == said("one", (0, 0), proven)
    assert next(iter(found)) == "other"


def test_no_number_of_people_makes_it_certain() -> None:
    """What is moved up ends at 95 %, below what a proof is."""
    likely = case(cause("one", sign("decisive", a=True)), lint_odd={"a": True})
    alone = said("one", (0, 0), likely)["one"].confidence
    assert said("one", (10_000, 0), likely)["one"].confidence <= max(alone, team.MOST_SURE)
    assert said("one", (10_000, 0))["one"].confidence <= team.MOST_SURE


def test_people_alone_found_only_what_comes_first() -> None:
    """Nothing seen, and six confirmations: the answer names that; behind another it stays a guess."""
    mute = case(cause("one"), cause("other"), report={"status": 401})
    found = said("other", (6, 0), mute)
    assert next(iter(found)) == "other"
    assert not found["other"].prior_only
    assert found["other"].because == ("For such a refusal by this API it was confirmed 6 times here",)
    assert found["one"].prior_only
    heavy = case(cause("one", sign("decisive", a=True)), cause("other"), lint_odd={"a": True})
    assert said("other", (6, 0), heavy)["other"].prior_only


def test_a_mute_server_caps_it_all_the_same() -> None:
    """Where the server tells nothing apart, half is the most for what nobody saw."""
    mute = case(ONE, cause("third"), lint_odd={"a": True}, differential={"mute": True})
    assert said("third", (50, 0), mute)["third"].confidence <= 0.5


def test_people_settle_nothing() -> None:
    """Whether the API is asked is not theirs to say."""
    sure = case(cause("one", sign("decisive", a=True)), cause("other", sign("strong", a=True)), lint_odd={"a": True})
    heard = replace(sure, voices={f"example.com {evidence(sure)} one": (10_000, 0)})
    assert settled(heard) == settled(sure)


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://api.eu.example.co.uk/x", "example.co.uk"), ("https://10.0.0.1:8443/x", "10.0.0.1"),
     ("https://[::1]/x", "::1"),
     ("https://vault/x", ""), ("https://bob:pa/ss@corp.internal/x", ""), ("https://API.Example.com./x", "example.com"),
     ("https://münchen.example/x", "xn--mnchen-3ya.example"), ("https://a_b.c_d/x", ""), ("nothing", ""),
     ("https://a81bc81bdead4e5dabff90865d1e13b1.ngrok.io/x", "")],
)  # fmt: skip
def test_the_domain_is_kept_and_no_more(url: str, site: str) -> None:
    """Of an address itself; no host below the domain, no path, and nothing that may be part of a password."""
    asked = replace(SEEN, request=Request(method="GET", url=url))
    assert diagnose(asked).site == site
