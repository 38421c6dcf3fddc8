"""PowerShell's Invoke-WebRequest and Invoke-RestMethod -> requests, hash tables and splatting included."""

from __future__ import annotations

import re

from bot.model import Format
from bot.parsing._reading import Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Map, Text, Unknown, Value, text_of
from bot.parsing.formats._snippet import Draft, reading, statements
from bot.regex import lazy

FORMAT = Format("powershell", "script", system="windows")
MARKS = ("invoke-webrequest", "invoke-restmethod", "iwr", "irm", "-uri", "-headers")
_LANGUAGE = Language(
    interpolates=lazy(
        r"(?<!`)(?:\$\(([^()\n]{1,120})\)|\$\{([^{}\n]{1,80})\}"
        r"|(\$(?:env:|script:|global:)?[A-Za-z_]\w*(?:\.\w+)*))", re.IGNORECASE
    ),
    in_quotes='"', comments=("#",), raw="'", escape="`", doubles=True, formats=True, pipes=True,
)  # fmt: skip
_COMMAND = lazy(
    r"(?<![\w/.:=-])(?:Invoke-(?:WebRequest|RestMethod)|iwr|irm"
    r"|(?:curl|wget)(?=(?:[^\n]|(?<=`)\n){0,300} -(?:Uri|Headers)\b))(?=[ \t`])",
    re.IGNORECASE,
)
_PARAMETER = lazy(r"-([A-Za-z]\w*):?")
_SPLAT = lazy(r"@(\w+)")
_BARE = lazy(r"[^\s;|&)(}{,]+")
_GAP = lazy(r"(?:[ \t]|`[ \t]*\r?\n)*+")
_ADDED = lazy(
    r"\$(?P<name>\w+)(?:\.Headers)?(?:\.Add\(\s*|\[)(?P<key>['\"][^'\"\n]{1,80}['\"])(?:\s*,\s*|\]\s*=\s*)"
    r"|\$(?P<session>\w+)\.Cookies\.Add\(\(New-Object System\.Net\.Cookie\((?P<cookie>\"[^\"\n]*\"),\s*",
    re.IGNORECASE,
)
_SWITCH_NAMES = """
usebasicparsing skipcertificatecheck usedefaultcredentials disablekeepalive passthru allowunencryptedauthentication
followrellink resume preserveauthorizationonredirect skipheadervalidation noproxy proxyusedefaultcredentials
skiphttperrorcheck verbose debug allowinsecureredirect
"""
_SWITCHES = frozenset(_SWITCH_NAMES.split())
_ADDRESS = lazy(r"https?://|\$|['\"]?[\w.-]{1,200}\.\w", re.IGNORECASE)
_PSEUDO = frozenset(("authority", "path", "scheme", "method"))
_ASSIGNED_SECURE = lazy(
    r"((?:(?<==)|(?<=,)[ \t]{0,8}\()\s{0,8}ConvertTo-SecureString[ \t]+(?:-(?:String|AsPlainText|Force)[ \t]+){0,3})"
    r"(?=['\"$])",
    re.IGNORECASE,
)
_CREDENTIAL = lazy(
    r"(?:\[(?:System\.Management\.Automation\.)?PSCredential\]::new|New-Object[ \t]+(?:-TypeName[ \t]+)?"
    r"(?:System\.Management\.Automation\.)?PSCredential)[ \t]*+(?:-ArgumentList[ \t]*+)?(?:\([ \t]*+)?(?=['\"$\w])",
    re.IGNORECASE,
)
_SECURE = lazy(r"ConvertTo-SecureString[^'\"\n$]{0,60}(?=['\"$])", re.IGNORECASE)


def read(text: str) -> Reading:
    """Every web request that PowerShell commands in the paste make."""
    plain = _ASSIGNED_SECURE.sub(lambda match: " " * len(match[1]), text)
    source = Source(plain, _LANGUAGE)
    drafts: list[Draft] = []
    end = 0
    for match in statements(_COMMAND.finditer(source.text), drafts):
        if match.start() < end:
            continue
        parameters, end = _parameters(source, match.end())
        url = text_of(parameters.get("uri", parameters.get("0")))
        if url is None or not _ADDRESS.match(url.value):
            continue
        draft = _draft(source, url, parameters)
        draft.start, draft.end = match.start(), end
        drafts.append(draft)
    return reading(text, drafts)


