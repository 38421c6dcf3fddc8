"""acts: does a URL ask for something to be done? A GET that acts is never sent (SECURITY.md section 2). Pure.

A GET should change nothing (RFC 9110 section 9.2.1), and servers put acts into paths and queries all the same. They are
told by their words, split at capitals, digits and punctuation, and by where these stand: in a path a verb counts by its
class (``_act_words``), what a parameter calls must be known to read, a GraphQL document must parse and only query, and
a link that is good once is told by what is opaque behind it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote_to_bytes

from bot.probing import _act_words as the
from bot.probing._graphql import only_queries
from bot.regex import lazy

LONGEST = 8000  # characters; what is longer than what is looked at is not sent
OVERRIDES = frozenset({"_method", "query"})  # what OPTIONS does not carry out
_ROUNDS = 5
_LEVELS = 4
_U = re.compile(rb"%u([0-9A-Fa-f]{4})")
_WORD = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_RUN = lazy(r"[^\W\d_]+")
_MARKS = lazy(r"[.:,;|!~()'\"*\s]+")
_ENDING = lazy(r"\.(?:php\d?|json|xml|html?|aspx?|ashx|asmx|jspx?|do|action|cgi|pl|py|rb|svc|txt|csv|ya?ml)\Z", re.I)
_UUID = lazy(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_NAME_WITH_DIGIT = lazy(r"[A-Za-z]+\d{0,2}(?:[._]\d+)*")  # v3, oauth2, v1.1: no id
_BASE64 = lazy(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_NO_QUERY = lazy(r"\b(?:mutation|subscription)\b")
_LOGINS = lazy(
    r"verif|confirm|invit|magic|login|signin|sign-in|signup|callback|reset|activat|email|passw|accept|join|unlock|otp"
)
_ONCE = frozenset({"oobcode", "samlresponse", "samlart", "oauthverifier"})  # Firebase, SAML 2.0 bindings, OAuth 1.0a


def act_in(url: str) -> str | None:
    """The word in ``url``'s path or query by which it acts (delete, ``action=``, ``verify/…``), or None.

    ``_method`` stands for another method that the query asks for, ``query`` for a GraphQL operation that is no query.
    """
    if len(url) > LONGEST:
        return f"more than the {LONGEST} characters that are looked at"
    path, _, query = url.partition("#")[0].partition("?")
    path = "/" + path.partition("://")[2].partition("/")[2]
    plain_path, plain_query = _plain(path), _plain(query)
    if plain_path is None or plain_query is None:
        return "too many layers of percent-encoding"
    segments = [one for one in re.split(r"[/\\]", plain_path) if one]
    inner = (pair for one in segments if "=" in one for pair in _pairs(one, ";()"))
    pairs = [*_pairs(query, "&;?"), *_pairs(plain_query, "&;?"), *inner]
    return _in_path(segments) or _in_pairs(pairs, plain_path.lower())


def _plain(text: str) -> str | None:
    """Percent-encoding undone until nothing changes, letters of other widths folded; None when it does not end.

    In bytes: an escape may be encoded again within one character of UTF-8.
    """
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(_ROUNDS):
        undone = unquote_to_bytes(_U.sub(lambda found: chr(int(found[1], 16)).encode("utf-8", "replace"), data))
        undone = undone.replace(b"+", b" ")
        if undone == data:
            folded = unicodedata.normalize("NFKC", data.decode("utf-8", "replace"))
            return "".join(one for one in folded if unicodedata.category(one) not in ("Cf", "Mn"))
        data = undone
    return None


def _pairs(query: str, marks: str) -> Iterator[tuple[str, str | None]]:
    """Every ``name=value`` in plain text; the value is None for a bare name."""
    for part in re.split(f"[{marks}]", query):
        name, equals, value = part.partition("=")
        if part:
            yield _plain(name) or "", (_plain(value) or "") if equals else None


def _words(text: str) -> list[str]:
    """Words split at capitals, digits and punctuation, in small letters, then verbs that two of them make (log out)."""
    words = _split(text)
    return [*words, *(one for one in map("".join, pairwise(words)) if one in the.STRONG)]


def _split(text: str) -> list[str]:
    return [str(word).lower() for word in _WORD.findall(text)]


def _letters(text: str) -> str:
    return "".join(_RUN.findall(text.lower()))


def _reads(words: list[str]) -> bool:
    return words[0] in the.READS and "and" not in words and "then" not in words


def _strong(text: str, words: list[str]) -> str | None:
    """A verb among the words, or written together with what it acts on (deleteuser), whatever its capitals."""
    found = next((word for word in words if word in the.STRONG), None)
    if found:
        is_thing = found in (*the.NUMBERED, "add") and (
            words[-1] in the.TAILS or (words[-1].endswith("s") and words[1:])
        )
        return None if is_thing else found
    for run in map(str, _RUN.findall(text.lower())):
        whole = run if run in the.STRONG else next((one for one in the.GLUED if run.startswith(one)), "")
        if whole:
            return whole
        first = (one for one in the.GLUED_FIRST if run.startswith(one) and run[len(one) :].startswith(the.OBJECTS))
        if verb := next(first, ""):
            return verb
        ends = run.endswith(the.GLUED_LAST) and not run.endswith(the.NO_ENDING)
        if ends and not run.startswith(("last", "can", "is")):
            return next(one for one in the.GLUED_LAST if run.endswith(one))
    return None


# ---- the path


def _in_path(segments: list[str]) -> str | None:
    for at, segment in enumerate(segments):
        pieces = [one for one in _MARKS.split(_ENDING.sub("", segment)) if one and "=" not in one]
        before_id = at == len(segments) - 2 and _is_id(segments)
        for number, piece in enumerate(pieces):
            ends = at == len(segments) - 1 and number == len(pieces) - 1
            found = _in_piece(piece, ends=ends, behind_id=ends and (number > 0 or _is_id(segments[:at])))
            found = found or (piece.lower() if before_id and piece.lower() in the.BEFORE_ID else None)
            if found:
                return found
    return _link_in(segments)


def _in_piece(piece: str, *, ends: bool, behind_id: bool = False) -> str | None:
    """The verb of one piece of a path. ``ends``: it is the last one; ``behind_id``: what is before it is one thing."""
    words = _words(piece)
    if not words or _reads(words):
        return None
    strong = _strong(piece, words)
    if strong:
        return strong
    verb, last = words[0], words[-1]
    leads = len(words) > 1 and last not in the.TAILS and (ends or not last.endswith("s"))
    if verb in the.WEAK and (leads or (ends and len(words) == 1)):
        return verb
    return verb if behind_id and verb in the.RARE and last not in the.TAILS else None


def _is_id(before: list[str]) -> bool:
    """Is the last of these segments one thing's id: with digits, made up, a placeholder, or behind a plural?"""
    if not before:
        return False
    last = before[-1]
    has_digits = any(one.isdigit() for one in last) and not _NAME_WITH_DIGIT.fullmatch(last)
    return has_digits or "{" in last or last == "me" or (len(before) > 1 and before[-2].endswith("s"))


