"""Where the terminal's paste comes from: arguments, or standard input."""

from __future__ import annotations

import shlex
import sys

import click

from bot.unicode import well_formed

MOST_BYTES = 1024 * 1024  # as much as of a file in Slack


def read_paste(words: tuple[str, ...]) -> str:
    """The pasted text. Several words are one command whose quotes the shell took: they are put back.

    Raises click.UsageError (exit status 2) when there is no text at all.
    """
    if words and words != ("-",):
        text = well_formed(words[0] if len(words) == 1 else shlex.join(words))
    elif sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("nothing to read: give the paste as an argument, or pipe it in and pass -")
    else:
        text = sys.stdin.buffer.read(MOST_BYTES).decode("utf-8", "replace")
    if not text.strip():
        raise click.UsageError("the paste is empty: give a curl command, a response or an error message")
    return text
