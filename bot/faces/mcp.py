"""The MCP face: an engineer's assistant asks the same core, by the rules that hold at the terminal.

Built on the SDK's low-level server, whose handlers get arguments as they came: the other one's complaints quote them.
"""

from __future__ import annotations

import ipaddress
import logging
import secrets
import signal
import socket
import sys
from asyncio import get_running_loop
from typing import Any

import mcp.types as types
import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from bot import __version__, logs
from bot.knowledge.entries import nearest
from bot.masking import BY_SHAPE
from bot.parsing.parse import parse
from bot.parsing.triage import is_for_us
from bot.reply import payload, terminal
from bot.service import Service
from bot.unicode import well_formed

MOST_CHARACTERS = 1024 * 1024  # as much as the terminal reads
_SECURITY_LOG = "mcp.server.transport_security"  # tells which Host or Origin it refused, and nothing of a message
_log = logging.getLogger(__name__)

_TEXT = {
    "type": "string",
    "maxLength": MOST_CHARACTERS,
    "description": "The paste as it is: a curl command or other request, a response, an error, a log, a story.",
}
_LIVE = {
    "type": "boolean",
    "description": "May the API be asked (GET, HEAD and OPTIONS alone)? False: by the text alone. "
    "Default: true, or false where the operator set AUTH401_LIVE to ask. Off where that is off.",
}
_ID = {"type": "string", "maxLength": 200, "description": "The id of a cause, for example token-expired."}


def _tool(name: str, description: str, *, asks: bool = False, **given: dict[str, Any]) -> types.Tool:
    return types.Tool(
        name=name,
        description=description,
        input_schema={
            "type": "object",
            "properties": given,
            "required": [next(iter(given))],
            "additionalProperties": False,
        },
        output_schema={"type": "object"},
        annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=asks),
    )


TOOLS = (
    _tool(
        "diagnose_401",
        "Say why an API answered 401, with what proves it and the fix: the object of `auth401 check --json`, and its "
        "answer as text. Credentials in the paste are used for a few read-only requests to that API and never shown.",
        asks=True,
        text=_TEXT,
        live=_LIVE,
    ),
    _tool(
        "parse_request",
        "Show which requests and responses are read from a paste, secrets masked. "
        "Nothing is sent. The object of `auth401 parse --json`.",
        text=_TEXT,
    ),
    _tool("explain_cause", "What a cause means, how to tell it apart, and the steps that end it.", id=_ID),
)
_GIVEN: dict[str, dict[str, Any]] = {tool.name: tool.input_schema["properties"] for tool in TOOLS}


class AskedWronglyError(Exception):
    """Words for the assistant, which hold nothing of what it sent but what is masked."""


def server(service: Service, *, person: str | None = None) -> Server[Any]:
    """The MCP server over ``service``. ``person``: whose pace holds, as :meth:`Service.examine` has it."""

    async def tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(TOOLS))

    async def call(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            made, words = await _answer(service, person, asked.name, asked.arguments or {})
        except AskedWronglyError as fault:
            return _said(str(fault), is_error=True)
        except Exception as fault:  # the last guard: told by type and place, in the log alone
            name = secrets.token_hex(4)
            _log.error("call %s failed (%s)", name, logs.told(fault))
            return _said(f"Something went wrong on our side. The log tells it under {name}.", is_error=True)
        return _said(words, made)

    return Server(
        "auth401",
        version=__version__,
        instructions="Ask diagnose_401 with the whole paste when an API answered 401 or 403.",
        on_list_tools=tools,
        on_call_tool=call,
    )


async def over_stdio(service: Service) -> None:
    """Serve whoever started this process, until standard input ends."""
    _set_up_logs()
    made = server(service)
    async with stdio_server() as (incoming, outgoing):
        await made.run(incoming, outgoing, made.create_initialization_options())


async def over_http(service: Service, host: str, port: int) -> None:
    """Serve at ``http://host:port/mcp`` until SIGTERM or Ctrl-C; port 0 takes a free one. The address goes to stderr.

    A request whose Host, or Origin where there is one, is another than the address that was given is refused: a page in
    a browser whose name leads here could else ask (DNS rebinding). Beyond loopback the pace of one person holds for
    all. Raises OSError where it cannot listen.
    """
    _set_up_logs()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listening:
        is_here = ipaddress.ip_address(listening.getsockname()[0]).is_loopback
        bound = listening.getsockname()[1]
        names = {f"[{host}]" if ":" in host else host, *(("127.0.0.1", "localhost", "[::1]") if is_here else ())}
        hosts = [f"{name}:{bound}" for name in sorted(names)]
        app = server(service, person=None if is_here else "mcp").streamable_http_app(
            stateless_http=True,
            json_response=True,
            transport_security=TransportSecuritySettings(
                allowed_hosts=hosts, allowed_origins=[f"http://{name}" for name in hosts]
            ),
        )
        for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn ends by them, and raises them again afterwards
            get_running_loop().add_signal_handler(number, lambda: None)
        shown = f"[{host}]" if ":" in host else host
        print(f"auth401 mcp: http://{shown}:{bound}/mcp", file=sys.stderr, flush=True)  # noqa: T201
        await uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).serve(sockets=[listening])


