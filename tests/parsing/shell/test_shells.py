"""Words as each shell makes them: bash against real bash, cmd.exe and PowerShell by their documented rules."""

from __future__ import annotations

import shutil
import subprocess
from types import ModuleType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.parsing.shell import bash, cmd, powershell
from bot.parsing.shell.dialect import dialect_of

# Nothing here can start a program, open a file or expand to one: only quotes, escapes, blanks and braces.
PIECES = st.sampled_from(
    [
        *("a", "b c", " ", "\t", "'", '"', "$'", "\\", "\\'", '\\"', "\\ ", "\\\n", "\n", "''", '""', "'x y'", '"x y"'),
        *(
            "$'\\n'",
            "$'\\x41\\u00e9\\101'",
            '"\\$\\`\\\\"',
            '"a\\b"',
            "{a,b}",
            "{1..3}",
            "x{,y}z",
            ",",
            "#",
            "a#b",
        ),
        *(
            "é",
            "=",
            ":",
            "/",
            "%",
            "^",
            "@",
            "+",
            "-",
            "~a",
            "!",
            "a=b",
            "'{a,b}'",
            '"{a,b}"',
            "{a,{b,c}}",
            "x{a}y",
            "$'\\''",
        ),
    ]
)
needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="bash is missing: nothing to compare with")


@needs_bash
@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8).map("".join))
def test_bash_words_are_those_of_bash(text: str) -> None:
    """Whatever quotes, escapes and braces stand behind a command, its arguments are those that bash passes."""
    run = subprocess.run(
        ["bash", "--norc", "-c", f"printf '%s\\0' {text}"],
        capture_output=True,
        timeout=10,
        check=False,
        env={"LC_ALL": "C.UTF-8", "HOME": "/"},
        stdin=subprocess.DEVNULL,
    )
    assume(run.returncode == 0 and not run.stderr and not text.endswith("\\"))
    command = bash.read(f"x {text}")
    assume("blank-after-backslash" not in command.problems)  # repaired: the line went on there
    assume("\\{" not in text)  # bash itself is odd there: a{}\{b,c} makes "a}{b" and "ac"
    assume(run.stdout.count(b"\0") <= 100)
    words = [word.text.encode("utf-8", "surrogateescape") for word in command.words[1:]]
    assert (words or [b""]) == run.stdout.split(b"\0")[:-1]


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_word_stands_where_it_says(text: str) -> None:
    """Words follow one another inside the text, and none reaches behind the end of its command."""
    command = bash.read(text)
    places = [(word.start, word.end) for word in command.words]
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert places == sorted(places)
    assert command.end <= len(text)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('a "b c" d', ["a", "b c", "d"]),
        (r'a "b\"c"', ["a", 'b"c']),
        (r'a "b\\" c', ["a", "b\\", "c"]),
        (r'a "b\\\"c"', ["a", 'b\\"c']),
        (r"a\b\\c", [r"a\b\\c"]),
        ('a "b""c" d', ["a", 'b"c', "d"]),
        ('a "" b', ["a", "", "b"]),
        ("a 'b c'", ["a", "'b", "c'"]),
        ("a ^& b", ["a", "&", "b"]),
        ('a "^&" b', ["a", "^&", "b"]),
        ("a ^\n b", ["a", "b"]),
        ("a & b", ["a"]),
        ("a > f 2>&1 b", ["a", "b"]),
    ],
)
def test_cmd_words(line: str, words: list[str]) -> None:
    """Carets go first, then Microsoft's C runtime splits the line (its page "Parsing C command-line arguments")."""
    assert [word.text for word in cmd.read(line).words] == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a 'b c' d", ["a", "b c", "d"]),
        ("a 'it''s'", ["a", "it's"]),
        ('a "b""c"', ["a", 'b"c']),
        ('a "b`"c`n"', ["a", 'b"c\n']),
        ("a `\n b", ["a", "b"]),
        ("a b`  c", ["a", "b ", "c"]),
        ("a '$x' \"`$x\"", ["a", "$x", "$x"]),
        ("a b # c", ["a", "b"]),
        ("a b; c", ["a", "b"]),
        ("a b#c", ["a", "b#c"]),
        ("a @'\nb 'c'\n'@ d", ["a", "b 'c'", "d"]),
    ],
)
def test_powershell_words(line: str, words: list[str]) -> None:
    """Quotes, backticks and here-strings are those of PowerShell (about_Quoting_Rules)."""
    assert [word.text for word in powershell.read(line).words] == words


@pytest.mark.parametrize(
    ("command", "prompt", "windows", "dialect"),
    [
        ("curl -d 'a'", "", False, "bash"),
        ("curl -d 'a'", "$ ", False, "bash"),
        ('curl ^"https://x.test^"', "", False, "cmd"),
        ('curl -X PUT ^\n "https://x.test"', "", False, "cmd"),
        ("curl x", "C:\\Users\\me>", False, "cmd"),
        ("curl x", "PS C:\\Users\\me> ", False, "powershell"),
        ("curl `\n x", "", False, "powershell"),
        ('curl -H "A: $env:X"', "", False, "powershell"),
        ("curl.exe -H 'A: b'", "", True, "powershell"),
        ('curl.exe -H "A: b"', "", True, "cmd"),
        ('curl -H "A: %TOKEN%"', "", False, "cmd"),
        ("curl -H 'A: %TOKEN%'", "", False, "bash"),
        ('curl -d \'{"a":"^"}\' -H "B: `id`"', "", False, "bash"),
    ],
)
def test_the_dialect_is_told_from_the_text(command: str, prompt: str, windows: bool, dialect: str) -> None:
    """Prompt first, then signs that only one shell has, then the program's name."""
    assert dialect_of(command, prompt, windows_program=windows) == dialect


@pytest.mark.parametrize(
    ("shell", "script", "holds"),
    [
        (bash, "T=a\nT=$(get)\n", {}),
        (bash, "T=a\nT=$OTHER\n", {}),
        (bash, "T=a\nT=$(get)\nT=b\n", {"T": "b"}),
        (bash, "T=a\nT+=b\n", {"T": "ab"}),
        (bash, "T+=b\n", {}),
        (bash, "T=(-H 'A: b')\nT+=(-d c)\n", {"T": "(-H 'A: b' -d c)"}),
        (bash, "T=a\nread -r -d '' T\n", {}),
        (bash, "T=a\nprintf -v T '%s' b\n", {}),
        (bash, "T=a U=b\nunset T\n", {"U": "b"}),
        (powershell, "$t = 'a'\n$t = Get-Token\n", {}),
        (powershell, "$t = 'a'\n$t = $other\n", {}),
        (powershell, "$t = 'a'\n$t += 'b'\n", {"t": "ab"}),
        (powershell, "PS> $t = 'a'\n", {"t": "a"}),
    ],
)
def test_an_older_value_does_not_outlive_a_new_one(shell: ModuleType, script: str, holds: dict[str, str]) -> None:
    """What is set anew to something that the paste does not tell has no value, and ``+=`` adds to the one it had."""
    assert shell.assignments(script, len(script)) == holds
