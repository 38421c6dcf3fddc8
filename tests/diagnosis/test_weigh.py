"""How evidence is weighed: signs, words, proofs, a mute server, and what is only left over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.diagnosis.weigh import candidates
from bot.knowledge.schema import Cause, Sign
from bot.model import Response, Statement
from tests.diagnosis._cases import case


def cause(name: str, *signs: Sign, **more: Any) -> Cause:
    """A cause with these signs."""
    return Cause(title=name, id=name, signs=signs, steps=("x",), source="x", **more)


def sign(confidence: float, certainty: Any = "observed", **when: Any) -> Sign:
    """A sign that holds when the check ``odd`` has these facts."""
    conditions = {f"odd.{name}": value for name, value in when.items()}
    return Sign(when=conditions, certainty=certainty, confidence=confidence, because="it is odd")


def said(*causes: str, confidence: float = 0.9, source: str = "somebody") -> Statement:
    """A statement that names these causes."""
    return Statement(source=source, quote="no", causes=causes, confidence=confidence)


def weighed(*causes: Cause, **more: Any) -> dict[str, tuple[float, str]]:
    """id -> (confidence, certainty), most probable first."""
    found = candidates(case(*causes, **more), "refused")
    return {each.cause.id: (each.confidence, each.certainty) for each in found}


def test_only_what_holds_counts() -> None:
    """A sign whose condition does not hold, or whose ``unless`` does, weighs nothing."""
    never = Sign(when={"odd.a": True}, unless=({"odd.b": True},), confidence=0.9, because="x")
    assert weighed(cause("one", sign(0.8, a=False)), cause("two", never), odd={"a": True, "b": True}) == {}


def test_a_sign_and_a_statement_that_agree_raise_each_other() -> None:
    """Two sorts of evidence are more than the better of them, and never more than the ceiling."""
    found = weighed(cause("one", sign(0.7, a=True), ceiling=0.8), odd={"a": True}, statements=(said("one"),))
    alone = weighed(cause("one", sign(0.7, a=True)), odd={"a": True})
    assert alone["one"][0] == 0.7
    assert found["one"][0] == 0.8


def test_the_first_cause_of_a_statement_weighs_most() -> None:
    """A statement that may mean several things weighs less for each, and least for the last."""
    found = weighed(cause("a"), cause("b"), cause("c"), statements=(said("a", "b", "c"),))
    sole = weighed(cause("a"), statements=(said("a"),))
    assert list(found) == ["a", "b", "c"]
    assert sole["a"][0] > found["a"][0] > found["b"][0] > found["c"][0]


def test_what_remains_stays_below_an_explicit_sibling() -> None:
    """The residual cause loses against a clue, whatever the words of the answer say."""
    rest, clue = cause("rest", residual=True), cause("clue", sign(0.6, "suspected", a=True))
    assert list(weighed(rest, clue, odd={"a": True}, statements=(said("rest", confidence=0.95),))) == ["clue", "rest"]


def test_a_mute_server_caps_what_is_only_suspected() -> None:
    """When nothing, noise and the credential are answered alike, suspicions end at 0.5; facts stay."""
    found = weighed(
        cause("guess", sign(0.8, "suspected", a=True)),
        cause("seen", sign(0.8, a=True)),
        odd={"a": True},
        differential={"mute": True},
    )
    assert found == {"seen": (0.8, "observed"), "guess": (0.5, "suspected")}


def test_a_counterfactual_that_worked_is_a_proof() -> None:
    """The request alike but for the suspect got through: proven, above its ceiling, and refuted by nothing."""
    proven = cause("one", ceiling=0.7, refuted=({"odd.a": True},))
    found = weighed(proven, odd={"a": True}, scheme_variant={"cause": "one", "works": True, "change": "x"})
    assert found == {"one": (0.99, "proven")}


def test_what_is_refuted_is_dropped() -> None:
    """What decoded facts contradict is no candidate, though the server says so in words."""
    refuted = cause("one", sign(0.9, a=True), refuted=({"odd.b": True},))
    assert weighed(refuted, odd={"a": True, "b": True}, statements=(said("one"),)) == {}


def test_a_cause_counts_in_its_situations_only() -> None:
    """A cause that a refusal is needed for is no candidate when the request is accepted."""
    one = cause("one", sign(0.9, a=True))
    assert [each.cause.id for each in candidates(case(one, odd={"a": True}), "accepted")] == []
    assert [each.cause.id for each in candidates(case(one, odd={"a": True}), "refused")] == ["one"]


def test_priors_break_ties() -> None:
    """Of two causes with the same weight the more frequent one comes first."""
    found = weighed(
        cause("rare", sign(0.6, a=True), prior=0.01), cause("often", sign(0.6, a=True), prior=0.2), odd={"a": True}
    )
    assert list(found) == ["often", "rare"]


def test_words_that_are_said_to_nothing_too_tell_nothing_of_a_value() -> None:
    """A server that answers alike to no credential speaks boilerplate, whatever its words name."""
    about = cause("one", family="token")
    heard = Sign(when={"answer.says": "audience"}, certainty="observed", confidence=0.9, because="x")
    alike = {"given_probe": {"same_as_none": True, "says": ("audience",)}}
    apart = {"given_probe": {"same_as_none": False, "says": ("audience",)}}
    assert weighed(about, statements=(said("one"),), **apart)["one"][0] == 0.9
    assert weighed(about, statements=(said("one"),), **alike)["one"] == (0.36, "suspected")
    assert weighed(cause("two", heard, family="token"), **alike)["two"] == (0.36, "suspected")


def test_a_pasted_write_is_judged_by_its_own_answer() -> None:
    """No probe repeats a write, so what a GET is answered makes its words no boilerplate."""
    found = weighed(
        cause("one", family="session"),
        statements=(said("one"),),
        given_probe={"same_as_none": True},
        lint_request={"unsafe_method": True},
    )
    assert found["one"][0] == 0.9


def test_words_of_prose_weigh_less_than_words_of_the_answer() -> None:
    """Where an answer with words of its own is pasted, a statement that only the prose holds counts less."""
    plain = case(cause("one"), statements=(said("one"),))
    answer = Response(status=401, body='{"error": "something else"}')
    beside = replace(plain, report=replace(plain.report, observed=answer))
    assert candidates(plain, "refused")[0].confidence == 0.9
    assert candidates(beside, "refused")[0].confidence == 0.72
