"""What one may paste in the demo: ``examples.yaml``, with the credentials of the sample API that runs."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import dataclass
from email.utils import formatdate
from importlib.resources import files

import yaml

from bot.faces.demo.sample_api import OLD_KEY_ID, Keys
from bot.model import Certainty

_SLOW_S = 1200  # by how much the clock of one example is behind


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoExample:
    """``title`` is what the button says, ``shows`` what there is to see in it, ``paste`` the message.

    ``cause`` is the id that the answer names first, with this ``certainty``. ``group``: the heading above the button.
    """

    id: str
    group: str
    title: str
    shows: str
    cause: str
    certainty: Certainty
    paste: str


def examples(api: str, keys: Keys) -> list[DemoExample]:
    """All examples against the API at the origin ``api``, group by group."""
    groups = yaml.safe_load(files("bot.faces.demo").joinpath("examples.yaml").read_text("utf-8"))
    values = _values(api, keys)
    return [
        DemoExample(
            **{**one, "group": group, "paste": re.sub("«([^«»]+)»", lambda name: values[name[1]], one["paste"])}
        )
        for group, rows in groups.items()
        for one in rows
    ]


def _values(api: str, keys: Keys) -> dict[str, str]:
    """What the names in the pastes stand for."""
    good, now = keys.jwt(api), int(time.time())
    unsigned, _, signature = good.rpartition(".")
    return {
        "api": api,
        "token": keys.token,
        "revoked": keys.revoked,
        "key": keys.key,
        "password": keys.password,
        "session": keys.session,
        "basic-with-newline": base64.b64encode(f"backup:{keys.password}\n".encode()).decode(),
        "good": good,
        "expired": keys.jwt(api, lasts_s=-5400),
        "early": keys.jwt(api, begins_s=2400),
        "for-another": keys.jwt(api, audience="billing-api"),
        "of-another": keys.jwt("https://old-login.demo.example"),
        "unknown-key": keys.jwt(api, key_id=OLD_KEY_ID),
        "forged": f"{unsigned}.{signature[:8][::-1]}{signature[8:]}",
        "cut": unsigned[:-20],
        "late": str(now - _SLOW_S),
        "signature": keys.hmac("/v1/payments", now - _SLOW_S),
        "date": formatdate(now, usegmt=True),
    }
