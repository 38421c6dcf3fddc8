"""Shapes that tell what a text is without its words: code and tests, printed output, enumerated status codes."""

from __future__ import annotations

import re

_CODE_UNDER_WORK = re.compile(
    "|".join(
        (
            # What a commit or a change is called, and a test runner's line.
            r"\A(?:commit:?|fix|add|handle|support|improve|update|document|refactor|return|map|use) "
            r"(?!me\b|it\b|this\b|please)",
            r"^(?:fail|pass|passed|failed|ok|not ok|--- (?:fail|pass):?|[✓✗✔✘×✅❌√]) ",
            # A description of an API, a diff, a table of codes, a changelog's heading.
            r"^\s*['\"]?40[17]['\"]?:\s*(?:$|\n?\s*(?:description|\$ref|content))",
            r"^(?:diff --git|@@ -\d|[+-]{3} [ab]/)",
            r"^ *\|[^\n]*\b40\d\b[^\n]*\|",
            r"^[+-] ?.*\b(?:return|status|raise|throw|if|assert|expect)\b",
            r"^(?:#{1,3} )?\[?v?\d+\.\d+\.\d+\]?(?: |$)",
            # Tests and handlers that make a 401.
            r"\bassert\b.*40[17]|expect\(.*40[17]|tobe\(40[17]\)|assertequal|should\.(?:have\.status|equal)",
            r"\.expect\(40[17]\)|\.reply\(40|\bit\('|\bdescribe\('|\bdef test_|\bfunc test|@test\b|^@\w{1,60}\(",
            r"status_code ?={2,3} ?40[17]|[!=]==? ?40[17]\b|\bcase 40[17]:|errorhandler\(40[17]",
            r"httpexception\(|abort\(40[17]|status\(40[17]\)\.|res\.(?:status|sendstatus)\(|http\.error\(",
            r"\breturn 40[17] ?;|\breturn (?:new )?(?:unauthorized|response)|\bthrow new \w{1,60}exception",
            r"httpstatus\.unauthorized|statusunauthorized|http_401_unauthorized",
            r"statuscodes?\.(?:status)?_?(?:401_)?unauthorized",
            r"\bexpected (?:http )?(?:status )?(?:code )?(?:to be )?40[17]",
            r"\bcy\.\w|\bintercept\(|statuscode: ?40[17] ?\}",
            r"^\s*for \w+ in \w|^\s*def \w+\(|^\s*(?:const|let|var) \w+ =",
            # Queries over logs and metrics.
            r"\bselect\b.{0,200}\bfrom\b|\b(?:rate|sum|count|increase)\(|\bgrep ",
        )
    ),
    re.MULTILINE,
)
_OUTPUT = re.compile(
    "|".join(
        (
            r"^(?:[<>] |\{|\[?\{\"|http/[\d.]+ \d|traceback|npm err|rpc error|fatal: |remote: )",
            r"^(?:curl: \(|idx\d|aadsts\d)",
            r"^(?:[\w.$]*(?:error|exception|fault))\b ?[:(]|^[\w.\\]+(?:error|exception): ",
            r"^\d{4}-\d\d-\d\dt?[ \d]|^\[?\d{2,4}[/:-]\d\d|^(?:warn|error|info|debug)\b ?[\[:]",
            r"^(?:get|post|put|delete|patch) https?://\S+ 40[17]",
        )
    ),
    re.MULTILINE,
)
_AND = "and|und|et|y|e|i|и|och|en|ve|oraz"
_OTHERWISE = "or|oder|ou|o|или|чи|czy|lub|of|mi|nebo|eller|veya|または|か|と|和|还是|或|과|와|또는|아니면"
_OR = rf"(?: ?(?:/|vs\.?|versus|into|instead of|{_AND}|{_OTHERWISE}) ?)"
_ARTICLE = r"(?:a |an |un |ein )?'?\(?"
_WEIGHED = re.compile(rf"40[17]'?\)?(?:{_OR}| ?, ?){_ARTICLE}[345]\d\d" rf"|[345]\d\d'?\)?{_OR}{_ARTICLE}40[17]")
_ENUMERATED = re.compile(rf"[2-5]\d\d(?:(?: ?[,/、] ?|,? (?:{_AND}|{_OTHERWISE}) )[2-5]\d\d\b){{2}}")
_STATUS = re.compile(r"[2-5]\d\d")
_FAILURE = re.compile(r"(?<![\w.:/-])[45]\d\d(?![\w.:/-])")


def is_code_under_work(text: str) -> bool:
    """Is the plain ``text`` a diff, a test, a handler, a query, a description or a change's title?"""
    return _CODE_UNDER_WORK.search(text) is not None


def output_lines(text: str) -> set[int]:
    """Where in the plain ``text`` lines begin that a program printed: errors, log lines, answers."""
    return {match.start() for match in _OUTPUT.finditer(text)}


def lists_codes(text: str) -> bool:
    """Are status codes enumerated or weighed against each other, as in documentation and in questions?"""
    for pattern in (_ENUMERATED, _WEIGHED):
        if any(len(set(_STATUS.findall(match.group()))) > 1 for match in pattern.finditer(text)):
            return True
    return len({match.group() for match in _FAILURE.finditer(text)}) >= 3


def names_codes(text: str) -> bool:
    """Are two different status codes of failures named?"""
    return len({match.group() for match in _FAILURE.finditer(text)}) >= 2
