"""What a reply may never do: break Slack's limits, form markup from strangers' words, or show a secret."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.case import Policy
from bot.examine import examine
from bot.masking import Secret
from bot.model import (
    Carries,
    Cause,
    Diagnosis,
    Evidence,
    Examination,
    Finding,
    Moment,
    Problem,
    Report,
    Response,
    Sent,
    Step,
)
from bot.probing.offline import Offline
from bot.probing.replay import Replay
from bot.reply import blocks, payload, terminal
from bot.reply.compose import compose
from tests._knowledge import shipped

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SECRET = "tok-5d41402abc4b2a76b9719d911017c592"
HOSTILE = st.one_of(
    st.text(min_size=1, max_size=80),
    st.sampled_from(
        ["<!channel>", "<@U012345>", "<https://evil.example|here>", "a&b<c>", "`", "\x1b[31m", "\u202egnp", "x" * 5000]
    ),
)


def examination(words: str, causes: int = 3) -> Examination:
    """An examination in which every text that a stranger can reach is ``words``."""
    found = tuple(
        Cause(
            id=f"cause-{number}",
            title=words,
            certainty="observed",
            confidence=0.9,
            because=(words, words),
            steps=tuple(Step(id=f"step-{step}", text=words) for step in range(4)),
            corrected=words,
        )
        for number in range(causes)
    )
    finding = Finding(status="fail", summary=words)
    return Examination(
        report=Report(text=words, problems=(Problem(code="x", text=words),), secrets=(Secret(SECRET),)),
        evidence=Evidence(findings={f"check-{number}": finding for number in range(30)}, requests_sent=3),
        diagnosis=Diagnosis(outcome="diagnosed", causes=found, notes=(words,)),
    )


def texts(value: Any) -> list[dict[str, Any]]:
    """Every object with a ``text`` string in a payload."""
    if isinstance(value, dict):
        mine = [value] if isinstance(value.get("text"), str) else []
        return mine + [found for part in value.values() for found in texts(part)]
    return [found for part in value for found in texts(part)] if isinstance(value, list) else []


def test_what_is_hardly_probable_is_not_shown_beside_the_first() -> None:
    """It is kept for whoever says that the first was not it, and for JSON."""
    found = examination("so it is", causes=3)
    sure = (0.97, 0.02, 0.004)
    causes = [
        replace(cause, title=cause.id, confidence=said)
        for cause, said in zip(found.diagnosis.causes, sure, strict=True)
    ]
    reply = compose(replace(found, diagnosis=replace(found.diagnosis, causes=tuple(causes))))
    assert [line.partition(":")[0] for line in reply.others] == ["cause-1"]
    assert not any("cause-2" in line for line in reply.details)


def test_what_a_command_leaves_open_is_told() -> None:
    """The variables that stand for pieces of the asker's own URL, and not those that the asker uses."""
    found = examination("curl https://api.example.com/?a=$MINE", causes=1)
    fixed = replace(found.diagnosis.causes[0], corrected='curl "https://api.example.com/?a=$MINE&h=$VALUE&t=$TOKEN"')
    notes = compose(replace(found, diagnosis=replace(found.diagnosis, causes=(fixed,), notes=()))).notes
    assert any("$VALUE" in note for note in notes)
    assert not any("$MINE" in note or "$TOKEN" in note for note in notes)


@settings(deadline=None, max_examples=40)
@given(HOSTILE, st.integers(0, 5))
def test_blocks_keep_within_slacks_limits(words: str, causes: int) -> None:
    """50 blocks, 150 characters in a header, 2,000 in a context, and no more than Slack takes in all."""
    text, rendered = blocks.render(examination(words, causes))
    assert 0 < len(rendered) <= 50
    assert len(text) <= 4000
    assert sum(len(part["text"]) for part in texts(rendered)) <= 13_000
    for block in rendered:
        if block["type"] == "header":
            assert 0 < len(block["text"]["text"]) <= 150


