"""Request -> what stands where a credential belongs, as sent: the raw text beside the bare value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from bot.auth.names import AUTH_HEADERS, HARMLESS, KNOWN_SCHEMES, meant_header, meant_scheme
from bot.case import Case
from bot.masking import Secret
from bot.model import Credential, CredentialKind, Request
from bot.url import url_of

_EMPTIED = re.compile(r"""(?:-H|--header)[ =]?["']([A-Za-z][\w-]{0,60}):\s{0,8}["']""")
_OUT_OF_PLACE = re.compile(r"(?:body|query):(?:proxy-)?authorization$", re.IGNORECASE)
_WORD_AND_TOKEN = re.compile(r"([A-Za-z][A-Za-z0-9_-]{1,29}) {1,8}((?=\S*[0-9A-Z])(?=\S*[A-Za-z])\S{6,})")
_LONG = 16  # of a token that may stand behind a word with digits in it
_AUTH_NAMES = frozenset(name.lower() for name in AUTH_HEADERS)


@dataclass(frozen=True, slots=True)
class Standing:
    """One credential: ``raw`` is the header's whole value (else the bare one), ``value`` the bare credential."""

    kind: CredentialKind
    location: str
    scheme: str
    raw: str = field(repr=False)
    value: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The masked form."""
        return str(Secret(self.value, self.kind))


def standing(request: Request) -> tuple[Standing, ...]:
    """Every credential of the request, and the values of headers whose name is a slip of an auth header's."""
    found: list[Standing] = []
    for credential in request.credentials:
        value = credential.secret.reveal()
        earlier = sum(one.location == credential.location for one in found)
        raw = _raw(request, credential.location, earlier, value)
        scheme, blank, rest = value.partition(" ")
        if blank and scheme.lower() in KNOWN_SCHEMES and _OUT_OF_PLACE.match(credential.location):
            found.append(Standing(credential.kind, credential.location, scheme, raw, rest.strip()))
            continue
        found.append(Standing(credential.kind, credential.location, credential.scheme, raw, value))
    known = {one.location.lower() for one in found}
    for name, raw in request.headers:
        if meant_header(name) and f"header:{name}".lower() not in known:
            found.append(_slipped(name, raw))
    return tuple(found)


def with_fragment(case: Case) -> Case:
    """The case whose request is the fragment that the paste shows, where it shows no request or only mentions one.

    For what looks at credentials alone: nobody knows where a fragment was sent.
    """
    fragment, mentioned = case.report.fragment, case.request
    if fragment is None or mentioned is None:
        return case if mentioned is not None else replace(case, request=fragment)
    return replace(case, request=replace(fragment, method=mentioned.method, url=mentioned.url))


def recognised(case: Case) -> Case:
    """The case whose request has a credential for each header that some provider's entry names as a key's place.

    Of the asked provider's entry its query parameters and cookies count too.
    """
    if case.request is None:
        return case
    places = [place for provider in case.book.providers.values() for place in provider.placement]
    names = {place.name.lower() for place in places if place.place == "header"} - HARMLESS - {"authorization"}
    known = {one.location.lower() for one in case.request.credentials}
    more = tuple(
        Credential(kind="api-key", location=f"header:{name}", secret=Secret(value.strip(), "api-key"))
        for name, value in case.request.headers
        if name.lower() in names and f"header:{name}".lower() not in known
    )
    more += tuple(_elsewhere(case, case.request, known))
    if not more:
        return case
    return replace(case, request=replace(case.request, credentials=(*case.request.credentials, *more)))


def _elsewhere(case: Case, request: Request, known: set[str]) -> Iterator[Credential]:
    """What stands in the query parameters and cookies that the asked provider's entry names."""
    query = parse_qsl(url_of(request.url).query or "")
    found = {"query": query, "cookie": cookies_of(request)}
    for place in case.provider.placement if case.provider else ():
        for name, value in found.get(place.place, ()):
            location = f"{place.place}:{name}"
            if name == place.name and value and location.lower() not in known:
                yield Credential(kind="api-key", location=location, secret=Secret(value, "api-key"))


def cookies_of(request: Request) -> list[tuple[str, str]]:
    """(name, value) of each cookie in order; one that is no pair has an empty value."""
    pairs = [part.partition("=") for part in (request.header("cookie") or "").split(";")]
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def under_unknown_scheme(value: str) -> str:
    """The token of an Authorization header whose first word stands for a scheme and is none that is known; ''."""
    found = _WORD_AND_TOKEN.fullmatch(value.strip())
    if found is None or found[1].lower() in KNOWN_SCHEMES or meant_scheme(found[1]):
        return ""
    is_word = re.fullmatch(r"[A-Za-z-]+", found[1]) is not None and re.search(r"\d", found[2]) is not None
    return found[2] if is_word or len(found[2]) >= _LONG else ""


def emptied_header(text: str) -> str:
    """The name of a credential's header that stands without a value in a command: curl does not send it at all; ''."""
    for match in _EMPTIED.finditer(text[:65_536]):
        name = match[1].lower()
        if name in _AUTH_NAMES or name.endswith(("key", "token", "secret", "auth")):
            return match[1]
    return ""


def _raw(request: Request, location: str, earlier: int, value: str) -> str:
    """The whole value of the header that holds a credential; ``earlier`` ones of the same name come before it."""
    where, _, name = location.partition(":")
    values = [text for key, text in request.headers if where == "header" and key.lower() == name.lower()]
    return values[min(earlier, len(values) - 1)] if values else value


def _slipped(name: str, raw: str) -> Standing:
    word, _, rest = raw.strip().partition(" ")
    if word.lower() in KNOWN_SCHEMES:
        return Standing("basic" if word.lower() == "basic" else "bearer", f"header:{name}", word, raw, rest.strip())
    return Standing("api-key", f"header:{name}", "", raw, raw.strip())
