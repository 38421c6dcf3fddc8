"""Requests in languages that have no format of their own, by the pieces that all share: Swift, Dart, Rust, R, C, Ruby.

Not the language is read but its literals: an address in quotes, header names with their values, a method's name.
"""

from __future__ import annotations

import re

from bot.auth.basic import basic
from bot.model import Format
from bot.parsing._reading import NOTHING, Reading, make_request
from bot.parsing.credentials import is_key_name
from bot.regex import lazy

FORMAT = Format("other-code", "code", userinfo="by-library")
ORDER = 45
MARKS = (
    *("urlsession", "urlrequest", "urlwithstring", "uri.parse(", "reqwest", "curl_easy_setopt", "add_headers(", "httr"),
    *("http_request2", "httpoison", "hackney", "cohttp", "ureq::", "alamofire", "af.request("),
    *("req.get!(", "req.post!(", "dio(", "web.contents("),
)
LATE_MARKS = ("faraday", "unirest(")  # their languages have formats, which may leave these clients unread

_URL = lazy(r"[\"'](https?://[^\s\"'<>]{1,2000})[\"']")
_LONGEST = 400  # characters before an address that are looked at
_PRINTED = lazy(r"Error \{ ?\w")  # an error that Rust printed
_PAIR = lazy(
    r"@?[\"'](?P<name>[A-Za-z][A-Za-z0-9-]{1,60})[\"']\]?(?:\.parse\(\)\??|\.to_string\(\))?\s{0,4}(?:=>|[:=,]|<-)\s{0,40}@?"
    r"[\"'](?P<value>[^\"'\n]{0,4096})[\"']"
)
_LINE = lazy(r"[\"'](?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):[ ]?(?P<value>[^\"'\n]{0,4096})[\"']")
_VALUE_FIRST = lazy(
    r"(?:add|set)Value[(:]\s?@?[\"'](?P<value>[^\"'\n]{0,4096})[\"'],?\s{0,4}"
    r"forHTTPHeaderField:\s?@?[\"'](?P<name>[\w-]{1,60})[\"']"
)
_BEARER = lazy(
    r"(?:\.(?:bearer_auth|authorization)\(|CURLOPT_XOAUTH2_BEARER,|\{:bearer,)\s*(?::?[\"']?Bearer[\"']?,\s*)?[\"']([^\"'\n]{1,4096})[\"']|"
    r":authorization,\s*[\"']Bearer[\"'],\s*[\"']([^\"'\n]{1,4096})[\"']",
    re.IGNORECASE,
)
# R: what has a dash is no name of a variable
_ARGUMENT = lazy(
    r"(?<=[(,\s])(?P<name>Authorization|[A-Za-z]{1,30}(?:-[A-Za-z]{1,30}){1,4})\s{0,3}=\s{0,3}"
    r"[\"'](?P<value>[^\"'\n]{0,4096})[\"']"
)
_BASIC = lazy(
    r"\bbasic_auth\(\s{0,9}[\"'](?P<user>[^\"'\n]{0,400})[\"'],\s{0,9}"
    r"(?:None\b|(?:Some\()?[\"'](?P<password>[^\"'\n]{0,400})[\"'])"
    r"|\bauthenticate\(\s{0,9}(?:username:\s{0,3}|user = )?[\"'](?P<named>[^\"'\n]{1,400})[\"'],"
    r"\s{0,9}(?:password:\s{0,3}|password = )?[\"'](?P<its>[^\"'\n]{1,400})[\"']"
    r"|(?:CURLOPT_USERPWD,|\{:basic,)\s{0,9}[\"'](?P<pair>[^\"'\n]{1,800})[\"']"
)
_OTHERWISE = lazy(r"CURLAUTH_(?!BASIC)|\btype\s{0,3}=\s{0,3}[\"'](?:digest|ntlm)")  # the pair waits for a challenge
_METHOD = lazy(
    r"(?:httpMethod|HTTPMethod|method|CUSTOMREQUEST|VERB|Request)\W{1,8}(?P<word>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b"
    r"|(?:Method::|METHOD_|HTTPMethod\.|method: \.)"
    r"(?P<constant>GET|POST|PUT|PATCH|DELETE|HEAD|get|post|put|patch|delete)\b"
    r"|\.(?P<call>get|post|put|patch|delete)\([\"'&]"
)
_PATH = lazy(r"\.(?:get|post|put|patch|delete)\(\s*[\"'](/[^\s\"']{0,2000})[\"']")
_HAS_FORMAT = lazy(r"Net::HTTP|\bURI\.parse|\bURI\(")  # Ruby's own library
_HEADERS = frozenset({"authorization", "cookie", "accept", "content-type", "user-agent"})


def read(text: str) -> Reading:
    """One request: the first address, every header literal, the method that is named, GET when none is."""
    url = next((found for found in _URL.finditer(text) if not _is_printed(text, found.start())), None)
    if url is None or _HAS_FORMAT.search(text):
        return NOTHING
    found = sorted(
        (
            match
            for pattern in (_PAIR, _LINE, _VALUE_FIRST, _ARGUMENT)
            for match in pattern.finditer(text)
            if _is_header(match["name"])
        ),
        key=lambda match: match.start(),
    )
    headers = {match["name"]: match["value"] for match in found}
    bearer = _BEARER.search(text)
    if bearer:
        headers.setdefault("Authorization", f"Bearer {bearer[1] or bearer[2]}")
    basic = _BASIC.search(text)
    if basic and not _OTHERWISE.search(text):
        headers.setdefault("Authorization", _basic(basic))
    method, path = _METHOD.search(text), _PATH.search(text)
    address = url[1].rstrip("/") + path[1] if path else url[1]
    name = (method["word"] or method["constant"] or method["call"]) if method else "GET"
    ends = [match.end() for match in (url, bearer, basic, method, path, *found) if match]
    starts = [match.start() for match in (url, bearer, basic, method, path, *found) if match]
    line_start = text.rfind("\n", 0, min(starts)) + 1
    line_end = text.find("\n", max(ends))
    span = (line_start, line_end if line_end >= 0 else len(text))
    return Reading(requests=(make_request(FORMAT, name.upper(), address, tuple(headers.items())),), spans=(span,))


def _is_printed(text: str, at: int) -> bool:
    """Does what stands before ``at`` in its line begin an error that was printed?"""
    return _PRINTED.search(text, max(text.rfind("\n", 0, at), at - _LONGEST, 0), at) is not None


def _basic(match: re.Match[str]) -> str:
    user, password = match["user"] or match["named"], match["password"] or match["its"] or ""
    return basic(match["pair"] or f"{user}:{password}")


def _is_header(name: str) -> bool:
    return name.lower() in _HEADERS or is_key_name(name) or name.lower().startswith("x-")
