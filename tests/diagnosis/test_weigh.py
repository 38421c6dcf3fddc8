"""How evidence is weighed: signs, words, proofs, a mute server, and the words of the text model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.diagnosis.weigh import Candidate, Piece, candidates, keys_of, kind_of
from bot.knowledge.schema import Cause, Sign
from bot.knowledge.text import TextModel, weights_line
from bot.knowledge.weights import Weights
from bot.model import Span, Statement
from tests.diagnosis._cases import BOOK, case


def cause(name: str, *signs: Sign, **more: Any) -> Cause:
    """A cause with these signs."""
    return Cause(title=name, id=name, signs=signs, steps=("x",), source="x", **more)


def sign(weighs: Any, **when: Any) -> Sign:
    """A sign that holds when the check ``lint-odd`` has these facts."""
    return Sign(when={f"lint-odd.{name}": value for name, value in when.items()}, weighs=weighs, because="it is odd")


def said(*causes: str, source: str = "somebody") -> Statement:
    """A statement that names these causes."""
    return Statement(source=source, quote="no", causes=causes, confidence=0.9)


def weighed(*causes: Cause, now: Any = "refused", **more: Any) -> dict[str, Candidate]:
    """id -> candidate, most probable first."""
    return {each.cause.id: each for each in candidates(case(*causes, **more), now)}


def test_only_what_holds_counts() -> None:
    """A sign whose condition does not hold, or whose ``unless`` does, is no reason."""
    never = Sign(when={"lint-odd.a": True}, unless=({"lint-odd.b": True},), weighs="strong", because="x")
    found = weighed(cause("one", sign("strong", a=False)), cause("two", never), lint_odd={"a": True, "b": True})
    assert all(each.prior_only and each.certainty == "suspected" for each in found.values())


@pytest.mark.parametrize(("more", "less"), [("decisive", "strong"), ("strong", "fair"), ("fair", "weak")])
def test_a_stronger_sign_makes_a_cause_more_probable(more: str, less: str) -> None:
    """Of two causes the one with the stronger word comes first, and their probabilities add up to at most 1."""
    found = weighed(cause("less", sign(less, a=True)), cause("more", sign(more, a=True)), lint_odd={"a": True})
    assert list(found) == ["more", "less"]
    assert sum(each.confidence for each in found.values()) <= 1.001


def test_a_sign_and_a_statement_that_agree_raise_each_other() -> None:
    """Evidence of two kinds is more than that of one."""
    both = weighed(cause("one", sign("fair", a=True)), cause("other"), lint_odd={"a": True}, statements=(said("one"),))
    alone = weighed(cause("one", sign("fair", a=True)), cause("other"), lint_odd={"a": True})
    assert both["one"].confidence > alone["one"].confidence


def test_of_one_kind_the_strongest_counts() -> None:
    """Three signs of one kind are one observer, not three."""
    pieces = [Piece("request", "fair", "a"), Piece("request", "strong", "b"), Piece("request", "weak", "c")]
    assert keys_of(pieces) == {"request strong"}


def test_the_first_cause_of_a_statement_weighs_most() -> None:
    """A statement that may mean several things weighs less for each, and least for the last."""
    three = weighed(cause("a"), cause("b"), cause("c"), statements=(said("a", "b", "c"),))
    sole = weighed(cause("a"), cause("b"), cause("c"), statements=(said("a"),))
    assert next(iter(three)) == "a"
    assert sole["a"].confidence > three["a"].confidence > three["c"].confidence


def test_what_speaks_against_lowers_a_cause() -> None:
    """What decoded facts contradict comes behind what nothing speaks for, though the server says so in words."""
    denied = cause("one", sign("decisive-against", b=True))
    found = weighed(denied, cause("other"), lint_odd={"b": True}, statements=(said("one", "x", "y"),))
    assert next(iter(found)) == "other"


def test_a_story_alone_is_suspected() -> None:
    """What the asker tells is never observed, however strong its sign."""
    told = Sign(when={"story.worked_before": True}, weighs="decisive", because="it worked before")
    found = weighed(cause("one", told), story={"worked_before": True, "quotes": {"worked_before": "it did"}})
    assert found["one"].certainty == "suspected"
    assert found["one"].because == ("You write “it did”: it worked before",)


def test_a_check_that_saw_it_clearly_makes_it_observed() -> None:
    """A strong sign of a check is observed, a weak one suspected."""
    assert weighed(cause("one", sign("strong", a=True)), lint_odd={"a": True})["one"].certainty == "observed"
    assert weighed(cause("one", sign("weak", a=True)), lint_odd={"a": True})["one"].certainty == "suspected"


def test_what_is_unlikely_is_not_called_observed() -> None:
    """Where something else is far more probable, a sign of a check is no claim."""
    found = weighed(
        cause("one", sign("strong", a=True)),
        cause(
            "two", sign("decisive", a=True), Sign(when={"answer.says": "x"}, weighs="decisive", because="it says so")
        ),
        lint_odd={"a": True},
        read_response={"says": ("x",)},
        statements=(said("two"),),
    )
    assert (found["two"].certainty, found.get("one", found["two"]).certainty) != ("observed", "observed") or (
        "one" not in found
    )


def test_a_mute_server_caps_what_is_only_suspected() -> None:
    """When nothing, noise and the credential are answered alike, suspicions end at 0.5; facts stay."""
    found = weighed(cause("guess", sign("fair", a=True)), lint_odd={"a": True}, differential={"mute": True})
    seen = weighed(cause("seen", sign("decisive", a=True)), lint_odd={"a": True}, differential={"mute": True})
    assert found["guess"].confidence == 0.5
    all_alike = {"reading": "forbidden-to-all"}
    forbidden = weighed(cause("guess", sign("fair", a=True)), lint_odd={"a": True}, differential=all_alike)
    assert forbidden["guess"].confidence == 0.5
    assert seen["seen"].confidence > 0.5


def test_what_the_facts_rule_out_is_no_cause() -> None:
    """Whatever speaks for it, unless a live check has proven it."""
    denied = cause("one", sign("decisive", a=True), ruled_out=({"lint-odd.b": True},))
    facts = {"lint_odd": {"a": True, "b": True}, "statements": (said("one"),)}
    assert list(weighed(denied, cause("two"), **facts)) == ["two"]
    proven = weighed(denied, cause("two"), **facts, scheme_variant={"cause": "one", "works": True, "change": "x"})
    assert proven["one"].certainty == "proven"
    assert "one" in weighed(denied, cause("two"), lint_odd={"a": True, "b": False})


def test_a_counterfactual_that_worked_is_a_proof() -> None:
    """The request alike but for the suspect got through: proven, and ruled out by nothing."""
    denied = cause("one", sign("decisive-against", a=True))
    found = weighed(denied, lint_odd={"a": True}, scheme_variant={"cause": "one", "works": True, "change": "x"})
    assert (found["one"].confidence, found["one"].certainty) == (0.99, "proven")


def test_a_cause_counts_in_its_situations_only() -> None:
    """A cause that a refusal is needed for is no candidate when the request is accepted."""
    one = cause("one", sign("strong", a=True))
    assert list(weighed(one, now="accepted", lint_odd={"a": True})) == []
    assert list(weighed(one, now="refused", lint_odd={"a": True})) == ["one"]


def test_words_that_are_said_to_nothing_too_tell_nothing_of_a_value() -> None:
    """A server that answers alike to no credential speaks boilerplate, whatever its words name."""
    about, other = cause("one", family="token"), cause("two", family="token")
    alike = weighed(about, other, statements=(said("one"),), given_probe={"same_as_none": True})
    apart = weighed(about, other, statements=(said("one"),), given_probe={"same_as_none": False})
    assert apart["one"].certainty == "observed"
    assert alike["one"].certainty == "suspected"
    assert alike["one"].confidence == alike["two"].confidence


@pytest.mark.parametrize(
    ("facts", "spoken"),
    [
        ({}, True),
        ({"lint_request": {"has_credential": True}, "lint_credential": {"empty": True}}, True),
        ({"lint_request": {"has_credential": True}, "lint_credential": {"empty": False}}, False),
    ],
)
def test_words_for_several_causes_do_not_deny_what_the_request_shows(facts: dict[str, Any], spoken: bool) -> None:
    """That nothing was sent has no reason in them where a credential stands in the request, a variable's included."""
    words = said("credential-missing", "credential-invalid")
    found = weighed(cause("credential-missing"), statements=(words,), **facts)
    assert found["credential-missing"].prior_only is not spoken


