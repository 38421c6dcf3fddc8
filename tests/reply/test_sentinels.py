"""A secret that no name gives away, planted in every place of a paste and in every encoding, is in no face's output."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

import pytest

from bot.case import Policy
from bot.examine import examine
from bot.explain import explain
from bot.faces.slack import examples
from bot.knowledge.book import Book
from bot.model import Examination, Moment
from bot.parsing.parse import parse
from bot.probing.offline import Offline
from bot.probing.replay import Replay
from bot.reply import blocks, explained, payload, terminal
from bot.reply.compose import compose
from tests._knowledge import shipped

pytestmark = pytest.mark.corpus
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SENTINELS = (
    "Zx9QpL4mN7vRt2KdWc8YsB3fHj6",  # what a generator makes
    "Hq7vX2mL9zQw",
    "a1b2c3d4e5f60718",
    "Summer2024Pw",  # what people make
    "correct-purple-staple-battery",
    "vloqrxbfjuxwri",
    "54462929468421",
    "p&a%ss;w=or?d/1#2",  # what a URL or a shell cuts in two
    "%!&*;=+,@:/?%&;=",
)
ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "percent": lambda text: quote(text, safe=""),
    "every byte": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "twice": lambda text: quote(quote(text, safe=""), safe=""),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
}
_URL = "https://api.example.com"
IN_A_URL = {
    "a path segment": "/v1/{s}/items",
    "the last segment": "/orders/{s}",
    "a hook": "/hooks/{s}",
    "a service's hook": "/services/T0/B0/{s}",
    "a short link": "/r/{s}",
    "a matrix parameter": "/x;jsessionid={s}",
    "a matrix parameter without a name": "/x;{s}/y",
    "a pair in the path": "/x/token={s}/y",
    "a bare query": "/x?{s}",
    "a second bare query": "/x?page=1&{s}",
    "an unknown parameter": "/x?frob={s}",
    "a known parameter": "/x?page={s}",
    "a list": "/x?fields=id,{s}",
    "the name of a parameter": "/x?{s}=1",
    "behind a second question mark": "/x?page=1?{s}",
    "behind a semicolon": "/x?page=1;k={s}",
    "a link in a parameter": "/x?next=https%3A%2F%2Fb.example%2F%3Fk%3D{s}",
    "a fragment": "/x#{s}",
}
ELSEWHERE = {
    "a user name": "curl https://{q}@api.example.com/x",
    "a password": "curl 'https://bob:{s}@api.example.com/x'",
    "-u": "curl -u 'bob:{s}' https://api.example.com/x",
    "Authorization alone": "curl https://api.example.com/x -H 'Authorization: {s}'",
    "the first of two words": "curl https://api.example.com/x -H 'Authorization: {s} bob'",
    "before a scheme": "curl https://api.example.com/x -H 'Authorization: {s} Bearer'",
    "behind an unknown scheme": "curl https://api.example.com/x -H 'Authorization: Frob {s}'",
    "an unknown header": "curl https://api.example.com/x -H 'X-Frob: {s}'",
    "the name of a header": "curl https://api.example.com/x -H '{q}: 1'",
    "Referer": "curl https://api.example.com/x -H 'Referer: https://b.example/?k={s}'",
    "a cookie": "curl https://api.example.com/x -b 'theme={s}'",
    "the name of a cookie": "curl https://api.example.com/x -b '{q}=1; b=2'",
    "a bare cookie": "curl https://api.example.com/x -H 'Cookie: {s}'",
    "an unknown option": "curl https://api.example.com/x --frobnicate {q}",
    "an unknown option with =": "curl https://api.example.com/x --frobnicate={q}",
    "an option of the machine": "curl https://api.example.com/x --proxy-pass '{s}'",
    "a form": "curl https://api.example.com/x -d 'frob={s}&a=1'",
    "the name of a field": "curl https://api.example.com/x -d '{q}=1'",
    "JSON": 'curl https://api.example.com/x --json \'{{"frob":"{j}"}}\'',
    "nested JSON": 'curl https://api.example.com/x --json \'{{"a":[{{"b":{{"c":"{j}"}}}}]}}\'',
    "JSON in a form": 'curl https://api.example.com/x -d \'payload={{"frob":"{j}"}}\'',
    "JSON in JSON": 'curl https://api.example.com/x --json \'{{"a":"{{\\"frob\\":\\"{q}\\"}}"}}\'',
    "multipart": "curl https://api.example.com/x -F 'frob={q}'",
    "an element": "curl https://api.example.com/x -d '<s:E><wsse:Password Type=\"t\">{x}</wsse:Password></s:E>'",
    "an attribute": 'curl https://api.example.com/x -d \'<Login user="bob" frob="{x}"/>\'',
    "CDATA": "curl https://api.example.com/x -d '<a><![CDATA[{s}]]></a>'",
    "a comment": "curl https://api.example.com/x -d '<a><!-- {q} --></a>'",
    "an open element": "curl https://api.example.com/x -d '<a><b>{x}'",
    "text": "curl https://api.example.com/x -d 'just {q}'",
    "YAML": "curl https://api.example.com/x --data-binary $'frob: {q}\\nb: 1'",
    "an answer's field": '{shown}\n\n{{"frob": "{j}"}}',
    "an answer's element": "{shown}\n\n<Error><Frob>{x}</Frob></Error>",
    "an answer's cookie": "{shown}\nSet-Cookie: theme={q}; Path=/\n\n",
    "an answer's header": "{shown}\nX-Frob: {q}\n\n",
    "where a redirect leads": "{shown}\nLocation: https://b.example/x?frob={q}\n\n",
    "fetch": "fetch('https://api.example.com/x?frob={q}', {{headers: {{'X-Frob': '{q}'}}}})",
    "requests": "requests.get('https://api.example.com/x/{q}', headers={{'X-Frob': '{q}'}})",
    "HTTPie": "http https://api.example.com/x/{q} X-Frob:{q} frob=={q}",
    "wget": "wget --header='X-Frob: {q}' 'https://api.example.com/x?{q}'",
    "a raw request": "GET /x/{q}?frob={q} HTTP/1.1\nHost: api.example.com\nX-Frob: {q}\n",
}
_ANSWERED = "curl -i https://api.example.com/x\nHTTP/1.1 401 Unauthorized"


@cache
def book() -> Book:
    """The knowledge that is shipped."""
    return shipped().book


def pasted(template: str, secret: str) -> str:
    """The template with the secret as it stands, percent-encoded, in JSON and in XML."""
    in_xml = secret.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    forms = {"s": secret, "q": quote(secret, safe=""), "j": json.dumps(secret)[1:-1], "x": in_xml, "shown": _ANSWERED}
    return f"{template.format(**forms)}\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\nno"


def examined(text: str, *, world: dict[str, object] | None = None) -> Examination:
    """A paste, examined by its text alone, or towards an API that answers as the ``world`` says."""
    return asyncio.run(
        examine(
            text,
            book=book(),
            connect=Replay(world, now=NOW) if world else Offline,
            moment=Moment(written=NOW, now=NOW),
            policy=Policy(live=world is not None),
        )
    )


def faces(text: str) -> dict[str, str]:
    """What each face says of a paste."""
    found = examined(text)
    return {
        "check --json": json.dumps(payload.check(found, True), ensure_ascii=False),
        "terminal": terminal.render(found),
        "how it knows": told(found),
        "Details": terminal.page(compose(found), verbose=True),
        "Slack": json.dumps(blocks.render(found), ensure_ascii=False),
        "parse --json": json.dumps(payload.parsed(parse(text), False), ensure_ascii=False),
        "parse": terminal.understood(payload.parsed(parse(text), False)),
    }


def told(found: Examination) -> str:
    """How it is known: the value, and what --verbose makes of it."""
    value = explain(found, book(), Moment(written=NOW, now=NOW))
    page = terminal.page(compose(found), verbose=True, how=tuple(explained.groups(value)))
    return json.dumps(value, ensure_ascii=False) + page


def some(number: int) -> tuple[str, ...]:
    """Every third sentinel, from this one on: neighbouring places and encodings get the others."""
    return SENTINELS[number % 3 :: 3]


def leaks(text: str, *forms: str) -> dict[str, list[str]]:
    """Per face the runs of nine characters of a form that it shows."""
    runs = {form[start : start + 9] for form in forms for start in range(len(form) - 8)}
    said = {face: [run for run in runs if run in shown] for face, shown in faces(text).items()}
    return {face: found for face, found in said.items() if found}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("place", IN_A_URL)
def test_no_face_shows_what_is_planted_in_a_url(place: str, encoding: str) -> None:
    """Neither the secret nor its encoded form, nor nine characters of them in a row."""
    for secret in some([*IN_A_URL].index(place) + [*ENCODINGS].index(encoding)):
        coded = ENCODINGS[encoding](secret)
        if encoding == "plain" and set(secret) & set("#?/&;%"):
            continue  # such a paste names other places
        text = pasted(f"curl '{_URL}{IN_A_URL[place].format(s=coded)}'", "x")
        assert not leaks(text, secret, coded), secret


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_face_shows_what_is_planted_elsewhere(place: str) -> None:
    """Headers, cookies, options, bodies of every form, answers and other clients: the same holds."""
    for secret in SENTINELS:
        text = pasted(ELSEWHERE[place], secret)
        assert not leaks(text, secret, quote(secret, safe="")), secret


@pytest.mark.parametrize("place", [place for place in ELSEWHERE if "unknown option" not in place])
def test_no_example_that_is_given_shows_what_is_planted(place: str) -> None:
    """The whole text, masked: of an answer's fields too what is neither a word nor a short code."""
    for secret in [one for one in SENTINELS if any(map(str.isdigit, one)) and one.isalnum()]:
        given = examples.masked(examined(pasted(ELSEWHERE[place], secret)))
        assert not {secret[start : start + 9] for start in range(len(secret) - 8)} & {
            given[start : start + 9] for start in range(len(given) - 8)
        }, secret


