"""Calls of SDKs that show their key: ``OpenAI(api_key="sk-…")``, ``new Stripe('sk_…')``, ``createClient(url, key)``.

Nobody's library in particular: a call of a client by its shape, and arguments whose names are those of keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bot.masking import Secret
from bot.model import Credential, Format, Request
from bot.parsing._reading import make_request
from bot.parsing.credentials import is_jwt
from bot.regex import lazy

FORMAT = Format("sdk", "fragment")
_MOST, _REACH = 40, 1_500
_NONE = frozenset({"None", "null", "nil", "undefined"})
_CALL = lazy(
    r"(?<![\w.$@])(?:new\s{1,4})?(?P<name>(?:[A-Za-z_\\][\w\\]{0,40}(?:\.|::|->))?(?:[A-Z]\w{1,60}(?:(?:::|\.|\\)[A-Z]\w{0,40}){0,3}"
    r"|createClient|create_client|configure|init|login|client|resource|connect|from_api_key|set_api_key|setApiKey"
    r"|setAccessToken|set_access_token|withToken|with_token))(?:\.new|\.builder|\.create)?\s?\("
)
_VALUE = (
    r"(?:(?P<letter>[fFbr$]?)[\"'`](?P<quoted>[^\"'`\n]{0,4096})[\"'`]"
    r"|(?P<code>[A-Za-z_$][\w.$]{0,80}(?:[(\[][^)\]\n]{0,80}[)\]]){0,2}!?))"
)
_ARGUMENT = lazy(
    r"(?<![\w.$?&-])[\"']?(?P<name>api[_-]?key|api[_-]?token|access[_-]?token|auth[_-]?token|bearer[_-]?token|token|auth|key"
    r"|aws_access_key_id|aws_secret_access_key|aws_session_token|access[_-]?key(?:[_-]?id)?|secret[_-]?access[_-]?key"
    r"|secret[_-]?key|client[_-]?secret|secret|private[_-]?token|personal[_-]?access[_-]?token|subscription[_-]?key"
    rf"|[a-z]{{2,20}}_api_key)[\"']?\s{{0,4}}(?:=>|[:=](?![:=]))\s{{0,4}}{_VALUE}",
    re.IGNORECASE,
)
_ADDRESS = lazy(
    r"(?<![\w.$-])[\"']?(?:base_?url|api_?base|(?:azure_)?endpoint(?:_url)?|host|server_?url|url|open_?ai_api_base|base_?path)[\"']?"
    r"\s{0,4}(?:=>|[:=](?![:=]))\s{0,4}[\"'`](?P<url>https?://[^\s\"'`<>]{1,2000})[\"'`]",
    re.IGNORECASE,
)
_ASSIGNED = lazy(
    r"(?<![\w.$@])[\w:\\]{1,40}(?:\.|->|::)(?P<name>api_?key|api_?token|access_?token|auth_?token)"
    rf"\s{{0,4}}=(?!=)\s{{0,4}}{_VALUE}",
    re.IGNORECASE,
)
_METHOD_INSIDE = lazy(r"(?P<name>\.[a-z]\w{0,40})\([^()=:]{0,300}[:=][^()]{0,1200}\)")
_LITERAL = lazy(
    r"^[ \t]{0,40}(?:[A-Za-z]{2,10} ){0,3}\$?(?P<name>[A-Za-z_]\w{0,60})(?:: ?[A-Za-z]{1,20})?\s{0,4}:?=\s{0,4}"
    r"[\"'](?P<value>[^\"'\n]{1,4096})[\"']",
    re.MULTILINE,
)
_PLACED = lazy(rf"\s{{0,8}}{_VALUE}\s{{0,8}}(?=[,)])")
_KEYLIKE = lazy(
    r"[A-Za-z]{1,10}[-_.][A-Za-z0-9_.-]{8,}|[A-Za-z0-9_-]{20,}|AC[0-9a-f]{30,34}|\S{0,40}(?:key|token|secret)\S{0,40}",
    re.IGNORECASE,
)
_KEY_NAME = lazy(r"(?:key|token|secret|pat|auth)[\])\"'!]{0,6}$", re.IGNORECASE)
_SETTER = lazy(r"set_?api_?key|set_?access_?token|with_?token", re.IGNORECASE)
_NO_CLIENTS = lazy(
    r"(?:Map|Set|Error|Exception|Date|Array|Object|String|Promise|Request|Response|Headers|Header|URL|Buffer|Authorization"
    r"|Bearer|Basic|HTTPBasicAuth|HTTPDigestAuth|NetworkCredential|Cookie|Session|Column|Field|Regex|Pattern|Test|Console"
    r"|UsernamePasswordCredentials\w*|AuthenticationHeaderValue|Uri|JSON)$"
)


class SdkKeys(NamedTuple):
    """The keys that SDK calls show, and the address that they were given ('')."""

    credentials: tuple[Credential, ...]
    url: str


def shown_in(text: str) -> SdkKeys:
    """Every key that a call of a client, or an assignment to one, holds; () where none does."""
    if "(" not in text and "=" not in text:  # neither pattern can match: of a mere command nothing is left but blanks
        return SdkKeys((), "")
    found: list[str] = []
    url = ""
    for match in islice(_CALL.finditer(text), 200):
        last = re.split(r"[.:\\>-]+", match["name"])[-1]
        if _NO_CLIENTS.search(last):
            continue
        arguments = _arguments(text, match.end())
        is_setter = _SETTER.fullmatch(last) is not None
        values = list(_named(arguments)) or list(_by_place(arguments, any_form=is_setter))
        found += values[:4]
        address = _ADDRESS.search(arguments) if values else None
        url = url or (address["url"] if address else _first_address(arguments) if values else "")
    for match in islice(_ASSIGNED.finditer(text), _MOST):
        assigned = _value_of(match)
        if assigned is not None:
            found.append(assigned)
    literals = _literals(text) if any(value.startswith("${") for value in found) else {}
    shown = dict.fromkeys(literals.get(value, value) for value in found)
    return SdkKeys(tuple(_credential(value) for value in list(shown)[:6]), url)


def request_of(shown: SdkKeys, told: Request | None) -> Request | None:
    """The request of the call: to its own address, else to the one that the text tells; None without either."""
    url = shown.url or (told.url if told else "")
    if not url:
        return None
    headers = told.headers if told else ()
    return make_request(FORMAT, told.method if told else "GET", url, headers, credentials=shown.credentials)


def with_keys(requests: Sequence[Request], shown: SdkKeys) -> list[Request]:
    """The requests, the last of them with the keys of the calls where only a log or an error tells of it."""
    if not shown.credentials or not requests or requests[-1].format.kind != "log" or requests[-1].credentials:
        return list(requests)
    last = requests[-1]
    told = make_request(FORMAT, last.method, last.url, last.headers, last.body, credentials=shown.credentials)
    return [*requests[:-1], told]


def fragment_of(shown: SdkKeys) -> Request:
    """The keys of the calls, whose address is not known."""
    return make_request(FORMAT, "GET", "", credentials=shown.credentials)


def _arguments(text: str, start: int) -> str:
    """What stands between the bracket before ``start`` and the one that closes it."""
    depth = 1
    for match in re.finditer(r"[()]", text[start : start + _REACH]):
        depth += 1 if match.group() == "(" else -1
        if depth == 0:
            return text[start : start + match.end()]
    return text[start : start + _REACH]


def _named(arguments: str) -> Iterator[str]:
    """The values of the call's own arguments that have a key's name; those of a method called inside are that one's."""
    for match in islice(_ARGUMENT.finditer(_METHOD_INSIDE.sub(r"\g<name>()", arguments)), _MOST):
        value = _value_of(match)
        if value is not None:
            yield value