def test_an_answer_that_says_that_none_arrived_is_believed() -> None:
    """Be it by the meaning of its words, or by words for this one cause."""
    shown = {"lint_request": {"has_credential": True}, "lint_credential": {"empty": False}}
    missing = cause("credential-missing")
    plainly = weighed(missing, statements=(said("credential-missing"),), **shown)
    by_meaning = weighed(
        missing,
        statements=(said("credential-missing", "credential-invalid"),),
        read_response={"says": ["missing"]},
        **shown,
    )
    assert not plainly["credential-missing"].prior_only
    assert not by_meaning["credential-missing"].prior_only


@pytest.mark.parametrize(
    ("quote", "is_named"),
    [("Access Token expired", False), ("Unauthorized", False), ("missing client token for vault", True)],
)
def test_words_that_anybody_uses_are_nobodys(quote: str, *, is_named: bool) -> None:
    """The entry that they are known from is named only where they are its own."""
    words = Statement(source="apigee", quote=quote, causes=("token-expired",), confidence=0.9)
    given = replace(case(statements=(words,)), book=BOOK)
    because = next(each.because for each in candidates(given, "refused") if each.cause.id == "token-expired")
    assert (f"“{quote}”, as Apigee words it" in because[0]) is is_named


def test_a_pasted_write_is_judged_by_its_own_answer() -> None:
    """No probe repeats a write, so what a GET is answered makes its words no boilerplate."""
    found = weighed(
        cause("one", family="session"),
        statements=(said("one"),),
        given_probe={"same_as_none": True},
        lint_request={"unsafe_method": True},
    )
    assert found["one"].certainty == "observed"


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        ({"story.dns": True, "answer.refused": True}, "story"),
        ({"given-probe.ok": True, "decode-token.expired": True}, "live"),
        ({"decode-token.expired": True, "answer.refused": True}, "request"),
        ({"answer.says": "expired"}, "answer"),
        ({"answer.says": "unknown", "report.has_request": False}, "answer"),
    ],
)
def test_the_kind_of_a_sign_follows_from_who_observed_it(when: dict[str, Any], kind: str) -> None:
    """Nobody has to write it down."""
    assert kind_of(Sign(when=when, weighs="fair", because="x"), case()) == kind


