"""How it is known: the plain value, and what ``auth401 check --verbose`` makes of it, tell the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.case import Policy
from bot.examine import examine
from bot.explain import explain
from bot.model import Moment
from bot.probing.replay import Replay
from bot.reply import explained, terminal
from bot.reply.compose import compose
from tests._knowledge import shipped

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
TOKEN = "sesame-5f0c1d2e3b4a59687f00112233445566"
PASTE = f"401, why?\ncurl https://api.acme.example/v1/orders -H 'Authorization: Token {TOKEN}'"
REFUSED = {
    "status": 401,
    "headers": {"WWW-Authenticate": f'Bearer realm="orders", error_description="{TOKEN} is not known"'},
    "body": json.dumps({"error": "invalid_token", "message": f"not known: {TOKEN}"}),
}
WORLD: dict[str, Any] = {"send": REFUSED, "scheme-variant": {"status": 200, "body": '{"owner": "Robin Doe"}'}}


@pytest.fixture
async def told() -> tuple[dict[str, Any], str]:
    """The value as it comes through JSON, and the page that is made of it."""
    moment = Moment(written=NOW, now=NOW)
    policy = Policy(live=True)
    found = await examine(PASTE, book=shipped().book, connect=Replay(WORLD, now=NOW), moment=moment, policy=policy)
    value: dict[str, Any] = json.loads(json.dumps(explain(found, shipped().book, moment)))
    return value, terminal.page(compose(found), verbose=True, how=tuple(explained.groups(value)))


async def test_it_tells_what_was_asked_and_what_weighed(told: tuple[dict[str, Any], str]) -> None:
    """Each check has its question and its requests; the comparison is a table; each sign is one of the entry's."""
    value, page = told
    assert value["compared"] == [["nothing", "401"], ["yours", "401"], ["corrected", "200"]]
    checks = {one["id"]: one for one in value["checks"]}
    assert checks["none-probe"]["question"] == "What does the API say to the same request without any credential?"
    assert [one["begun_ms"] for one in value["checks"]] == sorted(one["begun_ms"] for one in value["checks"])
    (asked,) = checks["scheme-variant"]["asked"]
    assert (asked["how"], asked["change"], asked["headers"][0][0]) == (
        "corrected",
        "the scheme Bearer",
        "Authorization",
    )
    (given,) = checks["given-probe"]["asked"]
    assert given["answer"]["challenge"][0].startswith('WWW-Authenticate: Bearer realm="orders"')
    assert '"invalid_token"' in given["answer"]["body"]
    first = value["causes"][0]
    signs = shipped().book.causes[first["id"]].signs
    assert first["id"] == "scheme-mismatch"
    assert first["signs"][0]["kind"] == "proof"
    for sign in (one for one in first["signs"] if one["number"]):
        assert [*signs[sign["number"] - 1].when] == sign["facts"]
    assert ["causes", "scheme-mismatch"] in value["entries"]
    for words in (
        "nothing / yours / corrected → 401 / 401 / 200: that change alone",
        "+9.0  proof decisive",
        "What speaks for",
    ):
        assert words in page
    for check in value["checks"]:
        assert f"- {check['id']} (" in page


async def test_nothing_secret_is_in_it(told: tuple[dict[str, Any], str]) -> None:
    """Neither the credential, which the answer echoes, nor what the API gives to whom it knows."""
    for text in (json.dumps(told[0]), told[1]):
        assert not [at for at in range(len(TOKEN) - 8) if TOKEN[at : at + 9] in text]
        assert "Robin" not in text
