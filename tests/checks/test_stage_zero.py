"""Stage 0 by data: each file of stage_zero/ is a check, each case a paste with its status and facts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.checks._run import gather
from bot.probing.replay import Replay
from tests import _data
from tests.checks._bench import NOW, facts, read, undeclared

FOLDER = Path(__file__).parent / "stage_zero"
FILES = sorted(FOLDER.glob("*.yaml"))
CASES = [(path.stem, case) for path in FILES for case in _data.read(path)]


WORLDS: dict[str, dict[str, Any]] = {
    "refused": {
        "send": {"status": 401, "headers": {"WWW-Authenticate": "Bearer", "Date": "Tue, 24 Nov 2026 12:00:00 GMT"}},
    },
    "told apart": {
        "send": {"status": 401},
        "given-probe": {"status": 401, "body": "x"},
        "bogus-probe": {"status": 401, "body": "y"},
    },
    "no handshake": {"send": {"failure": "tls", "words": "certificate has expired"}},
    "moved": {"send": {"status": 301, "headers": {"Location": "/x/"}}},
    "served": {"send": {"status": 200, "tls": {"version": "TLSv1.3"}}},
}


@pytest.mark.parametrize(("check", "case"), CASES, ids=[f"{check}: {case['name']}" for check, case in CASES])
async def test_a_paste_is_read_as_the_data_says(check: str, case: Mapping[str, Any]) -> None:
    """The check ends with the status, and every fact that is named has the value.

    Whatever the paste, no summary repeats a secret; and conditions in knowledge/ can refer to all that a check says, in
    whatever world.
    """
    done = await read(_filled(case["paste"]), NOW)
    finding = done.finding(check)
    assert finding is not None
    if "status" in case:
        assert finding.status == case["status"], finding.summary
    seen = facts(done, check)
    named = {name: _plain(seen.get(name)) for name in case.get("facts", {})}
    assert named == case.get("facts", {})
    secrets = [one.secret.reveal() for one in done.request.credentials] if done.request else []
    for each in done.evidence.findings.values():
        assert not any(len(secret) >= 12 and secret in each.summary for secret in secrets)
    for name, world in WORLDS.items():
        whole = await gather(done, Replay(world, now=NOW))
        assert undeclared(whole.evidence) == [], name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_has_cases_both_ways(path: Path) -> None:
    """A check is shown where it speaks and where it must not."""
    statuses = {case.get("status") for case in _data.read(path)}
    assert statuses & {"fail", "warn"} or path.stem == "story"
    assert statuses & {"pass", "skip"}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _filled(paste: str) -> str:
    """``{jwt exp=-60 iss=…}`` becomes a signed token; times are minutes from NOW."""
    while "{jwt" in paste:
        start = paste.index("{jwt")
        end = paste.index("}", start)
        claims = dict(pair.split("=", 1) for pair in paste[start + 4 : end].split())
        paste = paste[:start] + _token(claims) + paste[end + 1 :]
    return paste.replace("{zeros}", "0" * 36)


def _token(claims: dict[str, str]) -> str:
    header = {name[1:]: value for name, value in claims.items() if name.startswith("_")}
    values: dict[str, Any] = {name: value for name, value in claims.items() if not name.startswith("_")}
    for name in ("exp", "nbf", "iat"):
        if name in values:
            values[name] = int(NOW.timestamp()) + 60 * int(values[name])
    return jwt.encode(values, "k" * 32, algorithm="HS256", headers=header)
