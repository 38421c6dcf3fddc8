"""Digest and SigV4: answers that the published examples have."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from bot.auth.challenge import parse
from bot.model import Request, Response
from bot.parsing.parse import parse as parse_paste
from bot.variants.digest import authorization, best_challenge, digest_answer
from bot.variants.sigv4 import authorization as sigv4
from bot.variants.sigv4 import home_of, signed

RFC = 'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'  # noqa: E501
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_digest_answers_the_examples_of_the_rfc(algorithm: str, response: str) -> None:
    """RFC 7616 section 3.9.1, both algorithms."""
    challenge = parse([f"Digest {RFC}, algorithm={algorithm}"]).items[0]
    value = authorization(challenge, "GET", "/dir/index.html", "Mufasa", "Circle of Life", CNONCE)
    assert f'response="{response}"' in value


def test_a_session_algorithm_hashes_twice() -> None:
    """RFC 7616 section 3.4.2: with -sess the first hash takes nonce and cnonce in."""
    challenge = parse(['Digest realm="r", nonce="n", algorithm=MD5-sess, qop="auth"']).items[0]
    inner = _md5(f"{_md5('u:r:p')}:n:c")
    wanted = _md5(f"{inner}:n:00000001:c:auth:{_md5('GET:/')}")
    assert wanted in authorization(challenge, "GET", "/", "u", "p", "c")


def test_the_strongest_algorithm_is_answered() -> None:
    """Of two challenges the one with SHA-256 is taken; one of an unknown algorithm is passed over."""
    offered = (
        'Digest realm="r", nonce="1", algorithm=MD5',
        'Digest realm="r", nonce="2", algorithm=SHA-256',
        'Digest realm="r", nonce="3", algorithm=NEW',
    )
    response = Response(status=401, headers=tuple(("WWW-Authenticate", value) for value in offered))
    challenge = best_challenge(response)
    assert challenge is not None
    assert challenge.get("nonce") == "2"


def test_cookies_that_carry_the_nonce_go_along() -> None:
    """A server that keeps the nonce in a session sees its own cookie again."""
    request = parse_paste("curl --digest -u me:pw https://api.example.com/x").request
    assert request is not None
    headers = (("WWW-Authenticate", 'Digest realm="r", nonce="n"'), ("Set-Cookie", "sid=abc; Path=/; HttpOnly"))
    answer, word = digest_answer(request, Response(status=401, headers=headers))
    assert word == "digest"
    assert answer is not None
    assert answer.header("cookie") == "sid=abc"
    assert (answer.header("authorization") or "").startswith("Digest ")


def test_sigv4_signs_the_published_vanilla_request() -> None:
    """AWS Signature Version 4 test suite, get-vanilla."""
    request = Request(method="GET", url="https://example.amazonaws.com/", headers=(("X-Amz-Date", "20150830T123600Z"),))
    pair = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    value = sigv4(request, pair, ("aws", "amz"), "us-east-1", "service")
    assert value.endswith("Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")


def test_a_request_is_signed_for_the_home_of_its_host() -> None:
    """Region and service come from the option, else from the host."""
    request = parse_paste(
        "curl --aws-sigv4 aws:amz -u AKIAIOSFODNN7EXAMPLE:secret https://s3.eu-central-1.amazonaws.com/bucket"
    ).request
    assert request is not None
    answer, word = signed(request, datetime(2026, 1, 2, tzinfo=UTC))
    assert word == "sigv4"
    assert answer is not None
    assert "/20260102/eu-central-1/s3/aws4_request" in (answer.header("authorization") or "")
    assert answer.header("x-amz-content-sha256") == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("host", "home"),
    [
        ("s3.amazonaws.com", ("s3", "")),
        ("bucket.s3.eu-west-1.amazonaws.com", ("s3", "eu-west-1")),
        ("s3-us-west-2.amazonaws.com", ("s3", "us-west-2")),
        ("a1b2.execute-api.us-east-1.amazonaws.com", ("execute-api", "us-east-1")),
        ("sts.us-gov-west-1.amazonaws.com", ("sts", "us-gov-west-1")),
        ("api.example.com", ("", "")),
    ],
)
def test_a_host_of_the_cloud_names_its_home(host: str, home: tuple[str, str]) -> None:
    """Service and region are read out of the host name; others name neither."""
    assert home_of(host) == home


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
