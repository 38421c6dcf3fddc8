"""Is a value a real one? Nothing, sample text, a redaction or a variable that nobody expanded."""

from __future__ import annotations

import re

from bot.checks._sample_words import is_sample
from bot.lists import words_of

EMPTY_WORDS = words_of("""
    undefined null none nil nan {} [] () false true empty "" '' not_set unset (null) <nil> %!s(<nil>)
""") | {"[object object]", "[object promise]", "<no value>", "none none"}
_GLUED_SCHEME = re.compile(r"\A(?:bearer|basic|token|key)[:= ]{0,2}(?=[$%{#<])", re.IGNORECASE)
_SIGILS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("${{ }}", re.compile(r"\$\{\{[^}]{0,200}\}\}?")),
    ("{{ }}", re.compile(r"\{\{[^}]{0,200}\}\}")),
    ("$( )", re.compile(r"\$\([^)]{0,400}\)?|`[^`]{1,400}`")),
    ("${ }", re.compile(r"\$\{[^}]{0,200}\}?")),
    ("$env:", re.compile(r"\$env:\w+", re.IGNORECASE)),
    ("<%= %>", re.compile(r"<%=?[^%]{0,200}%>")),
    ("#{ }", re.compile(r"#\{[^}]{0,200}\}")),
    ("% %", re.compile(r"%[A-Za-z_][A-Za-z0-9_]{2,60}%")),
    (
        "code",
        re.compile(
            r"(?:process\.env|os\.environ|os\.getenv|ENV\[|getenv\(|System\.getenv|import\.meta\.env)[\w.\[\]\"'()]{0,80}"
        ),
    ),
    ("$", re.compile(r"\$[A-Za-z_][A-Za-z0-9_]{0,60}")),
    ("!", re.compile(r"![A-Z_]{3,60}!")),
    ("{ }", re.compile(r"\{!?\$?[A-Za-z_][\w.-]{1,60}\}")),  # with a blank in it, it is a stand-in
    (":", re.compile(r":[a-z_]*(?:token|key|secret)")),
    ("@", re.compile(r"@[A-Za-z_]*(?:token|key|secret)[A-Za-z_]*")),
    ("__ __", re.compile(r"__[A-Z][A-Z0-9_]{2,60}__")),
)
_WHOLE = frozenset({"{ }", ":", "@", "__ __", "!", "code"})
SHELL_SIGILS = frozenset({"$", "${ }", "$( )"})
_WORDS = words_of("""
    token apikey api_key api-key key accesstoken access_token access-token bearertoken bearer_token jwt jwttoken
    jwt_token mytoken my_token my-token myapikey my_api_key my-api-key mykey my_key authtoken auth_token
    auth-token secretkey secret_key your_token yourtoken oauth_token oauthtoken id_token refresh_token
    client_secret access_key_id accesskey access_key personal_access_token pat user:pass username:password
    user:password login:password email:password email:token user:token username:token user:apikey apikey: token:
    key: api_key:api_secret key:secret client_id:client_secret id:secret your_username:your_password
    somebody:secret username:api_token email@example.com:api_token user@example.com:token
""")
_UPPER_THINGS = words_of("KEY TOKEN SECRET JWT PASSWORD APIKEY CREDENTIAL CREDENTIALS ID")
_UPPER_ENDS = words_of("HERE VALUE GOES STRING PLACEHOLDER")
_MIXED = re.compile(r"(?:[A-Za-z]{1,20}\d{1,20}){3}")  # letters and digits by turns, as in no name
_ANGLED = re.compile(r"<[^<>]{1,80}>")
_BRACKETED = re.compile(r"\[[A-Za-z][A-Za-z _-]{2,60}\]|\{[A-Za-z][A-Za-z _.-]{2,60}\}|\([A-Za-z][A-Za-z ,_'-]{2,60}\)")
_YOURS = re.compile(r"YOUR[_-]|(?i:your[-_ ]?(?:user|pass|api|token|key|secret))")
_MASKS = re.compile(r"\*{3,}|•{3,}|●{3,}|█{2,}|▒{2,}|\.{3,}|…|[xX]{4,}|#{4,}|-{6,}|_{6,}|\?{3,}")
_ALL_MASK = re.compile(r"[xX]{2,}|[*•.#](?: [*•.#])+|\*+|\.{2,}|•+|-{2,}|_{2,}|\?+|#{2,}|[xX*.-]{2,}(?::[xX*.-]+)?")
_BLOTTED_WORDS = words_of("""
    redacted removed hidden masked censored omitted scrubbed filtered stripped sanitized snip snipped blanked
    elided retracted obfuscated anonymized
""")
# A name that speaks to the reader is documentation's; any other may stand for what the asker took out.
_SPOKEN_TO = re.compile(
    r"\b(?:your?|insert|enter|replace|paste|put|change|changeme|placeholder|example|sample|here|todo)(?![a-z])"
    r"|(?:^|[ _-])(?:here|goes)\b",
    re.IGNORECASE,
)
_PUBLIC = frozenset({"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"})
_JWT_IO = "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"


def empty_word(value: str) -> str | None:
    """What stands in place of a value ('' or ``undefined``), None when there is a value."""
    bare = value.strip().strip("\"'`").strip()
    return bare if not bare or bare.lower() in EMPTY_WORDS else None


