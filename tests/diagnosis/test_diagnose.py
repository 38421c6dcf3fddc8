"""Outcomes: what is said when there is a refusal, and above all when there is none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.diagnosis.diagnose import MOST, diagnose, settled
from tests.diagnosis._cases import BEARER, BOOK, case, diagnosed, ids

OK: dict[str, Any] = {"status": 200, "body": '{"id": 1}'}
REFUSED: dict[str, Any] = {"status": 401, "headers": {"WWW-Authenticate": "Bearer"}, "body": '{"error":"missing"}'}
CREDENTIAL_FAMILIES = ("value", "placement", "token")
EXPIRED = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwiZXhwIjoxNjAwMDAwMDAwfQ." + "0" * 43


def blamed(diagnosis: Any) -> list[str]:
    """Causes that lay the fault on the credential."""
    return [cause for cause in ids(diagnosis) if BOOK.causes[cause].family in CREDENTIAL_FAMILIES]


@pytest.mark.parametrize("text", ["", "hello", "who takes the on-call shift on Thursday?"])
async def test_nothing_to_check(text: str) -> None:
    """Without a request and without a refusal there is nothing to check, and no cause."""
    found = await diagnosed(text)
    assert (found.outcome, found.causes) == ("nothing-to-check", ())


async def test_a_sound_request_that_nothing_refuses_has_no_cause() -> None:
    """A bare command with a whole credential, not asked live, is accused of nothing."""
    found = await diagnosed(BEARER)
    assert (found.outcome, found.causes) == ("not-reproduced", ())


@pytest.mark.parametrize(
    "given",
    [
        OK,
        {"status": 403, "body": '{"error":"forbidden"}'},
        {"status": 404, "body": '{"error":"not found"}'},
        {"status": 400, "body": '{"error":"name is required"}'},
        {"status": 500, "body": "oops"},
        {"status": 503, "body": "down"},
        {"status": 429, "body": '{"error":"slow down"}'},
    ],
    ids=lambda given: str(given["status"]),
)
async def test_what_is_not_refused_is_no_fault_of_a_credential(given: dict[str, Any]) -> None:
    """Accepted, forbidden, absent, throttled or broken: the credential is not blamed for it."""
    found = await diagnosed(BEARER, none_probe=REFUSED, given_probe=given, send=REFUSED)
    assert blamed(found) == []


async def test_a_correction_that_was_refused_is_not_proposed() -> None:
    """The suspected name stays named; the command with the other one, which changed nothing, does not."""
    slip = "curl https://api.example.com/me -H 'Authorisation: Bearer q7Yd93kfPz0aLmN4vB8x'"
    tried = await diagnosed(slip, send={"status": 401, "body": '{"error":"no"}'})
    proposed = await diagnosed(slip)
    assert ids(tried)[0] == ids(proposed)[0] == "header-misspelled"
    assert (tried.causes[0].corrected, bool(proposed.causes[0].corrected)) == (None, True)


async def test_a_dead_server_is_no_fault_of_a_credential() -> None:
    """A server that does not answer accuses nobody's credential."""
    found = await diagnosed(BEARER, send={"failure": "connect", "words": "connection refused"})
    assert blamed(found) == []
    assert found.outcome != "diagnosed"


SHOWN = f'{BEARER}\nHTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{{"message": "Unauthorized"}}'
BARRED: dict[str, Any] = {
    "status": 403,
    "headers": {"Server": "cloudflare", "CF-RAY": "8a1b", "Content-Type": "text/html"},
    "body": "<title>Access denied</title>Sorry, you have been blocked. Error 1020",
}


@pytest.mark.parametrize(
    ("world", "says"),
    [
        ({"none_probe": BARRED, "given_probe": BARRED, "send": BARRED}, "forbids me"),
        ({"send": {"failure": "connect", "words": "connection refused"}}, "cannot reach"),
        ({"send": {"failure": "tls", "words": "unable to get local issuer certificate"}}, "cannot reach"),
        ({"send": {"failure": "timeout", "words": "timed out"}}, "cannot reach"),
    ],
    ids=["a firewall", "no connection", "a certificate", "silence"],
)
async def test_what_only_we_see_is_a_note(world: dict[str, Any], says: str) -> None:
    """They were answered 401: that we are barred, or do not get there, is neither their cause nor quoted as theirs."""
    found = await diagnosed(SHOWN, **world)
    ours = {"gateway-rejects", "ip-blocked", "tls-failure", "dns-unresolvable"}
    assert ids(found)[0] not in ours
    assert not ours & {cause.id for cause in found.causes if cause.confidence > 0.2 or cause.certainty != "suspected"}
    assert not any("blocked" in reason for cause in found.causes for reason in cause.because)
    assert any(says in note for note in found.notes)


async def test_a_credential_that_the_client_does_not_send_is_a_note() -> None:
    """Code shows the credential and the request has none: why is said where it is read, with what the client can."""
    code = "new WebSocket('wss://api.example.com/feed', { headers: { Authorization: 'Bearer kq83hJd72lPq9sZx41Mn' } })"
    found = await diagnosed(f"{code}\nWebSocket connection to 'wss://api.example.com/feed' failed: 401\n")
    assert ids(found)[0] in ("credential-missing", "credential-wrong-location")
    assert any("subprotocol" in note for note in found.notes)


