"""Could this value be a credential at all, whole, of this provider, of this environment and of the right kind?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "location": "str: where the judged credential stands",
    "kind": "str: its kind (bearer, basic, api-key ...)",
    "shown": "str: its masked form",
    "length": "int: its length in characters",
    "real": "bool: it looks like something that a server may know (not empty, no placeholder, no variable)",
    "empty": "bool: nothing follows the header's name or the scheme, or it is undefined, null, None, [object Object]",
    "empty_word": "str: what stands there in place of a value: '' or undefined, null ...",
    "placeholder": "bool: it is sample text (YOUR_API_KEY, <token>, xxxx, changeme)",
    "placeholder_word": "str: the sample text when it is one of the known words, else its shape in words",
    "maybe_redacted": (
        "bool: the sample text may be the asker's own redaction (***, xxxxx, ..., [REDACTED], a real prefix then dots)"
    ),
    "unexpanded": "bool: it is a variable that nobody expanded",
    "sigil": "str: the form of the variable: $X, ${X}, $(...), %X%, {{x}}, <%= %>, #{x}, $env:X",
    "single_quotes": "bool: the variable stands in single quotes in the paste",
    "password_dollar": "bool: a dollar sign stands inside a value in double quotes: the shell has eaten a part",
    "malformed": "bool: something that copying leaves is in the value",
    "damage": "str: what it is, in words",
    "whitespace": "bool: a blank at the start, at the end or inside",
    "newline": "bool: a line break in the value, literal \\n or %0A included",
    "quotes": "bool: quotation marks round or at one end of the value",
    "invisible": "bool: an invisible or no-break character was in it",
    "smart_quotes": "bool: typographic quotation marks were in it",
    "brackets": "bool: the value stands in <>, [], {} or ()",
    "non_ascii": "bool: a character outside ASCII in a token or key",
    "label_inside": "bool: the value repeats a label (token=..., api_key: ..., Authorization: Bearer ...)",
    "escaped": "bool: percent escapes, + or HTML entities where the value should be plain, or the reverse",
    "truncated": "bool: known form, but too short, or cut with an ellipsis",
    "too_long": "bool: known form, but too long (pasted twice, or something appended)",
    "pasted_twice": "bool: the value is the same text twice in a row",
    "checksum_bad": "bool: the form has a checksum and it is wrong",
    "is_jwt": "bool: it is a JWT by its shape (three parts that begin with eyJ)",
    "format": "str: id of the distinctive format it has (provider/format), ''",
    "format_provider": "str: the provider whom the form alone names, ''",
    "format_kind": "str: what the form says it is good for (secret, publishable, refresh-token, webhook ...), ''",
    "wrong_provider": "bool: the form is another provider's than the one that is asked",
    "environment": "str: the environment or region that the key itself tells (test, live, eu ...), ''",
    "host_environment": "str: the environment or region that the host tells, ''",
    "wrong_environment": "bool: the key's environment is not the host's",
    "wrong_kind": (
        "bool: right provider, but a kind that is no good for calls (publishable, refresh, webhook secret, "
        "client id ...)"
    ),
    "wrong_kind_words": "str: what it is, in words",
    "basic_broken": "bool: a Basic value that does not decode to user:password",
    "basic_problem": (
        "str: no-colon, newline, cleartext, not-base64, non-ascii, blanks, scheme-inside, double-encoded, urlsafe"
    ),
    "basic_user_empty": "bool: Basic with an empty user name",
    "basic_password_empty": "bool: Basic with an empty password",
    "basic_password_is_token": "bool: the Basic password has a token's form",
    "basic_user_is_token": "bool: the Basic user name has a token's form",
    "public_sample": "bool: a sample value that documentation prints (jwt.io's token, AKIAIOSFODNN7EXAMPLE)",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
