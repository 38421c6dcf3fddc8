"""The targets: name -> what any text must keep to. AssertionError or an undocumented exception is a finding."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from bot import logs
from bot.auth import challenge, jwt
from bot.authoring.document import document_of
from bot.authoring.openapi import imported
from bot.faces.demo.blockkit import complaints, is_too_long
from bot.faces.slack import rendering
from bot.listing import modules
from bot.masking import Scrubber, Secret, mask_body, mask_headers, mask_url
from bot.model import Examination
from bot.parsing import formats
from bot.parsing._reading import MAX_REQUESTS, PROBLEMS
from bot.parsing.parse import parse
from bot.parsing.spans import spans_of
from bot.parsing.triage import is_for_us
from bot.reply import blocks, payload
from bot.reply.compose import compose, composed_by
from bot.unicode import well_formed
from bot.url import host_of
from tests import _data
from tests.auth.test_challenge import written
from tests.authoring.test_openapi import DESCRIPTION
from tests.reply.test_sentinels import ELSEWHERE, IN_A_URL, book, examined, faces, pasted
from tests.test_masking import ENCODINGS, PLACES, runs

HERE = Path(__file__).parents[1]
PLANTED = "PLANTED"  # stands in a text for the secret; a digit behind it tells how it is written there
SECRET = "Zx9QpL4mN7vRt2KdWc8YsB3fHj6uE1"  # known by its form, whatever is around it
_PLACE = re.compile(rf"{PLANTED}(\d?)")
_WRITTEN = [ENCODINGS[name][0] for name in ("plain", "base64, one byte before", "percent, every byte", "hexadecimal")]
_TRANSCRIPTS = frozenset(("http-transcript", "client-log", "raw-http", "devtools", "har"))
log = logging.getLogger("auth401.fuzz")


@dataclass(frozen=True)
class Target:
    """``check`` of a text of at most ``longest`` characters, ``seeds`` to begin with, and its ``share`` of the time.

    ``pumped``: is it also asked about a text repeated to 64 KiB?
    """

    check: Callable[[str], None]
    seeds: Callable[[], Iterator[str]]
    longest: int = 16_384
    share: int = 1
    pumped: bool = False


# ---- Readers -----------------------------------------------------------------------------------------------------


def reads_a_paste(text: str) -> None:
    """Any text becomes a Report within the caps, both its JSONs are well-formed, and triage says yes or no."""
    report = parse(text)
    assert len(report.requests) <= MAX_REQUESTS
    assert all(len(request.headers) <= 200 and request.method and request.url for request in report.requests)
    assert {problem.code for problem in report.problems} <= PROBLEMS.keys()
    Scrubber(report.secrets).scrub(report.story)
    for show in (False, True):
        json.dumps(payload.parsed(report, show), ensure_ascii=False).encode()
    assert is_for_us(text) in (True, False)
    assert not is_for_us(text, bot=True)


def says_who_speaks(text: str) -> None:
    """Every span is a part of the text, in its order."""
    at = 0
    for span in spans_of(text, (), ()):
        at = text.find(span.text, at)
        assert at >= 0, "a span is no part of the text, or out of order"
        at += len(span.text)


def reads_challenges(text: str) -> None:
    """At most fifty; what was read by the grammar, written by it, is read the same."""
    found = challenge.parse([text])
    assert len(found.items) <= challenge.MOST
    again = challenge.parse([", ".join(map(written, found.items))])
    if not found.malformed and sum(map(len, map(written, found.items))) < challenge.LONGEST - 200:
        assert again.items == found.items, "written by the grammar it is read otherwise"


def reads_tokens(text: str) -> None:
    """A Token or a NotTokenError without a part of the value: of the text itself, and as header and claims."""
    head, _, claims = text.partition("\n")
    coded = [base64.urlsafe_b64encode(part.encode("utf-8", "surrogatepass")).decode() for part in (head, claims)]
    for value in (text, ".".join((*coded, "")), f"{coded[0].rstrip('=')}.{coded[1].rstrip('=')}.AAAA"):
        jwt.like_jwt(value)
        jwt.decode_header(value)
        token = _token(value)
        if token is None:
            continue
        json.dumps([token.text(name) for name in token.claims], ensure_ascii=False).encode("utf-8", "surrogatepass")
        for name in token.claims:
            token.moment(name), token.texts(name), jwt.in_milliseconds(token.claims[name])


def _token(value: str) -> jwt.Token | None:
    try:
        return jwt.decode(value)
    except jwt.NotTokenError as fault:
        if runs(str(fault)) & runs(value):
            raise AssertionError("the reason shows a part of the value") from fault
        return None


def _reads(*readers: ModuleType) -> Callable[[str], None]:
    def check(text: str) -> None:
        text = well_formed(text)  # as all of them get it
        for module in readers:
            reading = module.read(text)
            assert len(reading.requests) <= MAX_REQUESTS
            assert all(0 <= start <= end <= len(text) for start, end in reading.spans), f"{module.__name__}: spans"
            assert list(reading.spans) == sorted(reading.spans), f"{module.__name__}: order of spans"
            assert all(request.method and request.url for request in reading.requests), f"{module.__name__}: empty"
            assert {problem.code for problem in reading.problems} <= PROBLEMS.keys()

    return check


def imports_descriptions(text: str) -> None:
    """An entry that can be written and sentences of one line, or a ValueError of one line."""
    try:
        made = imported(document_of(text))
    except ValueError as fault:
        if "\n" in str(fault):
            raise AssertionError("a complaint of several lines") from fault
        return
    json.dumps(made.entry, ensure_ascii=False).encode()
    assert all("\n" not in line and line.encode() for line in made.warnings)


# ---- What leaves -------------------------------------------------------------------------------------------------


def renders_blocks(text: str) -> None:
    """Slack takes every message that the answer becomes, and our own words are whole in it."""
    found = examined(text)
    reply = compose(found)
    sent = [blocks.render(found)[1], blocks.message(reply, is_whole=True)]
    sent += [each["blocks"] for each in rendering.states(found)]
    sent += [shown for name, shown in rendering.behind(reply).items() if name != "text"]
    for message in sent:
        assert not complaints(message), complaints(message)
        assert not is_too_long(message), "too long in all"
    json.dumps(sent, ensure_ascii=False).encode()
    _keeps_our_words(found)


def _keeps_our_words(found: Examination) -> None:
    say = composed_by(Scrubber(found.report.secrets))
    for cause in found.diagnosis.causes:
        if cause.title == book().causes[cause.id].title:
            assert say(cause.title) == cause.title, f"torn: {cause.title}"
    assert not _Kept.lines, _Kept.lines


def shows_no_secret(text: str) -> None:
    """No face and no line of the log shows nine characters in a row of what is planted, as it is or as written."""
    ways = {_WRITTEN[int(way or 0) % len(_WRITTEN)] for way in _PLACE.findall(text)}
    if not ways:
        return
    pasted = _PLACE.sub(lambda match: _WRITTEN[int(match[1] or 0) % len(_WRITTEN)](SECRET), text)
    own = {run for way in ways for run in runs(way(SECRET))} | runs(SECRET)
    own -= runs(text)
    log.warning("%s", pasted)
    shown = {**faces(pasted), "log": "\n".join(_Kept.lines)}
    _Kept.lines.clear()
    for face, said in shown.items():
        assert not own & runs(said) or _in_a_host(pasted), f"{face} shows it"


def _in_a_host(pasted: str) -> bool:
    """A host is no secret, whatever it is called."""
    return any(SECRET.lower() in host_of(request.url).lower() for request in parse(pasted).requests)


def masks_what_is_known(text: str) -> None:
    """The scrubber hides a secret that it knows in every encoding, and does the same to its own output."""
    before, _, after = text.partition(PLANTED)
    way = list(ENCODINGS)[len(text) % len(ENCODINGS)]
    encode, decode = ENCODINGS[way]
    scrubber = Scrubber([Secret(SECRET)])
    once = scrubber.scrub(f"{before}{encode(SECRET)}{after}")
    assert not (runs(once) | runs(decode(once))) & runs(SECRET) - runs(before) - runs(after), way
    assert scrubber.scrub(once) == once, "scrubbing twice is not scrubbing once"
    mask_url(text), mask_body(text), mask_headers(((text, text), ("Cookie", text), ("Authorization", text)))


class _Kept(logging.Handler):
    """The log as it would be written."""

    lines: list[str] = []  # noqa: RUF012
    forms = (logs.OneLine(), logs.JsonLine())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.extend(form.format(record) for form in self.forms)


def listen() -> None:
    """Take the log."""
    logging.basicConfig(handlers=[_Kept()], level=logging.WARNING, force=True)


# ---- Seeds -------------------------------------------------------------------------------------------------------


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str) and len(value) >= 40:
        yield value


def _of(pattern: str, every: int = 1) -> Callable[[], Iterator[str]]:
    """The longer texts of the tests' YAML files, each ``every``-th."""

    def seeds() -> Iterator[str]:
        for path in sorted(HERE.glob(pattern)):
            yield from list(_strings(_data.read(path)))[::every]

    return seeds


