"""Which headline is said: the first that is true, has its values and fits one line; else the title."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.case import Case
from bot.diagnosis.facts import fact
from bot.diagnosis.headline import check_by, headline
from bot.knowledge.schema import Cause, Headline
from bot.model import Request
from tests.diagnosis._cases import BOOK, case


def cause(*headlines: str | Headline, check: str | tuple[str, ...] = ()) -> Cause:
    """A cause with these headlines."""
    return Cause(title="Plain title", headline=headlines, check_by=check, steps=(), source="x")


def at(url: str, provider: str = "", **facts: dict[str, Any]) -> Case:
    """A case whose request goes to this URL."""
    asked = Request(method="GET", url=url)
    return replace(case(**facts), request=asked, provider=BOOK.providers.get(provider), book=BOOK)


def test_the_first_that_is_true_is_said() -> None:
    """A headline whose conditions do not hold is passed over, however specific it is."""
    given = cause(
        Headline(when={"decode-token.expired": True}, say="Your token has expired"),
        Headline(when={"decode-token.expired": False}, say="Your token is good"),
    )
    assert headline(given, case(decode_token={"expired": False})) == "Your token is good"


@pytest.mark.parametrize("facts", [{}, {"late": ""}, {"late": []}, {"late": None}])
def test_one_without_its_value_is_passed_over(facts: dict[str, Any]) -> None:
    """No stand-in is said for a name that has no value."""
    given = cause("Your token expired {decode-token.late} ago", "Your token has expired")
    assert headline(given, case(decode_token=facts)) == "Your token has expired"


@pytest.mark.parametrize("length", [63, 90, 160, 5000])
def test_one_that_does_not_fit_is_passed_over(length: int) -> None:
    """Whatever a fact holds, what is said is at most 90 characters long."""
    given = cause("You sent it to {lint-url.host}, where nobody knows it", "{lint-url.host} does not know it")
    said = headline(given, case(lint_url={"host": "h" * length}))
    assert len(said) <= 90
    assert "{" not in said


def test_without_any_the_title_is_said() -> None:
    """A cause of an overlay that has no headlines is told by its title."""
    assert headline(cause(), case()) == "Plain title"
    assert headline(cause("{worded.owner} wants it"), case()) == "Plain title"


def test_the_clause_falls_back_to_the_wording_without_names() -> None:
    """A page that is not known, or too long to read, is not shown."""
    given = cause(check=("look at {provider.rotate}", "look in the dashboard"))
    assert check_by(given, at("https://api.github.com/", "github")) == "look at https://github.com/settings/tokens"
    assert check_by(given, at("https://api.corp.example/")) == "look in the dashboard"
    assert check_by(cause(), case()) == ""


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("api.github.com", True),
        ("localhost", True),
        ("10.0.0.4", True),
        ("[2001:db8::1]", True),
        ("xn--bcher-kva.example", True),
        ("my_host.corp.example", True),
        ("$API_HOST", False),
        ("{{base_url}}", False),
        ("%HOST%", False),
        ("<your-host>", False),
        ("host name", False),
        ("SG.aB3dE5fG7hJ9kL1mN2pQ4r.S6tU8vW0xY1zA2b", False),
        ("a" * 64, False),
        ("`id`", False),
        ("", False),
    ],
)
def test_only_a_name_or_an_address_is_told_as_the_host(host: str, shown: bool) -> None:
    """A variable, sample text or a key in the host's place is not told as a host."""
    said = fact(at(f"https://{host}/me"), "worded.host")
    assert bool(said) is shown
    if shown:
        assert said == host.strip("[]")


@pytest.mark.parametrize(
    ("schemes", "shown"),
    [
        (["bearer"], "Bearer"),
        (["ntlm", "negotiate"], "NTLM or Negotiate"),
        (["basic", "bearer", "digest", "ntlm"], "Basic or Bearer or Digest"),
        (["aws4-hmac-sha256"], "AWS4-HMAC-SHA256"),
        (["acme-own"], "acme-own"),
        ([], ""),
    ],
)
def test_schemes_are_spelled_as_people_spell_them(schemes: list[str], shown: str) -> None:
    """Schemes are told as the registry writes them, three at most."""
    assert fact(case(read_response={"schemes": schemes}), "worded.asked") == shown


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("header:X-Token", "the header X-Token"),
        ("query:api_key", "the query parameter api_key"),
        ("cookie:sid", "the cookie sid"),
        ("body:client_secret", "the body"),
        ("userinfo", "the URL before the @"),
        ("text", ""),
        ("", ""),
    ],
)
def test_a_place_is_told_in_words(location: str, shown: str) -> None:
    """Where a credential is, is told without our marks for places."""
    assert fact(case(lint_request={"location": location}), "worded.place") == shown


@pytest.mark.parametrize(
    ("scheme", "shown"),
    [("Bearer", "X-Token: Bearer …"), ("Bearer | Token", "X-Token: Bearer …"), ("", "X-Token: …")],
)
def test_how_a_provider_wants_it_is_told_as_a_header(scheme: str, shown: str) -> None:
    """Of several schemes that are right, the first is told."""
    facts = {"expected_location": "header:X-Token", "expected_scheme": scheme}
    assert fact(case(lint_request=facts), "worded.wanted") == shown


@pytest.mark.parametrize(
    ("provider", "shown"), [("google-cloud", "Google"), ("github", "GitHub"), ("apple", "Apple"), ("", "")]
)
def test_a_provider_is_told_without_what_its_entry_adds(provider: str, shown: str) -> None:
    """What stands in brackets after a name does not make a sentence longer."""
    assert (fact(at("https://api.corp.example/", provider), "worded.provider") or "") == shown


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"lint_request": {"has_credential": True}, "lint_credential": {"empty": False}}, "that your text shows"),
        ({"lint_request": {"unseen": "the code authenticates by other means"}}, "No credential seems to reach"),
        ({"lint_request": {"missing": True, "unsent": True}}, "Your client leaves out what your code sets"),
        ({}, "No credential was sent to"),
    ],
)
def test_nothing_is_said_to_be_missing_that_the_text_shows(facts: dict[str, Any], said: str) -> None:
    """A variable is a credential, and code may send more than it shows."""
    assert said in headline(BOOK.causes["credential-missing"], at("https://api.corp.example/", **facts))
