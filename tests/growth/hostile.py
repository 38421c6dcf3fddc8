"""Texts that were made to be slow: derived from a pattern's own parse tree, and a stock for every reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from re import _constants as _codes  # type: ignore[attr-defined]  # the parser of `re` has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from tests.growth.judge import Text

_REPEATS = (_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT)
_MANY = 16  # a repeat of fewer is no reason for growth
_LETTERS = 6  # of a class are pumped
_MOST = 100  # texts for one pattern; of more, one in two, three …
_BODIES = 12  # ways through the body of a repeat
_PROBES = "a \n0\t\"'\\`-._/=:,;<>(){}[]&$%@#!|~^*+?Aé"
_AFTER = ("", "\x00", "\n\x00")


def texts_for(regex: str | bytes, flags: int) -> list[Text]:
    """For every repeat: what leads to it, what it repeats, and an end that makes it fail; and the beginnings pumped."""
    source = regex if isinstance(regex, str) else regex.decode("latin-1")
    bare = flags & ~(re.UNICODE | re.DEBUG | re.LOCALE)
    derived = _Derived(_parser.parse(source, bare), bare)
    texts = list(dict.fromkeys(derived.texts()))
    return texts[:: 1 + len(texts) // _MOST]


class _Derived:
    """One pattern's tree and the letters that matter to it."""

    def __init__(self, tree: Any, flags: int) -> None:
        self._tree = tree
        self._dotall = bool((tree.state.flags if hasattr(tree, "state") else flags) & re.DOTALL)
        self._groups: dict[int, Any] = {}
        self._letters = "".join(dict.fromkeys([*_literals(tree), *_PROBES]))

    def texts(self) -> Iterator[Text]:
        for before, body in self._repeats(self._tree, ("",)):
            pumps = self._ways(body, _BODIES)
            for pump in pumps:
                for prefix in dict.fromkeys(before):
                    yield from (Text(prefix, pump, after) for after in _AFTER)
                    if prefix:
                        yield Text("", prefix + pump)
            if len(pumps) > 1:
                yield Text(before[-1], "".join(pumps), _AFTER[-1])
            yield from (Text("", prefix) for prefix in before if prefix)
        whole = self._one(self._tree, 1)
        for part in (whole, whole[:-1], whole + "\n"):
            if part:
                yield Text("", part)

    def _repeats(self, tree: Any, before: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
        """(ways to lead to it, body) of every repeat of many, in order."""
        for code, argument in tree:
            if code in _REPEATS:
                if argument[1] >= _MANY:
                    yield before, argument[2]
                yield from self._repeats(argument[2], before)
            else:
                for part in _parts(code, argument):
                    yield from self._repeats(part, before)
            if code is not _codes.ASSERT_NOT:
                shortest, one = self._one([(code, argument)], 0), self._one([(code, argument)], 1)
                before = tuple(dict.fromkeys((before[0] + shortest, before[-1] + one)))
                before = tuple(text[-400:] for text in before)

    def _one(self, tree: Any, least: int) -> str:
        """A text that ``tree`` matches, repeats taken ``least`` times at least."""
        made = ""
        for code, argument in tree:
            if code in _REPEATS:
                made += self._one(argument[2], least) * min(max(argument[0], min(least, argument[1])), 64)
            elif code is _codes.SUBPATTERN:
                self._groups[argument[0]] = argument[3]
                made += self._one(argument[3], least)
            elif code is _codes.BRANCH:
                made += self._one(argument[1][0], least)
            elif code is _codes.ATOMIC_GROUP:
                made += self._one(argument, least)
            elif code is _codes.GROUPREF:
                made += self._one(self._groups.get(argument, ()), least)
            elif code not in (_codes.AT, _codes.ASSERT, _codes.ASSERT_NOT, _codes.GROUPREF_EXISTS):
                made += self._members(code, argument)[0]
        return made

    def _ways(self, tree: Any, most: int) -> list[str]:
        """Several texts that ``tree`` matches: its branches, and its letters in turn."""
        choices: list[list[str]] = []
        for code, argument in tree:
            if code in _REPEATS:
                inner = self._ways(argument[2], most)
                choices.append(
                    [way * min(max(argument[0], 1), 64) for way in inner] + ([""] if not argument[0] else [])
                )
            elif code is _codes.BRANCH:
                choices.append([way for part in argument[1] for way in self._ways(part, 4)])
            elif code is _codes.SUBPATTERN:
                self._groups[argument[0]] = argument[3]
                choices.append(self._ways(argument[3], most))
            elif code is _codes.ATOMIC_GROUP:
                choices.append(self._ways(argument, most))
            elif code is _codes.GROUPREF:
                choices.append([self._one([(code, argument)], 1)])
            elif code not in (_codes.AT, _codes.ASSERT, _codes.ASSERT_NOT, _codes.GROUPREF_EXISTS):
                choices.append(self._members(code, argument))
        ways = ("".join(parts) for parts in islice(product(*choices), 4 * most))
        return list(dict.fromkeys(way for way in ways if way))[:most]

    def _members(self, code: Any, argument: Any) -> list[str]:
        """Letters that a class, a dot or a literal takes, those that the pattern names first."""
        if code is _codes.LITERAL:
            return [chr(argument)]
        if code is _codes.ANY:
            fitting = [letter for letter in self._letters if self._dotall or letter != "\n"]
        elif code is _codes.NOT_LITERAL:
            fitting = [letter for letter in self._letters if ord(letter) != argument]
        else:
            fitting = [letter for letter in self._letters if _takes(argument, letter)]
        return fitting[:_LETTERS] or ["a"]


def _takes(items: Any, letter: str) -> bool:
    negated, taken = False, False
    for code, argument in items:
        if code is _codes.NEGATE:
            negated = True
        elif code is _codes.LITERAL:
            taken |= ord(letter) == argument
        elif code is _codes.RANGE:
            taken |= argument[0] <= ord(letter) <= argument[1]
        elif code is _codes.CATEGORY:
            name = str(argument).rpartition("CATEGORY_")[2]
            kinds = {"DIGIT": letter.isdigit(), "SPACE": letter.isspace(), "WORD": letter.isalnum() or letter == "_"}
            taken |= not kinds[name[4:]] if name.startswith("NOT_") else kinds[name]
    return taken is not negated


def _literals(tree: Any) -> Iterator[str]:
    for code, argument in tree:
        if code in (_codes.LITERAL, _codes.NOT_LITERAL):
            yield chr(argument)
        elif code is _codes.IN:
            yield from (chr(value) for kind, value in argument if kind is _codes.LITERAL)
        else:
            for part in _parts(code, argument):
                yield from _literals(part)


def _parts(code: Any, argument: Any) -> list[Any]:
    if code is _codes.SUBPATTERN:
        return [argument[3]]
    if code is _codes.BRANCH:
        return list(argument[1])
    if code in (_codes.ASSERT, _codes.ASSERT_NOT):
        return [argument[1]]
    if code in _REPEATS:
        return [argument[2]]
    return [argument] if code is _codes.ATOMIC_GROUP else []


# What is pumped into every reader and, some of it, behind every opening.
PUMPS = (
    *("a", "A", "0", " ", "\n", "\t", " \t", "\n\n ", "\r", "\r\n", " \n", "\n \n\t", "\x00", "é", "\u200b"),
    *("\ud800",),
    *('"', "'", "`", "\\", '"\\', '\\"', "\\\\", "\\n", "`a` ", "``` ", "```\n", '"" ', "'a'", '"a",', "\\\n"),
    *("^\n", "`\n"),
    *("(", "{", "[", "<", ">", "()", "{}", "[]", "({[", "<>", "<a", "<a>", "</a>", "<!--", "<![CDATA[", "{{"),
    *("}}", "${", "$("),
    *("$_", "$a", "%a%", "%41", "%", "$_.", "_", "__", "-", "--", "---", "----\n", ".", "..", "...", "a."),
    *("a.b(", "a-", "a_"),
    *(",", ", ", ";", ":", "::", "=", "==", "= ", "a=", "a=b", "a=b&", "&a", "&amp;", "&lt;", "?", "!", "#", "@"),
    *("@a", "*", "_*"),
    *("~", "|", "||", "&&", "+", "/", "//", "/a", "../", "a/", "://", "http://", "https://a.b/", "https://a:b@"),
    *("a@b.", "a:b@"),
    *("401", "401 ", "401\n", " 401", "401.", "i get 401. ", "a 401, ", "401 a b c ", "HTTP/1.1 401\n"),
    *("status: 401\n", "-> 401 "),
    *("Aa: b\n", "X-Key: v\n", "Authorization: Bearer ", "Authorization: Basic YTpi\n", "bearer ", "token="),
    *("key: ", '"key": '),
    *('{"a":', '{"a":1,', '[{"a":', '"a":"b",', "{'a':", "a: {", '{"request":{', '"entries":[', "eyJ"),
    *("eyJhbGciOiJub25lIn0.", "AbC1"),
    *("YTpi", "a=b; ", "a, b ", "realm=", 'Basic realm="', 'a="b",', "a word and ", "Why does it? ", "- a\n"),
    *("> a\n", ">", "> ", "# a\n"),
    *("curl ", "curl -H ", "curl https://a.b\n", "-H 'a: b' ", "-d a ", "-H", "$ curl", "> GET / HTTP/1.1\n"),
    *("< HTTP/1.1 401\n", "* a\n"),
    *("at a.b(c:1)\n", "  File \"a\", line 1\n", "Error: ", "Caused by: a: b\n", "if (a) {", "a(b, ", "f(a);"),
    *("a.b.", "x = ", "let a = "),
    *("import a\n", "new A(", "=> ", "{a: ", "headers: {", "// a\n", "/* ", "#a\n", "'a' + ", '"a" . '),
    *('"a" +\n', "f'{", "<<A\n", "<<"),
    *("2024-01-01 ", "12:00:00 ", "[a] ", "(a", "a ", "aa\n", "\na", "a\n\n", "GET ", "GET /a\n", "-u a:b "),
    *("--a ", "-a", " -", " | "),
    *("ﷺ", "İ", '"$(', "{a,b}", "{1..9} ", "$A$A", "{{a}}", "let a=/*", ".get(", "p--> GET http://a\n", ":path: /\n"),
    *("POST http://a\n\n", "A=$A\n", "export A=b ", "curl \"$(\n", '>> "a', "<a a ", "401: a, b c d\n", "- 401 - "),
    *("<https://a.b|a>", "<@U1>", "<!a>", "<https://", "*a* ", "_a_ ", "~a~", "•", "“", "‘", "\u00a0", "日本", "ß"),
    *("-----BEGIN A-----\n",),
)  # fmt: skip
OPENINGS = (
    "curl ",
    "curl -H 'Authorization: ",
    "curl https://a.example/ -H \"X: ",
    "curl https://a.example/ \\\n -d '",
    "curl https://a.example/ --data-raw $'",
    "curl -F a=@",
    "curl ^\n \"https://a.example/\" ^\n -H \"",
    "curl.exe `\n -H \"",
    "curl https://a.example/{",
    "curl 'https://a.example/?",
    "$ curl -v https://a.example/\n* Trying\n> GET / HTTP/1.1\n> ",
    "< HTTP/1.1 401 Unauthorized\n< ",
    "HTTP/1.1 401 Unauthorized\n",
    "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: ",
    "GET / HTTP/1.1\nHost: a.example\n",
    "GET https://a.example/ HTTP/1.1\nAuthorization: ",
    "POST /a HTTP/1.1\nHost: a.example\nContent-Type: application/json\n\n{",
    '{"log":{"entries":[{"request":{"method":"GET","url":"https://a.example/',
    '{"log":{"entries":[{"request":{"method":"GET","url":"https://a.example/","headers":[',
    '{"info":{"name":"a"},"item":[{"request":{"header":[{"key":"',
    '{"request":{"urlencoded":[',
    '{"level":"error","status":401,"msg":"',
    'level=error status=401 msg="',
    "2024-01-01T00:00:00Z ERROR 401 ",
    '192.0.2.1 - - [01/Jan/2024:00:00:00 +0000] "GET / HTTP/1.1" 401 ',
    '{"error":"unauthorized","message":"',
    "{'error': {'status': 401, 'message': '",
    "<html><head><title>401 ",
    "<!doctype html><h1>401</h1>",
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>',
    "<soap:Envelope><soap:Body><soap:Fault>",
    "rpc error: code = Unauthenticated desc = ",
    "status = StatusCode.UNAUTHENTICATED\n details = \"",
    "Traceback (most recent call last):\n  File \"a.py\", line 1\n",
    "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://a.example/",
    "Exception in thread \"main\" a.B: 401\n\tat a.b(",
    "AxiosError: Request failed with status code 401\n    at ",
    "fetch('https://a.example/',{headers:{",
    "fetch(`https://a.example/${",
    "await fetch('https://a.example/', {method:'POST', body: JSON.stringify(",
    "axios.get('https://a.example/', { headers: { Authorization: `Bearer ${",
    "const c = axios.create({baseURL: '",
    "import requests\nrequests.get('https://a.example/', headers={'Authorization': ",
    "import requests\nurl = '",
    "s = requests.Session()\ns.headers.update({",
    "req, err := http.NewRequest(\"GET\", \"https://a.example/\", ",
    "req.Header.Set(\"Authorization\", \"",
    "$ch = curl_init('https://a.example/'); curl_setopt($ch, CURLOPT_HTTPHEADER, array(",
    "<?php $client = new GuzzleHttp\\Client(['headers' => [",
    "require 'net/http'\nuri = URI('https://a.example/')\nreq['Authorization'] = \"",
    "RestClient.get 'https://a.example/', { ",
    "var client = new HttpClient(); client.DefaultRequestHeaders.Add(\"",
    "new RestRequest(\"https://a.example/\").AddHeader(\"",
    "HttpRequest.newBuilder().uri(URI.create(\"https://a.example/",
    "new Request.Builder().url(\"https://a.example/\").addHeader(\"",
    "Invoke-RestMethod -Uri 'https://a.example/' -Headers @{",
    "$h = @{ Authorization = \"Bearer ",
    "iwr https://a.example/ `\n",
    "http GET https://a.example/ ",
    "http POST a.example/x Authorization:'",
    "wget --header='Authorization: ",
    "wget -d https://a.example/\n---request begin---\n",
    "Request URL: https://a.example/\nRequest Method: GET\nStatus Code: 401\n",
    ":authority: a.example\n:method: GET\n",
    "curl -s https://a.example/ <<EOF\n",
    "curl https://a.example/ -H \"Authorization: Bearer $(",
    "docker: Error response from daemon: 401 ",
    "I get 401 ",
    "<https://a.example/|a> ",
    "<@U0123ABC> 401 ",
    "```\ncurl ",
    "> ",
    "eyJhbGciOiJub25lIn0.",
    "Authorization: Bearer eyJ",
    "set-cookie: a=",
    "@auth401 ",
    "curl https://a.example/ -H 'Cookie: ",
    "&quot;curl ",
    "\x1b[31m401 ",
    "*curl ",
)  # fmt: skip


_GIVEN = "f(" + ",".join(f"a{place}={place}" for place in range(300)) + ")\n"
# Code in which one name leads to another, or one to much.
NAMES = (
    Text('let u = "https://a.example/"; reqwest\n', '"X-A": "a" + b\n'),
    Text("def f(**k):\n", f'    requests.get("https://a.example/", headers={"|".join(["k"] * 99)})\n', _GIVEN),
    Text("def f(**k):\n", f'    requests.get("https://a.example/", headers={{{"**k, " * 99}}})\n', _GIVEN),
    Text('const u = new URL("https://a.example/");\n', 'u.searchParams.append("a", "b");\n', "fetch(u);"),
    Text("", "def f(a):\n    return f(a)\n", 'requests.get("https://a.example/", headers=f(1))'),
    Text('u = "https://a.example"\n', 'u += "/a"\n', "requests.get(u)"),
    Text("", "def get(a):\n    return requests.get(a)\n"),
)


def stock() -> list[Text]:
    """Every pump alone."""
    return [Text("", pump) for pump in PUMPS]


def woken() -> list[Text]:
    """Every pump behind "401 ", which wakes the triage."""
    return [Text("401 ", pump) for pump in PUMPS]


def openings(count: int = len(PUMPS)) -> list[Text]:
    """Every opening with ``count`` pumps behind it, other ones behind each, and itself over and over."""
    turns = [[PUMPS[(place * count + turn) % len(PUMPS)] for turn in range(count)] for place in range(len(OPENINGS))]
    behind = [Text(opening, pump) for opening, pumps in zip(OPENINGS, turns, strict=True) for pump in pumps]
    return [*behind, *(Text("", opening) for opening in OPENINGS)]
