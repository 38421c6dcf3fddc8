"""Is a value made of the words of a documentation's sample: YOUR_API_KEY, insert-token-here, changeme?"""

from __future__ import annotations

import re

from bot.lists import words_of

_OWNERS = words_of("""
    your my the some insert enter replace put add paste use provide actual real own valid change with super very
    fake dummy
""")
# After these any word may stand in the middle (YOUR_ACME_API_KEY); after the others every word must be known.
_STRONG = words_of("your insert enter replace paste provide")
_KINDS = words_of("""
    api access auth oauth bearer private public personal client app application user account session refresh
    service admin live test web server project org organization new secret authorization
""")
_THINGS = words_of("""
    key keys token tokens secret secrets jwt password pass credential credentials id username user email apikey
    value pat string code accesstoken authtoken
""")
_TAILS = words_of("here goes placeholder example me this please it in")
_ALONE = words_of("""
    placeholder changeme dummy todo tbd fixme redacted removed hidden masked censored sample example omitted
    scrubbed secret confidential private
""")
_KNOWN = _OWNERS | _KINDS | _THINGS | _TAILS
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_LONGEST = 80
_LONGEST_WORD = max(map(len, _KNOWN))


def is_sample(value: str) -> bool:
    """Whether the whole value is such words (case and separators aside), at most 80 characters."""
    if len(value) > _LONGEST or not value or not re.fullmatch(r"[A-Za-z0-9 _.-]+", value):
        return False
    found = [word.lower() for word in _WORD.findall(value)]
    words = [part for word in found for part in (_parted(word) if word not in _KNOWN else [word])]
    if len(words) > 2 and words[0] not in _KNOWN and len(words[0]) <= 5 and words[1] in _STRONG:
        words = words[1:]  # behind the prefix of a real one: xoxb-your-token, sk-your-key-here
    if set(words) <= _ALONE or words == ["change", "me"]:
        return True
    named = any(word in _THINGS for word in words)
    if words[0] in _STRONG and named and sum(word not in _KNOWN for word in words) <= 3:
        return True
    if not set(words) <= _KNOWN or not (named or set(words) & _KINDS):
        return False
    return words[0] in _OWNERS or words[-1] in _TAILS - {"me", "it", "in"}


def _parted(word: str) -> list[str]:
    """A run of letters as known words (``yourapikey``), the longest first, or itself when it is none."""
    parts, at = [], 0
    while at < len(word):
        rest = word[at:]
        size = next((size for size in range(min(_LONGEST_WORD, len(rest)), 1, -1) if rest[:size] in _KNOWN), 0)
        if not size:
            return [word]
        parts.append(word[at : at + size])
        at += size
    return parts
