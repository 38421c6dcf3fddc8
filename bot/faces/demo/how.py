"""How it knows: what the pane beside a thread shows of a diagnosis, and the knowledge that is edited there.

A diagnosis is made in a worker by the Slack app itself; here it is only looked at. Edits go to an overlay folder of the
demo's own, under the name of an entry that exists; a draft is tried in a worker, in a folder that is gone afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from bot.authoring.lint import Shelf, both_ways, lint_entry
from bot.explain import explain
from bot.faces.slack.examining import Task, examined
from bot.faces.slack.whose import Read
from bot.knowledge.entries import EntryError, entry_of
from bot.knowledge.load import File, UnreadableError, builtin_folder, listed, text_of
from bot.model import Examination, Moment
from bot.parsing.parse import parse
from bot.reply import terminal
from bot.reply.compose import compose
from bot.service import Service
from bot.url import url_of
from bot.workers import Watch, Workplace

Json = dict[str, Any]
_MOST = 200  # diagnoses that are remembered
_LARGEST = 200_000  # characters of an entry


@dataclass
class Remembering:
    """A Workplace that does its work in another, and remembers how each diagnosis of a message came about.

    ``notes``: by channel and ts of the message, ``how`` (see :func:`explain`), its ``text``, and the ``number`` of the
    diagnosis. ``changed`` is called for each.
    """

    inner: Workplace
    changed: Callable[[], None]
    notes: dict[tuple[str, str], Json] = field(default_factory=dict)
    number: int = 0

    async def run(self, work: Callable[..., Any], *arguments: Any, watch: Watch | None = None) -> Any:
        """As in Workplace."""
        if work is not examined:
            return await self.inner.run(work, *arguments, watch=watch)
        told = await self.inner.run(explained, *arguments, watch=watch)
        task: Task = arguments[0]
        read = Read.of(task.read)
        self.number += 1
        self.notes.pop((task.channel, read.source), None)
        self.notes[task.channel, read.source] = {"how": told["how"], "text": read.text, "number": self.number}
        while len(self.notes) > _MOST:
            del self.notes[next(iter(self.notes))]
        self.changed()
        return told["found"]


class _Seen:
    """A Service that keeps what it examined."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.how: Json = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    async def examine(self, text: str, **how: Any) -> Examination:
        found = await self._service.examine(text, **how)
        now = datetime.now(UTC)
        self.how = explain(found, self._service.book, Moment(written=how["written"] or now, now=now))
        return found


async def explained(service: Service, task: Task) -> Json:
    """In a worker: what the Slack app makes of a text, and ``how`` it is known."""
    seen = _Seen(service)
    found = await examined(cast(Service, seen), task)
    return {"found": found, "how": seen.how}


async def previewed(service: Service, text: str, folder: str, own_hosts: tuple[str, ...]) -> Json:
    """In a worker: the answer to a text with the knowledge of one more folder, as a page, and ``how`` it is known.

    ``is_live``: it was asked for it again, as one of ``own_hosts`` alone is.
    """
    settings = replace(service.settings, knowledge=(*service.settings.knowledge, Path(folder)))
    drafted = Service(settings, unlimited=True, built_in=service.library)
    urls = [url_of(request.url) for request in parse(text).requests]
    is_live = bool(urls) and all(url.authority in own_hosts for url in urls)
    found, now = await drafted.examine(text, live=is_live), datetime.now(UTC)
    how = explain(found, drafted.book, Moment(written=now, now=now))
    return {"page": terminal.page(compose(found)), "how": how, "is_live": is_live}


@dataclass(frozen=True)
class Drafts:
    """The entries as they are now, and the overlay ``folder`` to which edits go.

    ``own_hosts`` (host:port) are those of the demo's own API: a preview asks no other again.
    """

    service: Service
    place: Workplace
    folder: Path
    own_hosts: tuple[str, ...]

    def shown(self, kind: str, name: str) -> Json | None:
        """``text`` of an entry, ``file`` as it is called, and ``is_edited``: is it the overlay's? None: no such."""
        file = self._file(kind, name)
        if file is None:
            return None
        try:
            return {"text": text_of(file.path), "file": file.shown, "is_edited": self._target(file).exists()}
        except UnreadableError as fault:
            return {"text": "", "file": f"{file.shown}: {fault}", "is_edited": False}

    def complaints(self, kind: str, name: str, text: str) -> list[Json] | None:
        """What is wrong in a draft, each with its ``line``; what lint says of a file."""
        file = self._file(kind, name)
        if file is None:
            return None
        if len(text) > _LARGEST:
            return [{"line": 1, "words": f"{len(text)} characters; at most {_LARGEST} are right", "is_fatal": True}]
        try:
            entry = entry_of(text, kind=kind, id=name, family=file.family)
        except EntryError as fault:
            return [{"line": fault.line, "words": str(fault), "is_fatal": True}]
        found = [(each.line, str(each)) for each in lint_entry(entry, text, Shelf(self.service.book))]
        found += [(1, missing)] if (missing := both_ways(entry)) else []
        return [{"line": line, "words": words, "is_fatal": False} for line, words in found]

    async def preview(self, kind: str, name: str, text: str, paste: str) -> Json | None:
        """The answer to a paste, were the draft the entry; ``is_live``: the demo's own API was asked for it again."""
        file = self._file(kind, name)
        if file is None or any(one["is_fatal"] for one in self.complaints(kind, name, text) or ()):
            return None
        with tempfile.TemporaryDirectory(prefix="draft-", dir=self.folder.parent) as folder:
            _write(self._target(file, Path(folder)), text)
            made: Json = await self.place.run(previewed, paste, folder, self.own_hosts)
        return made

    def save(self, kind: str, name: str, text: str) -> Json | None:
        """Put a draft into the overlay, unless it cannot be read: then the answer says why."""
        file, faults = self._file(kind, name), self.complaints(kind, name, text)
        if file is None or faults is None:
            return None
        if any(one["is_fatal"] for one in faults):
            return {"faults": faults}
        _write(self._target(file), text)
        return {"faults": [], "file": str(self._target(file))}

    def revert(self, kind: str, name: str) -> Json | None:
        """Take the edit back."""
        if (file := self._file(kind, name)) is None:
            return None
        self._target(file).unlink(missing_ok=True)
        return self.shown(kind, name)

    def _file(self, kind: str, name: str) -> File | None:
        """The file that counts, of those that there are: nothing that a caller says becomes a path."""
        known = listed(builtin_folder(), *self.service.settings.knowledge).files
        return next((file for file in reversed(known) if (file.kind, file.id) == (kind, name)), None)

    def _target(self, file: File, folder: Path | None = None) -> Path:
        return (folder or self.folder) / file.kind / file.family / f"{file.id}.yaml"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
