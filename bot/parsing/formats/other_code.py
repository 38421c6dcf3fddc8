"""Requests in languages that have no format of their own, by the pieces that all share: Swift, Dart, Rust, R, C, Ruby.

Not the language is read but its literals: an address in quotes, header names with their values, a method's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import urlencode

from bot.auth.basic import basic
from bot.model import Format
from bot.parsing._reading import NOTHING, Reading, make_request
from bot.parsing.credentials import is_key_name
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Call, Items, Map, Text, plain_of, string_of, unset_problems
from bot.parsing.formats._snippet import host_in
from bot.parsing.shell.words import line_end
from bot.regex import lazy

FORMAT = Format("other-code", "code", userinfo="by-library")
ORDER = 45
MARKS = (
    *("urlsession", "urlrequest", "urlwithstring", "uri.parse(", "uri.https(", "authorizationheader:", "reqwest"),
    *("curl_easy_setopt", "add_headers(", "httr", "http_request2", "httpoison", "hackney", "cohttp", "ureq::"),
    *("alamofire", "af.request(", "req.get!(", "req.post!(", "dio(", "web.contents(", "cpr::", "http::request->new"),
    *(", authenticate(", "client/get ", "basicrequest", "winhttp.", "msxml2.", "request_uri("),
    *("lwp::", "$ua->", "req_auth_", "req_headers(", ".send().await", ".bearer_auth(", ", some("),
)
# What no other format has read, be it that of the language: a header of this name between quotes
LATE_MARKS = ("faraday", "unirest(", '"authorization"', "'authorization'")

_URL = lazy(
    r"(?<!realm=)[\"'](?P<whole>https?://[^\s\"'<>]{1,2000})[\"']"
    r"|\bUri\.(?P<scheme>https?)\(\s{0,9}[\"'](?P<host>[\w.:-]{1,200})[\"'],"
    r"\s{0,9}[\"'](?P<path>[^\"'\n]{0,400})[\"']"  # Dart's
)
_OF_DATA = lazy(r"[\"'](?!(?:base)?_?ur[il]\b)[\w-]{1,40}[\"']\s{0,4}(?::|=>)\s{0,4}\Z", re.IGNORECASE)  # redirect_uri
_NEXT_STATEMENT = lazy(r"\n(?=[^\s.)}\]])")
_LONGEST = 400  # characters before an address that are looked at
_PRINTED = lazy(r"Error \{ ?\w")  # an error that Rust printed
_WRAPPED = r"(?:&?(?P<call>[A-Za-z][\w.:]{1,30})!?\(\s?(?:format: ?)?)?"  # format!("Bearer {}", token), paste0(
_PAIR = lazy(
    r"@?(?:[\"'](?P<name>[A-Za-z][A-Za-z0-9-]{1,60})[\"']|\b(?:AUTHORIZATION|HttpHeaders\.authorizationHeader|Authorization(?=\s{0,4}=>))\b)\]?"
    r"(?:\.parse\(\)\??|\.to_string\(\))?"
    rf"\s{{0,4}}(?:[=-]>|[:=,]|<-)\s{{0,40}}@?{_WRAPPED}[sf]?[\"'](?P<value>[^\"'\n]{{0,4096}})[\"']"
)
_LINE = lazy(r"[\"'](?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):[ ]?(?P<value>[^\"'\n]{0,4096})[\"']")
_JOINED = r"(?:\+|\.\.|<>|&|\.(?=\s))\s{0,9}(?P<more>[A-Za-z_$@][\w.?!]{0,60})(?:\(\))?"  # "Bearer " + token
_GOES_ON = lazy(rf"\s{{0,9}}{_JOINED}")
_VALUE_FIRST = lazy(
    rf"(?:add|set)Value[(:]\s?@?[\"'](?P<value>[^\"'\n]{{0,4096}})[\"'](?:\s{{0,9}}{_JOINED})?,?\s{{0,4}}"
    r"forHTTPHeaderField:\s?@?[\"'](?P<name>[\w-]{1,60})[\"']"
)
_HOLE = lazy(r"\\\(([\w.?!]{1,60})\)")  # Swift's \(token)
_READS = lazy(r"(?:getenv|env::var|environ|env|secret)$", re.IGNORECASE)
_AS_IT_IS = lazy(r"(?:from_static|from_str|constant|simple)$")
_MARK = lazy(r"%[sv@]|\{\w{0,40}\}")  # where a call that formats puts its argument
_ARGUMENT_OF_IT = lazy(r",\s{0,9}(?:([A-Za-z_$@&][\w.?!]{0,60})|[\"'](?P<literal>[^\"'\n]{1,400})[\"'])")
_BEARER = lazy(
    r"(?:\.(?:bearer_auth|authorization)\(|\breq_auth_bearer_token\(|\.auth\.bearer\(|:oauth-token\s|CURLOPT_XOAUTH2_BEARER,|\{:bearer,)\s*(?:bearerToken:\s*)?(?::?[\"']?Bearer[\"']?,\s*)?[\"']([^\"'\n]{1,4096})[\"']|"
    r":authorization,\s*[\"']Bearer[\"'],\s*[\"']([^\"'\n]{1,4096})[\"']",
    re.IGNORECASE,
)
# R and Power Query: what has a dash is no name of a variable
_ARGUMENT = lazy(
    r"(?<=[(,\[\s])(?P<name>Authorization|[A-Za-z]{1,30}(?:-[A-Za-z]{1,30}){1,4})\s{0,3}=\s{0,3}"
    rf"{_WRAPPED}[\"'](?P<value>[^\"'\n]{{0,4096}})[\"']"
)
_BASIC = lazy(
    r"\b(?:basic_auth|req_auth_basic|authorization_basic)\(\s{0,9}[\"'](?P<user>[^\"'\n]{0,400})[\"'],\s{0,9}"
    r"(?:None\b|(?:Some\()?[\"'](?P<password>[^\"'\n]{0,400})[\"'])"
    r"|\bauthenticate\(\s{0,9}(?:username:\s{0,3}|user = )?[\"'](?P<named>[^\"'\n]{1,400})[\"'],"
    r"\s{0,9}(?:password:\s{0,3}|password = )?[\"'](?P<its>[^\"'\n]{1,400})[\"']"
    r"|(?:CURLOPT_USERPWD,|\{:basic,)\s{0,9}[\"'](?P<pair>[^\"'\n]{1,800})[\"']"
)
_OTHERWISE = lazy(r"CURLAUTH_(?!BASIC)|\btype\s{0,3}=\s{0,3}[\"'](?:digest|ntlm)")  # the pair waits for a challenge
_METHOD = lazy(
    r"(?:httpMethod|HTTPMethod|method|CUSTOMREQUEST|VERB|Request(?:->new)?)\W{1,8}(?P<word>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b"
    r"|(?:Method::|METHOD_|HTTPMethod\.|method: \.)"
    r"(?P<constant>GET|POST|PUT|PATCH|DELETE|HEAD|get|post|put|patch|delete)\b"
    r"|(?:\.|->)(?P<call>get|post|put|patch|delete)!?\(\s{0,9}(?:(?:uri)?[\"'&]|Uri\.)"
    r"|(?:^|\s)(?P<bare>GET|POST|PUT|PATCH|DELETE)\([\"'](?=http)"  # R's httr
    r"|\.Open\s?\(?[\"'](?P<opened>GET|POST|PUT|PATCH|DELETE)[\"']"  # of COM, in VBA and ASP
    r"|\brequest\(\s{0,9}[\"'](?P<asked>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[\"']"
)
# What is serialised
_JSON = lazy(
    r"\bjson!\(|\bdata: (?=\{)|\bjson: %?(?=\{)|\breq_body_json\(|\bwithJSONObject:|\b(?:jsonEncode|json\.encode)\("
)
_BODY = lazy(
    r"\.body\(|\bhttpBody\s{0,3}=|\b[Cc]ontent\s{0,3}=>|->content\(|\bbody:"
    r"|\bbody = (?=['\"])|\.send (?=\"\S)|CURLOPT_(?:COPY)?POSTFIELDS, ?"
)
_QUERY = lazy(r"\.query\(&\[((?:\s{0,9}\(\"[^\"\n]{0,200}\",\s{0,9}&?\"[^\"\n]{0,400}\"\),?){1,20})")
_PAIR_OF_QUERY = lazy(r"\(\"([^\"]*)\",\s{0,9}&?\"([^\"]*)\"\)")
_PATH = lazy(r"(?:\.(?:get|post|put|patch|delete)\(\s*(?=[\"']/)|\breq_url_path_append\()[\"']([^\s\"']{0,2000})[\"']")
_HAS_FORMAT = lazy(r"Net::HTTP|\bURI\.parse|\bURI\(")  # Ruby's own library
_HEADERS = frozenset({"authorization", "cookie", "accept", "content-type", "user-agent"})


def read(text: str) -> Reading:
    """One request: the first address, every header literal, the method that is named, GET when none is."""
    url = next((found for found in _URL.finditer(text) if not _is_printed(text, found.start())), None)
    if url is None or _HAS_FORMAT.search(text):
        return NOTHING
    around = _around(text, url)
    found = _apart(
        match
        for pattern in (_PAIR, _LINE, _VALUE_FIRST, _ARGUMENT)
        for match in pattern.finditer(text, *around)
        if _is_header(_name(match))
    )
    source = Source(text, Language(joins="+&"))
    values = {_name(match): _told(source, *_whole(text, match)) for match in found}
    headers = {name: value for name, (value, _) in values.items()}
    bearer = _BEARER.search(text, *around)
    if bearer:
        headers.setdefault("Authorization", f"Bearer {bearer[1] or bearer[2]}")
    basic = _BASIC.search(text, *around)
    if basic and not _OTHERWISE.search(text):
        headers.setdefault("Authorization", _basic(basic))
    if not headers and not _is_of_a_language(text.lower()):
        return NOTHING  # a sentence that names the header between quotes
    method, path = _METHOD.search(text), _PATH.search(text)
    address = url["whole"] or _of_parts(text, url)
    address = f"{address.rstrip('/')}/{path[1].lstrip('/')}" if path else address
    ends = [match.end() for match in (url, bearer, basic, method, path, *found) if match]
    starts = [match.start() for match in (url, bearer, basic, method, path, *found) if match]
    span = (text.rfind("\n", 0, min(starts)) + 1, line_end(text, max(ends)))
    body = _body(text, headers)
    name = method[method.lastgroup or 0] if method else "POST" if body and "CURLOPT_" in text else "GET"
    request = make_request(FORMAT, name.upper(), _with_query(address, text), tuple(headers.items()), body)
    unset = unset_problems(name for _, names in values.values() for name in names)
    return Reading(requests=(request,), problems=unset, spans=(span,))


def _around(text: str, url: re.Match[str]) -> tuple[int, int]:
    """Where what is sent to the address stands: the whole text, or its statement alone where another host is named."""
    found = _URL.finditer(text, url.end())
    others = (each for each in found if not _OF_DATA.search(text[max(0, each.start() - 80) : each.start()]))
    if all(_host(each) == _host(url) for each in others):
        return 0, len(text)
    end = _NEXT_STATEMENT.search(text, url.end())
    return text.rfind("\n", 0, url.start()) + 1, end.start() if end else len(text)


def _host(url: re.Match[str]) -> str:
    return url["host"] or host_in(Text(url["whole"] or ""))


def _body(text: str, headers: dict[str, str]) -> str | None:
    """The body that the snippet serialises or names as a text; the header that its client adds goes to ``headers``."""
    source = Source(text, Language())
    if made := _JSON.search(text):
        value, _ = source.value_at(made.end())
        value = value.named if isinstance(value, Call) else value  # R's list(a = 1)
        if ".json(&" in text or made[0] == "req_body_json(":
            headers.setdefault("Content-Type", "application/json")
        return json.dumps(plain_of(value), separators=(",", ":")) if isinstance(value, Map | Items) else None
    named = _BODY.search(text)
    content = source.value_at(named.end())[0] if named else None
    if isinstance(content, Call) and content.args:  # Swift's "…".data(using: .utf8)
        content = content.args[0]
    return content.value if isinstance(content, Text) else None


def _of_parts(text: str, url: re.Match[str]) -> str:
    """Dart's ``Uri.https('host', '/path', {'q': '1'})``."""
    args, _, _ = Source(text, Language()).arguments(url.start() + url.group().index("(") + 1)
    asked = args[2] if len(args) > 2 else None
    pairs = [(name, string_of(value)) for name, value in asked.pairs] if isinstance(asked, Map) else []
    return f"{url['scheme']}://{url['host']}{url['path']}{'?' if pairs else ''}{urlencode(pairs, safe='${}')}"


