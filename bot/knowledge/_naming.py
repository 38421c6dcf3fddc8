"""Names: whom a text is about that shows no host asked. Every provider's marks in one pass, judged by where they stand.

A sighting of a provider has a rank. The best rank at which one provider stands alone decides; where several do, what
stands in an error's own line decides, then the next rank among these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from ahocorasick_rs import AhoCorasick

from bot.knowledge._literals import lowered
from bot.knowledge.schema import Provider
from bot.regex import lazy
from bot.url import url_of


class Rank(IntEnum):
    """How telling a sighting is, the most telling first."""

    HOST = 0
    CODE = 1
    HEADER = 2
    COMMAND = 3
    WORDS = 4
    FORM = 5
    VARIABLE = 6
    CALLED = 7
    NAME = 8


@dataclass(frozen=True, slots=True)
class Sighting:
    """One provider seen in a text. ``in_error``: in a line that tells of a failure; ``page``: by its page."""

    rank: Rank
    owner: str
    in_error: bool = False
    page: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    owner: str
    sort: str
    text: str
    goes_on: bool


NOBODY = ""
_REGISTRY_OF_NOBODY = "/v2/"  # where nothing but an image is asked for, so no product of another sort stands behind it
_NOBODYS = frozenset({NOBODY, _REGISTRY_OF_NOBODY})
_RANKS = {
    "code": Rank.CODE,
    "package": Rank.CODE,
    "answer": Rank.CODE,
    "link": Rank.CODE,
    "header": Rank.HEADER,
    "command": Rank.COMMAND,
    "variable": Rank.VARIABLE,
    "name": Rank.NAME,
}
_WITH_CASE = frozenset({"code", "command", "variable"})
_SHADOWED = frozenset({"name", "variable", "package", "link", "command"})
_HYPHENATED = frozenset({"package", "header", "link", "command"})
_LONGEST_TEXT = 1 << 16
_MOST_OF_ONE = 8
_FEW_WORDS = 64  # how far around a mark its sentence is looked at
_A_LINE = 160  # how far before a host the command that it belongs to may begin

_ERROR = lazy(
    r"\b40[137]\b|unauthori[sz]ed|unauthenticated|forbidden|denied|invalid|expired|error|exception|fail|fatal:|refused|reject",
    re.I,
)
_IMPORTED = lazy(
    r"\b(?:import|from|require|gem|include|library)\b[ (]{0,3}[\"'`]\Z"
    r"|\bprovider \"|\bprovider\[\"registry\.terraform\.io/[\w-]+/"
    r"|(?:node_modules/|(?:site|dist)-packages[/\\]|gems/)\Z"
    r"|\b(?:pip3?|npm|yarn|pnpm|composer|gem|go|cargo|poetry|uv|dotnet)\b[^\n]{0,12} (?:install|add|get|i|require)"
    r"(?: -\S+)* \Z"
)
_LEADS_IMPORT = lazy(r"^[ \t>$]{0,12}(?:import|from|use|using|include|uses) \Z", re.M)
_ENDS_IMPORT = lazy(r"[ \t]*(?:import\b|as\b|;|$|[.,\\])", re.M)
_USED = lazy(
    r"\.(?!(?:com|org|net|io|dev|app|co|ai|us|me|so)\b)(?:[A-Z_]\w*|(?:errors?|exceptions?|client|rest|ext|api|core)\b"
    r"|[a-z]\w*(?:\.\w+){0,4}\()|\\[A-Z]|::[A-Z]|[=~>]=\s?\d|@\d|[\"']?\s?[:=]>?\s?[\"'][\^~>=]*\s?\d+\.\d"
)
_CALLED_AFTER = lazy(
    r"(?:['’]s)?(?:[ -](?!(?:and|or|but|the|with|to|is|does|has|from|for|in|on|then|we|i)\b)[\w.]{1,14}){0,2}?[ -]"
    r"(?:apis?|sdk|endpoints?|webhooks?|tokens?|pat|keys?|credentials?|log-?in|auth\w*|oauth\w*|account|integration"
    r"|registry|requests?|client|connector|server|instance)\b",
    re.I,
)
_OWN_AFTER = lazy(r"(?:['’]s)?[ -](?:rest |web |http )?(?:apis?|server|instance)\b", re.I)
_CALLED_BEFORE = lazy(
    r"(?:\bcall(?:s|ing|ed)?|\brequests?(?:ing)? (?:to|against)|\bquer(?:y|ying)|\bhit(?:s|ting)?|\bagainst|\bvia"
    r"|\bthrough|\busing|\bconnect(?:s|ing|ed)?(?: \w+)? (?:to|with)|\bauthenticat\w+ (?:with|to|against)"
    r"|\blog(?:s|ging|ged)? ?in(?: ?to)?|\btalk(?:s|ing)? to|\b(?:push|publish|upload|send|sent|post|deploy)\w*"
    r"(?: \w+){0,3} (?:to|via|through)|\b(?:fetch|pull|read|get|download|clon|sync)\w*(?: \w+){0,3} from"
    r"|\b(?:401|unauthorized|error) (?:\w+ ){0,2}(?:from|by|at)) (?:the |our |my |a )?[\"'*_`]?\Z",
    re.I,
)
_LIKENED = lazy(
    r"(?:\blike|\bsimilar to|\bsame as|\bthan|\b(?:mov|migrat|switch|com)\w+ (?:\w+ )?from|\binstead of|\bnot"
    r"|\brather than"
    r"|\bas (?:with|for|on)|\bworks? (?:\w+ )?(?:with|on|for)|\b(?:sign|log)(?:ed)? ?in with|\bhosted by|\bas does"
    r"|\bunlike) (?:the |our |my |a )?[\"'*_`]?\Z",
    re.I,
)
_PLACE = lazy(r"\b(?:on|in|within|where|inside) (?:the |our |my |a )?[\"'*_`]?\Z", re.I)
_PASSING_AFTER = lazy(
    r" (?:actions?|issues?|discussions?|threads?|channels?|communit\w+|forum|docs?|documentation|support|runners?|pages"
    r"|workflows?|does|do|has no|works? (?:fine|ok|well))\b|[ -](?:like|style|compatible)\b",
    re.I,
)
_ADDRESS = lazy(
    r"https?://[^\s'\"`<>|\\]{1,2048}|(?<![\w@.:/\\-])(?:[A-Za-z0-9_-]{1,63}\.){1,6}[A-Za-z]{2,12}(?![\w.]*\()(?:/[\w./-]{0,200})?"
)
_REGISTRY = lazy(r"\b(?:docker|podman|helm|skopeo|crane|oras) (?:\S+ ){0,7}\Z|\bdaemon: Get \"?\Z")
_PULLED = lazy(r"\b(?:pull|resolve|unpack) (?:image|reference) \\?[\"'`]\Z")
_PUBLIC = lazy(
    r"(?:.*\.)?(?:ietf\.org|w3\.org|schema\.org|stackoverflow\.com|mozilla\.org|python\.org|nodejs\.org|httpstatuses\.\w+"
    r"|rfc-editor\.org|go\.dev|readthedocs\.io|github\.io|gist\.github\.com|npmjs\.com|aka\.ms|packagist\.org|medium\.com)"
)
_CLAIM = lazy(
    r"\b(?:iss|issuers?|valid_?issuers?|aud|audience|jwks_?uri|redirect_?uri|authority|metadata_?address|sub|azp|\$schema)"
    r"[\"']?\s?(?:[:=]|=>|is|was|Expected)\s?[\"'\[]{0,2}\Z|\b(?:[Ii]ssuer\. Expected|but was) [\"']?\Z",
    re.I,
)
_REFERRED = lazy(
    r"\b(?:see|visit|read|refer to|check|info(?:rmation)?|details|docs?|documentation|help|learn more|keys? at"
    r"|page|type\"?):? ?(?:at |on |here:? )?[\"'(<]{0,2}\Z",
    re.I,
)
_PAGE_PATH = lazy(r"/(?:docs?|help|wiki|errors?|guides?|kb|support|issues|blob|questions|troubleshoot\w*)(?:/|$)", re.I)
_TYPED = lazy(r"(?:^|\n)[^A-Za-z\n]{0,40}\Z|(?:[|;&(`$]|\b(?:sudo|run:|exec|time|npx|then|do)) ?\Z")
_IN_ADDRESS = lazy(r"\.[A-Za-z0-9]|:\d|/[a-z0-9]")
_API_PATH = lazy(r"/(?:api|oauth2?|login/oauth|v\d|rest|graphql|services|webhooks?|token|-/)|\.git(?:/|$)", re.I)
_PAGES = frozenset(
    {"docs", "developer", "developers", "help", "support", "community", "status", "blog", "learn", "forum"}
)


class NameIndex:
    """Every mark of every provider. ``owner_of``: whose API host a host is, or None. ``pages``: host -> provider."""

    def __init__(
        self, providers: Mapping[str, Provider], owner_of: Callable[[str], str | None], pages: Mapping[str, str]
    ) -> None:
        self._owner_of = owner_of
        self._pages = pages
        by_key: dict[str, list[_Mark]] = {}
        for mark in _marks(providers):
            by_key.setdefault(mark.text.lower(), []).append(mark)
        self._keys = tuple(by_key)
        self._by_key = by_key
        self._machine = AhoCorasick(list(self._keys)) if by_key else None
        self._links = tuple(
            link
            for each in providers.values()
            if each.named_by is not None
            for link in each.named_by.link
            if "." in link
        )
        self._own = frozenset(owner for owner, each in providers.items() if each.self_hosted)
        self._through = {
            owner: frozenset(each.named_by.through) for owner, each in providers.items() if each.named_by is not None
        }

    def sightings(self, text: str) -> list[Sighting]:
        """Every provider that the text names, and how."""
        text = text[:_LONGEST_TEXT]
        return [*self._addresses(text), *self._named(text)]

    def is_asked(self, host: str, url: str, text: str) -> bool:
        """Is the URL an API's that is asked, and no page that an error points to nor a token's issuer?"""
        if self._owner_of(host) is None and (host in self._pages or any(link in url for link in self._links)):
            return False
        places = [found.start() for found in re.finditer(re.escape(url), text[:_LONGEST_TEXT])]
        return not places or any(not _CLAIM.search(text, max(0, at - _FEW_WORDS), at) for at in places)

    def chosen(self, sightings: Iterable[Sighting], least: Rank = Rank.NAME) -> str | None:
        """The one provider that the sightings name, or None.

        What asks a host of nobody's is named by what only the provider itself writes, not by a command or a variable.
        """
        seen = list(sightings)
        nobodys = _NOBODYS.intersection(each.owner for each in seen)
        last = Rank.HEADER if nobodys else least
        own = frozenset() if _REGISTRY_OF_NOBODY in nobodys else self._own
        left: set[str] = set()
        for rank in Rank:
            here = [
                each
                for each in seen
                if each.rank is rank and each.owner not in _NOBODYS and (not left or each.owner in left)
            ]
            owners = {each.owner for each in here}
            if len(owners) > 1 and len(in_error := {each.owner for each in here if each.in_error}) == 1:
                owners = in_error
            if len(owners) == 1:
                owner = owners.pop()
                if rank is Rank.HOST:
                    return owner
                is_told = rank <= last or (owner in own and rank <= least)
                return self._through_it(owner, seen) if is_told else None
            left = owners or left
        return None

    def _through_it(self, owner: str, seen: list[Sighting]) -> str:
        """``owner``, or the one other provider that is named and whose API is called with ``owner``'s SDK.

        Where the error refers to a page of ``owner``'s, it is ``owner`` that answered.
        """
        if any(each.owner == owner and each.page and each.in_error for each in seen):
            return owner
        others = {each.owner for each in seen if owner in self._through.get(each.owner, ())}
        return others.pop() if len(others) == 1 else owner

    def _addresses(self, text: str) -> Iterator[Sighting]:
        """Hosts that stand in the text: of APIs, and of pages about them; NOBODY for one that is asked and unknown."""
        known: dict[str, bool] = {}
        strangers = 0
        for found in _ADDRESS.finditer(text):
            url = url_of(found[0] if found[0].startswith("http") else f"//{found[0]}")
            host, path = url.name, url.path
            if host not in known:
                known[host] = bool(host) and (host in self._pages or self._owner_of(host) is not None)
            if _CLAIM.search(text, max(0, found.start() - _FEW_WORDS), found.start()):
                continue  # who issued a token, or for whom, is not whom the request goes to
            if known[host]:
                in_error = _in_error(text, found.start(), found.end())
                rank, owner = self._at(host, path, found[0].startswith("http"), in_error)
                if owner is not None:
                    yield Sighting(rank, owner, in_error, page=rank is Rank.CODE)
            elif strangers < _FEW_WORDS and host:
                strangers += 1
                if _PULLED.search(text, max(0, found.start() - _FEW_WORDS), found.start()):
                    yield Sighting(Rank.HOST, _REGISTRY_OF_NOBODY)
                elif _is_strange(host, path, text, found):
                    yield Sighting(Rank.HOST, NOBODY)

    def _at(self, host: str, path: str, is_url: bool, in_error: bool) -> tuple[Rank, str | None]:
        owner = self._owner_of(host)
        if owner is None:
            return Rank.CODE, self._pages.get(host)
        first, _, rest = host.partition(".")
        if first in _PAGES:
            return Rank.CODE, owner
        if "." in rest and first != "www":
            return Rank.HOST, owner
        if _API_PATH.search(path):
            return Rank.HOST, owner
        if is_url and in_error and path.count("/") < 3:
            return Rank.COMMAND, owner
        return Rank.NAME, None

    def _named(self, text: str) -> Iterator[Sighting]:
        if self._machine is None:
            return
        count: Counter[int] = Counter()
        hits = []
        for key, start, end in self._machine.find_matches_as_indexes(lowered(text), overlapping=True):
            count[key] += 1
            if count[key] <= _MOST_OF_ONE:
                hits += [
                    (mark, start, end) for mark in self._by_key[self._keys[key]] if _stands(mark, text, start, end)
                ]
        reach = 0
        for mark, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if end <= reach and mark.sort in _SHADOWED:
                continue  # a part of a longer one: Azure OpenAI is not OpenAI
            rank = _judged(mark, text, start, end)
            if rank is not None:
                reach = max(reach, end)
                yield Sighting(rank, mark.owner, _in_error(text, start, end), page=mark.sort == "link")


def _is_strange(host: str, path: str, text: str, found: re.Match[str]) -> bool:
    """Does a refusal's line or a registry's command show this host as the one that is asked?"""
    start = found.start()
    if _REGISTRY.search(text, max(0, start - _A_LINE), start):
        return True
    if not found[0].startswith("http") or not _in_error(text, start, found.end()):
        return False
    if _REFERRED.search(text, max(0, start - _FEW_WORDS), start) or _PAGE_PATH.search(path):
        return False
    return not (_PUBLIC.fullmatch(host) or host.partition(".")[0] in _PAGES or path.endswith((".html", ".md")))


def calls_it_own(text: str, name: str) -> bool:
    """Does the text speak of an API, a server or an instance of this name?"""
    return any(_OWN_AFTER.match(text, found.end()) for found in re.finditer(re.escape(name), text, re.I))


def is_plain(package: str) -> bool:
    """Is it one word, which may mean anything unless it is imported or called?"""
    return package.replace("_", "").isalnum()


def _marks(providers: Mapping[str, Provider]) -> Iterator[_Mark]:
    for owner, provider in providers.items():
        if provider.named_by is None:
            continue
        for sort in _RANKS:
            for literal in getattr(provider.named_by, sort):
                if literal != "*":
                    yield _Mark(owner, sort, literal.removesuffix("*"), literal.endswith("*"))


def _judged(mark: _Mark, text: str, start: int, end: int) -> Rank | None:
    """How telling a mark is where it stands, None when it says nothing there."""
    if mark.sort == "package" and is_plain(mark.text):
        return Rank.CODE if _USED.match(text, end) or _is_imported(text, start, end) else None
    if mark.sort == "command" and not _TYPED.search(text, max(0, start - _FEW_WORDS), start):
        return Rank.COMMAND if _in_error(text, start, end) else None
    if mark.sort != "name":
        return _RANKS[mark.sort]
    before = max(0, start - _FEW_WORDS)
    if _PASSING_AFTER.match(text, end) or _LIKENED.search(text, before, start):
        return None
    if _CALLED_AFTER.match(text, end) or _CALLED_AFTER.match(text, text.rfind(" ", start, end), end + 1):
        return Rank.CALLED
    if _PLACE.search(text, before, start):
        return None
    return Rank.CALLED if _CALLED_BEFORE.search(text, before, start) else Rank.NAME


def _is_imported(text: str, start: int, end: int) -> bool:
    before = max(0, start - _FEW_WORDS)
    if _LEADS_IMPORT.search(text, before, start) and _ENDS_IMPORT.match(text, end):
        return True
    return _IMPORTED.search(text, before, start) is not None


def _stands(mark: _Mark, text: str, start: int, end: int) -> bool:
    if mark.sort in _WITH_CASE and text[start:end] != mark.text:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if mark.sort == "name" and ((before and before in ".@/-") or _IN_ADDRESS.match(text, end)):
        return False
    if _word(mark.text[0]) and (_word(before) or (before in ("-", ".") and before and mark.sort in _HYPHENATED)):
        return False
    if mark.goes_on or not _word(mark.text[-1]):
        return True
    return not _word(after) and not (after == "-" and mark.sort in _HYPHENATED - {"command"})


def _word(letter: str) -> bool:
    """A letter, digit or _ of ASCII: other scripts set no blank between a name and their own words."""
    return letter.isascii() and (letter.isalnum() or letter == "_")


def _in_error(text: str, start: int, end: int) -> bool:
    first = max(text.rfind("\n", max(0, start - 300), start) + 1, start - 300, 0)
    last = text.find("\n", end, end + 300)
    return _ERROR.search(text, first, last if last >= 0 else end + 300) is not None
