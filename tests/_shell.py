"""Commands run for a test: real shells whose programs are all one stub that notes how it was called; and strict
readings of what cmd.exe and PowerShell would make of a line, where these cannot be run."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from bot.model import Step

PROGRAMS = (
    "curl", "grep", "getent", "dig", "openssl", "nslookup", "date", "head", "tail", "tr", "cut", "base64", "od", "wc",
    "xxd", "sudo", "timedatectl", "resolvectl", "env", "ls", "touch", "id", "rm", "cat", "sh", "bash", "tee", "echo",
)  # fmt: skip
_STUB = '#!/bin/bash\nprintf "%s\\0" "$#" "${0##*/}" "$@" >>"$NOTED"\n'
# History expansion as in a terminal; a program that is no stub is noted too
_BEFORE = 'set -o history; set -H\ncommand_not_found_handle() { printf "%s\\0" "$#" "not found: $@" >>"$NOTED"; }\n'
_LINE = re.compile(r"(Run|Windows|macOS|Linux)(?: \((PowerShell|cmd\.exe)\))?: `([^`\n]*)`")
Calls = list[tuple[str, ...]]


def ran(line: str, shell: str = "bash", **variables: str) -> tuple[Calls, list[str]]:
    """Run one line: how programs were called (sorted; their name first), and the files that are there now."""
    with tempfile.TemporaryDirectory() as top:
        here, noted = Path(top, "here"), Path(top, "noted")
        here.mkdir()
        noted.touch()
        before = _BEFORE if shell == "bash" else ""
        environment = {"PATH": _stubs(), "NOTED": str(noted), "HOME": "/home-of-nobody", **variables}
        subprocess.run(
            [f"/bin/{shell}"], input=f"{before}{line}\n".encode("utf-8", "surrogateescape"), cwd=here, env=environment,
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        return _calls(os.fsdecode(noted.read_bytes())), sorted(path.name for path in here.rglob("*"))


@cache
def _stubs() -> str:
    """A folder with the stub under every program's name, until the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="stubs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for program in PROGRAMS:
        (folder / program).write_text(_STUB)
        (folder / program).chmod(0o755)
    return str(folder)


def _calls(text: str) -> Calls:
    words, calls = text.split("\0")[:-1], []
    while words:
        count = int(words[0]) + 1
        calls.append(tuple(words[1 : count + 1]))
        words = words[count + 1 :]
    return sorted(calls)


def is_whole(line: str) -> bool:
    """Does bash take the line for whole commands?"""
    done = subprocess.run(["/bin/bash", "-n"], input=line.encode("utf-8", "surrogateescape"), capture_output=True)
    return done.returncode == 0 and not done.stderr


def commands(step: Step) -> dict[str, str]:
    """The commands of an instruction by system (``Windows PowerShell``); no backquote stands anywhere else."""
    rest, found = step.text, {}
    for match in _LINE.finditer(step.text):
        found[f"{match[1]} {match[2] or ''}".strip()] = match[3]
        rest = rest.replace(match[0], "")
    assert "`" not in rest
    return found


def words_of_cmd(line: str) -> list[str]:
    """The words that cmd.exe hands to a program, a variable as ``<NAME>``; ValueError for what is more than text."""
    line = re.sub(r"%([A-Z][A-Z0-9_]*)%", r"<\1>", line)
    if set(line) & set("%!\n\r"):
        raise ValueError("an expansion or a second line")
    words, word, is_open, is_word = [], "", False, False
    for letter in line:
        if letter == '"':
            is_open, is_word = not is_open, True
        elif letter == "\\":
            raise ValueError("a backslash, which may end a word")
        elif is_open:
            word += letter
        elif letter in " \t":
            words, word, is_word = words + [word] * is_word, "", False
        elif letter in "&|<>^()'`,;=@":
            raise ValueError(f"{letter} outside of quotation marks")
        else:
            word, is_word = word + letter, True
    if is_open:
        raise ValueError("an open quotation mark")
    return words + [word] * is_word


def words_of_powershell(line: str) -> list[str]:
    """The words that PowerShell hands to a program, a variable as ``<NAME>``; ValueError for what is more than text."""
    words: list[str] = []
    position = 0
    token = re.compile(
        r" +|(?P<bare>[A-Za-z0-9_./:+-]+)(?= |\Z)|['‘’‚‛](?P<quoted>(?:[^'‘’‚‛]|(['‘’‚‛])\3)*)['‘’‚‛](?= |\Z)"
        r"|\"(?P<double>(?:[^\"$`“”„]|\$\{env:[A-Z][A-Z0-9_]*\})*)\"(?= |\Z)"
    )
    while position < len(line):
        match = token.match(line, position)
        if match is None or match.end() == position:
            raise ValueError(f"not text at {position}: {line[position : position + 10]!r}")
        if match["bare"] is not None:
            words.append(match["bare"])
        elif match["quoted"] is not None:
            words.append(re.sub(r"(['‘’‚‛])\1", r"\1", match["quoted"]))
        elif match["double"] is not None:
            words.append(re.sub(r"\$\{env:(\w+)\}", r"<\1>", match["double"]))
        position = match.end()
    return words
