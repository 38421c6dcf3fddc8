"""The JWT decoder: any value ends in a Token or in NotTokenError, within its caps."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.auth.jwt import NotTokenError, decode, like_jwt, moment_of, unpadded
from bot.auth.strict_json import DEEPEST, NotJsonError, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_claims_come_back_as_they_were_signed(claims: dict[str, object]) -> None:
    """What a library signs is decoded to the same claims, unverified."""
    signed = jwt.encode(claims, "k" * 32, algorithm="HS256") if _fit(claims) else None
    if signed is not None:
        assert decode(signed).claims == json.loads(json.dumps(claims))


@settings(deadline=None)
@given(st.text(max_size=200) | st.from_regex(r"\AeyJ[A-Za-z0-9_.=-]{0,100}\Z"))
def test_any_value_ends_in_a_token_or_a_reason(value: str) -> None:
    """No value is a fault of ours."""
    with suppress(NotTokenError):
        assert decode(value).claims is not None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (1_795_000_000_000, datetime.fromtimestamp(1_795_000_000, UTC)),
        (True, None),
        ("1795000000", None),
        (-1, None),
        (10**30, None),
        (float("nan"), None),
        ([1], None),
        (None, None),
    ],
)
def test_a_time_claim_may_be_anything(value: object, moment: datetime | None) -> None:
    """exp and its like are numbers of seconds or milliseconds; anything else is no time."""
    assert moment_of(value) == moment


@pytest.mark.parametrize("text", ["[" * 40, '{"a":' * 40, "[" * 100_000, "{", "nope", "1" * 5000 + "]"])
def test_deep_or_broken_json_is_refused(text: str) -> None:
    """A document that is nested deeper than the cap, or is no JSON, is told as such."""
    with pytest.raises(NotJsonError):
        read(text)


def test_numbers_beyond_the_cap_are_no_numbers() -> None:
    """NaN, 1e999 and 21 digits become None; a depth at the cap is read."""
    assert read(f"[NaN, Infinity, 1e999, {'9' * 21}, 7]") == [None, None, None, None, 7]
    assert read("[" * DEEPEST + "]" * DEEPEST)


@pytest.mark.parametrize(("value", "parts"), [("a.b", 2), ("a.b.c.d.e", 5), ("x" * 20_000, 0)])
def test_the_reason_counts_the_parts(value: str, parts: int) -> None:
    """A value of another number of parts says so; one that is too long is not looked at."""
    with pytest.raises(NotTokenError) as caught:
        decode(value)
    assert caught.value.parts == parts


def test_a_part_that_is_no_object_is_named() -> None:
    """Claims that are a list are no claims."""
    part = unpadded(b'{"alg":"none"}')
    with pytest.raises(NotTokenError, match="claims part is not a JSON object"):
        decode(f"{part}.{unpadded(b'[]')}.")


def _fit(claims: dict[str, object]) -> bool:
    """Whether the library signs these claims at all (it checks the registered ones), and the caps let them through."""
    return not {"iss", "exp", "nbf", "iat", "aud", "sub", "jti"}.intersection(claims)


@pytest.mark.parametrize(
    ("first", "rest", "is_one"),
    [
        ({"alg": "HS256"}, ".e30.", True),
        ({"typ": "JWT"}, ".e30.AAAA", True),
        ({"sub": "sam", "exp": 1}, ".AAAA", True),
        ({"ver": "5", "uid": "a1", "exp": 0}, ".awudag.tfXes1ToZ705dZOTEr40tCPnjvI", False),
        ({"_flashes": []}, ".awudag.tfXes1ToZ705dZOTEr40tCPnjvI", False),
        ({"user": 1}, ":1vPzzz:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", False),
    ],
)
def test_a_signed_value_of_another_make_is_no_jwt(first: dict[str, object], rest: str, is_one: bool) -> None:
    """What begins like a JWT is one by the members of its first part, whole or broken."""
    value = unpadded(json.dumps(first).encode()) + rest
    assert like_jwt(value) is is_one
    assert like_jwt(unpadded(b'{"alg":"HS')) is True
