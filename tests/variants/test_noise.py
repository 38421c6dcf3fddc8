"""Noise: of a credential's shape, never of its characters."""

from __future__ import annotations

import string

import jwt
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.auth.jwt import decode
from bot.masking import UrlPart
from bot.probing.acts import act_in
from bot.variants.noise import noise_for, noise_like, noise_pair

LETTERS = string.ascii_letters + string.digits
VALUES = st.text(LETTERS, min_size=24, max_size=64)


@settings(deadline=None)
@given(VALUES, st.sampled_from(["", "sk_live_", "ghp_", "key-"]), st.text(LETTERS, max_size=8))
def test_noise_has_the_shape_and_nothing_else(body: str, prefix: str, seed: str) -> None:
    """Same length, same public prefix, and no eight characters of the value in a row."""
    noise = noise_like(prefix + body, seed, 0)
    assert len(noise) == len(prefix + body)
    assert noise.startswith(prefix)
    rest = noise[len(prefix) :]
    assert len(set(body)) < 4 or not any(body[at : at + 8] in rest for at in range(len(body) - 7))


@settings(deadline=None)
@given(VALUES)
def test_noise_keeps_separators_and_comes_again(body: str) -> None:
    """Dashes stay where they are; the same seed gives the same noise, another seed another."""
    value = f"{body[:8]}-{body[8:12]}-{body[12:]}"
    assert [at for at, char in enumerate(noise_like(value, "s", 0)) if char == "-"] == [8, 13]
    assert noise_like(value, "s", 0) == noise_like(value, "s", 0)
    assert noise_like(value, "s", 0) != noise_like(value, "t", 0)


def test_noise_of_a_token_keeps_issuer_and_audience_alone() -> None:
    """alg, kid, iss and aud are those of the token; subject, times and every other claim are not."""
    claims = {"iss": "https://login.example.com", "aud": "api", "sub": "me", "email": "me@example.com", "exp": 1}
    value = jwt.encode(claims, "k" * 32, algorithm="HS256", headers={"kid": "k1"})
    noise = decode(noise_like(value, "s", 1000))
    assert noise.header == {"alg": "HS256", "typ": "JWT", "kid": "k1"}
    assert {name: noise.claims[name] for name in ("iss", "aud", "exp")} == {
        "iss": claims["iss"],
        "aud": "api",
        "exp": 4600,
    }
    assert noise.claims["sub"] != "me"
    assert "email" not in noise.claims
    assert noise.signature != decode(value).signature


def test_a_user_name_is_invented() -> None:
    """No real account can be locked by it: ten letters and a password, from the seed alone."""
    user, _, password = noise_pair("s").partition(":")
    assert user.isalpha()
    assert len(user) == 10
    assert password.isalnum()


@given(st.from_regex(r"([A-Z][a-z]{1,2}[0-9]){6,9}", fullmatch=True), st.text(LETTERS, max_size=8))
def test_noise_in_a_url_never_spells_a_verb(value: str, seed: str) -> None:
    """Letters drawn by chance make "rm" or "Add" now and then; such a request would be held back as one that acts."""
    made = noise_for(UrlPart(value, "path"), seed)
    assert len(made) == len(value)
    assert made != value
    assert act_in(f"https://api.example.com/v1/{made}/items") is None
