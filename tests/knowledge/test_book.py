"""Whose a host is, what a credential tells of itself, and what words mean."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge._formats import base62
from bot.knowledge.book import Book
from bot.knowledge.schema import Framework, Provider, Wording
from bot.masking import Secret
from bot.model import Credential, Report, Request, Response
from tests._knowledge import shipped

BOOK = shipped().book


def asked(url: str, value: str = "", header: str = "Authorization") -> str | None:
    """The id of the provider that a GET of ``url`` goes to."""
    headers = ((header, f"Bearer {value}"),) if value else ()
    held = (Credential(kind="bearer", location=f"header:{header}", secret=Secret(value)),) if value else ()
    request = Request(method="GET", url=url, headers=headers, credentials=held)
    found = BOOK.provider_of(Report(text="", requests=(request,)))
    return found.id if found else None


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://api.github.com/user", "github"),
        ("https://API.GitHub.com./user", "github"),
        ("https://acme.zendesk.com/api/v2/users/me.json", "zendesk"),
        ("https://gitlab.corp.example/api/v4/user", "gitlab"),
        ("https://api.example.com/api/v4/user", None),
        ("https://api.github.com.example.org/user", None),
        ("https://api.githib.com/user", None),
        ("https://api.github.com@relay.example/user", None),
        ("https://relay.example/?url=https://api.github.com/user", None),
        ("https://relay.example/api.github.com/user", None),
        ("https://[::1", None),
        ("nonsense", None),
    ],
)
def test_provider_is_the_whole_host_of_the_request(url: str, provider: str | None) -> None:
    """A provider is recognised by the whole host, or by its product's path on an own host; nothing else counts."""
    assert asked(url) == provider


def test_a_key_does_not_name_whom_the_request_goes_to() -> None:
    """A GitHub token sent to somebody else's host makes that host no GitHub."""
    assert asked("https://api.example.com/user", "ghp_" + "0" * 36) is None


def test_a_short_path_needs_a_second_sign() -> None:
    """/api/v4/ is many products' path; with GitLab's own header it is GitLab's."""
    assert asked("https://code.corp.example/api/v4/user") is None
    assert asked("https://code.corp.example/api/v4/user", "glpat-" + "0" * 20, "PRIVATE-TOKEN") == "gitlab"


def test_a_form_that_many_keys_have_is_no_second_sign() -> None:
    """Forty hexadecimal digits at /api/v1/ may be anybody's, though Gitea's tokens look so at that path."""
    assert asked("http://127.0.0.1:8000/api/v1/orders/", "0" * 40) is None


def test_without_a_request_the_form_of_a_credential_names_the_provider() -> None:
    """An error text without a request is taken for the provider whose distinctive key stands in it."""
    report = Report(text="401 for my key", secrets=(Secret("ghp_" + "0" * 36),))
    found = BOOK.provider_of(report)
    assert found is not None
    assert found.id == "github"


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("api.githib.com", "api.github.com"),
        ("api.github.con", "api.github.com"),
        ("apigithub.com", "api.github.com"),
        ("api-github.com", "api.github.com"),
        ("api.github.com.example.org", "api.github.com"),
        ("x.api.github.com.attacker.test", "api.github.com"),
        ("api-github-com.attacker.test", "api.github.com"),
        ("api.gіthub.com", "api.github.com"),  # with a Cyrillic і
        ("api.str1pe.com", "api.stripe.com"),
        ("api.openia.com", "api.openai.com"),
        ("acme.zendeks.com", "acme.zendesk.com"),
        ("ap.github.com", "api.github.com"),
    ],
)
def test_look_alike_is_named(host: str, known: str) -> None:
    """A slip, an imitation or a known host in front of another domain is told with the host that was meant."""
    assert BOOK.near_host(host) == known


def test_punycode_imitation_is_named() -> None:
    """A host in punycode is judged by how it looks."""
    assert BOOK.near_host("api.gіthub.com".encode("idna").decode()) == "api.github.com"


@pytest.mark.parametrize(
    "host",
    [
        "api.github.com",
        "api.example.com",
        "api.stripe.test",
        "gitlab.corp.example",
        "api.fox.com",
        "localhost",
        "127.0.0.1",
        "::1",
        "",
        "jira.company.example",
        "api.mycompany.io",
        "github.io",
        "www.github.com",
    ],
)
def test_a_host_of_its_own_is_no_look_alike(host: str) -> None:
    """Known hosts, addresses, short and unrelated names resemble nothing."""
    assert BOOK.near_host(host) is None


@given(st.text(max_size=80))
def test_any_text_may_be_a_host(host: str) -> None:
    """No text makes the host index stumble."""
    BOOK.near_host(host)
    BOOK.home_of(host)


@pytest.mark.parametrize("provider", BOOK.providers.values(), ids=lambda provider: provider.id)
def test_hosts_lead_to_their_provider_and_look_alikes_do_not(provider: Provider) -> None:
    """Each host pattern finds its own provider, and the same host in front of a stranger's domain finds none."""
    for pattern in provider.hosts:
        host = pattern.replace("*", "acme7")
        assert asked(f"https://{host}/") == provider.id
        assert asked(f"https://{host}.attacker.test/") is None


def test_checksum_of_a_github_token_is_verified() -> None:
    """The last six characters of a GitHub token are the CRC-32 of the thirty before, in base 62."""
    body = "0" * 30
    good = f"ghp_{body}{base62(zlib.crc32(body.encode()))}"
    form = BOOK.formats_of(good)[0]
    assert (form.provider, BOOK.checksum_holds(form, good)) == ("github", True)
    assert BOOK.checksum_holds(form, good[:-1] + ("A" if good[-1] != "A" else "B")) is False