def _by_place(arguments: str, *, any_form: bool) -> Iterator[str]:
    """Literals in the form of a key, and names that end in key or token, one after the other from the first on."""
    position = 0
    for _ in range(3):
        match = _PLACED.match(arguments, position)
        if match is None:
            return
        quoted, code = match["quoted"], match["code"]
        is_key = any_form or (
            _KEYLIKE.fullmatch(quoted) and "://" not in quoted if quoted else code and _KEY_NAME.search(code)
        )
        value = _value_of(match) if is_key else None
        if value is not None:
            yield value
        position = match.end() + 1


def _literals(text: str) -> dict[str, str]:
    """``${name}`` -> the text that the paste last assigns to it."""
    return {f"${{{match['name']}}}": match["value"] for match in islice(_LITERAL.finditer(text), 200)}


def _first_address(arguments: str) -> str:
    match = re.match(r"\s{0,8}[\"'`](https?://[^\s\"'`<>]{1,2000})[\"'`]", arguments)
    return match[1] if match else ""


def _value_of(match: re.Match[str]) -> str | None:
    quoted, code = match["quoted"], match["code"]
    if quoted is not None:
        is_filled = match["letter"] in ("f", "F", "$")
        return re.sub(r"(?<!\$)\{([^{}]{1,80})\}", r"${\1}", quoted) if is_filled else quoted
    if code in _NONE:
        return str(code)
    if not code or code in ("true", "false", "True", "False") or code[:1].isdigit():
        return None
    return f"${{{code}}}"


def _credential(value: str) -> Credential:
    return Credential(kind="bearer" if is_jwt(value) else "api-key", location="text", secret=Secret(value, "token"))
