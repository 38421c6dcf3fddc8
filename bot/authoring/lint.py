"""Texts of entries -> complaints: what the schema cannot see. Each says where, what was found, what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.authoring.tone import stumbles
from bot.checks._declared import declared
from bot.checks._run import registered
from bot.diagnosis.facts import CHALLENGE, OTHERS, PROVIDER, REPORT, WORDED
from bot.diagnosis.templates import PLACES, bare, names_in
from bot.knowledge.book import Book
from bot.knowledge.entries import EntryError, nearest
from bot.knowledge.linear import complaint
from bot.knowledge.plain import Path, PlainError, lines_of
from bot.knowledge.schema import (
    LONGEST_BECAUSE,
    LONGEST_CHECK_BY,
    LONGEST_HEADLINE,
    LONGEST_LINE,
    LONGEST_TITLE,
    Cause,
    Conditions,
    CredentialFormat,
    Entry,
    Example,
    Examples,
    Framework,
    Provider,
    Step,
    Wording,
)
from bot.url import host_of, url_of
from bot.variants.demanded import Demanded

ANSWER_CHECK = "given-probe"
_DEMAND = declared(Demanded)
_TOKEN = re.compile(r"[A-Za-z0-9_\-.=+/]{16,4000}")
_URL = re.compile(r"https?://[^\s'\"`<>\\)]{1,300}")
_RESERVED = re.compile(r"(?:.{0,250}\.)?(?:example|test|invalid|localhost|example\.(?:com|org|net))")
_ADDRESS = re.compile(r"(?:127\.0\.0\.1|192\.0\.2\.\d{1,3}|198\.51\.100\.\d{1,3}|203\.0\.113\.\d{1,3}|\[.*\])")
_OF_POSIX = re.compile(r"[$'`|<>;&]|^curl ")  # Windows PowerShell's own curl is another program
_FEW = 6


@dataclass(frozen=True)
class Shelf:
    """What references may point to: the Book, and the checks with their facts."""

    book: Book
    steps_named: frozenset[str] = field(default=frozenset())

    @cached_property
    def facts(self) -> Mapping[str, frozenset[str]]:
        """check-id -> the facts that it declares."""
        known = {name: frozenset(declared(check.facts)) for name, check in registered().items()}
        return known | {"story": known["story"] | frozenset(self.book.stories)}

    @cached_property
    def answer_facts(self) -> frozenset[str]:
        """Facts of the answer to the request as pasted, whoever saw it."""
        return self.facts.get(ANSWER_CHECK, frozenset()) | self.facts.get("read-response", frozenset())


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault: the path of keys at which it is, and the sentence."""

    path: Path
    words: str


def lint_entry(entry: Entry, text: str, shelf: Shelf) -> list[EntryError]:
    """Every fault of one entry, with its line, in the order of the lines."""
    try:
        lines = lines_of(text)
    except PlainError as fault:
        return [EntryError(fault.line, str(fault))]
    found = [EntryError(_line(lines, each.path), _said(each)) for each in _complaints(entry, shelf)]
    found += _order(lines)
    found += _secrets(text, shelf)
    return sorted(found, key=lambda fault: fault.line)


def both_ways(entry: Entry) -> str:
    """What is missing of an entry's examples, '' when there is one either way or the kind needs none.

    An API that is described is proved by its description.
    """
    if not isinstance(entry, Cause | Framework | Provider) or (isinstance(entry, Provider) and entry.operations):
        return ""
    missing = [
        name
        for name, examples in (("match", entry.examples.match), ("no-match", entry.examples.no_match))
        if not examples
    ]
    return f"examples: no {' and no '.join(missing)}; one either way is right" if missing else ""