WORLD = {"send": {"status": 401, "headers": {"WWW-Authenticate": "Bearer"}, "body": '{"error": "invalid_token"}'}}


@pytest.mark.parametrize("place", [*IN_A_URL, *ELSEWHERE])
def test_no_request_is_shown_with_what_is_planted(place: str) -> None:
    """Once the API was asked, --verbose and *Details* list what was sent, and masked is what is no harmless word."""
    listed = 0
    for secret in some([*IN_A_URL, *ELSEWHERE].index(place)):
        if place in IN_A_URL:
            if set(secret) & set("#?/&;%"):
                continue  # such a paste names other places
            text = f"curl '{_URL}{IN_A_URL[place].format(s=secret)}' -H 'X-Api-Key: {SENTINELS[0]}'"
        else:
            text = pasted(ELSEWHERE[place], secret)
        found = examined(text, world=WORLD)
        reply = compose(found)
        listed += sum(line.startswith("Sent ") for line in reply.details)
        shown = terminal.page(reply, verbose=True) + told(found)
        shown += json.dumps(payload.check(found, True), ensure_ascii=False)
        forms = (secret, quote(secret, safe=""))
        assert not [run for run in forms for at in range(len(run) - 8) if (run[at : at + 9]) in shown], secret
    assert listed or place in ELSEWHERE  # of which some are settled by their text
