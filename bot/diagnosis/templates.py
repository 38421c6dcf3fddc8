"""Templates of ``because`` and of steps, filled from the facts of a case; what has no value is left out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.auth import quoting
from bot.auth.quoting import Shell
from bot.case import Case
from bot.diagnosis.facts import fact
from bot.knowledge.schema import Step as StepEntry
from bot.model import Step
from bot.url import Url, host_of, url_of
from bot.variants.places import known_schemes, named_places

PLACES: dict[str, str] = {
    "host": "the host of the request, or 'the API's host'",
    "origin": "scheme, host and port of the request, or 'the API's address'",
    "origin.unasked": "the origin, '' where a challenge or the provider's entry tells which scheme is wanted",
    "method": "the method of the request",
    "header": "the header in which the credential goes, by the request or the provider's entry",
    "scheme": "the auth-scheme in use or asked for",
    "header.start": "what is before the value in its header, for commands: 'Authorization: Bearer ', 'X-Api-Key: '",
    "api": "the provider's name, or 'the API'",
    "provider.name": "the provider's name",
    "provider.auth": "the provider's page on authentication",
    "provider.rotate": "the provider's page on which keys are seen and replaced",
    "provider.status": "the provider's status page",
    "provider.whoami": "a call of the provider's that changes nothing and tells whether a credential is good",
    "contact": "whom to turn to in this channel at this hour, where the operator named somebody",
}
_PLACE = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NOT_PROSE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST = 160
_TYPED = {"bearer": "Bearer", "token": "Token"}
_MADE_BY_CLIENTS = frozenset(  # an encoding, a signature or parameters: no plain value follows the scheme
    [
        *("basic", "digest", "negotiate", "ntlm", "dpop", "hawk", "hmac", "oauth", "signature"),
        *("aws4-hmac-sha256", "mediabrowser", "oss", "sharedkey", "sharedkeylite", "snowflake"),
    ]
)
# No mask goes over what stands for these: it is of the knowledge, or a host. All else is of the paste or an answer.
_OURS = frozenset(
    [
        *("api", "provider.name", "provider.auth", "provider.rotate", "provider.status", "provider.whoami", "contact"),
        *("worded.provider", "worded.owner", "worded.echoed_owner", "worded.wanted", "worded.only_way"),
        *(f"read-description.{fact}" for fact in ("operation", "nearest", "wanted", "missing", "api", "host")),
        *("host", "origin", "worded.host"),  # a host is no secret, and half a host is no host
    ]
)
_SHELLS: dict[str, Shell] = {"PowerShell": "powershell", "cmd.exe": "cmd"}


def because(template: str, case: Case) -> str:
    """The evidence sentence; '' when one of its facts has no value."""
    words = filled(template, case)
    return words if template.startswith(("{", "http")) else words[:1].upper() + words[1:]


def step(entry: StepEntry, case: Case) -> Step:
    """An instruction, ready to be followed: its sentences, its commands by system, and what one should see."""
    commands = entry.commands
    systems = (("Windows", commands.windows), ("macOS", commands.macos), ("Linux", commands.linux))
    shown = [_shown(name, command, case) for name, command in (("Run", commands.any), *systems) if command]
    parts = [sentences(entry.text, case), *shown]
    if entry.see:
        parts.append(sentences(entry.see, case))
    return Step(id=entry.id, text="\n".join(part for part in parts if part))


def command_for(entry: StepEntry, system: str, case: Case) -> str:
    """The step's command for ``system`` (Windows, macOS, Linux, or '' where none is shown), '' when it has none."""
    commands = entry.commands
    own = {"Windows": commands.windows, "macOS": commands.macos, "Linux": commands.linux}.get(system, "")
    return _made(system, own or commands.any, case)[1] if own or commands.any else ""


def _shown(system: str, command: str, case: Case) -> str:
    """``Windows (PowerShell): `command```: one line, the command itself as it is to be pasted; '' when it cannot be."""
    shell, done = _made(system, command, case)
    return f"{system}{f' ({shell})' if shell else ''}: `{done}`" if done else ""


def _made(system: str, command: str, case: Case) -> tuple[str, str]:
    """The shell that the command names, and the command with its values."""
    named, colon, rest = command.partition(": ")
    if colon and named in _SHELLS:
        return named, quoting.filled(rest, lambda name: in_command(name, case), _SHELLS[named])
    shell: Shell = "posix" if system in ("macOS", "Linux") else "any"
    return "", quoting.filled(command, lambda name: in_command(name, case), shell)


def in_command(name: str, case: Case) -> str:
    """What stands for ``{name}`` in a command, '' when there is nothing that may: that command is left out.

    A host is one that could be connected to, a scheme one that is known; other words of an answer are for prose alone.
    """
    if name in ("host", "origin"):
        return _url(case)[name == "origin"]
    if name == "scheme":
        return known_schemes(case).get(_scheme(case).lower(), "")
    value = _value(name, case)
    return value if name in _OURS or case.mask(value) == value else ""


def sentences(template: str, case: Case) -> str:
    """The sentences of ``template`` whose names all have a value."""
    return " ".join(done for part in _SENTENCE.split(template.strip()) if (done := filled(part, case)))


def filled(template: str, case: Case) -> str:
    """``template`` with its names replaced; '' when one has no value."""
    missing = False

    def put(found: re.Match[str]) -> str:
        nonlocal missing
        value = value_of(found[1], case)
        missing = missing or value == ""
        return value

    done = _PLACE.sub(put, template)
    return "" if missing else done