def _with_query(address: str, text: str) -> str:
    """The address with what reqwest's ``.query(&[("a", "b")])`` adds to it."""
    asked = _QUERY.search(text)
    pairs = _PAIR_OF_QUERY.findall(asked[1]) if asked else []
    return f"{address}{'&' if '?' in address else '?'}{urlencode(pairs)}" if pairs else address


def _is_of_a_language(lower: str) -> bool:
    return any(mark in lower for mark in (*MARKS, *LATE_MARKS[:2]))


def _apart(literals: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """In their order, without those that begin inside another: a value is no name (``paste("Token", key)``)."""
    found: list[re.Match[str]] = []
    for literal in sorted(literals, key=lambda match: match.start()):
        if not found or literal.start() >= found[-1].end():
            found.append(literal)
    return found


def _name(literal: re.Match[str]) -> str:
    return literal["name"] or "Authorization"


def _whole(text: str, literal: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """A header's value with the variables that stand in it or are joined to it as ``${name}``, and their names."""
    groups, value = literal.groupdict(), literal["value"]
    if groups.get("call"):
        argument = _ARGUMENT_OF_IT.match(text, literal.end())
        if argument and argument["literal"] and _MARK.search(value):
            return _MARK.sub(lambda _: argument["literal"], value, count=1), ()
        name = (argument[1] if argument else "") or groups["call"]
        if _READS.search(groups["call"]):
            return f"${{{value}}}", (value,)  # os.getenv("TOKEN")
        if argument is None and _AS_IT_IS.search(name):
            return value, ()  # HeaderValue::from_static("…")
        blank = " " if groups["call"] == "paste" else ""
        filled = _MARK.sub(lambda mark: f"${{{mark.group().strip('%sv@{}') or name}}}", value)
        return (filled if filled != value else f"{value}{blank}${{{name}}}"), (name,)
    goes_on = literal if "more" in groups else _GOES_ON.match(text, literal.end())
    more = (goes_on["more"] or "") if goes_on else ""
    inside = tuple(match[1] for match in _HOLE.finditer(value))
    return _HOLE.sub(r"${\1}", value) + (f"${{{more}}}" if more else ""), (*inside, *filter(None, (more,)))


def _told(source: Source, value: str, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The value with what the paste tells of its variables."""
    unset = [*names]
    for name in names:
        known = source.value_of(name)
        if isinstance(known, Text) and known.unset != (name,):
            value = value.replace(f"${{{name}}}", known.value)
            unset.remove(name)
            unset += known.unset
    return value, tuple(unset)


def _is_printed(text: str, at: int) -> bool:
    """Does what stands before ``at`` in its line begin an error that was printed?"""
    return _PRINTED.search(text, max(text.rfind("\n", 0, at), at - _LONGEST, 0), at) is not None


def _basic(match: re.Match[str]) -> str:
    user, password = match["user"] or match["named"], match["password"] or match["its"] or ""
    return basic(match["pair"] or f"{user}:{password}")


def _is_header(name: str) -> bool:
    return name.lower() in _HEADERS or is_key_name(name) or name.lower().startswith("x-")
