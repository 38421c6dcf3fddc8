"""The real command with its output on pseudo-terminals, of which each has a width."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests._command import ended, start

_SGR = re.compile(r"\x1b\[[0-9;]*m")
_OURS = ("NO_COLOR", "COLUMNS", "LINES", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM")


@dataclass(frozen=True, slots=True)
class Ran:
    """What came out of one run."""

    status: int
    out: str
    err: str


def run(
    *arguments: str,
    width: int = 80,
    stdin: str = "",
    terminals: Iterable[str] = ("out", "err"),
    environ: dict[str, str] | None = None,
    heard: Callable[[str], None] | None = None,
) -> Ran:
    """Run ``auth401`` with the named streams on terminals and the others on pipes.

    ``heard`` is called with all of standard error so far, whenever there is more of it.
    """
    names, ends = ("out", "err"), {}
    for name in names:
        ends[name] = pty.openpty() if name in terminals else os.pipe()
        if name in terminals:
            fcntl.ioctl(ends[name][1], termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    env = inherited | {"TERM": "xterm-256color", "AUTH401_ALLOW_HOSTS": "127.0.0.1:*"} | (environ or {})
    given, write = os.pipe()
    process = start(arguments, [given, ends["out"][1], ends["err"][1]], env)
    for end in (given, *(theirs for _, theirs in ends.values())):
        os.close(end)
    with os.fdopen(write, "wb") as told:
        told.write(stdin.encode())
    got = dict.fromkeys(names, b"")
    ours = {ends[name][0]: name for name in names}
    while ours:
        for each in select.select([*ours], [], [])[0]:
            more = _read(each)
            got[ours[each]] += more
            if more and ours[each] == "err" and heard is not None:
                heard(got["err"].decode())
            if not more:
                os.close(each)
                del ours[each]
    status = ended(process)
    assert status is not None
    return Ran(status, *(got[name].decode().replace("\r\n", "\n") for name in names))


def _read(end: int) -> bytes:
    """What is there to be read; nothing at the end, which a terminal tells by an error."""
    try:
        return os.read(end, 65536)
    except OSError:
        return b""


def bare(text: str) -> str:
    """The text without colours and bold; every other escape is still in it."""
    return _SGR.sub("", text)