def _is_opaque(text: str) -> bool:
    """Has it the look of something that a machine made up: letters with digits, or a long run of either?"""
    if _UUID.fullmatch(text) or len(text) >= 40:
        return True
    if text.isdigit() or len(text) < 8 or _NAME_WITH_DIGIT.fullmatch(text):
        return len(text) >= 20
    return any(one.isdigit() for one in text) and any(one.isalpha() for one in text)


def _link_in(segments: list[str]) -> str | None:
    """A link that is good once: something opaque behind reset, invite, hook …, anything behind verify or join."""
    last_opaque = max((at for at, segment in enumerate(segments) if _is_opaque(segment)), default=-1)
    for at, segment in enumerate(segments[:-1]):
        run = "".join(_split(segment))
        if run in the.LINKS_TO_ALL:
            return f"{run}/…"
        link = _link(segment, the.LINKS, the.LINK_WORDS) if at < last_opaque else ""
        if link:
            return f"{link}/…"
    return None


def _link(segment: str, stems: tuple[str, ...], whole: frozenset[str]) -> str:
    """The word in a segment by which it is a link that is good once, '' when there is none."""
    words = _split(segment)
    words += list(map("".join, pairwise(words)))
    found = (
        one for word in words for one in (word, *stems) if (word in whole if one is word else word.startswith(one))
    )
    return next(found, "")


# ---- the query


def _in_pairs(pairs: list[tuple[str, str | None]], path: str) -> str | None:
    is_graphql = "graphql" in path or "gql" in _RUN.findall(path)
    is_link = any(_link(one, the.MAILED, the.MAILED_WORDS) for one in path.split("/"))
    names = {_letters(name) for name, _ in pairs}
    is_graphql = is_graphql or bool(names & the.GRAPHQL_NAMES)
    if is_graphql and names & the.GRAPHQL and not any(name == "query" and text for name, text in pairs):
        return "query"  # a stored operation
    if names & the.RECEIVERS and names & the.SENT:
        return f"{min(names & the.RECEIVERS)}= and {min(names & the.SENT)}="
    for name, value in pairs:
        found = _in_pair(name, value, is_graphql) or _ticket_in(name, value or "", path, is_link=is_link)
        if found:
            return found
    return None


def _in_pair(name: str, value: str | None, is_graphql: bool, level: int = 0) -> str | None:
    last = next((part for part in reversed(re.split(r"[\[\].]+", name)) if part), name)
    letters, text = _letters(last), value or ""
    asked = _letters(text)
    is_override = any(one in letters for one in the.OVERRIDES) or last[:1] in ("_", "$")
    if last.lower() == "_method" or (is_override and asked in _UNSAFE):
        return "_method"
    if text and letters in the.CALLS:
        return _in_call(last, text)
    if letters in the.NAMED and (verb := _strong(text, _words(text))):
        return verb
    is_route = letters in the.ROUTES or (_split(last) or [""])[-1] in ("action", "command", "cmd", "function")
    if is_route and (letters not in the.SLASHED or "/" in text):
        pieces = [one for part in re.split(r"[/\\]", text) for one in _MARKS.split(_ENDING.sub("", part)) if one]
        verbs = (_in_piece(one, ends=at == len(pieces) - 1) for at, one in enumerate(pieces))
        found = next(filter(None, verbs), None)
        if found:
            return found
    if letters in the.STATEMENTS and _changes(text):
        return f"{last[:40]}="
    return _in_text(text, is_graphql, is_graphql and letters == "query", level) or _in_name(last, value)