def _parameters(source: Source, position: int) -> tuple[dict[str, Value], int]:
    """The parameters of the command whose name ends at ``position``; ``0`` is the address without its name.

    It is the only parameter that may stand without one, so the next word that has none is not the command's.
    """
    text = source.text
    parameters: dict[str, Value] = {}
    while len(parameters) < 60:
        position = _skip(text, position)
        name = _PARAMETER.match(text, position)
        splat = _SPLAT.match(text, position)
        if name:
            key = name[1].lower()
            position = _skip(text, name.end())
            ends = position >= len(text) or text[position] in "\r\n;|)"
            if ends or key in _SWITCHES or _PARAMETER.match(text, position):
                parameters[key] = Unknown("true")
                continue
            parameters[key], position = _value(source, position)
        elif splat:
            value = source.value_of(splat[1], before=position)
            parameters.update((key.lower(), inner) for key, inner in value.pairs) if isinstance(value, Map) else None
            position = splat.end()
        elif position >= len(text) or text[position] in "\r\n;|)}" or parameters.keys() & {"0", "uri"}:
            break
        else:
            parameters["0"], position = _value(source, position)
    return parameters, position


def _skip(text: str, position: int) -> int:
    match = _GAP.match(text, position)
    return match.end() if match else position


def _value(source: Source, position: int) -> tuple[Value, int]:
    text = source.text
    if text[position] in "'\"@([$":
        if text[position] == "(":
            secure = _SECURE.search(text, position, position + 200)
            if secure:
                value, end = source.value_at(secure.end())
                close = text.find(")", end)
                return value, close + 1 if close >= 0 else end
        value, end = source.value_at(position)
        if end > position:
            return value, end
    bare = _BARE.match(text, position)
    return (Text(bare.group().strip("'\"")), bare.end()) if bare else (Unknown(""), position + 1)


def _draft(source: Source, url: Text, parameters: dict[str, Value]) -> Draft:
    draft = Draft(FORMAT, url=url)
    method = text_of(parameters.get("method", parameters.get("custommethod")))
    draft.method = (method.value if method else "") or "GET"
    headers = parameters.get("headers")
    draft.put_all(_without_pseudo(headers) if isinstance(headers, Map) else None)
    _added(source, draft, isinstance(headers, Unknown))
    content = text_of(parameters.get("contenttype"))
    draft.put("Content-Type", content)
    draft.put("User-Agent", text_of(parameters.get("useragent")))
    _body(draft, parameters.get("body"))
    _authentication(source, draft, parameters)
    return draft


def _without_pseudo(headers: Map) -> Map:
    """Chrome's "Copy as PowerShell" lists HTTP/2's pseudo-header fields among the others."""
    return Map(tuple(pair for pair in headers.pairs if pair[0].lower() not in _PSEUDO))


def _added(source: Source, draft: Draft, headers_are_elsewhere: bool) -> None:
    """What ``$headers.Add(…)``, ``$headers['X'] = …`` and ``$session.Cookies.Add(…)`` put in."""
    cookies: list[str] = []
    for match in _ADDED.finditer(source.text):
        value, _ = source.value_at(match.end())
        text = text_of(value)
        if match["cookie"] and text:
            cookies.append(f"{match['cookie'][1:-1]}={text.value}")
        elif match["key"] and (headers_are_elsewhere or "header" in match["name"].lower()):
            draft.put(match["key"][1:-1], text)
    if cookies:
        draft.put("Cookie", Text("; ".join(cookies)))


def _body(draft: Draft, value: Value | None) -> None:
    if isinstance(value, Map) and draft.method.upper() in ("GET", "HEAD"):
        draft.put_query(value)
    elif value is not None:
        draft.put_form(value)
        if draft.body and draft.method.upper() == "POST" and not draft.has("Content-Type"):
            draft.put("Content-Type", Text("application/x-www-form-urlencoded"))  # -ContentType's default for POST


def _authentication(source: Source, draft: Draft, parameters: dict[str, Value]) -> None:
    kind = text_of(parameters.get("authentication"))
    if kind and kind.value.lower() in ("bearer", "oauth"):
        draft.put_bearer(parameters.get("token"))
    made = _CREDENTIAL.search(source.text) if "credential" in parameters else None
    if made:
        arguments, _, _ = source.arguments(made.end(), close=")")
        if len(arguments) >= 2:
            draft.put_basic(*arguments[:2])
