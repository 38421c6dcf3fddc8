"""The tone of what people read: words of our workshop that a tired developer stumbles over, and what to say instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A pattern over the text (case ignored, whole words) -> what a good colleague would say.
INSTEAD: tuple[tuple[str, str], ...] = (
    (r"noise", "a made-up key"),
    (r"bogus", "made-up"),
    (r"differential|residual|posterior|prior|counterfactual|sigil|log-odds", "say what was compared, or seen"),
    (r"replay(?:s|ed|ing)?", "send again"),
    (r"prob(?:e|es|ed|ing)", "a test request; ask"),
    (r"[NGBC] ?[=≠] ?[NGBC](?: ?[=≠] ?[NGBC])*", "say what was answered to what"),
    (r"as seen from here|seen from here|from here", "for our test request"),
    (r"(?:by|in the sense of) (?:the|an|RFC) ?RFCs?|words of", "leave it out; the source has its own key"),
    (r"withdraw(?:s|n|al)?", "revoke, revoked"),
    (r"refusals?", "the 401, the error, the answer"),
    (r"askers?|the paste's|the person in the thread", "you, your"),
    (r"auth-schemes?", "scheme"),
    (r"stands?(?= (?:in|at|after|before|behind|there|where|inside|between|beside|on|round))", "is"),
    (r"otherwise than|alike", "differently from; the same way"),
    (r"speaks? of|complains? of", "says, mentions, complains about"),
    (r"as pasted|in the paste", "your request; in what you posted"),
    (r"minted|mints|mint", "make, made"),
    (r"blanks?", "space"),
    (r"log-(?:ins?|outs?)", "login, logout"),
    (r"is named|are named", "this points to"),
    (r"please", "leave it out"),
)
_PATTERN = re.compile(
    "|".join(rf"(?P<w{number}>(?<![\w-])(?:{words})(?![\w-]))" for number, (words, _) in enumerate(INSTEAD)),
    re.IGNORECASE,
)
_NOT_READ = re.compile(r"\{[^{}\s]+\}|`[^`]*`")  # names of templates, and what is to be typed


def stumbles(text: str) -> Iterator[str]:
    """A sentence for each word of ours in a template: what was found, and what would be right."""
    for found in _PATTERN.finditer(_NOT_READ.sub(lambda name: " " * len(name[0]), text)):
        number = int(str(found.lastgroup)[1:])
        yield f"{found[0]!r} is a word of ours; right is: {INSTEAD[number][1]}"
