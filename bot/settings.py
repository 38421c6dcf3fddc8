"""The environment, read once into a frozen value. `.env.example` describes every variable for the operator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, cast, get_args

from bot.masking import Secret

Live = Literal["auto", "ask", "off"]

VARIABLES = (
    "SLACK_APP_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_API_URL",
    "HOST",
    "PORT",
    "DATABASE_URL",
    "AUTH401_DATA",
    "AUTH401_KEY",
    "AUTH401_INSTANCE",
    "AUTH401_KEEP_HOURS",
    "AUTH401_RETAIN_DAYS",
    "AUTH401_LIVE",
    "AUTH401_ALLOW_HOSTS",
    "AUTH401_TARGETS",
    "AUTH401_PROXY",
    "AUTH401_EXTERNAL",
    "AUTH401_ESCALATE",
    "AUTH401_ADMINS",
    "AUTH401_KNOWLEDGE",
)


class SettingsError(ValueError):
    """A variable holds something unusable. The text names the variable, what was found and what may stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. Tokens are Secrets, so that no log line or traceback shows one.

    ``port`` is None when PORT is not set (3000 for HTTP; Socket Mode then binds nothing). ``allow_hosts`` and
    ``targets`` are the operator's words, read by probing.rules. ``external``: ids of further workspaces and
    organisations of Slack whose people are ours, "1" for everybody's, "off": others are not answered. ``escalate``: the
    id of a channel or person to whom answers are passed on. ``admins``: ids of people who may
    see what is wrong in the operator's settings. ``instance`` is this process's stable name
    among those of one database ('' = the host's). ``keep`` is how long what a button needs is kept, ``retain`` how
    long the ids of what was asked are. ``knowledge`` are overlay folders, later ones win.
    """

    slack_app_token: Secret | None = None
    slack_bot_token: Secret | None = None
    slack_signing_secret: Secret | None = None
    slack_client_id: str = ""
    slack_client_secret: Secret | None = None
    slack_api_url: str = "https://slack.com/api/"
    host: str = ""
    port: int | None = None
    database_url: Secret | None = None
    data: Path = Path("var")
    key: Secret | None = None
    instance: str = ""
    keep: timedelta = timedelta(hours=24)
    retain: timedelta = timedelta(days=365)
    live: Live = "auto"
    allow_hosts: str = ""
    targets: str = ""
    proxy: Secret | None = None
    external: frozenset[str] = frozenset()
    escalate: str = ""
    admins: frozenset[str] = frozenset()
    knowledge: tuple[Path, ...] = ()


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from an environment. An empty variable counts as not set. Raises SettingsError."""

    def text(name: str) -> str:
        return environ.get(name, "").strip()

    def secret(name: str) -> Secret | None:
        return Secret(text(name), name) if text(name) else None

    return Settings(
        slack_app_token=secret("SLACK_APP_TOKEN"),
        slack_bot_token=secret("SLACK_BOT_TOKEN"),
        slack_signing_secret=secret("SLACK_SIGNING_SECRET"),
        slack_client_id=text("SLACK_CLIENT_ID"),
        slack_client_secret=secret("SLACK_CLIENT_SECRET"),
        slack_api_url=_with_slash(text("SLACK_API_URL") or "https://slack.com/api/"),
        host=text("HOST"),
        port=_port(text("PORT")),
        database_url=secret("DATABASE_URL"),
        data=Path(text("AUTH401_DATA") or "var"),
        key=secret("AUTH401_KEY"),
        instance=_instance(text("AUTH401_INSTANCE")),
        keep=_keep(text("AUTH401_KEEP_HOURS") or "24"),
        retain=_retain(text("AUTH401_RETAIN_DAYS") or "365"),
        live=_live(text("AUTH401_LIVE") or "auto"),
        allow_hosts=text("AUTH401_ALLOW_HOSTS"),
        targets=text("AUTH401_TARGETS"),
        proxy=secret("AUTH401_PROXY"),
        external=_trusted(text("AUTH401_EXTERNAL")),
        escalate=_escalate(text("AUTH401_ESCALATE")),
        admins=_people(text("AUTH401_ADMINS")),
        knowledge=tuple(Path(part.strip()) for part in text("AUTH401_KNOWLEDGE").split(",") if part.strip()),
    )


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else url + "/"


def _port(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 <= int(text) <= 65535):
        raise SettingsError(f"PORT is {_told(text)}: a number from 0 to 65535 may stand there")
    return int(text)


def _instance(text: str) -> str:
    if len(text) > 100 or not text.isprintable():
        raise SettingsError(f"AUTH401_INSTANCE is {text[:40]!r}: at most 100 printable characters may stand there")
    return text


def _keep(text: str) -> timedelta:
    if not re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,3})?", text):
        raise SettingsError(f"AUTH401_KEEP_HOURS is {text[:40]!r}: a number of hours from 0 to 9999 may stand there")
    return timedelta(hours=float(text))


def _retain(text: str) -> timedelta:
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise SettingsError(f"AUTH401_RETAIN_DAYS is {_told(text)}: a number of days from 0 to 99999 may stand there")
    return timedelta(days=int(text))


def _live(text: str) -> Live:
    if text not in get_args(Live):
        raise SettingsError(f"AUTH401_LIVE is {_told(text)}: one of {', '.join(get_args(Live))} may stand there")
    return cast(Live, text)


def _told(text: str) -> str:
    """What was found, if it is a small word: a token that was put into the wrong variable is not shown."""
    return repr(text) if re.fullmatch(r"[a-z]{1,12}|-?[0-9]{1,8}", text) else "something else"


def _trusted(text: str) -> frozenset[str]:
    found = frozenset(filter(None, (part.strip() for part in text.split(",")))) - {"0"}
    if not all(re.fullmatch(r"1|off|[TE][A-Z0-9]{2,30}", one) for one in found) or {"1", "off"} <= found:
        raise SettingsError(
            "AUTH401_EXTERNAL: ids of workspaces (T…) and organisations (E…) of Slack whose people are yours, "
            "comma-separated, and off where others are not to be answered; or 1 for everybody's people"
        )
    return found


def _escalate(text: str) -> str:
    if text and not re.fullmatch(r"[CGUW][A-Z0-9]{2,30}", text):
        raise SettingsError(
            "AUTH401_ESCALATE: the id of a channel (C…, G…) or a person (U…, W…) of Slack may stand there"
        )
    return text


def _people(text: str) -> frozenset[str]:
    found = frozenset(filter(None, (part.strip() for part in text.split(","))))
    if not all(re.fullmatch(r"[UW][A-Z0-9]{2,30}", one) for one in found):
        raise SettingsError("AUTH401_ADMINS: ids of people of Slack (U… or W…), comma-separated, may stand there")
    return found