def sigil_of(value: str) -> str:
    """The form of an unexpanded variable that is the value, or the greater part of it; ''."""
    bare = _GLUED_SCHEME.sub("", value.strip().strip("\"'"))
    for sigil, pattern in _SIGILS:
        match = pattern.search(bare)
        if match and (match.group() == bare or (sigil not in _WHOLE and _mostly(match, bare))):
            return "" if sigil == "{ }" and speaks_to_reader(bare) else sigil  # {YOUR_KEY} is for the reader to fill in
    return ""


def sigil_of_pair(pair: str) -> str:
    """The form of an unexpanded variable that the user or the password of a pair is, each judged alone; ''.

    A password may begin with a dollar: alone it is a variable where its name is in capitals, as environments have them.
    Braces alone may be what the asker wrote in its place.
    """
    for half in pair.split(":", 1):
        sigil = next((sigil for sigil, pattern in _SIGILS if pattern.fullmatch(half)), "")
        if sigil not in ("", "{ }") and (sigil != "$" or half.isupper()):
            return sigil
    return ""


def partial_dollar(value: str) -> bool:
    """Whether a ``$name`` stands inside a longer value: in double quotes the shell eats it."""
    return re.search(r"[^$\s:]\$[A-Za-z_{(]|^\$\$|\$\$", value) is not None


def sample_word(value: str) -> str:
    """The sample text that the value is, as it may be shown (a known word, or its shape); '' when it is none."""
    bare = value.strip().strip("\"'`")
    lower = bare.lower()
    if _is_name_in_brackets(bare):
        return "a name in brackets"
    if lower in _WORDS:
        return lower
    if len(bare) <= 60 and _is_upper_sample(bare):
        return bare
    if is_sample(bare):
        return bare
    for part in bare.split(":") if ":" in bare else ():
        if _ANGLED.match(part) or _BRACKETED.fullmatch(part):
            return "a name in brackets"
        if _YOURS.match(part):
            return "your…"
        if _is_for_reader(part):
            return part
    return ""


def _is_name_in_brackets(bare: str) -> bool:
    """``<token>``, ``[key]``; a key that somebody left in the brackets of an example is none."""
    return bool(_ANGLED.fullmatch(bare) or _BRACKETED.fullmatch(bare)) and not _MIXED.search(bare)


def _is_for_reader(half: str) -> bool:
    """MY_API_KEY, insert-token-here: more words than one, for a single one (secret, changeme) may be a password."""
    if re.search(r"[A-Za-z][_ -][A-Za-z]", half) is None:
        return False
    return _is_upper_sample(half) or (is_sample(half) and speaks_to_reader(half))


def _is_upper_sample(value: str) -> bool:
    """MY_API_KEY, SECRET_VALUE_GOES_HERE: capital words, of which the last that is no filler is a credential's."""
    *before, last = value.split("_")
    while last in _UPPER_ENDS and before:
        last = before.pop()
    return last in _UPPER_THINGS and all(word.isascii() and word.isalpha() and word.isupper() for word in before)


def redacted(value: str) -> bool:
    """Whether the value, or a part of it, was blotted out: stars, dots, a run of x, a name in brackets, REDACTED."""
    bare = value.strip().strip("\"'`")
    if _ALL_MASK.fullmatch(bare) or _is_blot_word(bare):
        return True
    if _is_name_in_brackets(bare):
        return not speaks_to_reader(bare)
    if ":" in bare and any(_is_blot(part) for part in bare.split(":", 1)):
        return True
    match = _MASKS.search(value)
    if match is None:
        return False
    return not _is_base64_run(match.group(), value)


def speaks_to_reader(value: str) -> bool:
    """Whether sample text tells its reader what to put there, as documentation does: YOUR_KEY, insert-key-here."""
    return _SPOKEN_TO.search(re.sub(r"[_-]|(?<=[a-z])(?=[A-Z])", " ", value)) is not None


def _is_blot(part: str) -> bool:
    """Whether one side of a pair was taken out; a name that speaks to the reader is a sample instead."""
    if _ANGLED.fullmatch(part) or _BRACKETED.fullmatch(part):
        return not speaks_to_reader(part)
    return bool(_ALL_MASK.fullmatch(part)) or _is_blot_word(part)


def _is_blot_word(bare: str) -> bool:
    """``REDACTED``, ``token_removed``, ``[hidden]``: one of the words, beside names of things at most."""
    words = re.findall(r"[A-Za-z]+", bare)
    if not 1 <= len(words) <= 4 or not re.fullmatch(r"[\[<({*]*[A-Za-z _.-]{3,40}[\]>)}*]*", bare):
        return False
    return any(word.lower() in _BLOTTED_WORDS for word in words)


def public_sample(value: str) -> bool:
    """Whether documentation prints this very value."""
    return value in _PUBLIC or value.endswith(_JWT_IO)


def _is_base64_run(run: str, value: str) -> bool:
    """A run of x, - or _ inside a long value may be chance or padding of a test key; stars and dots are not."""
    return run[0] in "xX-_#?" and len(run) * 3 < len(value)


def _mostly(match: re.Match[str], bare: str) -> bool:
    rest = bare[: match.start()] + bare[match.end() :]
    return len(rest.strip("\"' ")) <= len(match.group()) // 2 or rest.strip() in ("", ":", "x:", ":x")