def _complaints(entry: Entry, shelf: Shelf) -> Iterator[Complaint]:
    if isinstance(entry, Cause):
        yield from _cause(entry, shelf)
    elif isinstance(entry, Step):
        yield from _step(entry, shelf)
    elif isinstance(entry, Provider):
        yield from _provider(entry, shelf)
    elif isinstance(entry, Framework):
        yield from _answers(entry.answers, shelf)
    elif isinstance(entry, CredentialFormat):
        yield from _form(entry, (), shelf)
    source = getattr(entry, "source", None)
    if isinstance(source, str) and not source.strip():
        yield Complaint(("source",), "empty; an RFC and section, or a page by its title, is right")
    yield from _examples(entry, shelf)


def _cause(cause: Cause, shelf: Shelf) -> Iterator[Complaint]:
    yield from _short(cause.title, ("title",), LONGEST_TITLE)
    if names_in(cause.title):
        yield Complaint(("title",), "a title has no names; what is true of one paste belongs into headline")
    for number, headline in enumerate(cause.headlines):
        path: Path = ("headline", number)
        yield from _conditions(headline.when, (*path, "when"), shelf)
        yield from _said_to_people(headline.say, path, LONGEST_HEADLINE, shelf)
    for number, words in enumerate(cause.checks_by):
        path = ("check-by",) if isinstance(cause.check_by, str) else ("check-by", number)
        yield from _said_to_people(words, path, LONGEST_CHECK_BY, shelf)
    if cause.checks_by and names_in(cause.checks_by[-1]):
        yield Complaint(("check-by",), "each wording has a name that may lack its value; one without is right, last")
    for number, group in enumerate(cause.ruled_out):
        yield from _conditions(group, ("ruled-out", number), shelf)
    for number, step in enumerate(cause.steps):
        yield from _known(step, shelf.book.steps, ("steps", number), "step")
    for number, sign in enumerate(cause.signs):
        yield from _conditions(sign.when, ("signs", number, "when"), shelf)
        for place, group in enumerate(sign.unless):
            yield from _conditions(group, ("signs", number, "unless", place), shelf)
        yield from _said_to_people(sign.because, ("signs", number, "because"), LONGEST_BECAUSE, shelf)
        for place, step in enumerate(sign.steps):
            yield from _known(step, shelf.book.steps, ("signs", number, "steps", place), "step")
        if not sign.because and not sign.weighs.endswith("-against"):
            yield Complaint(("signs", number, "because"), "empty; a sentence that says what was seen is right")
    if not any(not sign.weighs.endswith("-against") for sign in cause.signs):
        yield Complaint(("signs",), "no sign speaks for this cause")


def _step(step: Step, shelf: Shelf) -> Iterator[Complaint]:
    for number, words in enumerate(step.lines):
        path: Path = ("line",) if isinstance(step.line, str) else ("line", number)
        yield from _said_to_people(words, path, LONGEST_LINE, shelf)
    if not step.lines or names_in(step.lines[-1]):
        yield Complaint(("line",), "the instruction in one line is right; of several wordings, the last without names")
    for name, template in (("text", step.text), ("see", step.see)):
        yield from _template(template, (name,), shelf)
        yield from _plain(template, (name,))
    commands = step.commands
    for name in ("any", "windows", "macos", "linux"):
        yield from _template(getattr(commands, name), ("commands", name), shelf)
    if not commands.windows and (_OF_POSIX.search(commands.any) or commands.macos or commands.linux):
        yield Complaint(("commands",), "no command for windows, where these do not run; one for PowerShell is right")
    if bool(commands.macos) != bool(commands.linux) and not commands.any:
        yield Complaint(("commands",), "a command for macos or linux alone; one for both, or any, is right")
    if shelf.steps_named and step.id not in shelf.steps_named:
        yield Complaint((), "no cause names this step")