def test_once_the_api_was_asked_the_facts_of_the_request_are_seen_live() -> None:
    """The request is what it refused, so what is odd about it weighs as much as an answer to a question of ours."""
    asked = case(differential={"reading": "mute"})
    odd = Sign(when={"lint-credential.empty": True}, weighs="fair", because="x")
    assert kind_of(odd, asked) == "live"


def test_a_correction_that_was_tried_in_vain_speaks_against_its_cause() -> None:
    """What was put right and is refused as before was probably not at fault."""
    tried = {"cause": "one", "works": False, "refused": True}
    before = case(cause("one"), cause("two"))
    after = case(cause("one"), cause("two"), scheme_variant=tried)
    assert [each.cause.id for each in candidates(before, "refused")] == ["one", "two"]
    assert [each.cause.id for each in candidates(after, "refused")] == ["two", "one"]


def test_words_alone_order_what_nothing_else_tells_apart() -> None:
    """The text model puts the cause first that its features speak for, and quotes what speaks of that cause."""
    words = {"yesterday": weights_line(1.0, [(1, 16.0), (0, -16.0)]), "stopped": weights_line(1.0, [])}
    model = TextModel(("one", "two"), (0.0, 0.0), words)
    span = Span(speaker="asker", text="it stopped yesterday")
    seen = []
    for headline in ("it ended yesterday", "it ended"):
        given = case(cause("one"), cause("two", headline=(headline,)))
        given = replace(
            given,
            book=replace(given.book, text_model=model, weights=Weights({"text": 1.0})),
            report=replace(given.report, spans=(span,)),
        )
        seen.append(candidates(given, "refused")[0])
    assert [(each.cause.id, each.certainty, each.prior_only) for each in seen] == [("two", "suspected", False)] * 2
    assert seen[0].because == ("You write “it stopped yesterday”",)
    assert seen[1].because == ("Reports that read like yours often had this cause",)
