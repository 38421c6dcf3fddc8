"""The forms by which a secret is known though nobody named it: prefixes, JWTs, PEM blocks, assignments, random runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.masking._prefixes import PREFIXED
from bot.masking._secret import Secret, is_sample

Span = tuple[int, int, str]  # start, end, kind

_KEY = (
    r"(?:[A-Za-z0-9]{1,40}[_.-]){0,6}(?:api[_-]?key|apikey|access[_-]?key(?:[_-]?id)?|"
    r"secret(?:[_-]?(?:access[_-]?)?key)?|token|"
    r"passw(?:or)?d|passphrase|pwd|client[_-]?secret|private[_-]?key|auth[_-]?key|credentials?|signature|"
    r"assertion|jwt|"
    r"session(?:[_-]?id)?|sessid|subscription[_-]?key)"
)
_JWT = re.compile(r"(?<![A-Za-z0-9_-])eyJ[\w-]{4,}\.[\w-]{2,}(?:\.[\w-]*){0,3}")
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----")
_SCHEME = re.compile(
    r"(?<![\w\[-])(?P<scheme>bearer|basic|token|digest|apikey|api-key|dpop|negotiate|ntlm|hmac|sso-key|genie-?key|"
    r"bot|key)"
    r"(?:[ \t]+|%20|\+)(?P<value>[A-Za-z0-9\-._~+/%!|:]{8,}=*)",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    rf"(?P<quote>[\"'])(?P<name>{_KEY})(?P=quote)\s{{0,8}}(?::|=>|"
    rf"=)\s{{0,8}}[bu]?([\"'])(?P<value>[^\"'\n]{{4,4096}})\3",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    rf"(?<![A-Za-z0-9])(?P<name>{_KEY})(?P<op>[ \t]{{0,4}}(?::=|=>|[=:])[ \t]{{0,4}})"
    r"(?P<quote>[\"']?)(?P<value>[^\s\"'<>&,;(){}\[\]]{4,4096})",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:api[ _-]?key|token|secret|password|passphrase|pass|key|pw)\b[ \t]{0,3}(?:is|was|=|:|here|like|below)"
    r"[ \t:]{1,4}[\"'`]?(?P<value>[^\s\"'`<>,;()]{6,4096})",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    r"\b(?:key|token|secret|password|credential)s?\b[^\n:.]{0,20}\b(?:provided|supplied|given|received|submitted|used)\b\s{0,3}:"
    r"\s{0,3}[\"'`]?(?P<value>[^\s\"'`<>]{6,4096})",
    re.IGNORECASE,
)
_USERINFO = re.compile(r"(?<=://)[^\s/?#@\"'<>]{1,1024}(?=@[\w\[])")
_BASIC_OPTION = re.compile(
    r"(?<![\w-])(?:-u|--user|--oauth2-bearer|--proxy-user|-U)(?:[ \t]+|=)[\"']?(?P<value>(?!\[)[^\s\"']{3,1024})"
)
_QUERY = re.compile(r"[?&;](?P<name>[A-Za-z0-9_.~\[\]%-]{1,64})=(?P<value>(?!\[)[^\s&#\"'<>`;\\)\]]{1,4096})")
_RUN = re.compile(r"[A-Za-z0-9_+/=.~%-]{20,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_HEX = re.compile(r"[0-9a-f]{20,}|[0-9A-F]{20,}")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}", re.IGNORECASE)
_WORD_AFTER_SCHEME = re.compile(
    r"(?:auth\w*|realm.*|scheme\w*|token\w*|credential\w*|header\w*|challenge\w*|access|error.*|methods?|"
    r"format\w*|required|"
    r"missing|invalid|expired|value\w*|instead|prefix\w*|placeholder|followed|together|whatever|security|"
    r"verification|"
    r"[a-z]{1,14}['’]?[a-z]{0,2}[.,:!?]?)",
    re.IGNORECASE,
)
HARMLESS_QUERY = frozenset(
    (
        *(
            "page",
            "per_page",
            "perpage",
            "page_size",
            "pagesize",
            "limit",
            "offset",
            "size",
            "count",
            "sort",
            "order",
            "order_by",
        ),
        *(
            "direction",
            "dir",
            "fields",
            "include",
            "expand",
            "embed",
            "format",
            "lang",
            "language",
            "locale",
            "hl",
            "tabs",
            "view",
        ),
        *(
            "version",
            "v",
            "api-version",
            "apiversion",
            "api_version",
            "type",
            "status",
            "state",
            "from",
            "to",
            "since",
            "until",
        ),
        *(
            "grant_type",
            "response_type",
            "response_mode",
            "scope",
            "prompt",
            "display",
            "x-amz-algorithm",
            "x-amz-date",
        ),
        *(
            "x-amz-expires",
            "x-amz-signedheaders",
            "x-goog-algorithm",
            "x-goog-date",
            "x-goog-expires",
            "x-goog-signedheaders",
        ),
        *(
            "expires",
            "sv",
            "sr",
            "sp",
            "se",
            "st",
            "spr",
            "ss",
            "srt",
            "units",
            "alt",
            "pretty",
            "verbose",
            "debug",
            "tz",
        ),
        *(
            "timezone",
            "date",
            "start",
            "end",
            "year",
            "month",
            "day",
            "region",
            "country",
            "currency",
            "symbol",
            "city",
        ),
    )
)


def is_random(run: str) -> bool:
    """Whether an unbroken run of 20 characters or more looks made by a generator, not by people.

    Words, paths, host names, constants and UUIDs change seldom between small letters, capitals and digits.
    """
    core = run.strip("=.-_/")
    if len(core) < 20 or _UUID.fullmatch(core) or is_sample(core):
        return False
    if _HEX.search(core):
        return True
    if any(_is_mixed(piece) for piece in re.split(r"[/.=%]", core) if len(piece) >= 16):
        return True
    return _is_mixed(core)


def _is_mixed(core: str) -> bool:
    letters = re.sub(r"[^A-Za-z0-9]", "", core)
    changes = len(_CHANGE.findall(letters))
    if changes >= 0.22 * len(letters) or (letters.isdigit() and len(letters) >= 20 and letters == core):
        return True
    if changes >= 0.12 * len(letters) and sum(char.isdigit() for char in letters) >= 4 and not re.search(r"[_-]", core):
        return True
    return bool(_CONSONANTS.search(core)) and len(letters) == len(core)


def find(text: str) -> list[Span]:
    """The spans of ``text`` that look like secrets, in order and without overlaps. Linear in the text."""
    spans: list[Span] = []
    position = -1
    for start, end, kind in sorted(_candidates(text), key=lambda span: (span[0], -span[1])):
        if start >= position:
            spans.append((start, end, kind))
            position = end
        elif end > position:
            first, _, known = spans[-1]
            spans[-1] = (first, end, known)
            position = end
    return spans


def secrets_in(text: str) -> tuple[Secret, ...]:
    """What looks like a secret in a text, in order, each once."""
    return tuple(dict.fromkeys(Secret(text[start:end], kind) for start, end, kind in find(text)))


def _candidates(text: str) -> Iterator[Span]:
    yield from _pems(text)
    for match in PREFIXED.finditer(text):
        yield match.start(), match.end(), "token"
    for match in _JWT.finditer(text):
        yield match.start(), match.end(), "jwt"
    for match in _USERINFO.finditer(text):
        yield match.start(), match.end(), "userinfo"
    yield from _named(text)
    for match in _RUN.finditer(text):
        if is_random(match.group()):
            yield match.start(), match.end(), "secret"


def _pems(text: str) -> Iterator[Span]:
    position = 0
    while opening := _PEM.search(text, position):
        close = text.find("-----END ", opening.end())
        end = text.find("-----", close + 9) + 5 if close >= 0 else 0
        position = end if end > 4 else len(text)
        yield opening.start(), position, "pem"


def _named(text: str) -> Iterator[Span]:
    """Values that a scheme, a name or a sentence calls secret."""
    for match in _SCHEME.finditer(text):
        if not _WORD_AFTER_SCHEME.fullmatch(match["value"]) and not is_sample(match["value"]):
            yield *match.span("value"), match["scheme"].lower()
    for match in _QUOTED.finditer(text):
        if not is_sample(match["value"]):
            yield *match.span("value"), "secret"
    for match in _BASIC_OPTION.finditer(text):
        user, colon, password = match["value"].partition(":")
        if (colon and not (password and is_sample(password))) or is_random(user):
            yield *match.span("value"), "userinfo"
    for match in _ASSIGNED.finditer(text):
        if not is_sample(match["value"]) and (
            match["op"] in {"=", ":="} or match["quote"] or _is_secretive(match["value"])
        ):
            yield *match.span("value"), "secret"
    for match in _PROVIDED.finditer(text):
        if not is_sample(match["value"]):
            yield *match.span("value"), "secret"
    for match in _SAID.finditer(text):
        if _is_secretive(match["value"]):
            yield *match.span("value"), "secret"
    for match in _QUERY.finditer(text):
        if match["name"].lower() not in HARMLESS_QUERY and not is_sample(match["value"]):
            yield *match.span("value"), "query"


def _is_secretive(value: str) -> bool:
    """Whether a word after "token:" in a sentence is a secret: digits among letters, odd capitals, odd signs."""
    core = value.strip(".,:;!?")
    if is_sample(core) or len(core) < 6 or re.match(r"https?:|\[", core):
        return False
    has_digit = any(char.isdigit() for char in core)
    has_letter = any(char.isalpha() for char in core)
    return (
        (has_digit and has_letter)
        or bool(re.search(r"[a-z][A-Z]|[!@#$%^*+~|]", core))
        or (core.isdigit() and len(core) > 5)
    )