def names_in(template: str) -> tuple[str, ...]:
    """The names that a template uses."""
    return tuple(_PLACE.findall(template))


def bare(template: str) -> str:
    """A template without its names: what is said whatever they hold."""
    return _PLACE.sub("", template)


def value_of(name: str, case: Case) -> str:
    """What stands for ``{name}`` in prose, '' when there is nothing: one masked line without the marks of a command."""
    value = _value(name, case)
    return _NOT_PROSE.sub(" ", value if name in _OURS else case.mask(value)).replace("`", "'")


def _value(name: str, case: Case) -> str:
    return _OWN[name](case) if name in _OWN else worded(fact(case, name))


def worded(value: object) -> str:
    """A fact in words: a span as "2 h 5 min", a time as "2026-11-24 22:00:01 UTC", a list with commas."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return span(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    if isinstance(value, list | tuple):
        return ", ".join(worded(member) for member in value)[:_LONGEST]
    return str(value)[:_LONGEST]


def span(length: timedelta) -> str:
    """A length of time in its two largest units; without its sign."""
    seconds = abs(int(length.total_seconds()))
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    parts = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}")
        elif parts:
            break
    return " ".join(parts[:2]) or "0 s"


def _url(case: Case) -> tuple[str, str]:
    url = url_of(case.request.url) if case.request else Url()
    return ("", "") if url.fault or not url.name else (url.name, url.origin)


def _header(case: Case) -> str:
    places = case.provider.placement if case.provider else ()
    named = [place.name for place in places if place.place == "header" and place.name and "," not in place.name]
    asked = fact(case, "read-challenge.names_header")
    sent = fact(case, "lint-request.header")
    return str(asked or (named[0] if named else "") or sent or "Authorization")


def _scheme(case: Case) -> str:
    asked = fact(case, "answer.schemes")
    first = str(asked[0]) if isinstance(asked, list) and asked else ""
    expected = fact(case, "lint-request.expected_scheme")
    return known_schemes(case).get(first.lower(), first) or str(expected or "") or "Bearer"


def _header_start(case: Case) -> str:
    """By the provider's entry, else by the API's own words, else as it was sent; '' for what no hand types."""
    places = named_places(case)
    ours = case.provider.placement if case.provider else ()
    known = {scheme.lower() for scheme in known_schemes(case)}
    for place in [place for place in places if place.source == "provider"] or ([] if ours else places):
        scheme = place.scheme
        if "," in place.header or scheme.lower() in _MADE_BY_CLIENTS or (scheme and scheme.lower() not in known):
            continue
        return f"{place.header}: {scheme}{'' if not scheme or scheme.endswith('=') else ' '}"
    sent = str(fact(case, "lint-request.scheme") or "")
    is_right = not (places or ours) and sent in _TYPED and fact(case, "lint-request.header") == "Authorization"
    return f"Authorization: {_TYPED[sent]} " if is_right else ""


def _unasked(case: Case) -> str:
    is_told = any(fact(case, name) for name in ("worded.asked", "worded.wanted"))
    return "" if is_told else _url(case)[1]


def _page(case: Case, which: str) -> str:
    """The provider's page, or its title; '' for one with a gap (``https://<it>.example.io``) which no host fills."""
    page = "" if case.provider is None or _is_own(case, which) else str(getattr(case.provider.docs, which))
    if "<" not in page:
        return page if "://" in page or not page else f"“{page}”"
    own = re.fullmatch(re.sub(r"<[^<>]+>", "[^./]+", host_of(page).replace(".", r"\.")), _url(case)[0])
    filled_in = page.replace(host_of(page), own[0], 1) if own else page
    return "" if "<" in filled_in else filled_in


def _is_own(case: Case, which: str = "") -> bool:
    """Is somebody's own installation asked? Keys of that one are listed and tried there, and nowhere else."""
    host, provider = _url(case)[0], case.provider
    is_ours = provider is None or not provider.self_hosted or not host or case.book.is_at(provider.id, host)
    return not is_ours and which != "auth"


def _contact(case: Case) -> str:
    return case.book.contact_for(host_of(case.request.url) if case.request else "", case.channel, case.now)


def _status(case: Case) -> str:
    """The page for people of a status page whose data a check reads."""
    page = case.provider.status_page if case.provider and not _is_own(case) else ""
    return page.partition("/api/")[0]


def _whoami(case: Case) -> str:
    calls = case.provider.whoami if case.provider and not _is_own(case) else ()
    return next(
        (
            call.url
            for call in calls
            if call.method == "GET" and url_of(call.url).name and not set("<{$") & set(call.url)
        ),
        "",
    )


_OWN = {
    "host": lambda case: _url(case)[0] or "the API's host",
    "origin": lambda case: _url(case)[1] or "the API's address",
    "origin.unasked": _unasked,
    "method": lambda case: case.request.method if case.request else "GET",
    "header": _header,
    "scheme": _scheme,
    "header.start": _header_start,
    "api": lambda case: case.provider.name if case.provider else "the API",
    "provider.name": lambda case: case.provider.name if case.provider else "",
    "provider.auth": lambda case: _page(case, "auth"),
    "provider.rotate": lambda case: _page(case, "rotate"),
    "provider.status": _status,
    "provider.whoami": _whoami,
    "contact": _contact,
}