def _headers() -> Iterator[str]:
    told = re.compile(r"(?im)^[< ]*www-authenticate: ?(.+)$")
    for text in _of("parsing/formats/*.yaml")():
        yield from told.findall(text)


def _tokens() -> Iterator[str]:
    yield '{"alg":"RS256","kid":"a","crit":["b"]}\n{"iss":"https://a.example","aud":["b"],"exp":1e9,"scp":"c d"}'
    yield "eyJhbGciOiJub25lIn0.eyJleHAiOjB9."


def _descriptions() -> Iterator[str]:
    yield json.dumps(DESCRIPTION)
    old = {"swagger": "2.0", "host": "a.test", "basePath": "/v1", "securityDefinitions": {"b": {"type": "basic"}}}
    yield json.dumps({**old, "paths": {"/x": {"$ref": "#/paths/~1y"}, "/y": {"get": {"security": [{"b": []}]}}}})
    yield (
        "openapi: 3.0.0\nservers: [{url: &a 'https://{r}.a.test', variables: {r: {enum: [b]}}}]\npaths: {/: {get: {}}}"
    )


def _planted() -> Iterator[str]:
    for number, place in enumerate([*IN_A_URL.values(), *ELSEWHERE.values(), *PLACES]):
        mark = f"{PLANTED}{number % len(_WRITTEN)}"
        if place in ELSEWHERE.values():
            yield pasted(place, mark)
        else:
            told = place.replace("{s}", mark)
            yield f"curl 'https://api.example.com{told}'\n401" if told.startswith("/") else told


