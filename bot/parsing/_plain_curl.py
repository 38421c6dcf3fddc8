"""The short way for the paste that is one plain curl command and nothing else: the Report that the long way makes.

Every condition below rules out one thing that the long way looks for: damage of the chat, another paste format or
shell, what curl treats in a special way, a secret that nobody named. Where one might be there, this answers None.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from bot.masking import Secret, is_harmless_header, is_harmless_query, is_random
from bot.masking._shapes import NAME_WORDS, RUN, SCHEME_WORDS, TOKEN, is_prefixed
from bot.model import Credential, Report, Request, Transfer
from bot.parsing._reading import MAX_HEADERS, MAX_TEXT
from bot.parsing.credentials import WORDS_OF_NAMES, authorization, in_other_header, in_parameter
from bot.parsing.formats._curl_url import plain_url

# Not in it: what a chat escapes or marks up, what another shell would show by, tabs and, but for JSON's, line ends.
_WORD = r"""[A-Za-z0-9_:/.,=?+~-]++|'(?:[ -#&(-;=?A-\]_a-~]++|\n(?= *["{}\[\]]))++'|"[ !#&-;=?A-\[\]_a-~]++\""""
_TEXT = re.compile(rf"curl(?: ++(?:\\\n *+(?=[-'\"]|https?://))?(?:{_WORD}))++")
_WORDS = re.compile(_WORD)
_LANGUAGE = re.compile(r"(?:bash|sh|shell|zsh|console) *\n")
_ENTITY = re.compile(r"&#?\w{1,8};")
_HEADER = re.compile(r"([A-Za-z0-9-]++): *+([!-~](?:[ -~]*[!-~])?) *+\Z")
_AUTHORIZATION = re.compile(r"[A-Za-z]++ ([A-Za-z0-9_.~/-]{8,4096}={0,2})\Z")
_VALUE = re.compile(r"[A-Za-z0-9_.~/-]{8,4096}={0,2}\Z")
_UNBROKEN = re.compile(r"(?!https?:)[^\s<>{}$]{9,4096}\Z")
_JWT = re.compile(r"eyJ[\w-]{4,}\.[\w-]{2,}(?:\.[\w-]*){0,3}\Z")
_QUERY = re.compile(r"[?&;]([A-Za-z0-9_.~\[\]%-]{1,64})=")
_SWITCHES = re.compile(r"-[sSivfLk]++\Z")
_LONG_SWITCHES = {"--silent": "s", "--show-error": "S", "--include": "i", "--verbose": "v", "--fail": "f",
                  "--location": "L", "--insecure": "k"}  # fmt: skip
_PARAMETER_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_PAIR = re.compile(r"[A-Za-z0-9_.-]{1,200}:[A-Za-z0-9_.-]{3,200}\Z")
_PARAMETER_VALUE = re.compile(r"[A-Za-z0-9_.-]{9,4096}\Z")
_USER_OPTIONS = frozenset({"-u", "--user"})
_HEADER_OPTIONS = frozenset({"-H", "--header"})
_METHOD_OPTIONS = frozenset({"-X", "--request"})
_DATA_OPTIONS = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--data-ascii"})
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_TRANSFERS = {
    (follows, insecure): Transfer(follow_redirects=follows, insecure=insecure)
    for follows in (False, True)
    for insecure in (False, True)
}
_CALM = frozenset({"Authorization", "authorization", "Content-Type", "application"})  # no tokens
_OWN_WAY = frozenset({"host", "cookie", "set-cookie", "proxy-authorization", "www-authenticate", "proxy-authenticate"})
_KEY_LIKE = re.compile(
    r"key|token|secret|pass|cred|jwt|auth|sess|sid|pat|pwd|pw|psk|ticket|sig|hmac|dpop|assert|team|art"
)


@cache
def _automaton(earlier: tuple[str, ...]) -> AhoCorasick:
    """Finds what must not occur: the marks of the formats that read before curl, then names and schemes of secrets."""
    schemes = [word + blank for word in SCHEME_WORDS for blank in " +"]
    options = ["-u ", "-u=", "-user ", "-user=", "-bearer=", " -uri", " -headers", " -method", " -body"]
    options += [" -contenttype", " -usebasicparsing", " -outfile", " -infile", "-----begin ", "eyj"]
    paths = ["/bot", "hooks", "webhook", "alchemy", "infura", "quiknode", "ifttt"]
    return AhoCorasick([*earlier, *NAME_WORDS, *schemes, *options, *paths])