def _provider(provider: Provider, shelf: Shelf) -> Iterator[Complaint]:
    if not provider.hosts and not provider.host_note and not provider.self_hosted:
        yield Complaint(("hosts",), "no hosts, no host-note and not self-hosted: this provider can never be recognised")
    for number, host in enumerate(provider.hosts):
        if host.startswith("*.") and host.count(".") < 2:
            yield Complaint(("hosts", number), f"{host} is too wide; two fixed labels at least are right")
    yield from _answers(provider.answers, shelf)
    for number, trap in enumerate(provider.traps):
        for place, cause in enumerate(trap.causes):
            yield from _known(cause, shelf.book.causes, ("traps", number, "causes", place), "cause")
    for number, form in enumerate(provider.credentials):
        yield from _form(form, ("credentials", number), shelf)
    for name, own in provider.steps.items():
        yield from _known(name, shelf.book.steps, ("steps", name), "step")
        yield from _said_to_people(own.say, ("steps", name, "say"), LONGEST_LINE, shelf)
        if not own.say and not own.docs:
            yield Complaint(("steps", name), "neither say nor docs; own words or a page is right")
    yield from _addresses(provider)
    for number, operation in enumerate(provider.operations):
        for place, refusal in enumerate(operation.refusals):
            for cause in refusal.causes:
                yield from _known(
                    cause, shelf.book.causes, ("operations", number, "refusals", place, "causes"), "cause"
                )


def _addresses(provider: Provider) -> Iterator[Complaint]:
    """Pages that people are sent to."""
    named: list[tuple[Path, str]] = [
        (("status-page",), provider.status_page),
        *((("steps", name, "docs"), own.docs) for name, own in provider.steps.items()),
        *((("incidents", number, "link"), each.link) for number, each in enumerate(provider.incidents)),
    ]
    for path, page in named:
        if page and url_of(page).scheme not in ("http", "https"):
            yield Complaint(path, f"{page[:80]} is no address of the web; https://… is right")


def _answers(answers: tuple[Wording, ...], shelf: Shelf) -> Iterator[Complaint]:
    for number, answer in enumerate(answers):
        for place, cause in enumerate(answer.causes):
            yield from _known(cause, shelf.book.causes, ("answers", number, "causes", place), "cause")


def _form(form: CredentialFormat, path: Path, shelf: Shelf) -> Iterator[Complaint]:
    wrong = complaint(form.regex)
    if wrong:
        yield Complaint((*path, "regex"), f"{form.regex} {wrong}")
    if form.provider:
        yield from _known(form.provider, shelf.book.providers, (*path, "provider"), "provider")
    for number, other in enumerate(form.also_matches):
        yield from _known(other, shelf.book.providers, (*path, "also-matches", number), "provider")


def _examples(entry: Entry, shelf: Shelf) -> Iterator[Complaint]:
    examples: Examples = getattr(entry, "examples", Examples())
    for name, group in (("match", examples.match), ("no-match", examples.no_match)):
        for number, example in enumerate(group):
            path: Path = ("examples", name, number)
            if example.cause:
                yield from _known(example.cause, shelf.book.causes, (*path, "cause"), "cause")
            if example.instead:
                others = shelf.book.providers if isinstance(entry, Provider) else shelf.book.causes
                what = "provider" if isinstance(entry, Provider) else "cause"
                yield from _known(example.instead, others, (*path, "instead"), what)
            if not isinstance(entry, Provider):
                yield from _hosts(example, (*path, "paste"), shelf)


def _hosts(example: Example, path: Path, shelf: Shelf) -> Iterator[Complaint]:
    for host in somebodys_hosts(example.paste, shelf):
        yield Complaint(path, f"{host} may be somebody's; a host below .example, .test or .invalid is right")


def somebodys_hosts(paste: str, shelf: Shelf) -> Iterator[str]:
    """The hosts of addresses in a paste that are neither reserved nor a known provider's."""
    for url in _URL.findall(paste):
        host = host_of(url)
        if not host or "." not in host or _RESERVED.fullmatch(host) or _ADDRESS.fullmatch(host):
            continue
        if shelf.book.provider_at(url) is None and shelf.book.near_host(host) is None and not _documented(host, shelf):
            yield host


