"""Print bot/parsing/formats/_curl_options.py from a folder of curl's option pages (docs/cmdline-opts in its source).

    python tools/curl_options.py <folder> > bot/parsing/formats/_curl_options.py

Taken from each page are only facts: the option's name, its letter, whether it takes an argument. A page ``no-x.md``
describes ``--x``, which is on by default.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

_FIELD = re.compile(r"^(Long|Short|Arg): *(.*)$", re.MULTILINE)
_HEAD = '''"""Every option of curl and what it takes, made by tools/curl_options.py from curl's own option pages.

``SHORT``: letter -> name; a name with "no-" is the switch turned off.
"""

'''


def main(folder: str) -> int:
    """Write the module to standard output; 1 when the folder holds no option pages."""
    pages = [page for page in sorted(Path(folder).glob("*.md")) if page.name[0] not in "_M"]
    options = [option for page in pages if (option := _option(page.read_text(encoding="utf-8")))]
    if not options:
        sys.stderr.write(f"{folder}: no option pages (*.md with Long:) here\n")
        return 1
    takers = [name for name, _, takes in options if takes]
    switches = [name.removeprefix("no-") for name, _, takes in options if not takes]
    letters = [f"{letter}={name}" for name, letter, _ in options if letter]
    sys.stdout.write(_HEAD + _set("WITH_ARGUMENT", takers) + _set("SWITCHES", switches) + _words("_LETTERS", letters))
    sys.stdout.write('SHORT = dict(pair.split("=") for pair in _LETTERS.split())\n')
    return 0


def _option(page: str) -> tuple[str, str, bool] | None:
    fields = dict(_FIELD.findall(page.split("\n---\n")[0]))
    if "Long" not in fields:
        return None
    return fields["Long"], fields.get("Short", ""), "Arg" in fields


def _set(name: str, words: list[str]) -> str:
    return _words(f"_{name}", words) + f"{name} = frozenset(_{name}.split())\n"


def _words(name: str, words: list[str]) -> str:
    text = textwrap.fill(" ".join(sorted(words)), 110, break_on_hyphens=False)
    return f'{name} = """\n{text}\n"""\n'


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