def read(text: str, earlier: tuple[str, ...]) -> Report | None:
    """The Report of ``text``, or None when it is not plainly one curl command. ``earlier``: marks of formats before."""
    bare = text if text[:5] == "curl " else _unwrapped(text)
    if len(text) > MAX_TEXT or _TEXT.fullmatch(bare) is None or ("&" in text and _ENTITY.search(text)):
        return None
    command = _Command()
    if not command.take(_WORDS.findall(bare, 5)):
        return None
    request = command.request()
    if request is None:
        return None
    secrets = command.secrets_of(request)
    if secrets is None or not _names_all(bare, command, secrets, len(earlier), _automaton(earlier)):
        return None
    return Report(text=text, requests=(request,), secrets=tuple(secrets))


def _unwrapped(text: str) -> str:
    """The command in a fence or behind a prompt; any other text as it is."""
    bare = text.strip(" \n")
    if bare.startswith("```") and bare.endswith("```"):
        inner = bare[3:-3]
        language = _LANGUAGE.match(inner)
        bare = inner[language.end() if language else 0 :].strip(" \n")
    return bare.removeprefix("$ ")


class _Command:
    """The words of the command, sorted; ``secret_words`` are those, quotes and all, that hold a credential."""

    __slots__ = (
        "credentials",
        "data",
        "headers",
        "is_compressed",
        "method",
        "parameters",
        "secret_words",
        "switches",
        "url",
        "user",
    )

    def __init__(self) -> None:
        self.url = self.method = ""
        self.data: str | None = None
        self.headers: list[tuple[str, str]] = []
        self.credentials: list[Credential] = []
        self.parameters: list[tuple[str, str]] = []
        self.secret_words: list[str] = []
        self.switches = self.user = ""
        self.is_compressed = False

    # ---- each says whether it took what it was given

    def take(self, words: list[str]) -> bool:
        """Every word: the URL, or one of the options that are usual, with its argument."""
        rest = iter(words)
        for raw in rest:
            word = raw[1:-1] if raw[0] in "'\"" else raw
            if word in _HEADER_OPTIONS:
                if not self.header(next(rest, "")):
                    return False
            elif word[:1] != "-":
                if self.url:
                    return False
                self.url = word
            elif not self.option(word, rest):
                return False
        return len(self.headers) < MAX_HEADERS - 1

    def option(self, word: str, rest: Iterator[str]) -> bool:
        if _SWITCHES.match(word):
            self.switches += word
        elif word in _LONG_SWITCHES:
            self.switches += _LONG_SWITCHES[word]
        elif word in _METHOD_OPTIONS or (word[:2] == "-X" and word[2:] in _METHODS):
            self.method = word[2:] if word[1] == "X" and len(word) > 2 else next(rest, "").strip("'\"")
            return self.method in _METHODS
        elif word in _DATA_OPTIONS and self.data is None:
            argument = next(rest, "")
            self.data = argument[1:-1] if argument[:1] in {"'", '"'} else argument
            return bool(self.data)
        elif word in _USER_OPTIONS and not self.user:
            argument = next(rest, "")
            self.user = argument[1:-1] if argument[:1] in {"'", '"'} else argument
            self.secret_words.append(f"{word} {argument}")
            return _PAIR.match(self.user) is not None
        elif word == "--compressed":
            self.is_compressed = True
        else:
            return False
        return True

    def header(self, raw: str) -> bool:
        match = _HEADER.match(raw[1:-1] if raw[:1] in {"'", '"'} else raw)
        if match is None:
            return False
        name, value = match.groups()
        self.headers.append((name, value))
        lower = name.lower()
        if lower in _OWN_WAY:
            return False
        if lower == "authorization":
            found = _AUTHORIZATION.match(value)
            if found is None:
                return False
            token = found[1]
            if value[:7] != "Bearer " or "=" in token:
                return self.credential(authorization(name, value), token, raw)
            place = f"header:{name}"
            return self.credential(
                Credential(kind="bearer", location=place, secret=Secret(token, "bearer"), scheme="Bearer"), token, raw
            )
        if _KEY_LIKE.search(lower):
            others = tuple(in_other_header(name, value))
            if others:
                return len(others) == 1 and _VALUE.match(value) is not None and self.credential(others[0], value, raw)
        return True

    def credential(self, credential: Credential, value: str, raw: str) -> bool:
        """A credential whose value each pattern for secrets takes as a whole, or not at all."""
        self.credentials.append(credential)
        self.secret_words.append(raw)
        return credential.secret.reveal() == value and ("eyJ" not in value or _JWT.match(value) is not None)

    def knows(self, names: list[str]) -> bool:
        """Whether each parameter that a pattern sees in the text is harmless, or is one of the URL's that is known."""
        unknown = sorted(name for name in names if not is_harmless_query(name))
        return unknown == sorted(name for name, _ in self.parameters)

    # ---- what the words mean

    def request(self) -> Request | None:
        """What curl would send, or None when the URL or the body needs a closer look."""
        target = plain_url(self.url)
        if target is None:
            return None
        headers = self.headers
        if (self.user or self.is_compressed) and not self.implied({name.lower() for name, _ in headers}):
            return None
        if target.query and not self.query(target.query):
            return None
        raw = None
        if self.data is not None:
            lower = self.data.lower()
            if any(word in lower for word in WORDS_OF_NAMES):
                return None
            raw = self.data.encode()
            if not any(name.lower() == "content-type" for name, _ in headers):
                headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        credentials = self.credentials
        return Request(
            method=self.method or ("GET" if raw is None else "POST"),
            url=target.url,
            headers=tuple(headers),
            body=raw,
            credentials=tuple(credentials if len(credentials) < 2 else dict.fromkeys(credentials)),
            transfer=_TRANSFERS["L" in self.switches, "k" in self.switches]
            if self.switches
            else _TRANSFERS[False, False],
            format="curl",
        )

    def implied(self, named: set[str]) -> bool:
        """The headers that -u and --compressed stand for, before the user's own."""
        if self.is_compressed and "accept-encoding" not in named:
            self.headers.insert(0, ("Accept-Encoding", "deflate, gzip, br, zstd"))
        if self.user:
            if "authorization" in named:
                return False
            value = "Basic " + b64encode(self.user.encode()).decode()
            self.headers.insert(0, ("Authorization", value))
            self.credentials.insert(0, authorization("Authorization", value))
            return self.credentials[0].secret.reveal() == self.user
        return True

    def query(self, query: str) -> bool:
        """The parameters: harmless by name, or with a value that each pattern for secrets takes as a whole."""
        for pair in query.split("&"):
            name, equals, value = pair.partition("=")
            if not equals or is_harmless_query(name):
                continue
            if not _PARAMETER_NAME.match(name) or not _PARAMETER_VALUE.match(value) or "eyJ" in value:
                return False
            self.parameters.append((name, value))
            self.credentials += in_parameter(name, value)
            self.secret_words.append(pair)
        return True

    def secrets_of(self, request: Request) -> dict[Secret, None] | None:
        """The credentials, then the values of headers that nobody knows to be harmless."""
        secrets = {credential.secret: None for credential in request.credentials}
        for name, value in request.headers:
            if not is_harmless_header(name) and _UNBROKEN.match(value) and value not in request.url:
                secrets.setdefault(Secret(value, "header"))
        for _, value in self.parameters:
            if value in request.url.partition("?")[0]:  # perhaps a part of the host's name
                return None
            secrets.setdefault(Secret(value, "query"))
        return secrets


