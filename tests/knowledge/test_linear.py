"""Which expressions of an entry may be matched with strangers' text: the bound holds, and honest ones keep it."""

from __future__ import annotations

import itertools
import random
import re
import time

import pytest

from bot.knowledge._hosts import LONGEST_HOST, compile_host, with_stars
from bot.knowledge.book import Book, at_home
from bot.knowledge.linear import complaint

HONEST = (
    *("ghp_[0-9A-Za-z]{36}", "[a-z]+-[0-9]+", "(?:a|b)+c", "x{1,9}y{1,9}", r"\w+\.\w+", "(?:foo|bar|baz)-[a-z]+"),
    *("acme_(?P<environment>live|test)_[a-z0-9]{24,}", r"eyJ[\w-]+\.[\w-]+\.[\w-]*", "(?i)tok_[a-z0-9]+", "[^:]+:.+"),
    *(
        "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        r"[A-Z]{2}\d+(?:,[A-Z]{2}\d+)*",
        "a{65535}",
        "(?>a+)b",
        "[a-z]+foo",
    ),
)
SLOW = (
    *("(?:a+)+b", "(a|a)*b", "(a|aa)+$", "a*a*a*b", r"(\w+\s?)*x", "(.*)(.*)x", "(?:[a-z]*)*", "([a-z]+[0-9]*)+x"),
    *(".*.*x", r"\s*\s+$", "(a?){40}a{40}", "a?" * 40 + "a" * 40, "([a-z]*,?)*;", "(?:a|b|ab)*c", "(x{0,5000}){2}y"),
    *(
        "[a-z]{0,4096}[a-z]{0,4096}z",
        "(?=(a*)*b)a",
        "(?:a*|b)*c",
        r"(\d+,?)+;",
        "a*?a*?a*?b",
        "((((a*)*)*)*)*",
        r"(.|\n)*x",
    ),
    *(r"(.|\n)*x", "(?s:.)*(?:x|.)*y", "(?:(?:ab?)+b?)+c", "((?:a{1,30}){1,30}){1,30}b", "a*(?=a*b)c"),
)
UNKNOWN = (
    r"(a)\1",
    "(?P<x>a)(?P=x)",
    "(?P<x>a)?(?(x)b|c)",
    "(?<=a+)b",
    "(",
    "[",
    "a**",
    "(?z)",
    "(" * 500 + ")" * 500,
    "a" * 3000,
)


@pytest.mark.parametrize("regex", HONEST)
def test_an_honest_expression_passes(regex: str) -> None:
    """Where the parts begin differently, or are few, nothing is complained of."""
    assert complaint(regex) == ""


@pytest.mark.parametrize("regex", SLOW)
def test_a_slow_expression_is_complained_of(regex: str) -> None:
    """Nested, neighbouring and ambiguous repeats are told, however they are written."""
    assert complaint(regex).endswith("long text")


@pytest.mark.parametrize("regex", UNKNOWN)
def test_what_has_no_bound_is_complained_of(regex: str) -> None:
    """References back, and what is no regular expression or very long, are refused in words."""
    assert complaint(regex)


def test_every_built_in_expression_keeps_the_bound(book: Book) -> None:
    """What operators' entries are held to holds for ours, too."""
    hosts = [host for each in book.providers.values() for home in each.homes for host in home.hosts]
    wrong = {form.regex: complaint(form.regex) for form in book.formats}
    wrong |= {host: complaint(at_home(host).pattern, LONGEST_HOST) for host in hosts}
    assert {shown: words for shown, words in wrong.items() if words} == {}


def _invented(choose: random.Random, depth: int) -> str:
    """Some regular expression over a, b and c."""
    kind = choose.random()
    if depth == 0 or kind < 0.3:
        return choose.choice(["a", "b", "[ab]", ".", "[^a]", "c", r"\w", "ab", r"\b", "$", "^"])
    if kind < 0.5:
        return _invented(choose, depth - 1) + _invented(choose, depth - 1)
    if kind < 0.62:
        return f"(?:{_invented(choose, depth - 1)}|{_invented(choose, depth - 1)})"
    if kind < 0.68:
        return f"{choose.choice(['(?=', '(?!', '(?>'])}{_invented(choose, depth - 1)})"
    repeat = choose.choice(["*", "+", "?", "{2}", "{0,3}", "{1,40}", "{3,}", "*?", "+?", "*+", "{0,300}"])
    return f"(?:{_invented(choose, depth - 1)}){repeat}"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_passes_is_fast(seed: int) -> None:
    """Of many invented expressions, those that pass are done at once with hostile texts of 20,000 characters."""
    choose = random.Random(seed)
    words = ["".join(word) for size in (1, 2, 3) for word in itertools.product("abc", repeat=size)]
    texts = [(word * 20_000)[:20_000] + end for word in words for end in ("", "!")]
    passed = slowest = 0.0
    for _ in range(800):
        regex = _invented(choose, 5)
        if complaint(regex):
            continue
        pattern = re.compile(regex)
        passed += 1
        for text in choose.sample(texts, 4):
            begun = time.process_time()
            pattern.fullmatch(text)
            slowest = max(slowest, time.process_time() - begun)
    assert passed > 100
    assert slowest < 1  # an honest one takes some milliseconds, a slow one minutes


@pytest.mark.parametrize("stars", [1, 2, 6, 30])
def test_a_pattern_with_any_number_of_stars_is_linear(stars: int) -> None:
    """Host patterns and path hints are matched without trying anything twice."""
    begun = time.process_time()
    compile_host("*.a" * stars + ".test").fullmatch("a." * 30_000)
    re.match(with_stars("/*x" * stars + "/y", "[^/]+"), "/" + "x" * 60_000)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("*.ours.test", "a.b.ours.test", "ours.test"),
        ("*.api.*.ours.test", "x.api.eu.ours.test", "x.api.ours.test"),
        ("*-*.ours.test", "a-b-c.ours.test", "ab.ours.test"),
        ("a*.test", "abc.test", "a.test.example"),
        ("*", "anything.test", ""),
        ("**.test", "ab.test", "a.test.x"),
    ],
)
def test_a_star_is_a_run_of_one_or_more(pattern: str, yes: str, no: str) -> None:
    """What a host pattern means."""
    assert compile_host(pattern).fullmatch(yes)
    assert not compile_host(pattern).fullmatch(no)
