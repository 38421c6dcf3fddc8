"""Headers without an address, and headers that were printed: ``printed.yaml`` holds what they become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.parsing.parse import parse
from tests import _data

CASES = _data.read(Path(__file__).with_name("printed.yaml"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_headers_are_read_where_they_are_shown(case: dict[str, Any]) -> None:
    """A fragment's headers, the keys that settings hold, and the requests' headers of credentials."""
    report = parse(case["text"])
    fragment = [list(pair) for pair in (report.fragment.headers if report.fragment else ())]
    assert fragment == case.get("fragment", [])
    if "configured" in case:
        assert report.fragment is not None
        assert [one.secret.reveal() for one in report.fragment.credentials] == case["configured"]
    shown = [[one.method, one.url, [list(pair) for pair in one.headers]] for one in report.requests]
    assert shown == case.get("requests", [])
