"""Snippets and text files of a message, read with the bot's token from Slack's own host alone."""

from __future__ import annotations

import codecs
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack import words
from bot.faces.slack.direct import Direct
from bot.faces.slack.events import LARGEST_FILE, why_unreadable
from bot.faces.slack.outbox import Outbox, name_of
from bot.masking import BY_SHAPE, Shown
from bot.url import url_of

_ENCODINGS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NAME, _TOLD = 60, 3
_WITHIN_S = 20.0
log = logging.getLogger("auth401.slack")


@dataclass(frozen=True, slots=True)
class Contents:
    """A file's ``text``; or ``why`` it could not be read: a key of ``words.UNREAD``."""

    text: str = field(default="", repr=False)
    why: str = ""


async def read(client: AsyncWebClient, outbox: Outbox, direct: Direct, file: Mapping[str, Any]) -> Contents:
    """The file's text, at most 1 MiB of it, or why there is none."""
    if file.get("file_access") == "check_file_info":  # a stub of Slack Connect
        file = await _look_up(client, outbox, str(file.get("id")))
        if not file:
            return Contents(why="unreachable")
    if why := why_unreadable(file):
        return Contents(why=why)
    url = str(file.get("url_private") or "")
    if not is_slacks(url, client.base_url):
        return Contents(why="elsewhere")
    try:
        return await _download(direct, url, client.token or "", file)
    except (OSError, TimeoutError) as error:
        log.warning("a file could not be read (%s)", type(error).__name__)
        return Contents(why="unreachable")


def told(unread: Iterable[Mapping[str, Any]]) -> list[Shown]:
    """A sentence for each file that was not read, three at most: why, and what to do."""
    return [
        words.UNREAD[one["why"]].filled(name=BY_SHAPE.shown(str(one.get("name") or "")).cut(_NAME) or words.A_FILE)
        for one in list(unread)[:_TOLD]
    ]


def is_slacks(url: str, api_url: str, host: str = "files.slack.com") -> bool:
    """May the token go there? To Slack's own ``host`` over https, or to the very origin of SLACK_API_URL."""
    asked = url_of(url)
    return not asked.fault and asked.userinfo is None and asked.origin in {f"https://{host}", url_of(api_url).origin}


async def _look_up(client: AsyncWebClient, outbox: Outbox, file: str) -> Mapping[str, Any]:
    try:
        found = (await outbox.call(client, "files_info", file=file)).get("file")
    except SlackApiError as error:
        log.warning("a file could not be looked up (%s)", name_of(error))
        return {}
    return found if isinstance(found, Mapping) else {}


async def _download(direct: Direct, url: str, token: str, file: Mapping[str, Any]) -> Contents:
    bearer = {"Authorization": f"Bearer {token}"}
    answer = await direct.ask("GET", url, headers=bearer, within_s=_WITHIN_S, at_most=LARGEST_FILE)
    status, raw = answer.status, answer.raw
    is_html = answer.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/html"
    # Without files:read Slack answers 200 with its login page, or sends there; a page that somebody shared has its size
    if status in (301, 302, 303, 307, 401, 403) or (status == 200 and is_html and len(raw) != file.get("size")):
        log.warning("a file could not be read (status %d, a login page): files:read?", status)
        return Contents(why="login")
    if status != 200:
        log.warning("a file could not be read (status %d)", status)
        return Contents(why="unreachable")
    if len(raw) > LARGEST_FILE:
        return Contents(why="large")
    return _text(raw)


def _text(raw: bytes) -> Contents:
    """Text by its byte order mark, else UTF-8; what has NUL in it is none."""
    encoding = next((name for mark, name in _ENCODINGS.items() if raw.startswith(mark)), "utf-8")
    text = raw.decode(encoding, "replace")
    return Contents(why="no-text") if "\0" in text else Contents(text=text)
