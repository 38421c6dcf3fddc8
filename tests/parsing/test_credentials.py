"""Every credential of a request is found where it stands and called by its kind (``credentials.yaml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsing.credentials import credentials_of
from tests import _data

CASES = _data.read(Path(__file__).with_name("credentials.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str({key: case[key] for key in case if key != "found"})[:90])
def test_credentials_are_found_and_typed(case: dict[str, Any]) -> None:
    """Kind, location and bare value are those of the file, in the order headers, URL, body."""
    headers = tuple(case.get("headers", {}).items())
    body = case["body"].encode() if "body" in case else None
    found = credentials_of(case.get("url", "https://api.example.com/"), headers, body)
    assert [[item.kind, item.location, item.secret.reveal()] for item in found] == case["found"]


@given(st.text(max_size=80), st.text(max_size=80), st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_request_makes_it_raise(url: str, value: str, body: bytes) -> None:
    """Whatever stands in a URL, a header or a body, credentials are found or not."""
    credentials_of(url, (("Authorization", value), ("Cookie", value), (value, value)), body)