def _set_up_logs() -> None:
    """To standard error; of the SDK, whose lines quote messages, only what tells of a refused Host or Origin."""
    logs.set_up()
    for name, level in (("mcp", logging.CRITICAL), (_SECURITY_LOG, logging.WARNING), ("uvicorn", logging.WARNING)):
        logging.getLogger(name).setLevel(level)


def _said(words: str, made: dict[str, Any] | None = None, *, is_error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=words)], structured_content=made, is_error=is_error
    )


async def _answer(service: Service, person: str | None, tool: str, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
    _check(tool, given)
    if tool == "explain_cause":
        return _explained(service, given["id"])
    text = well_formed(given["text"])
    if not text.strip():
        raise AskedWronglyError("text is empty: give a curl command, a response or an error message")
    if tool == "parse_request":
        understood = payload.parsed(parse(text), show_secrets=False)
        return understood, terminal.understood(understood)
    live = given.get("live", service.settings.live == "auto")
    examination = await service.examine(text, live=live, person=person)
    made = payload.check(examination, is_for_us(text, examination.report))
    return made, made["answer"]


def _check(tool: str, given: dict[str, Any]) -> None:
    """Raises AskedWronglyError for arguments that are not those of the tool's schema."""
    if tool not in _GIVEN:
        raise AskedWronglyError(f"no such tool; there are {', '.join(_GIVEN)}")
    known = _GIVEN[tool]
    needed = next(iter(known))
    if not isinstance(given.get(needed), str):
        raise AskedWronglyError(f"{needed} is missing or is no string")
    if len(given[needed]) > known[needed]["maxLength"]:
        raise AskedWronglyError(
            f"{needed} is longer than {known[needed]['maxLength']} characters: give the part that matters"
        )
    if set(given) - set(known):
        raise AskedWronglyError(f"{tool} takes {' and '.join(known)} alone")
    if not isinstance(given.get("live", True), bool):
        raise AskedWronglyError("live is true or false")


def _explained(service: Service, name: str) -> tuple[dict[str, Any], str]:
    service.refresh()
    book = service.book
    cause = book.causes.get(name)
    if cause is None:
        near = nearest(name, sorted(book.causes))
        hint = f"; did you mean {near}?" if near else ""
        raise AskedWronglyError(
            f"{BY_SHAPE.shown(name)}: no such cause{hint} `auth401 knowledge list causes` names all"
        )
    steps = [
        {"id": each, "text": _plain(step.lines, step.text)} for each in cause.steps if (step := book.steps.get(each))
    ]
    made = {
        "id": name,
        "title": cause.title,
        "family": cause.family,
        "check_by": [way for way in cause.checks_by if "{" not in way],
        "steps": steps,
        "source": cause.source,
    }
    lines = [
        cause.title,
        *(f"To tell it apart: {way}" for way in made["check_by"]),
        *(f"- {step['text']}" for step in steps),
        f"Source: {cause.source}",
    ]
    return made, "\n".join(lines)


def _plain(wordings: tuple[str, ...], text: str) -> str:
    """The wording that needs no value of a paste, which is the last; of ``text``, the sentences that need none."""
    if wordings:
        return wordings[-1]
    return " ".join(sentence for sentence in text.replace(". ", ".\n").splitlines() if "{" not in sentence) or text