_READING = ("get", "list", "find", "search", "fetch", "show", "query", "describe")
_UNSAFE = frozenset({"post", "put", "patch", "delete"})


def _changes(statement: str) -> bool:
    """Does a statement of SQL or of a language like it change something?"""
    bare = " ".join(re.findall(r"[a-z_]+", statement.lower()[:200]))
    return bare.startswith(the.CHANGING) or (bare.startswith("update ") and " set " in bare)


def _in_call(name: str, value: str) -> str | None:
    """What a parameter that names a function calls: refused unless its last part is known to read."""
    parts = [part for part in re.split(r"[.:/\\,;|!~()\s]+", value) if _WORD.search(part)]
    doing = the.STRONG | the.WEAK | the.RARE | the.CALLED
    for part in parts:
        words = _words(part)
        found = None if _reads(words) else _strong(part, words) or (words[0] if words[0] in doing else None)
        if found:
            return found
    words = _words(parts[-1]) if parts else []
    if words and _reads(words):
        return None
    known = the.READS | the.READ_NOUNS
    is_noun = bool(words) and words[0] in (known if words[1:] else known - the.NOT_ALONE)
    if is_noun and all(word in known | the.TAILS for word in words):
        return None
    reads = any(word.startswith(_READING) for word in words) and not any(word in doing for word in words)
    return None if reads else f"{name[:40]}="


def _in_text(value: str, is_graphql: bool, is_document: bool, level: int) -> str | None:
    """Requests in a value: GraphQL, JSON (JSON-RPC, a batch), XML, and each of them in base64."""
    text = value.strip("\ufeff \t\r\n")
    if level > _LEVELS or not text:
        return "query" if text else None
    is_json, held = _json(text)
    if is_json and isinstance(held, (dict, list)):
        return _in_json(held, is_graphql, level)
    if is_document or ("{" in text and _NO_QUERY.search(text)):
        decoded = _decoded(text)
        return None if only_queries(decoded or text) else "query"
    if text[0] in "{[<":
        return _strong(text, _words(text)) if text[0] == "<" or ":" in text else None
    decoded = _decoded(text)
    return _in_text(decoded, is_graphql, False, level + 1) if decoded else None


def _json(text: str) -> tuple[bool, object]:
    try:
        return True, json.loads(text)
    except (ValueError, RecursionError):
        return False, None


def _decoded(text: str) -> str:
    """The text that base64 holds, '' when it is none."""
    if not _BASE64.fullmatch(text):
        return ""
    bare = text.rstrip("=")
    try:
        decoded = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
    return decoded if all(one.isprintable() or one in "\t\r\n\ufeff" for one in decoded) else ""


def _in_json(held: object, is_graphql: bool, level: int) -> str | None:
    waiting: list[tuple[str, object]] = [("", held)]
    while waiting:
        name, value = waiting.pop()
        found = None
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(name, one) for one in value]
        elif isinstance(value, str) and name == "query" and (is_graphql or "{" in value):
            found = _in_text(value, is_graphql, True, level + 1)
        elif isinstance(value, str):
            found = _in_pair(name, value, is_graphql, level + 1)
        elif value:
            found = _in_name(name, str(value))
        if found:
            return found
    return None


def _in_name(name: str, value: str | None) -> str | None:
    """The verb that a parameter's name is: ``delete=1``, ``delete_user=7``, ``user[remove]=1``, a bare ``logout``."""
    said = "" if value is None else value.strip().lower()
    words = _split(name)
    if not words or said in the.FALSE or "/" in said or _reads(words):
        return None
    verb, tail = words[0], words[1:]
    if not tail:
        if verb in the.NUMBERED:
            return verb if value is None or said in the.TRUE else None
        return _strong(verb, words)
    if "".join(words) in the.STRONG:
        return "".join(words)
    if verb in the.STRONG | the.WEAK and tail[-1] not in the.TAILS and any(one.startswith(the.OBJECTS) for one in tail):
        return verb
    return tail[-1] if tail[-1] in the.STRONG and verb not in the.SETTING else None


def _ticket_in(name: str, value: str, path: str, *, is_link: bool) -> str | None:
    """A link that is good once, by what it carries in the query."""
    letters, words = _letters(name), set(_split(name))
    if letters in _ONCE or (letters == "ticket" and value.startswith("ST-")):  # a CAS service ticket
        return f"{letters}="
    is_code = letters == "code" and not path.startswith("/api/")
    if is_code or (letters in ("token", "code", "otp") and _LOGINS.search(path)):
        return f"{letters}="
    stem = next((one for one in the.MAILED if letters.startswith(one)), "")
    if stem and words & the.TICKETS:
        return f"{stem}…="
    is_key = bool(words & {"api", "access", "client", "app"})
    return "a ticket" if is_link and not is_key and _is_opaque(value) else None
