"""A secret planted anywhere in a paste is in no output of ``parse``, in no encoding, not even nine characters of it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.parsing.parse import parse
from bot.reply.payload import parsed
from tests import _data

SECRETS = (
    "Zq7Xw2Lm9Rt4Vb8Nc3Kd",
    "correct-purple-staple-battery",
    "aw*O#4CEO@9C0R=JCgj%Vu",
    "vloqrxbfjuxwri",
    "54462929468421",
)
PASTES = _data.read(Path(__file__).with_name("leaks.yaml"))


@pytest.mark.parametrize("paste", PASTES)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_output_holds_a_planted_secret(paste: str, secret: str) -> None:
    """The masked JSON holds no run of the secret, of its base64, its percent-encoding or its hexadecimal."""
    basic = base64.b64encode(f"bob:{secret}".encode()).decode()
    forms = {"s": secret, "q": quote(secret, safe=""), "b": basic, "h": secret.encode().hex()}
    report = parse(paste.format(**forms))
    shown = json.dumps(parsed(report, False), ensure_ascii=False)
    for form in (secret, forms["q"], basic[6:], forms["h"]):
        assert not [form[start : start + 9] for start in range(len(form) - 8) if form[start : start + 9] in shown]