async def test_what_is_accepted_now_is_not_reproduced() -> None:
    """A pasted 401 that is a 200 from here leaves suspicions of the client's side at most, none above one half."""
    found = await diagnosed(f"{BEARER}\nHTTP/1.1 401 Unauthorized\n", none_probe=REFUSED, send=OK)
    assert found.outcome == "not-reproduced"
    assert all(cause.certainty == "suspected" and cause.confidence <= 0.5 for cause in found.causes)


async def test_403_names_its_own_cause() -> None:
    """A credential that is known and not allowed is told so."""
    forbidden = {"status": 403, "body": '{"error":"forbidden"}'}
    found = await diagnosed(BEARER, none_probe=REFUSED, given_probe=forbidden, send=REFUSED)
    assert (found.outcome, ids(found)[0]) == ("diagnosed", "permission-insufficient")


async def test_a_403_that_nobody_compared_may_be_any_refusal() -> None:
    """Many APIs answer 403 to a key that they do not know; that it is another home's key may be told then."""
    told = "The key is one of the sandbox and I call production with it.\nHTTP/1.1 403 Forbidden\n"
    assert "credential-wrong-environment" in ids(await diagnosed(told))


async def test_a_refusal_without_a_clue_is_inconclusive() -> None:
    """Only priors speak: they are listed, marked as such, none above one half."""
    found = await diagnosed(f"{BEARER}\nHTTP/1.1 401 Unauthorized\n")
    assert found.outcome == "inconclusive"
    assert 1 <= len(found.causes) <= MOST
    assert all(cause.certainty == "suspected" and cause.confidence <= 0.5 for cause in found.causes)


@pytest.mark.parametrize(
    "told",
    [
        'Our build stops here since two tokens are set:\nremote: Duplicate header: "Authorization"\n'
        "fatal: unable to access 'https://git.example.com/shop/': The requested URL returned error: 400\n",
        f"{BEARER}\nHTTP/1.1 404 Not Found\n\nThe token is right, and I see the project when I am logged in.",
        'Why do I always get an "Unknown auth_key" error? I can assure you that my key is right.',
    ],
    ids=["400", "404", "no status"],
)
async def test_who_tells_of_being_kept_out_is_answered_whatever_the_status(told: str) -> None:
    """APIs refuse with 400 and 404 too, and nobody was asked: what it most often is is listed, the likeliest first."""
    found = await diagnosed(told)
    assert found.outcome in ("diagnosed", "inconclusive")
    assert len(found.causes) >= 3
    sure = [cause.confidence for cause in found.causes]
    assert sure == sorted(sure, reverse=True)


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "500 Internal Server Error"])
async def test_a_request_that_fails_otherwise_is_no_report_of_a_refusal(status: str) -> None:
    """That a request carries a credential tells nothing of being kept out."""
    found = await diagnosed(f"{BEARER}\nHTTP/1.1 {status}\n")
    assert (found.outcome, found.causes) == ("not-reproduced", ())


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
async def test_a_server_that_is_down_or_busy_refuses_nobody(status: str) -> None:
    """Though the asker speaks of the token, it is no matter of it."""
    found = await diagnosed(f"Is my token wrong? It worked a minute ago.\n{BEARER}\nHTTP/1.1 {status}\n")
    assert found.outcome == "not-reproduced"
    assert blamed(found) == []


async def test_an_expired_token_that_is_accepted_is_no_fault() -> None:
    """exp is past, and the API still takes it: nothing is diagnosed."""
    found = await diagnosed(f"curl https://api.example.com/me -H 'Authorization: Bearer {EXPIRED}'", send=OK)
    assert (found.outcome, found.causes) == ("not-reproduced", ())


@pytest.mark.parametrize(
    "paste",
    [
        "curl https://api.example.com/me -H 'Authorization: Bearer '",
        "curl https://api.example.com/me -H 'Authorization: Bearer YOUR_API_KEY'",
        "curl https://api.example.com/me -H 'Authorization: Bearer $TOKEN'",
    ],
)
async def test_what_the_request_itself_decides_is_settled_without_asking(paste: str) -> None:
    """Nothing real could be sent, so nothing is sent."""
    asked: list[str] = []
    world = {"send": OK}
    found = await diagnosed(paste, **world)
    assert found.outcome == "diagnosed"
    assert found.causes[0].certainty == "observed"
    assert asked == []


async def test_causes_come_by_confidence_with_steps_and_reasons() -> None:
    """At most five causes, confidence descending, each with a reason and with steps that can be followed."""
    found = await diagnosed(f'{BEARER}\nHTTP/1.1 401 Unauthorized\n\n{{"error": "Bad credentials"}}\nSince yesterday.')
    weights = [cause.confidence for cause in found.causes]
    assert weights == sorted(weights, reverse=True)
    assert len(found.causes) <= MOST
    assert all(cause.because and cause.steps for cause in found.causes)


def test_an_empty_case_is_diagnosed_all_the_same() -> None:
    """Without any finding there is no cause and no exception."""
    empty = case()
    assert diagnose(empty).causes == ()
    assert settled(empty) is False
