"""Corrections against real servers on loopback: what proves a cause, what does not, and which one is tried."""

from __future__ import annotations

import pytest

from bot.case import Case
from bot.diagnosis.diagnose import diagnose
from bot.diagnosis.facts import statements
from tests.checks._bench import Answer, Asked, facts, run, serving

TOKEN = "tok_Abc123Def456Ghi789Jkl"
JSON = {"Content-Type": "application/json"}
_HEAD = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
LATER, LONG_AGO = f"{_HEAD}.eyJleHAiOjQxMDI0NDQ4MDB9.", f"{_HEAD}.eyJleHAiOjB9."


def named(case: Case) -> list[str]:
    """The ids of the causes, most probable first."""
    return [cause.id for cause in diagnose(case).causes]


def proven(case: Case) -> list[str]:
    """The ids of the causes that are called proven."""
    return [cause.id for cause in diagnose(case).causes if cause.certainty == "proven"]


def test_what_is_served_without_a_credential_proves_no_correction() -> None:
    """A public resource that refuses a bad token is served to a scheme that it does not know, as to nobody."""

    def public(seen: Asked) -> Answer:
        if seen.headers.get("authorization", "").startswith("Token "):
            return 401, {**JSON, "WWW-Authenticate": "Token"}, '{"detail": "Invalid token."}'
        return 200, JSON, "{}"

    with serving(public) as server:
        case = run(f"curl {server.origin}/v1/open -H 'Authorization: Token {TOKEN}'")
    assert facts(case, "differential")["reading"] == "public-but-refused"
    assert named(case)[0] == "credential-invalid"
    assert not proven(case)


def test_a_bad_request_proves_no_correction() -> None:
    """Who answers 400 to what cannot be a credential has not let it in."""

    def strict(seen: Asked) -> Answer:
        if seen.headers.get("authorization", "").startswith("Bearer"):
            return 400, {}, "Bad Request"
        return 401, {**JSON, "WWW-Authenticate": "Bearer"}, '{"error": "missing token"}'

    with serving(strict) as server:
        case = run(f"curl '{server.origin}/v1/me?access_token={TOKEN}'")
    assert facts(case, "early-variant")["works"] is False
    assert not proven(case)


def test_a_403_to_a_correction_is_compared_with_noise() -> None:
    """Who says 401 to nothing and 403 to any bad token knows none of them; that one has expired stays to be said."""

    def tutorial(seen: Asked) -> Answer:
        return (403, {}, "Forbidden") if "authorization" in seen.headers else (401, {}, "Unauthorized")

    with serving(tutorial) as server:
        good = run(f"curl {server.origin}/v1/me -H 'Authorization: Token {LATER}'")
        old = run(f"curl {server.origin}/v1/me -H 'Authorization: Token {LONG_AGO}'")
    assert facts(good, "differential")["reading"] == facts(old, "differential")["reading"] == "unknown"
    assert "permission-insufficient" not in named(good)
    assert named(old)[0] == "token-expired"


@pytest.mark.parametrize("follows", ["", "-L "])
def test_a_403_behind_a_redirect_proves_no_address_and_knows_nobody(follows: str) -> None:
    """Django adds the slash, and says 403 there to whoever asks; nothing was asked there without the credential."""

    def slashed(seen: Asked) -> Answer:
        return (403, JSON, '{"detail": "No."}') if seen.path.endswith("/") else (301, {"Location": "/stock/"}, "")

    with serving(slashed) as server:
        case = run(f"curl {follows}{server.origin}/stock -H 'Authorization: Api-Key {TOKEN}'")
    assert not proven(case)
    assert facts(case, "differential")["reading"] != "forbidden"
    seen = {cause.id for cause in diagnose(case).causes if cause.certainty == "observed"}
    assert "permission-insufficient" not in seen


