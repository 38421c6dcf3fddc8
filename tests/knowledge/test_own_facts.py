"""What a team knows of its API and no description holds: a few lines of the entry, said where they help."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.authoring.document import document_of
from bot.authoring.openapi import imported
from bot.authoring.scaffold import OWN_FACTS, TEMPLATES
from bot.case import Policy
from bot.examine import examine
from bot.faces.terminal.commands.knowledge import command as knowledge
from bot.faces.terminal.described import write
from bot.knowledge.load import Library, builtin_folder, load
from bot.knowledge.schema import Escalation
from bot.model import Diagnosis, Moment
from bot.probing.offline import Offline
from bot.reply.terminal import render

NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)  # a Saturday
KEY = "kq83hJd72lPq9sZx41MnTq"
HEAD = "name: Orders\nhosts: [api.orders.test]\n"
CURL = f"curl https://api.orders.test/v1/orders/7 -H 'X-Key: {KEY}'"


async def answered(
    folder: Path, own: str, paste: str, *, now: datetime = NOW, channel: str = ""
) -> tuple[Diagnosis, str]:
    """The diagnosis of a paste and the text of the answer, with these lines in the team's entry."""
    (folder / "providers").mkdir(exist_ok=True)
    (folder / "providers/orders.yaml").write_text(HEAD + own, encoding="utf-8")
    library = Library(builtin_folder(), folder)
    assert library.faults == ()
    found = await examine(
        paste,
        book=library.book,
        connect=Offline,
        moment=Moment(written=now, now=now),
        policy=Policy(live=False),
        channel=channel,
    )
    return found.diagnosis, " ".join(render(found).split())


def refused(body: str = '{"message": "no"}', command: str = CURL, status: str = "401 Unauthorized") -> str:
    """A paste with an answer."""
    return f"{command}\nHTTP/1.1 {status}\n\n{body}\n"


def token(**claims: object) -> str:
    """A JWT with these claims."""
    parts = [{"alg": "RS256", "kid": "k"}, {"sub": "u", **claims}]
    made = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*made, base64.urlsafe_b64encode(bytes(256)).decode().rstrip("=")])


def bearer(value: str) -> str:
    """A command with a bearer token."""
    return f"curl https://api.orders.test/v1/me -H 'Authorization: Bearer {value}'"


INCIDENT = """incidents:
  - {from: 2026-11-28T09:30Z, to: 2026-11-28T12:00Z, say: 'keys of the EU are rejected', link: 'https://s.orders.test/9'}
"""


async def test_a_known_incident_is_said_while_it_goes_on(tmp_path: Path) -> None:
    """It is the cause where nothing else is seen, and gone when it is over."""
    found, text = await answered(tmp_path, INCIDENT, refused())
    assert found.causes[0].id == "server-incident"
    assert "keys of the EU are rejected" in text
    assert "https://s.orders.test/9" in text
    for now in (NOW - timedelta(hours=1), NOW + timedelta(hours=3)):
        found, text = await answered(tmp_path, INCIDENT, refused(), now=now)
        assert "server-incident" not in [cause.id for cause in found.causes[:1]]
        assert "keys of the EU" not in text


async def test_an_incident_hides_no_fault_that_is_seen(tmp_path: Path) -> None:
    """An expired token stays the cause; the incident is said beside it."""
    found, text = await answered(tmp_path, INCIDENT, refused(command=bearer(token(exp=1_700_000_000))))
    assert found.causes[0].id == "token-expired"
    assert "Known incident of Orders since 2026-11-28 09:30:00 UTC: keys of the EU are rejected" in text


@pytest.mark.parametrize(("limits", "is_said"), [("paths: ['/v1/*']", True), ("paths: ['/v2/*']", False)])
async def test_an_incident_may_concern_a_part(limits: str, is_said: bool, tmp_path: Path) -> None:
    """Hosts and paths say what is affected."""
    own = f"incidents:\n  - {{from: 2026-11-28T09:30Z, say: 'all is slow', {limits}}}\n"
    assert ("all is slow" in (await answered(tmp_path, own, refused()))[1]) is is_said


async def test_an_address_outside_of_the_networks_is_named(tmp_path: Path) -> None:
    """The error tells the address, the entry the networks."""
    own = "networks: [203.0.113.0/24, '2001:db8::/32']\n"
    body = '{"message": "address 198.51.100.7 may not call"}'
    found, text = await answered(tmp_path, own, refused(body, status="403 Forbidden"))
    assert found.causes[0].id == "ip-blocked"
    assert "Only 203.0.113.0/24, 2001:db8::/32 may call Orders, and the error names 198.51.100.7" in text
    for inside in ("203.0.113.9", "2001:db8::9"):
        found, _ = await answered(tmp_path, own, refused(body.replace("198.51.100.7", inside), status="403 Forbidden"))
        assert not any("the error names" in because for cause in found.causes for because in cause.because)


