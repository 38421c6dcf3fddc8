"""``auth401 stats`` and ``stats suggest`` from the terminal: where nothing is to be read, and what is suggested."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.__main__ import main
from bot.authoring.survey import survey
from bot.engine.history import Given
from bot.faces.terminal import suggest
from bot.knowledge.load import builtin_folder
from bot.masking import Scrubber
from bot.parsing.parse import parse

NOW = datetime(2026, 11, 28, tzinfo=UTC)
PAIR = base64.b64encode(b"bob:Hq7vX2mL9z").decode()
REFUSED = "HTTP/1.1 401 Unauthorized\n"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3MDB9.abcdefghijklmnopqrstuvwxyz0123456789ABCDEF"
# cause -> what was pasted; each of them holds something that may not come out again
PASTES = {
    "token-expired": (
        f'curl https://api.acme-corp.com/me -H \'Authorization: Bearer {JWT}\'\n{REFUSED}\n{{"error":"token expired"}}'
    ),
    "credential-invalid": (
        f"curl https://git.acme-corp.com/x?key=abcDEF123456 -H 'Authorization: Basic {PAIR}'\n{REFUSED}"
    ),
    "scheme-mismatch": (
        "GET /v1/x HTTP/1.1\nHost: orders.acme-corp.com\nAuthorization: Token abcdef0123456789\n\n"
        f"{REFUSED}WWW-Authenticate: Bearer\n"
    ),
}
INSIDE = ("acme", "abcdef", "abcDEF", "eyJleHAi", PAIR, "Hq7v", "characters]")


def given(*causes: str, text: str = "") -> list[Given]:
    """What askers gave, masked as the Slack face does."""
    texts = {cause: text or PASTES[cause] for cause in causes}
    return [
        Given(cause=cause, text=Scrubber(parse(paste).secrets).shown(paste), at=NOW) for cause, paste in texts.items()
    ]


def written(made: suggest.Suggested, folder: Path) -> Path:
    """The overlay folder with what was suggested."""
    for place, text in made.files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("arguments", "environ", "said"),
    [
        (["stats"], {"AUTH401_DATA": "/nowhere"}, "AUTH401_DATA"),
        (["stats"], {"DATABASE_URL": "postgresql://auth401:hunter2-x9@127.0.0.1:1/x"}, "DATABASE_URL"),
        (["stats"], {"DATABASE_URL": "no url: hunter2-x9"}, "DATABASE_URL"),
        (["stats"], {"AUTH401_RETAIN_DAYS": "-1"}, "AUTH401_RETAIN_DAYS"),
        (["stats", "--json", "--csv"], {}, "one of"),
        (["stats", "suggest"], {"AUTH401_DATA": "/nowhere"}, "AUTH401_KEY"),
    ],
)
def test_what_cannot_be_read_is_said(arguments: Sequence[str], environ: dict[str, str], said: str) -> None:
    """One sentence that names the setting, status 2, no traceback, and no password."""
    found = CliRunner().invoke(main, arguments, env=environ)
    assert found.exit_code == 2
    assert said in found.output
    assert "hunter2" not in found.output
    assert "Traceback" not in found.output


async def test_what_is_suggested_is_in_order(tmp_path: Path) -> None:
    """By lint, with stand-ins for all that was masked, and hosts that are nobody's."""
    made = await suggest.made(given(*PASTES), ())
    assert (set(made.warnings), len(made.files)) == (set(), 3)
    text = "".join(made.files.values())
    assert not any(word in text for word in INSIDE)
    folder = written(made, tmp_path)
    assert (await survey(builtin_folder(), folder, only=(folder,))).faults == ()
    again = await suggest.made(given(*PASTES), (folder,))
    assert again.files == {}  # all of it is there already


async def test_an_operators_own_entry_is_added_to(tmp_path: Path) -> None:
    """Its own words and examples stay."""
    folder = written(await suggest.made(given("token-expired"), ()), tmp_path)
    (file,) = folder.rglob("*.yaml")
    file.write_text(file.read_text().replace("title: ", "title: 'Ours: it has expired' #"))
    other = PASTES["token-expired"].replace("token expired", "your token has expired")
    more = await suggest.made(given("token-expired", text=other), (folder,))
    (entry,) = map(yaml.safe_load, more.files.values())
    assert entry["title"] == "Ours: it has expired"
    assert len(entry["examples"]["match"]) == 2


async def test_what_does_not_hold_is_left_out_in_words() -> None:
    """A cause that is no more, words that do not tell it, a text of another key, and nothing at all."""
    closed = Given(cause="token-expired", text="", at=NOW)
    gone = Given(cause="no-such-cause", text="401", at=NOW)
    unclear = f"curl https://a.example/ -H 'Authorization: Bearer x'\n{REFUSED}"
    vague = Given(cause="server-clock-skew", text=unclear, at=NOW)
    made = await suggest.made([closed, gone, vague], ())
    assert made.files == {}
    words = ("another key", "no such cause", "its words alone")
    assert [word in one for word, one in zip(words, made.warnings, strict=True)] == [True, True, True]
    assert "nobody gave" in (await suggest.made([], ())).warnings[0]
