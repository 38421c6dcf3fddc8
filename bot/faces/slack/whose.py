"""Whose a message is, and of which organisation: what Slack tells of it put together. In doubt nobody's, and foreign.

Who asks and who wrote are two: the shortcut and a bare mention are about somebody else's message, a message may forward
another's words, and a file has an owner of its own. People of other organisations write in channels that are shared by
Slack Connect; Slack names their workspace or organisation in one of several fields (``HINTS``).
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from bot.faces.slack.reading import forwarded, is_from_a_program, own_text

Body = Mapping[str, Any]
# Where a message, an event or a person carries the id of a workspace (T…) or an organisation (E…)
HINTS = ("user_team", "source_team", "team", "team_id", "enterprise", "enterprise_id", "author_team_id")
_AROUND = ("team_id", "context_team_id", "enterprise_id", "context_enterprise_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """A piece of the text. ``author`` is '' when nobody of flesh and blood is known to have written it."""

    author: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What is examined, in parts by their authors. ``source`` is the ts of the message that it stands in.

    ``is_external``: some of it, or whoever asks, may belong to another organisation. ``unread``: ``name`` of each file
    that could not be read, and ``why``. ``before``: what a follow-up is compared with, ``summary`` and ``text`` of the
    last examination in its thread; ``is_of_others``: somebody else's request is looked at again, which their credential
    does not go out for.
    """

    parts: tuple[Authored, ...]
    source: str
    is_external: bool
    unread: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)
    is_of_others: bool = False

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(part.text for part in self.parts if part.text.strip())

    @property
    def author(self) -> str:
        """Whose message it is."""
        return self.parts[0].author if self.parts else ""

    def owner(self, values: Collection[str]) -> str:
        """Whose credentials these are, '' when that cannot be told or they are several people's."""
        owners = {self._owner(value) for value in values}
        return owners.pop() if len(owners) == 1 else ""

    def _owner(self, value: str) -> str:
        authors = {part.author for part in self.parts}
        if len(authors) > 1:
            secret = value.rpartition(":")[2] or value  # of a user name and password the password alone
            authors = {part.author for part in self.parts if secret in html.unescape(part.text)}
        return authors.pop() if len(authors) == 1 else ""

    def journaled(self) -> dict[str, Any]:
        """All of it as JSON; :meth:`of` makes it again."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Body) -> Self:
        """From the journal."""
        parts = tuple(Authored(**part) for part in kept["parts"])
        rest = {name: kept[name] for name in ("before", "is_of_others") if name in kept}
        unread = tuple(kept.get("unread", ()))
        return cls(parts=parts, source=kept["source"], is_external=kept["is_external"], unread=unread, **rest)


def author_of(message: Body) -> str:
    """The person who wrote it; '' for an app, which nobody can warn."""
    user = message.get("user")
    return user if isinstance(user, str) and not is_from_a_program(message) else ""


def parts_of(message: Body) -> tuple[Authored, ...]:
    """The message's own words, then those of messages that it forwards, each with its author."""
    own = Authored(author=author_of(message), text=own_text(message))
    inner = [Authored(author=_forwarded_author(one), text=own_text(words)) for one, words in forwarded(message)]
    return tuple(part for part in (own, *inner) if part is own or part.text)


def is_ours(message: Body, home: Collection[str], *, is_unshared: bool = False) -> bool:
    """Did people of ``home`` write all of it? ``is_unshared``: Slack says that no outsider is in the channel."""
    inner = [one for one, _ in forwarded(message) if _forwarded_author(one) != message.get("user")]
    return is_of(home, message, is_unshared=is_unshared) and all(is_of(home, one) for one in inner)


def is_of(home: Collection[str], *carriers: object, is_unshared: bool = False) -> bool:
    """Does every hint name ``home``, and is there one? Without any, only a channel that is not shared is no doubt."""
    hints = {hint for carrier in carriers for hint in _hints(carrier)}
    return bool(home) and (hints <= set(home) if hints else is_unshared)


def is_foreign(body: Body, home: Collection[str]) -> bool:
    """Is whoever wrote the message, or pressed, known to be of another organisation than the delivery was made for?

    In a channel that is shared with others, also whoever Slack does not say anything about.
    """
    event = body.get("event")
    message = event.get("message") if isinstance(event, Mapping) else None
    hints = {hint for carrier in (event, message, body.get("user")) for hint in _hints(carrier)}
    ours = set(home) | authorized(body)
    if not hints:
        return body.get("is_ext_shared_channel") is True
    return not hints <= ours


def is_of_home(body: Body, home: Collection[str]) -> bool:
    """Was the whole delivery made for ``home``? (event: the context and the authorizations; interaction: its team)"""
    around = {_id(body.get(key)) for key in _AROUND} | {_id(body.get(key)) for key in ("team", "enterprise")}
    return around - {""} <= set(home)


def authorized(body: Body) -> frozenset[str]:
    """The workspace and the organisation that an event was delivered to, by its authorizations."""
    found = body.get("authorizations")
    first = found[0] if isinstance(found, list) and found and isinstance(found[0], Mapping) else {}
    return frozenset({_id(first.get("team_id")), _id(first.get("enterprise_id"))} - {""})


def _hints(carrier: object) -> Iterable[str]:
    if not isinstance(carrier, Mapping):
        return
    for key in HINTS:
        yield from filter(None, [_id(carrier.get(key))])
    for key in ("user_profile", "bot_profile"):
        yield from _hints(carrier.get(key))


def _id(value: object) -> str:
    """An id; '' when there is none, '?' (nobody's) when it is no id at all."""
    if isinstance(value, Mapping):
        value = value.get("id")
    return value if isinstance(value, str) else "" if value is None else "?"


def _forwarded_author(attachment: Body) -> str:
    author = attachment.get("author_id")
    return author if isinstance(author, str) and not attachment.get("bot_id") else ""