_ALL = dict(modules(formats))
_PASTES = _of("street/own/*.yaml", 40)
TARGETS: dict[str, Target] = {
    "parse": Target(reads_a_paste, lambda: chain(_of("parsing/formats/*.yaml", 3)(), _PASTES()), share=5, pumped=True),
    "spans": Target(says_who_speaks, _PASTES, pumped=True),
    "challenge": Target(reads_challenges, _headers, pumped=True),
    "jwt": Target(reads_tokens, _tokens, pumped=True),
    "transcript": Target(
        _reads(*(_ALL[name] for name in sorted(_TRANSCRIPTS))), _of("parsing/formats/*t*t*.yaml"), share=2, pumped=True
    ),
    "curl": Target(_reads(_ALL["curl"]), _of("parsing/differential/*.yaml"), share=2, pumped=True),
    "code": Target(
        _reads(*(each for name, each in _ALL.items() if name not in {*_TRANSCRIPTS, "curl"})),
        _of("parsing/formats/*_*.yaml", 2),
        share=2,
        pumped=True,
    ),
    "openapi": Target(imports_descriptions, _descriptions),
    "scrub": Target(masks_what_is_known, lambda: (f"{text} {PLANTED}" for text in _PASTES()), share=2, pumped=True),
    "masking": Target(shows_no_secret, _planted, longest=2048, share=6),
    "blocks": Target(renders_blocks, _PASTES, longest=4096, share=5),
}
