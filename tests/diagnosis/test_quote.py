"""What is quoted of a paste: what speaks of the cause, whose words they are, and no password in prose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.case import Case
from bot.diagnosis.quote import masked, quotation, told
from tests.checks._bench import case_of

PASSWORDS = (  # words that no report used, and numbers
    "tangerine", "correct-horse-staple", "Zq8!vR2m#x", "Sommerwind", "mellonfriend", "KQZVHGTWPM", "aB3xK9", "48213907",
    "Драконище",
)  # fmt: skip
SAID = (
    "my login is kim / {s} and we get 401",
    "I call it as kim/{s} and get 401",
    "creds: kim:{s} -> 401",
    "with user kim and password {s} I get a 401",
    "with password {s} and user kim I get a 401",
    "logging in as kim with {s} fails with 401",
    "the api key we use is {s} and the API says 401",
    "I changed the password to {s} and now get 401",
    "the secret we configured ({s}) is the same on both sides",
    'I send the token "{s}" and get 401',
    "basic auth kim {s} gives 401",
    "kim@acme.example / {s} says 401",
    "mein Passwort ist {s} und ich bekomme 401",
    "mot de passe {s}, utilisateur kim",
    "la contraseña es {s} y recibo 401",
    "the user kim with {s} was revoked and now I get 401",
    "{s} was revoked yesterday I think, so kim gets 401",
    "I copied {s} from the dashboard and pasted it, 401",
    "비밀번호를 {s}로 바꾼 후 401",
    "密钥 {s} 失效，kim 得到 401",
    "the PIN {s} is locked after too many attempts",
    "INFO: session {s} of kim expired after 30 minutes",
    # Code, whose names tell nothing
    "printf '%s:%s' kim {s} | base64",
    "Buffer.from(`kim:{s}`).toString('base64')",
    'Base64.getEncoder().encodeToString(("kim:" + "pa({s}")',
    'u, p = "kim", "{s}"',
    "connect('kim', '{s}')",
)
PROSE = (
    "my password is correct, and the token hasn't expired since we re-created it",
    "it works with curl and in Postman as admin, not with the key from the dashboard",
    "the token from https://id.acme.example/token is refused by api.acme.example with HS256",
    "since 2026-11-28 10:30 each call takes 4.5s and 3 of 10 end in a 401, with v2.1.0 on 10.0.0.7",
    "we set AWS_SECRET_ACCESS_KEY and call getToken() of com.acme.client.Session, it doesn't help",
    "重新登录后还是一样，トークンを作り直してもだめです",
    "logged in as kim@acme.example, then Authorization: Bearer is sent to /v1/me",
)


@pytest.fixture(scope="module")
def case() -> Case:
    """A case whose report holds no secret of its own: what is hidden is hidden by the quotation."""
    return replace(case_of("401"), mask=str)


@pytest.mark.parametrize("said", SAID)
def test_a_password_in_prose_is_not_repeated(said: str, case: Case) -> None:
    """Whatever it looks like: it stands where a value does, and no report ever used the word."""
    for password in PASSWORDS:
        quote = masked(said.format(s=password), case)
        assert password not in quote
        assert "kim" in quote or "kim" not in said or "kim:" in said


@pytest.mark.parametrize("said", PROSE)
def test_prose_about_credentials_stays_whole(said: str, case: Case) -> None:
    """Known words, hosts, addresses, paths and algorithms are repeated as they were written."""
    assert masked(said, case) == said


@pytest.mark.parametrize(
    ("cause", "text", "quoted"),
    [
        (
            "redirect-drops-credential",
            "Since 2.1 our own API answers 401.\nThe second request, after the redirect, has none.",
            "The second request, after the redirect, has none.",
        ),
        ("session-expired", "After some hours each call is refused:\nERROR: session expired", "ERROR: session expired"),
        ("credential-missing", "Version 1.23, gradle, the client is built with apiKey and accessToken", ""),
        ("url-path-typo", "our iOS client cannot log in, the web client can, same user, same body", ""),
    ],
)
def test_what_is_quoted_speaks_of_the_cause(cause: str, text: str, quoted: str) -> None:
    """A line that only comes with the cause is no reason to a reader."""
    assert quotation(case_of(f"{text}\n401"), cause).partition("“")[2] == (f"{quoted}”" if quoted else "")


@pytest.mark.parametrize(
    ("quote", "speaker"),
    [
        ("it did work yesterday", "You write"),
        ("I got an Error: Authenticate message from it", "You write"),
        ("вчера всё работало", "You write"),
        ("An error occurred (InvalidToken) when calling the ListBuckets operation", "The paste says"),
        ('level=error msg="token is not valid yet"', "The paste says"),
        ("docker run --env-file .env acme", "The paste says"),
        ("token, err := token.SignedString([]byte(secret))", "The paste says"),
    ],
)
def test_what_may_be_output_or_code_is_nobodys_own_words(quote: str, speaker: str) -> None:
    """Only a sentence of a person is told as theirs."""
    assert told(quote, "asker") == f"{speaker} “{quote}”"
    assert told(quote, "server").startswith("The answer says")


def test_markup_alone_is_not_quoted() -> None:
    """What a page begins with tells a reader nothing, however often such pages come with a cause."""
    page = case_of("HTTP/1.1 403 Forbidden\nContent-Type: text/html\n\n<!DOCTYPE html>\n<html>\n<head>\n</head></html>")
    assert not any("<" in quotation(page, cause) for cause in page.book.causes)