async def test_a_token_older_than_tokens_live_has_expired(tmp_path: Path) -> None:
    """Only one that has no exp of its own."""
    own, issued = "token-lifetime: 1 h\n", int((NOW - timedelta(hours=2)).timestamp())
    found, _ = await answered(tmp_path, own, refused(command=bearer(token(iat=issued))))
    assert found.causes[0].id == "token-expired"
    assert found.causes[0].because[0] == "Tokens of Orders live 1 h, and yours was issued 2 h ago"
    found, _ = await answered(tmp_path, own, refused(command=bearer(token(iat=issued, exp=4_102_444_800))))
    assert found.causes[0].id != "token-expired"


async def test_a_code_of_the_team_is_the_reason(tmp_path: Path) -> None:
    """Error codes to causes."""
    own = "answers:\n  - {match: E2000, status: 401, causes: [account-disabled], source: wiki}\n"
    found, _ = await answered(tmp_path, own, refused('{"code": "E2000"}'))
    assert (found.causes[0].id, found.causes[0].certainty) == ("account-disabled", "observed")
    assert "E2000" in found.causes[0].because[0]


async def test_the_call_by_which_a_key_is_tested_and_the_status_page_are_said(tmp_path: Path) -> None:
    """Each where it helps with the first cause."""
    own = "whoami:\n  - {method: GET, url: 'https://api.orders.test/v1/me', source: wiki}\n"
    own += "status-page: 'https://status.orders.test'\n"
    _, text = await answered(tmp_path, own, refused('{"error": "invalid api key"}'))
    assert "ask https://api.orders.test/v1/me with it" in text
    assert "status.orders.test" not in text
    _, text = await answered(tmp_path, own + INCIDENT, refused())
    assert "Check https://status.orders.test, and ask someone with another account" in text


async def test_a_step_is_said_in_the_words_of_the_team(tmp_path: Path) -> None:
    """With its page; only the steps that are named."""
    own = (
        "answers:\n  - {match: E1042, status: 401, causes: [credential-revoked], source: wiki}\n"
        "steps:\n  reissue: {say: 'Order a new key in the portal of {api}', docs: 'https://docs.orders.test/keys'}\n"
        "  update-all-places: {docs: 'https://docs.orders.test/places'}\n"
    )
    found, text = await answered(tmp_path, own, refused('{"code": "E1042"}'))
    assert "Order a new key in the portal of Orders: https://docs.orders.test/keys" in text
    assert "https://docs.orders.test/places" in text
    assert "https://docs.orders.test/keys" in found.pages


ON_CALL = """escalate:
  - {to: '#billing-help', channels: [C0BILL]}
  - {to: '#day', days: [sat], hours: '09:00-17:00', zone: Europe/Vienna}
  - {to: '#night'}
"""


@pytest.mark.parametrize(
    ("channel", "now", "contact"),
    [
        ("C0BILL", NOW, "#billing-help"),
        ("C0OTHER", NOW, "#day"),
        ("", NOW, "#day"),
        ("", NOW + timedelta(hours=8), "#night"),
        ("", NOW + timedelta(days=1), "#night"),
    ],
)
async def test_whom_to_ask_goes_by_channel_and_hour(channel: str, now: datetime, contact: str, tmp_path: Path) -> None:
    """The first that fits, one for the channel before one for all."""
    _, text = await answered(tmp_path, ON_CALL, refused(), now=now, channel=channel)
    assert f"Whom to ask about Orders: {contact}" in text


@pytest.mark.parametrize(
    ("hour", "is_on_call"), [(23, True), (3, True), (8, False), (22, True), (6, True), (12, False)]
)
def test_hours_may_go_over_midnight(hour: int, is_on_call: bool) -> None:
    """They begin on their day and end on the next."""
    night = Escalation(to="x", hours="22:00-06:00", days=("sat",))
    day = NOW if hour > 12 else NOW + timedelta(days=1)
    assert night.is_on_call(day.replace(hour=hour)) is is_on_call
    assert not night.is_on_call((NOW + timedelta(days=2)).replace(hour=3))


