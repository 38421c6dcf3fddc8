"""``auth401 completion`` in real shells, and the help of every command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.__main__ import main

# What each shell is given after the script: print what it offers for the line "auth401 che" or "auth401 check --of"
ASKING = {
    "bash": 'COMP_WORDS=({words}); COMP_CWORD={last}; _auth401_completion auth401; printf "%s\\n" "${{COMPREPLY[@]}}"',
    "fish": 'complete -C "{words}"',
}


@pytest.mark.parametrize(
    ("line", "offered"),
    [("auth401 che", "check"), ("auth401 check --of", "--offline"), ("auth401 knowledge l", "lint")],
)
@pytest.mark.parametrize("shell", ASKING)
def test_a_shell_completes(shell: str, line: str, offered: str, tmp_path: Path) -> None:
    """Commands, options and sub-commands."""
    if not (program := shutil.which(shell)):
        pytest.skip(f"{shell} is not installed")
    command = tmp_path / "auth401"
    command.write_text(f"#!{sys.executable}\nfrom bot.__main__ import main\nmain(prog_name='auth401')\n")
    command.chmod(0o755)
    script = CliRunner().invoke(main, ["completion", shell]).stdout
    asked = ASKING[shell].format(words=line, last=len(line.split()) - 1)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [program, "-c", f"{script}\n{asked}"],
        env=os.environ | {"PATH": path, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert offered in done.stdout.split(), done.stderr


def test_zsh_takes_the_script() -> None:
    """Its completion needs an interactive line; here the script is read without a complaint."""
    if not (zsh := shutil.which("zsh")):
        pytest.skip("zsh is not installed")
    script = CliRunner().invoke(main, ["completion", "zsh"]).stdout
    subprocess.run([zsh, "-n"], input=script, text=True, check=True, timeout=60)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command."""
    for name in group.list_commands(click.Context(group)):
        found = group.get_command(click.Context(group), name)
        yield (*path, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


@pytest.mark.parametrize("words", list(commands(main)), ids=" ".join)
def test_every_help_has_an_example_of_that_command(words: tuple[str, ...]) -> None:
    """The example names the command itself."""
    told = " ".join(CliRunner().invoke(main, [*words, "--help"]).stdout.split())
    assert f"auth401 {' '.join(words)}" in told.partition("Example: ")[2]


def test_what_curl_prints_with_its_headers_is_a_paste() -> None:
    """``curl -i … 2>&1 | auth401 check -``: progress meter, status line, headers and body, in one stream."""
    printed = (
        "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
        "                                 Dload  Upload   Total   Spent    Left  Speed\n"
        "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
        "\r100    29  100    29    0     0    412      0 --:--:-- --:--:-- --:--:--   414\n"
        'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error="invalid_token", '
        'error_description="The token expired"\r\nContent-Length: 29\r\n\r\n{"message":"token is expired"}'
    )
    done = CliRunner().invoke(main, ["check", "-", "--offline", "--json"], input=printed)
    assert done.exit_code == 0, done.output
    assert '"token-expired"' in done.stdout
