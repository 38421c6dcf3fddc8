"""Go snippets -> requests: net/http and resty."""

from __future__ import annotations

import re

from bot.model import Format
from bot.parsing._reading import Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Items, Map, Text, Value, text_of
from bot.parsing.formats._snippet import Draft, host_in, is_address, joined_url, reading, statements

FORMAT = Format("go-http", "code", userinfo="by-library")
MARKS = (
    *("http.newrequest", "http.get(", "http.post(", "http.method", "header.set(", "header.add(", "resty"),
    *("setauthtoken", "http.head("),
)
_LANGUAGE = Language(raw="`", quotes="'\"`", comments=("//", "/*"))
_EVENT = re.compile(
    r"\bhttp\.(?P<new>NewRequest(?:WithContext)?|Get|Post|Head|PostForm)\s*\("
    r"|\.\s{0,40}(?P<step>Set|Add|SetBasicAuth|SetHeader|SetHeaders|SetAuthToken|SetQueryParam|SetQueryParams|SetBody|SetBaseURL"
    r"|Get|Post|Put|Patch|Delete|Head|Options|Execute)\s*\("
    r"|\.Header\s*=\s*(?P<all>)(?:http\.Header|map\[string\]\[\]string)\s*"
    r"|\.Header\[(?P<key>\"[^\"\n]{1,80}\")\]\s*=\s*(?:\[\]string)?\s*"
)
_METHODS = frozenset(("get", "post", "put", "patch", "delete", "head", "options"))


def read(text: str) -> Reading:
    """Every request that a Go snippet makes."""
    source = Source(text, _LANGUAGE)
    drafts: list[Draft] = []
    pending = Draft(FORMAT)
    base: Text | None = None
    for match in statements(_EVENT.finditer(source.text), drafts):
        if match["new"]:
            args, _, end = source.arguments(match.end())
            draft = _new(match["new"], args)
            if draft is not None:
                draft.start, draft.end = match.start(), end
                drafts.append(draft)
        elif match["step"]:
            args, _, end = source.arguments(match.end())
            base = text_of(args[0]) if match["step"] == "SetBaseURL" and args else base
            target = drafts[-1] if drafts and match["step"] in ("Set", "Add", "SetBasicAuth") else pending
            if _step(target, match["step"], args, base):
                pending.start, pending.end = match.start(), end
                drafts.append(pending)
                pending = Draft(FORMAT, headers=[pair for pair in pending.headers if base])
            elif target is not pending:
                target.end = end
        elif drafts:
            value, end = source.value_at(match.end())
            first = value.values[0] if isinstance(value, Items) and value.values else value
            if match["key"]:
                drafts[-1].put(match["key"].strip('"'), text_of(first))
            else:
                drafts[-1].put_all(value)
            drafts[-1].end = end
    return reading(text, drafts)


def _new(kind: str, args: tuple[Value, ...]) -> Draft | None:
    if kind.startswith("NewRequest"):
        args = args[1:] if kind.endswith("Context") else args
        method, url, body = (*args, None, None, None)[:3]
    else:
        url, method = args[0] if args else None, Text("POST" if kind.startswith("Post") else kind)
        body = args[2] if kind == "Post" and len(args) > 2 else None
    address, verb = text_of(url), text_of(method)
    if not is_address(address):
        return None
    draft = Draft(FORMAT, url=address, method=_method(verb.value if verb else "GET"))
    draft.body = body if isinstance(body, Text) else None
    if kind == "Post" and len(args) > 1:
        draft.put("Content-Type", text_of(args[1]))
    return draft


def _method(source: str) -> str:
    """``http.MethodGet`` and ``"GET"`` -> GET."""
    return source.strip("${}").rpartition(".")[2].removeprefix("Method") or "GET"


def _step(draft: Draft, step: str, args: tuple[Value, ...], base: Text | None) -> bool:
    """Take a call on a request; True when it sends one (resty's verbs)."""
    first = args[0] if args else None
    if step in ("Set", "Add", "SetHeader") and len(args) >= 2:
        name = text_of(first)
        if name and re.fullmatch(r"[A-Za-z][\w-]{0,60}", name.value):
            draft.put(name.value, text_of(args[1]))
    elif step == "SetHeaders":
        draft.put_all(first)
    elif step == "SetBasicAuth" and len(args) >= 2:
        draft.put_basic(*args[:2])
    elif step == "SetAuthToken":
        draft.put_bearer(first)
    elif step == "SetQueryParam" and len(args) >= 2 and (name := text_of(first)):
        value = text_of(args[1])
        draft.params += [(name.value, value)] if value else []
    elif step == "SetQueryParams":
        draft.put_query(first)
    elif step == "SetBody":
        draft.put_json(first) if isinstance(first, Map) else draft.put_form(first)
    elif step.lower() in _METHODS and isinstance(first, Text) and is_address(first, base) and "/" in first.value:
        if base and host_in(first) not in ("", host_in(base)):  # what the client was given is for its base
            draft.headers, draft.basic = [], None
        draft.url, draft.method = joined_url(base, first), step
        return True
    return False
