"""Reply -> a page for a terminal: the parts of the plain page in its order, with bold, colours, links and its width."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TextIO

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.segment import Segments
from rich.style import Style
from rich.text import Text

from bot.masking import ours
from bot.model import Certainty, Reply
from bot.reply import terminal
from bot.reply.compose import CERTAINTY
from bot.reply.terminal import Group, Paragraph, Role

NARROWEST, WIDEST = 40, terminal.WIDTH  # longer lines of prose are hard to read
_HINT = Paragraph("hint", ours("--verbose shows every check and all steps"))
_COLOURS: Mapping[Certainty, str] = {"proven": "green", "observed": "cyan", "suspected": "yellow"}
_STYLES: Mapping[Role, str] = {"headline": "bold", "heading": "bold", "hint": "dim"}
_CODE = Style(color="magenta")
_WORD = re.compile(r"\S+ *")
_PAGE = re.compile(r"https://[!-\[\]-~]+")
# Programs that show OSC 8 links, by what they put into the environment; others may print the address twice.
_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "rio", "zed"})
_LINKING_TERMS = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm", "contour")
_FIRST_LINKING_VTE = 5000  # 0.50, of which GNOME Terminal and others are made


@dataclass(frozen=True, slots=True)
class Screen:
    """What a terminal can do. ``width`` in columns; ``styles`` False where it knows no escapes (``TERM=dumb``);
    ``colours`` False where the person wants none (``NO_COLOR``)."""

    width: int
    styles: bool = True
    colours: bool = True
    links: bool = False


def screen_of(stream: TextIO, environ: Mapping[str, str]) -> Screen | None:
    """The terminal behind a stream, None where there is none: a file, a pipe."""
    if not stream.isatty():
        return None
    styles = environ.get("TERM", "").lower() not in {"dumb", "unknown"}
    return Screen(
        width=max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST)),
        styles=styles,
        colours=styles and not environ.get("NO_COLOR"),
        links=styles and _has_links(environ),
    )


def _has_links(environ: Mapping[str, str]) -> bool:
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environ.get("TERM", "").startswith(_LINKING_TERMS)
        or any(name in environ for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM"))
        or (vte.isascii() and vte.isdigit() and int(vte) >= _FIRST_LINKING_VTE)
    )


def page(reply: Reply, screen: Screen | None, *, verbose: bool = False, how: Sequence[Group] = ()) -> str:
    """A composed reply for the screen; without one the plain page, to the letter."""
    if screen is None:
        return terminal.page(reply, verbose=verbose, how=how)
    groups = [*terminal.groups(reply, verbose=verbose, how=how)]
    if not verbose and (reply.details or reply.checklist):
        groups.append((_HINT,))
    links = tuple(address for address in reply.pages if screen.links and _PAGE.fullmatch(address))
    lines = [line for group in groups for line in (Text(), *(one for part in group for one in _laid(part, screen)))]
    return _printed(lines[1:], links, screen)


def _printed(lines: Sequence[Text], links: Sequence[str], screen: Screen) -> str:
    """The lines with their escapes. Nothing is parsed as markup, and nothing is wrapped or cut here."""
    paper = io.StringIO()
    console = Console(
        file=paper,
        force_terminal=True,
        color_system="standard" if screen.styles else None,
        no_color=not screen.colours,
        width=screen.width,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in lines:
        _link(line, links)
        console.print(Segments([*line.render(console, end="\n")]), soft_wrap=True, end="")
    return paper.getvalue().removesuffix("\n")


def _laid(part: Paragraph, screen: Screen) -> Iterator[Text]:
    """The lines of one part, styled, each with what it begins with."""
    if part.role == "command":
        yield from (Text.assemble(part.first, (line, _CODE)) for line in part.text.split("\n"))
        return
    if part.role == "run":
        yield Text(part.first).append_text(_coded(part.text, screen))
        return
    text = _coded(" ".join(part.text.split()), screen)
    text.style = _STYLES.get(part.role, "")
    if part.role == "sure":
        _colour_certainty(text)
    first = part.first
    for line in _wrapped(text, screen.width - len(part.further)):
        yield Text(first).append_text(line)
        first = part.further


def _coded(line: str, screen: Screen) -> Text:
    """Text whose `backquoted` parts are code. The backquotes stay where no colour tells it."""
    if not screen.colours or line.count("`") % 2:
        return Text(line)
    pieces = line.split("`")
    return Text.assemble(*((piece, _CODE if odd % 2 else "") for odd, piece in enumerate(pieces)))


def _colour_certainty(text: Text) -> None:
    for name, colour in _COLOURS.items():
        if text.plain.startswith(CERTAINTY[name]):
            text.stylize(Style(color=colour, bold=True), 0, len(CERTAINTY[name]))


def _link(line: Text, links: Sequence[str]) -> None:
    """Make links of the addresses that the knowledge names: an address in foreign words stays text."""
    for address in links:
        for found in re.finditer(re.escape(address) + r"(?![\w/?#=&%~+-])", line.plain):
            line.stylize(Style(link=address), *found.span())


def _wrapped(text: Text, width: int) -> Iterator[Text]:
    """Lines of at most ``width`` cells. An address is never broken, another word only where it alone is too long."""
    breaks: list[int] = []
    used = 0
    for found in _WORD.finditer(text.plain):
        word = found.group().rstrip()
        if used and used + cell_len(word) > width:
            breaks.append(found.start())
            used = 0
        if cell_len(word) > width and "://" not in word:
            *full, word = chop_cells(word, width)
            breaks.extend(islice(accumulate(map(len, full), initial=found.start()), 1, None))
            used = 0
        used += cell_len(word) + len(found.group()) - len(found.group().rstrip())
    for line in text.divide(breaks):
        line.rstrip()
        yield line
