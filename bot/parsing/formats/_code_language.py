"""What sets one language's source code apart from another's."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """What sets one language's literals apart."""

    interpolates: re.Pattern[str] | None = None  # group 1 is the expression
    in_quotes: str = ""  # which quotes interpolate; '' means those with a prefix (f"…", $"…") only
    prefixes: str = ""  # letters before a quote, any of which makes it interpolate
    quotes: str = "'\""
    adjacent: bool = False  # literals side by side are one
    raw: str = ""  # quotes in which a backslash is a letter
    joins: str = "+"
    comments: tuple[str, ...] = ("//", "#", "/*")
    variable: str = r"[A-Za-z_][\w]*"
    escape: str = "\\"  # what takes the next letter's meaning away
    doubles: bool = False  # a quote is written twice inside its own kind
    formats: bool = False  # ``"{0}" -f value``
    pipes: bool = False  # ``value | ConvertTo-Json``, and here-strings: ``@"``, lines, ``"@``
    symbols: bool = False  # ``:name`` is a value
    spreads: str = ""  # the sign that puts a map's pairs into another, or among a call's arguments
    objects: bool = False  # ``{name, ...more}``, and ``name.append(key, value)`` of what a client sends
