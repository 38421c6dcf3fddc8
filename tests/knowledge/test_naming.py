"""Who is named in a text that shows no host asked, and where each provider's credential goes: every fact both ways."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.case import Case
from bot.checks._expected import ExpectedPlace, expected_place
from bot.knowledge._naming import NameIndex
from bot.knowledge.book import Book
from bot.knowledge.plain import read
from bot.knowledge.schema import NamedBy, Placement, Provider
from bot.masking import Secret
from bot.model import Credential, CredentialKind, Moment, Report, Request
from bot.parsing.parse import parse
from tests._knowledge import shipped

BOOK = shipped().book
CASES = read((Path(__file__).parent / "named.yaml").read_text(encoding="utf-8"))
NAMED = [provider for provider in BOOK.providers.values() if provider.named_by is not None]
SORTS = ("code", "package", "answer", "link", "header", "command", "variable")
PLACES = [
    (provider, place)
    for provider in BOOK.providers.values()
    for place in provider.placement
    if provider.hosts and place.place in ("header", "basic", "query")
]


def named(text: str, book: Book = BOOK) -> str | None:
    """The id of the provider that a paste is about."""
    found = book.provider_of(parse(text))
    return found.id if found else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_who_is_named(case: dict[str, str | None]) -> None:
    """Each case of named.yaml names the provider that it says, or nobody."""
    assert named(str(case["paste"])) == case["provider"]


def marks(provider: Provider) -> list[tuple[str, str, str]]:
    """(sort, the literal as the entry has it, the same without its *) of each mark but names."""
    return [
        (sort, literal, literal.removesuffix("*")) for sort in SORTS for literal in getattr(provider.named_by, sort)
    ]


def test_each_mark_names_its_provider_alone() -> None:
    """A mark where it usually stands names its provider, and nobody else claims the same."""
    places = {"package": "node_modules/{}/index: 401", "link": "401, see https://{}"}
    taken = {}
    for provider in NAMED:
        for sort, literal, mark in marks(provider):
            seen = BOOK._names.sightings(places.get(sort, "401: {} ").format(mark))
            chosen = BOOK._names.chosen([each for each in seen if each.owner])
            if chosen != provider.id:
                taken[provider.id, literal] = chosen
    assert taken == {}


def test_no_mark_is_seen_inside_a_longer_word() -> None:
    """The same letters within another word name nobody by this mark."""
    text = "401 node_modules/x{0}/index ftp://x{0} x{0}"
    for sort, literal, mark in (each for provider in NAMED for each in marks(provider)):
        if mark[0].isalnum():
            only = Provider(name="It", id="it", named_by=NamedBy(**{sort: (literal,)}, source="x"))
            assert NameIndex({"it": only}, {}.get, {}).sightings(text.format(mark)) == [], literal


def standing(provider: Provider, place: Placement, scheme: str) -> Request:
    """A request to the provider that carries a credential of no known form in this place."""
    home = next(host for host in provider.hosts if host not in provider.free_hosts).replace("*", "acme7")
    value = "7h15-15-n0b0dy5-t0k3n"
    name = place.name or "Authorization"
    kinds: dict[str, CredentialKind] = {"basic": "basic", "query": "api-key"}
    kind = kinds.get(place.place, "bearer")
    if place.place == "query":
        held = Credential(kind=kind, location=f"query:{name}", secret=Secret(value))
        return Request(method="GET", url=f"https://{home}/?{name}={value}", credentials=(held,))
    shown = f"{scheme} {value}".strip()
    held = Credential(kind=kind, location=f"header:{name}", secret=Secret(value), scheme=scheme)
    return Request(method="GET", url=f"https://{home}/", headers=((name, shown),), credentials=(held,))


def judged(provider: Provider, request: Request) -> ExpectedPlace:
    """What the check of the place says of the request."""
    now = datetime(2026, 6, 1, tzinfo=UTC)
    found = BOOK.provider_at(request.url, request)
    assert found is not None
    assert found.id == provider.id
    report = Report(text="", requests=(request,))
    case = Case(report=report, request=request, provider=found, book=BOOK, moment=Moment(written=now, now=now))
    return expected_place(case, request)


def test_a_place_of_a_provider_is_right() -> None:
    """A credential that stands where the entry puts it, with each scheme of it, is accused of nothing."""
    for provider, place in PLACES:
        other = ["Basic" if place.place == "basic" else ""]
        for scheme in place.scheme.split("|") if place.place == "header" else other:
            facts = judged(provider, standing(provider, place, scheme.strip()))
            assert not facts.wrong_location, (provider.id, place)
            assert not facts.wrong_scheme, (provider.id, place, scheme)


def in_authorization_alone(provider: Provider) -> bool:
    """Does the provider take its credential in Authorization only, at each of its own hosts?"""
    places = [place for place in provider.placement if place.place != "body"]
    named = bool(places) and all(place.name.lower() == "authorization" for place in places)
    return named and bool(provider.hosts) and not {*provider.hosts} & {*provider.free_hosts}


STRICT = [provider for provider in BOOK.providers.values() if in_authorization_alone(provider)]


def test_another_scheme_than_a_provider_knows_is_wrong() -> None:
    """Where an entry knows Authorization only, a scheme that it does not name is found to be wrong."""
    for provider in STRICT:
        place = next(place for place in provider.placement if place.place != "body")
        assert judged(provider, standing(provider, place, "Nonsense")).wrong_scheme, provider.id


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/x", "aws"),
        ("https://id.twitch.tv/oauth2/validate", "twitch"),
        ("https://api.newrelic.com/v2/applications.json", "newrelic"),
    ],
)
def test_a_free_host_is_the_providers_and_takes_any_place(url: str, provider: str) -> None:
    """Where a customer or a token endpoint chooses the place, no place is wrong."""
    found = BOOK.provider_at(url)
    assert found is not None
    assert (found.id, found.placement, found.companions) == (provider, (), ())


def test_a_key_of_google_is_right_at_all_its_key_apis() -> None:
    """An AIza key is good for Maps, Gemini and Firebase, so it is nobody else's key there."""
    form = BOOK.formats_of("AIza" + "0" * 35)[0]
    assert {"google-maps", "google-gemini", "firebase"} <= set(form.also_matches)


@pytest.mark.parametrize(
    "piece",
    [
        "Stripe\\Error github.GithubException https://a.example/x api.stripe.com the Stripe API\n",
        "a.",
        "https://",
        "x",
        "iss: ",
    ],
)
def test_naming_is_linear(piece: str) -> None:
    """A text of 64 KiB takes no more than its length in pieces of 4 KiB would, with all room for a busy machine."""
    short, long = (_seconds(piece * (size // len(piece))) for size in (4096, 65536))
    assert long < 16 * 6 * max(short, 0.0002)


def _seconds(text: str) -> float:
    """Processor time of the quickest of three namings."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        BOOK._names.sightings(text)
        taken.append(time.process_time() - started)
    return min(taken)