def _names_all(text: str, command: _Command, secrets: dict[Secret, None], marks: int, words: AhoCorasick) -> bool:
    """Whether no other format wakes before curl, and no secret is in ``text`` but those that are known."""
    hits = words.find_matches_as_indexes(text.lower(), overlapping=True)
    if hits and not _are_within(hits, marks, [_only_place(text, word) for word in command.secret_words]):
        return False
    if ("?" in text or "&" in text or ";" in text) and not command.knows(_QUERY.findall(text)):
        return False
    known = {*_CALM, *[secret.reveal() for secret in secrets]}
    for token in TOKEN.finditer(text):
        if token[0] not in known and is_prefixed(token):
            return False
    unknown = [run for run in RUN.findall(text) if run not in known]
    return not any(map(is_random, unknown))


def _only_place(text: str, word: str) -> tuple[int, int]:
    """Where ``word`` stands; nowhere when it stands twice."""
    start = text.find(word)
    return (start, start + len(word)) if start >= 0 and text.find(word, start + 1) < 0 else (0, 0)


def _are_within(hits: list[tuple[int, int, int]], marks: int, places: list[tuple[int, int]]) -> bool:
    """Whether all hits are parts of ``places``, and none is a format's mark."""
    return all(
        mark >= marks and any(first <= start and end <= last for first, last in places) for mark, start, end in hits
    )