@settings(deadline=None, max_examples=40)
@given(HOSTILE)
def test_strangers_words_form_no_markup(words: str) -> None:
    """No mrkdwn object is sent, and the notification text is escaped."""
    text, rendered = blocks.render(examination(words))
    assert all(part["type"] in {"plain_text", "text"} for part in texts(rendered))
    assert "<" not in text
    assert ">" not in text


@settings(deadline=None, max_examples=40)
@given(HOSTILE)
def test_control_characters_are_shown_as_escapes(words: str) -> None:
    """Nothing that steers a terminal or reorders text gets out."""
    printed = terminal.render(examination(words)) + json.dumps(blocks.render(examination(words)), ensure_ascii=False)
    assert not set(printed) & {"\x1b", "\u202e", "\u200b", "\x00", "\x9b"}


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=20), st.text(max_size=20))
def test_no_rendering_shows_a_secret_of_the_paste(before: str, after: str) -> None:
    """Whatever sentence a secret got into, blocks, text and JSON do not show it."""
    examined = examination(f"{before}{SECRET}{after}")
    for shown in (
        terminal.render(examined),
        json.dumps(blocks.render(examined)),
        json.dumps(payload.check(examined, True)),
    ):
        assert SECRET not in shown
        assert SECRET[4:16] not in shown


def test_steps_show_commands_as_code() -> None:
    """Backquoted parts of a step are code in Slack; a lone backquote is a character."""
    step = Step(id="s", text="Run `date` now")
    cause = Cause(id="c", title="t", certainty="proven", confidence=1, because=(), steps=(step,))
    examined = Examination(
        report=Report(text=""), evidence=Evidence(), diagnosis=Diagnosis(outcome="diagnosed", causes=(cause,))
    )
    parts = texts(blocks.render(examined)[1])
    assert [part["text"] for part in parts if part.get("style") == {"code": True}] == ["date"]


def test_only_a_diagnosis_names_a_cause_in_its_headline() -> None:
    """Where only priors speak, the headline does not accuse."""
    examined = examination("The key is wrong")
    guess = Examination(
        report=examined.report,
        evidence=examined.evidence,
        diagnosis=Diagnosis(outcome="inconclusive", causes=examined.diagnosis.causes),
    )
    assert not terminal.render(guess).startswith("The key is wrong")
    assert "The key is wrong" in terminal.render(guess)


def sent(
    purpose: str, carries: Carries, outcome: str, *, url: str = "https://api.example.com/me", left: bool = True
) -> Sent:
    """One line of the record."""
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    return Sent(
        at=moment,
        purpose=purpose,
        method="GET",
        url=url,
        carries=carries,
        outcome=outcome,
        elapsed=timedelta(milliseconds=84.4),
        sent=left,
    )


def test_details_tell_each_request_with_its_answer() -> None:
    """What was different in it, method, address, status and time; what was refused is none."""
    record = (
        sent("none-probe", "nothing", "401"),
        sent("given-probe", "credential", "403"),
        sent("bogus-probe", "noise", "timeout"),
        sent("scheme-variant", "credential", "200"),
        sent("given-probe", "credential", "budget", left=False),
        sent("redirect-trace", "nothing", "200", url=f"https://api.example.com/{SECRET}"),
    )
    examined = replace(examination("x"), evidence=Evidence(record=record, requests_sent=5))
    told = [line for line in compose(examined).details if line.startswith("Sent ")]
    assert told[:4] == [
        "Sent without a credential: GET https://api.example.com/me → 401 (84 ms)",
        "Sent with your credential: GET https://api.example.com/me → 403 (84 ms)",
        "Sent with a made-up credential: GET https://api.example.com/me → no answer (timeout) (84 ms)",
        "Sent with the correction: GET https://api.example.com/me → 200 (84 ms)",
    ]
    assert len(told) == 5
    assert SECRET not in told[4]