WRONG = [
    ("token-lifetime: soon\n", "token-lifetime: soon is no length of time; 15 min, 1 h or 30 d is right"),
    ("networks: [203.0.113.0/240]\n", "networks: 203.0.113.0/240 is no network"),
    ("incidents:\n  - {from: yesterday, say: x}\n", "yesterday is no time with a zone"),
    ("incidents:\n  - {from: '2026-11-28T09:30', say: x}\n", "is no time with a zone"),
    ("incidents:\n  - {from: 2026-11-28T09:30Z, to: 2026-11-27T09:30Z, say: x}\n", "is before from"),
    ("escalate:\n  - {to: x, zone: Mars/Olympus}\n", "no such time zone: Mars/Olympus"),
    ("escalate:\n  - {to: x, hours: 9-17}\n", "hours"),
    ("steps:\n  reisue: {say: x}\n", "reisue: no such step; did you mean reissue"),
    ("steps:\n  reissue: {docs: 'javascript:alert(1)'}\n", "is no address of the web"),
    ("steps:\n  reissue: {}\n", "neither say nor docs"),
    ("steps:\n  reissue: {say: 'Ask {nobody}'}\n", "nobody"),
    ("status-page: status\n", "status is no address of the web"),
]


@pytest.mark.parametrize(("own", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_cannot_be_right_is_a_fault_with_its_line(own: str, words: str, tmp_path: Path) -> None:
    """Lint says what was found and what would be right."""
    (tmp_path / "providers").mkdir()
    path = tmp_path / "providers/orders.yaml"
    path.write_text(HEAD + own, encoding="utf-8")
    done = CliRunner().invoke(knowledge, ["lint", "--fast", str(tmp_path)])
    assert done.exit_code == 1
    assert words in done.output
    assert "providers/orders.yaml:" in done.output


_PROSE = re.compile(r"# (?:[A-Z]|in: header, basic|`)")


def uncommented(text: str) -> str:
    """Each line that is YAML behind its comment sign, without it; prose stays a comment."""
    lines = [line[2:] if line.startswith("# ") and not _PROSE.match(line) else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("text", [HEAD + OWN_FACTS, TEMPLATES["providers"]], ids=["beside an import", "new provider"])
def test_every_example_of_a_new_entry_passes_lint_when_it_is_taken_out_of_its_comment(
    text: str, tmp_path: Path
) -> None:
    """All own facts are shown, and none of them is wrong."""
    (tmp_path / "providers").mkdir()
    (tmp_path / "providers/acme.yaml").write_text(uncommented(text), encoding="utf-8")
    done = CliRunner().invoke(knowledge, ["lint", "--fast", str(tmp_path)])
    assert [line for line in done.output.splitlines() if "examples: no" not in line] == [
        line for line in done.output.splitlines() if " faults in " in line
    ], done.output
    entry = load(builtin_folder(), tmp_path).providers["acme"]
    assert entry.credentials
    assert entry.answers
    assert entry.whoami
    assert entry.lifetime == timedelta(hours=1)
    assert entry.networks
    assert entry.incidents
    assert entry.status_page
    assert entry.steps
    assert not isinstance(entry.escalate, str)


DOCUMENTED = """openapi: 3.0.3
info: {title: Orders, version: '1'}
servers: [{url: 'https://api.orders.test/v1'}]
components:
  schemas:
    Problem: {properties: {code: {enum: [TOKEN_EXPIRED, OUT_OF_PAPER]}}}
  responses:
    Refused:
      description: Unauthorized
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Problem'}
          examples:
            revoked: {value: {code: E1042, message: 'The key was revoked by its owner'}}
            asleep: {value: {code: E1043, message: 'The tenant is asleep'}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
security: [{key: []}]
paths:
  /orders/{id}:
    get:
      responses:
        401: {$ref: '#/components/responses/Refused'}
        403: {description: 'Only for the owner of the order'}
"""


@pytest.mark.parametrize(
    ("status", "body", "cause", "words"),
    [
        ("401 Unauthorized", '{"code": "E1042"}', "credential-revoked", "The error says “E1042”"),
        ("401 Unauthorized", '{"code": "E1043"}', "", "says of E1043: The tenant is asleep"),
        ("401 Unauthorized", '{"code": "TOKEN_EXPIRED"}', "token-expired", "TOKEN_EXPIRED"),
        ("401 Unauthorized", '{"code": "OUT_OF_PAPER"}', "", ""),
        ("403 Forbidden", "{}", "", "says of this answer: Only for the owner of the order"),
    ],
)
async def test_documented_refusals_and_their_codes_are_used(
    status: str, body: str, cause: str, words: str, tmp_path: Path
) -> None:
    """What the description says of a code is said; what its words mean is a cause."""
    write(imported(document_of(DOCUMENTED), causes=load().meaning_of), "orders", tmp_path)
    book = load(builtin_folder(), tmp_path)
    found = await examine(
        refused(body, status=status),
        book=book,
        connect=Offline,
        moment=Moment(written=NOW, now=NOW),
        policy=Policy(live=False),
    )
    assert words in " ".join(render(found).split())
    if cause:
        assert found.diagnosis.causes[0].id == cause
    assert "Unauthorized" not in " ".join(replace(found.diagnosis, causes=()).notes)