def _documented(host: str, shelf: Shelf) -> bool:
    """Is it on a provider's own domain (its web site, its log-in)?"""
    site = ".".join(host.split(".")[-2:])
    return any(known.endswith(site) for provider in shelf.book.providers.values() for known in provider.hosts)


def _conditions(group: Conditions, path: Path, shelf: Shelf) -> Iterator[Complaint]:
    for name in group:
        wrong = unknown_fact(name, shelf)
        if wrong:
            yield Complaint((*path, name), wrong)


def _template(template: str, path: Path, shelf: Shelf) -> Iterator[Complaint]:
    for name in names_in(template):
        if name in PLACES:
            continue
        wrong = unknown_fact(name, shelf)
        if wrong:
            yield Complaint(path, f"{{{name}}}: {wrong}")


def _said_to_people(template: str, path: Path, most: int, shelf: Shelf) -> Iterator[Complaint]:
    """A sentence that people read: its names are known, it is short, and in their words."""
    yield from _template(template, path, shelf)
    yield from _short(template, path, most)


def _short(template: str, path: Path, most: int) -> Iterator[Complaint]:
    length = len(bare(template))
    if length > most:
        yield Complaint(path, f"{length} characters without its names; at most {most} is right")
    yield from _plain(template, path)


def _plain(template: str, path: Path) -> Iterator[Complaint]:
    yield from (Complaint(path, words) for words in stumbles(template))


def unknown_fact(path: str, shelf: Shelf) -> str:
    """Why ``path`` names no fact, with what was probably meant; '' when it names one."""
    first, _, name = path.partition(".")
    own = {
        "report": REPORT,
        "provider": PROVIDER,
        "challenge": CHALLENGE,
        "worded": WORDED,
        "demand": _DEMAND,
    }
    if path in OTHERS:
        return ""
    known: Iterable[str]
    if first in own:
        known = own[first]
    elif first == "answer":
        known = shelf.answer_facts
    elif first in shelf.facts:
        known = shelf.facts[first]
    else:
        others = [*shelf.facts, *own, "answer", *OTHERS]
        return f"no such check{nearest(first, others)}"
    if not name and first in shelf.facts:
        return ""
    return "" if name in known else f"{first} has no fact {name or '(none named)'}{nearest(name, list(known))}"


def _known(name: str, among: Mapping[str, object], path: Path, what: str) -> Iterator[Complaint]:
    if name not in among:
        yield Complaint(path, f"{name}: no such {what}{nearest(name, list(among))}")


def _secrets(text: str, shelf: Shelf) -> Iterator[EntryError]:
    for number, line in enumerate(text.splitlines(), 1):
        for token in _TOKEN.findall(line):
            found = next((form for form in shelf.book.formats_of(token.strip("./=")) if form.distinctive), None)
            if found is not None and not _is_false(token):
                words = f"a whole {found.kind} of {found.provider or found.id}; zeros in its body are right"
                yield EntryError(number, words)


def _is_false(token: str) -> bool:
    """Is the body obviously no real one: few different characters, or the word example?"""
    body = token[len(token) // 3 :]
    return len(set(body)) <= _FEW or "example" in token.lower()


def _order(lines: Mapping[Path, int]) -> Iterator[EntryError]:
    """``examples`` must be last: the program reads a file only up to them."""
    top = [(line, path[0]) for path, line in lines.items() if len(path) == 1]
    start = next((line for line, key in top if key == "examples"), None)
    for line, key in sorted(top, key=lambda each: each[0]):
        if start is not None and line > start:
            yield EntryError(line, f"{key}: stands after examples, where it would not be read; examples last is right")


def _line(lines: Mapping[Path, int], path: Path) -> int:
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


def _said(each: Complaint) -> str:
    shown = ".".join(str(part) for part in each.path)
    return f"{shown}: {each.words}" if shown else each.words
