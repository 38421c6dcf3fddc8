"""What is learned from samples: words tell causes apart, stories keep quiet, and a share becomes a probability."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.story import spoken
from bot.fitting.evidence import Sample
from bot.knowledge.schema import Story
from bot.knowledge.text import TextModel, chances, grams, weights_line, written
from bot.knowledge.weights import Weights

WORDS = {
    "token-expired": "the token is too old since the morning",
    "ip-blocked": "our address is on no list of yours",
    "csrf-missing": "a form was sent without its hidden field",
}
TELLS = ("it works in {0}", "{0} gets an answer", "no trouble with {0}", "the same call in {0} is fine")
TOOLS = ("curl", "postman", "insomnia")


@pytest.fixture(scope="module")
def learn() -> Any:
    """The module: with it comes scikit-learn, which every process of the tests would import."""
    from bot.fitting import learn

    return learn


def sample(cause: str, source: str, words: str) -> Sample:
    """A real report with these words alone."""
    return Sample(
        source=source,
        part="real",
        right=(cause,),
        features=dict.fromkeys(grams(words), 1.0),
        keys={},
        seen=frozenset(),
        possible=frozenset(WORDS),
        provider=None,
    )


def samples() -> list[Sample]:
    """Ten reports of each cause, each with a word of its own."""
    return [
        sample(cause, f"{cause} {number}", f"{words} {'abcdefghij'[number] * 4}")
        for cause, words in WORDS.items()
        for number in range(10)
    ]


def story(*yes: str) -> Story:
    """A story that these sentences tell."""
    return Story(id="works_in_curl", question="?", yes=yes, no=(), near=(), source="x")


def test_the_model_of_words_tells_the_causes_apart(learn: Any) -> None:
    """A report that was not learned from goes to the cause whose words it has."""
    model = learn.text_model(samples(), {})
    for cause, words in WORDS.items():
        said = chances(model.scores(dict.fromkeys(grams(f"hello, {words}, thanks"), 1.0)))
        assert max(said, key=lambda name: said[name]) == cause


def test_the_same_reports_teach_the_same(learn: Any) -> None:
    """What is drawn by lot while it learns is drawn alike each time, so that a fit can be repeated."""
    assert written(learn.text_model(samples(), {})) == written(learn.text_model(samples(), {}))


WEIGHTS = st.floats(0.1, 50) | st.floats(-50, -0.1)


DAYS = st.datetimes(datetime(1991, 1, 1), timezones=st.just(UTC))  # HTTP is not older


@given(DAYS, DAYS)
def test_the_day_that_a_program_writes_is_no_word(one: datetime, other: datetime) -> None:
    """Dates of RFC 9110, of logs and of ISO 8601 are all alike, as they are no cause."""
    forms = (format_datetime, datetime.isoformat, "{:%d/%b/%Y:%H:%M:%S %z}".format, "{:%a %b %d %H:%M:%S %Y}".format)
    for form in forms:
        assert [*grams(f"Date: {form(one)} 401")] == [*grams(f"Date: {form(other)} 401")]


@given(st.lists(st.tuples(st.integers(0, 300), WEIGHTS), max_size=20, unique_by=lambda each: each[0]))
def test_what_is_written_is_read(weights: list[tuple[int, float]]) -> None:
    """Each class keeps its weight, to a thirteenth of it, be there hundreds of classes."""
    model = TextModel((), (), {"word": weights_line(2.0, weights)})
    assert [place for place, _ in model.weights("word")] == [place for place, _ in weights]
    assert [weight for _, weight in model.weights("word")] == pytest.approx([each for _, each in weights], rel=0.08)


def test_what_says_nothing_is_not_written() -> None:
    """A weight that is hardly one takes no room, and one beyond all others is the largest."""
    model = TextModel((), (), {"word": weights_line(2.0, [(0, 0.05), (1, -0.09), (2, 500.0), (3, -500.0)])})
    (first, most), (second, least) = model.weights("word")
    assert (first, second) == (2, 3)
    assert most == -least > 30


def test_what_is_held_out_is_judged_by_a_model_that_has_not_seen_its_source(learn: Any) -> None:
    """A word that only one source has tells nothing of that source's cause."""
    given = [*samples(), sample("ip-blocked", "alone", "zzzz zzzz"), sample("token-expired", "other", "zzzz zzzz")]
    found, _ = learn.held_out(given, sorted(WORDS))
    assert found.shape == (len(given), len(WORDS))
    assert found.sum(1) == pytest.approx(1)
    assert all(found[: len(given) - 2].argmax(1) == [sorted(WORDS).index(each.right[0]) for each in given[:-2]])


def test_what_real_reports_seldom_have_is_seldom_said(learn: Any) -> None:
    """Words that our own reports give to two causes alike go to the one that real reports have more often."""
    words = "the key was refused and nothing else is said"
    own = [replace(sample(cause, f"own {n}", words), part="own") for cause in WORDS for n in range(40)]
    real = [sample("ip-blocked" if n % 9 else "csrf-missing", f"real {n}", words) for n in range(45)]
    found, frequency = learn.held_out([*own, *real], sorted(WORDS))
    assert frequency["ip-blocked"] > frequency["csrf-missing"] > frequency["token-expired"]
    assert found[-len(real) :, sorted(WORDS).index("ip-blocked")].mean() > 0.6
    said = chances(learn.text_model(own, frequency).scores(dict.fromkeys(grams(words), 1.0)))
    assert max(said, key=lambda name: said[name]) == "ip-blocked"


def test_a_story_is_not_told_by_other_sentences(learn: Any) -> None:
    """Of sentences of reports that tell other things, nearly none is taken to tell it; those that do so are."""
    told = [sentence.format(tool) for sentence in TELLS for tool in TOOLS]
    background = [
        f"my {thing} number {number} has a {thing}" for thing in ("server", "letter") for number in range(200)
    ]
    model = learn.story_model({"works_in_curl": story(*told)}, background)
    says = [model.scores(dict.fromkeys(grams(sentence), 1.0))["works_in_curl yes"] for sentence in (*told, *background)]
    assert all(score > 0 for score in says[: len(told)])
    assert sum(score > 0 for score in says[len(told) :]) <= 0.02 * len(background)


def test_a_share_is_worth_what_such_a_one_was(learn: Any) -> None:
    """Where first causes of 90 % are right in half of the cases, 90 % is said as about half; more share is more."""
    import numpy as np

    shares = np.array([[0.9, 0.1], [0.6, 0.4]] * 100)
    right = np.array([[number % 4 < 2, False] for number in range(200)])
    table = Weights(learn.sureness(shares, right))
    assert 0.4 < table.confidence(0.9) < 0.6
    rising = Weights(learn.sureness(shares, np.array([[number % 2 == 0, False] for number in range(200)])))
    assert rising.confidence(0.9) > rising.confidence(0.6)


def test_short_sentences_tell_nothing() -> None:
    """Fewer than three words are no sentence of a story."""
    assert list(spoken("401 again.\nIt worked until yesterday. 200 401 403.")) == ["It worked until yesterday."]