def test_who_refuses_the_credential_at_the_final_address_lost_none_on_the_way() -> None:
    """curl -L keeps Authorization on the same origin, so that the 401 there is one to the credential."""

    def slashed(seen: Asked) -> Answer:
        return (401, JSON, '{"detail": "No."}') if seen.path.endswith("/") else (301, {"Location": "/user/"}, "")

    with serving(slashed) as server:
        case = run(f"curl -L {server.origin}/user -H 'Authorization: ApiKey {TOKEN}'")
    assert "redirect-drops-credential" not in {one.id for one in diagnose(case).causes if one.certainty == "observed"}


def test_what_is_said_to_our_correction_is_not_said_to_the_asker() -> None:
    """The words by which a server refuses the corrected request are no words about the pasted one."""

    def strict(seen: Asked) -> Answer:
        if seen.headers.get("authorization", "").startswith("Bearer"):
            return 401, JSON, '{"error": "invalid_token", "error_description": "The access token expired"}'
        return 401, {**JSON, "WWW-Authenticate": "Bearer"}, '{"detail": "Not authenticated"}'

    with serving(strict) as server:
        case = run(f"curl '{server.origin}/v1/me?access_token={TOKEN}'")
    assert facts(case, "early-variant")["refused"] is True
    assert {said.quote for said in statements(case)} == {'"detail":"Not authenticated"'}
    first, *_ = diagnose(case).causes
    assert (first.id, first.certainty) == ("credential-wrong-location", "observed")
    assert any(words.endswith("it gets there, and the API says “The access token expired”") for words in first.because)


def test_no_correction_goes_in_clear_to_what_redirects_to_https() -> None:
    """The credential stays at home, whatever may be wrong with its form."""

    def moved(seen: Asked) -> Answer:
        return 301, {"Location": f"https://{seen.headers['host']}/v1/me"}, ""

    with serving(moved) as server:
        case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer {TOKEN}'")
    assert named(case)[0] == "redirect-to-https"
    assert server.seen
    assert not [seen for seen in server.seen if TOKEN in str(seen.headers)]


WRITTEN = {
    "in lower case": ("Authorization: bearer {token}", "Authorization", f"Bearer {TOKEN}", "scheme-mismatch"),
    "in a header of its own": ("X-Service-Token: Bearer {token}", "X-Service-Token", TOKEN, "scheme-mismatch"),
    "with a name": ("Authorization: Token token={token}", "Authorization", f"Token {TOKEN}", "credential-malformed"),
}


@pytest.mark.parametrize(("pasted", "name", "wanted", "cause"), WRITTEN.values(), ids=WRITTEN)
def test_another_way_of_writing_it_is_tried(pasted: str, name: str, wanted: str, cause: str) -> None:
    """A server that takes one spelling alone tells nothing but that; the usual spelling is sent, and proves it."""

    def strict(seen: Asked) -> Answer:
        value = seen.headers.get(name.lower())
        return (200, JSON, "{}") if value == wanted else (401, JSON, f'{{"error": "{"bad" if value else "no"} token"}}')

    with serving(strict) as server:
        case = run(f"curl {server.origin}/x -H '{pasted.format(token=TOKEN)}'")
    assert proven(case) == [cause]
    assert sum(TOKEN in str(seen.headers) for seen in server.seen) == 2


def test_a_scheme_that_the_client_waits_for_in_vain_is_named() -> None:
    """curl sends no password with --digest where Basic alone is asked for: neither do we, and the scheme is named."""

    def basic(seen: Asked) -> Answer:
        return (
            (200, {}, "in") if "authorization" in seen.headers else (401, {"WWW-Authenticate": 'basic realm="x"'}, "")
        )

    with serving(basic) as server:
        case = run(f"curl --digest -u 'sam:correct-horse' {server.origin}/x")
    assert not any("authorization" in seen.headers for seen in server.seen)
    diagnosis = diagnose(case)
    assert (diagnosis.outcome, diagnosis.causes[0].id) == ("diagnosed", "scheme-mismatch")
    assert "--digest" not in (diagnosis.causes[0].corrected or "--digest")
