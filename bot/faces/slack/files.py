"""Snippets and text files of a message, read with the bot's token from Slack's own host alone."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.events import LARGEST_FILE
from bot.faces.slack.outbox import Outbox, name_of
from bot.url import url_of

log = logging.getLogger("auth401.slack")


async def read(client: AsyncWebClient, outbox: Outbox, session: aiohttp.ClientSession, file: Mapping[str, Any]) -> str:
    """The file's text, at most 1 MiB of it; '' when it may not or could not be read."""
    if file.get("file_access") == "check_file_info":  # a stub of Slack Connect
        file = await _look_up(client, outbox, str(file.get("id")))
    url = str(file.get("url_private") or "")
    if file.get("mode") == "external" or not is_slacks(url, client.base_url):
        return ""
    try:
        return await _download(session, url, client.token or "")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        log.warning("a file could not be read (%s)", type(error).__name__)
        return ""


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


async def _download(session: aiohttp.ClientSession, url: str, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    limit = aiohttp.ClientTimeout(total=20)
    async with session.get(url, headers=headers, allow_redirects=False, timeout=limit) as answer:
        # Without files:read Slack answers 200 with its login page
        if answer.status != 200 or answer.content_type == "text/html":
            log.warning("a file could not be read (status %d, %s): files:read?", answer.status, answer.content_type)
            return ""
        raw = bytearray()
        async for chunk in answer.content.iter_chunked(65536):
            raw += chunk
            if len(raw) >= LARGEST_FILE:
                break
    return bytes(raw[:LARGEST_FILE]).decode("utf-8", "replace")