@pytest.mark.parametrize(("prefix", "mode"), [("sk_test_", "test"), ("sk_live_", "live")])
def test_a_stripe_key_tells_its_mode(prefix: str, mode: str) -> None:
    """What environment a key belongs to is read from the key itself."""
    value = prefix + "0" * 24
    form = next(form for form in BOOK.formats_of(value) if form.provider == "stripe")
    assert BOOK.told_by(form, value)[0] == mode


def test_region_is_read_out_of_host_and_key() -> None:
    """Mailchimp's data center stands at the end of the key and at the beginning of the host."""
    value = "0" * 32 + "-us14"
    form = next(form for form in BOOK.formats_of(value) if form.provider == "mailchimp")
    home = BOOK.home_of("us14.api.mailchimp.com")
    assert home is not None
    assert (BOOK.told_by(form, value)[1], home.region) == ("us14", "us14")


def small(*answers: Wording, speaker: str = "provider") -> Book:
    """A Book of one speaker, named ``it``."""
    if speaker == "provider":
        return Book(entries={"providers": {"it": Provider(name="It", id="it", hosts=("it.test",), answers=answers)}})
    entry = Framework(name="It", id="it", kind="library", answers=answers, source="x")
    return Book(entries={"frameworks": {"it": entry}})


def answer(match: str, **more: object) -> Wording:
    """An answer that means token-expired."""
    return Wording(match=match, causes=("token-expired",), source="x", **more)  # type: ignore[arg-type]


def found_in(book: Book, body: str, status: int | None = 401) -> list[str]:
    """The literals that are found in a body."""
    return [each.quote for each in book.statements_in(Response(status=status, body=body), None)]


@pytest.mark.parametrize(
    ("literal", "body", "found"),
    [
        ("it has expired", "IT HAS EXPIRED!", True),
        ("it has expired", '{"e": "it\\u0020has expired"}', False),
        ('missing the "aud" claim', '{"m": "missing the \\"aud\\" claim"}', True),
        ("isn't valid", "isn&#39;t valid", True),
        ("isn't valid", "isn’t valid", True),
        ("it has expired", "it has\n   expired", True),
        ("E401", "npm ERR! code E401", True),
        ("E401", "e401", False),
        ("E401", "E4012", False),
        ("E401", "XE401", False),
        ("invalid_token", 'error="invalid_token"', True),
        ("invalid_token", "invalid_token_type", False),
    ],
)
def test_phrases_are_found_in_any_case_and_codes_only_whole(literal: str, body: str, found: bool) -> None:
    """A phrase is compared without case, escapes and line ends; a code with its case and at its boundaries."""
    assert bool(found_in(small(answer(literal), speaker="framework"), body)) is found


def test_words_of_a_provider_count_for_that_provider() -> None:
    """The asked provider's own answer outranks, and another provider's does not count."""
    book = small(answer("it is over"))
    own, other = book.providers["it"], Provider(name="Other", id="other", hosts=("other.test",))
    response = Response(status=401, body="it is over")
    assert [each.source for each in book.statements_in(response, own)] == ["it"]
    assert book.statements_in(response, other) == ()
    assert book.statements_in(response, None)[0].confidence < book.statements_in(response, own)[0].confidence


def test_an_accepted_answer_says_nothing_but_what_belongs_to_its_status() -> None:
    """Words of a refusal in a 2xx count only when the entry says that this API refuses with that status."""
    assert found_in(small(answer("it is over"), speaker="framework"), "it is over", 200) == []
    assert found_in(small(answer("it is over", status=200), speaker="framework"), "it is over", 200) == ["it is over"]


def test_a_literal_inside_a_longer_one_is_left_out() -> None:
    """The longer of two literals at the same place is the one that is meant."""
    book = small(answer("the token"), answer("the token is over"), speaker="framework")
    assert found_in(book, "sorry, the token is over") == ["the token is over"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HTTP/1.1 401 Unauthorized\nAccess-Control-Allow-Origin: *", False),
        ("HTTP/2 401 unauthorized\naccess: none", False),
        ("Server: unauthorized\nAccess-Control-Allow-Origin: *", False),
        ("error: this is an unauthorized\naccess to the page", True),
    ],
)
def test_no_words_run_on_into_a_header_line(text: str, found: bool) -> None:
    """A status line and a header end where their lines do; prose that a terminal has broken runs on."""
    book = small(answer("unauthorized access"), speaker="framework")
    assert bool(book.statements_in_text(text, None)) is found


@given(st.text(max_size=400))
def test_any_text_may_be_an_answer(text: str) -> None:
    """No text makes the word index stumble, and what it quotes is a known literal."""
    for each in BOOK.statements_in_text(text, None):
        assert each.causes
        assert each.quote


def test_a_public_prefix_names_the_provider_of_a_damaged_key() -> None:
    """A key that is too short has no format, and its beginning still tells whose it is."""
    assert BOOK.formats_of("ghp_000") == ()
    form = BOOK.prefix_of("ghp_000")
    assert form is not None
    assert form.provider == "github"
    assert BOOK.prefix_of("nothing-special") is None


def test_a_web_site_is_known_and_its_look_alike_is_named() -> None:
    """github.com is no API host, and gitbub.com is its look-alike all the same."""
    assert BOOK.near_host("gitbub.com") == "github.com"