def test_details_tell_every_check_once() -> None:
    """Those that ran with their time and finding, those that were not needed together by their reason."""
    findings = {
        "lint-url": Finding(status="pass", summary="nothing odd in the address", elapsed=timedelta(milliseconds=2)),
        "decode-token": Finding(status="skip", summary="the request carries no JWT"),
        "none-probe": Finding(status="error", summary="no answer in time", elapsed=timedelta(seconds=3)),
        "jwks-compare": Finding(status="skip", summary="the request carries no JWT"),
    }
    examined = replace(examination("x", causes=0), evidence=Evidence(findings=findings))
    assert compose(examined).details[1:] == (
        "lint-url (2 ms): nothing odd in the address",
        "none-probe (3000 ms): no answer in time",
        "Not run, as the request carries no JWT: decode-token, jwks-compare",
    )


async def test_what_nobody_answered_is_not_said_to_be_accepted() -> None:
    """Where the host has no address here, or nothing was asked, it asks for an answer; not where one is shown."""
    paste = "curl https://api.acme.io/me -H 'Authorization: Bearer 4f1c7b2e9d0a4c5f8e6b3a7d'"
    shown = f"{paste}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n{{}}"
    nowhere = {"dns": {"nonexistent": True}, "send": {"failure": "dns"}}
    moment, asked = Moment(written=NOW, now=NOW), "status line and headers (curl -i)"

    async def said(text: str, world: dict[str, Any] | None) -> str:
        connect, policy = Replay(world, now=NOW) if world else Offline, Policy(live=world is not None)
        found = await examine(text, book=shipped().book, connect=connect, moment=moment, policy=policy)
        return terminal.page(compose(found)).replace("\n", " ")

    assert asked in await said(paste, nowhere)
    assert asked in await said(f"it says 401\n{paste}", nowhere)
    assert asked in await said(paste, None)
    assert "not refused when I send it" not in await said(paste, None)
    assert asked not in await said(shown, nowhere)
    accepted = await said(f"{paste}\nHTTP/1.1 200 OK\n\n{{}}\nwhy is it refused with 401 elsewhere?", None)
    assert "I have sent nothing" in accepted
    assert "not refused when I send it" not in accepted
    assert "not refused when I send it" in await said(paste, {"send": {"status": 200}})
    assert "not refused when I send it" not in await said(paste, {"send": {"status": 503}})
    assert "It answers me 503" in await said(paste, {"send": {"status": 503}})
    changing = await said(paste.replace("curl ", "curl -X DELETE ", 1), {"send": {"status": 200}})
    assert "not refused when I send it" not in changing
    assert "a DELETE I do not repeat" in changing
    absent = await said(paste.replace("curl ", "curl -X DELETE ", 1), {"send": {"status": 404}})
    assert "a DELETE I do not repeat" in absent
    assert "no matter of a credential" not in absent
    hidden = await said(paste, {"send": {"status": 404}})
    assert "hidden from who may not see it" in hidden
    assert "no matter of a credential" not in hidden
    signed = paste.replace("Bearer 4f1c7b2e9d0a4c5f8e6b3a7d", "HMAC 1:4f1c7b2e9d0a4c5f8e6b3a7d")
    unsent = await said(signed, {"send": {"status": 400}})
    assert "It answers me 400 without a credential, and yours was not sent" in unsent


def test_an_answer_that_is_no_refusal_is_not_called_accepted() -> None:
    """That it accepts is said of 2xx alone; of any other status, that it is no 401."""

    def headline(status: int) -> str:
        found = replace(
            examination("w", causes=0),
            report=Report(text="w", observed=Response(status=status)),
            diagnosis=Diagnosis(outcome="not-reproduced"),
        )
        return compose(found).headline

    assert "accepts" in headline(204)
    assert "404" in headline(404)
    assert "accepts" not in headline(404)


def test_401_is_said_where_it_was_told() -> None:
    """Where the paste shows another status, "the API says 401" would be untrue; and nothing follows where none is."""

    def headline(observed: Response | None, text: str = "w") -> str:
        found = replace(
            examination("w", causes=0),
            report=Report(text=text, observed=observed),
            diagnosis=Diagnosis(outcome="inconclusive"),
        )
        assert "What follows" not in compose(found).sure
        return compose(found).headline

    assert "401" not in headline(None)
    assert "401" in headline(None, "it says 401")
    assert "401" in headline(Response(status=401))
    assert "401" not in headline(Response(status=400))
