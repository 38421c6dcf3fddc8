"""Pastes read whole: what each ``text`` of ``formats/*.yaml`` should become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.model import Report, Request, Response
from bot.parsing.parse import parse
from tests import _data

FILES = {  # by being there; curl's are read by formats/test_curl.py
    path.stem: _data.read(path)
    for path in sorted(Path(__file__).with_name("formats").glob("*.yaml"))
    if path.stem != "curl"
}
CASES = [
    pytest.param(case, id=f"{name}: {case['name']}")
    for name, cases in FILES.items()
    for case in cases
    if "paste" not in case  # those are read by test_code_formats.py
]
_KEYS = {"name", "text", "repeat", "requests", "observed", "trail", "story", "problems"}


@pytest.mark.parametrize("case", CASES)
def test_a_paste_is_read_as_its_data_says(case: dict[str, Any]) -> None:
    """Requests, credentials, the observed answer, the trail, the story and the problems are those of the file."""
    assert case.keys() <= _KEYS
    text = case["text"] if "text" in case else case["repeat"][0] * case["repeat"][1]
    report = parse(text)
    if "requests" in case:
        assert [(request.method, request.url) for request in report.requests] == [
            (wanted["method"], wanted["url"]) for wanted in case["requests"]
        ]
        for request, wanted in zip(report.requests, case["requests"], strict=True):
            check_request(request, wanted)
    if "observed" in case:
        check_observed(report.observed, case["observed"])
    check_rest(report, case)


def check_request(request: Request, wanted: dict[str, Any]) -> None:
    """Compare what the data names; what it leaves out may be anything."""
    if "headers" in wanted:
        assert [list(pair) for pair in request.headers] == wanted["headers"]
    if "body" in wanted:
        assert (request.body or b"").decode() == wanted["body"]
    if "credentials" in wanted:
        found = [[item.kind, item.location, item.secret.reveal()] for item in request.credentials]
        assert found == wanted["credentials"]


def check_observed(observed: Response | None, wanted: dict[str, Any] | None) -> None:
    """Compare status, the named headers, and the body or a part of it."""
    if wanted is None:
        assert observed is None
        return
    assert observed is not None
    assert observed.status == wanted["status"]
    for name, value in wanted.get("headers", {}).items():
        assert observed.header(name) == value
    if "body" in wanted:
        assert observed.body == wanted["body"]
    assert wanted.get("body-has", "") in observed.body


def check_rest(report: Report, case: dict[str, Any]) -> None:
    """Compare the trail's statuses, the story's words and the problems' codes where the data names them."""
    if "trail" in case:
        assert [exchange.response.status for exchange in report.trail if exchange.response] == case["trail"]
    if "story" in case:
        assert case["story"] in report.story
    if "problems" in case:
        assert [problem.code for problem in report.problems] == case["problems"]
