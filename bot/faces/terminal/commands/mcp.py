"""``auth401 mcp``: the tools for an assistant."""

from __future__ import annotations

import asyncio
import ipaddress
import re

import click

from bot import logs
from bot.faces.terminal.cli import settings
from bot.service import Service

_INSTALL = "python -m pip install 'mcp>=2.3,<3'"  # as in pyproject.toml
_HERE = "127.0.0.1"
_WHERE = re.compile(r"(?:(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):)?(?P<port>[0-9]{1,5})")


@click.command("mcp", epilog="Example: auth401 mcp --http 8401")
@click.option("--http", "where", metavar="[HOST:]PORT", help="Serve HTTP there (HOST: 127.0.0.1) instead of stdio.")
def command(where: str | None) -> None:
    """Let an assistant ask: an MCP server with diagnose_401, parse_request and explain_cause.

    It speaks over standard input and output, and asks only hosts that `auth401 check` would ask. Needs the extra "mcp".
    """
    logs.set_up()
    given = settings()
    host, port = _place(where) if where else ("", 0)
    try:
        from bot.faces import mcp
    except ImportError as fault:
        if (fault.name or "").partition(".")[0] == "bot":
            raise
        raise click.UsageError(f"{fault.name} is missing; install it with: {_INSTALL}") from None
    service = Service(given)
    if not where:
        asyncio.run(mcp.over_stdio(service))
        return
    try:
        asyncio.run(mcp.over_http(service, host, port))
    except OSError as fault:
        raise click.UsageError(f"--http {where}: cannot listen there ({fault.strerror})") from None


def _place(where: str) -> tuple[str, int]:
    """``HOST:PORT``, ``[IPv6]:PORT`` or ``PORT`` alone, which is on loopback."""
    found = _WHERE.fullmatch(where)
    if found is None or int(found["port"]) > 65535:
        raise click.UsageError("--http: HOST:PORT or PORT is right, an IPv6 address in brackets")
    host = found["six"] or found["host"] or _HERE
    try:
        is_any = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        is_any = not host.strip("0.")  # 0 is every address too
    if is_any:
        raise click.UsageError("--http: name the one address that clients ask by, for their Host is compared with it")
    return host, int(found["port"])
