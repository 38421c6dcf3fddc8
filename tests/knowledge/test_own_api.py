"""The README's section on one's own API, run as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bot.knowledge.load import builtin_folder

ROOT = Path(__file__).resolve().parents[2]
OPENAPI = """openapi: 3.0.3
info: {title: Orders, version: '1'}
servers: [{url: 'https://api.orders.example/v1'}]
components:
  securitySchemes:
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://id.orders.example/token', scopes: {}}}}
paths:
  /orders/{id}:
    get: {security: [{login: ['orders:read']}]}
"""
# {"alg":"HS256"}.{"scope":"profile","exp":4102444800}
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InByb2ZpbGUiLCJleHAiOjQxMDI0NDQ4MDB9." + "0" * 43
PASTE = f"""curl https://api.orders.example/v1/orders/7 -H 'Authorization: Bearer {TOKEN}'
HTTP/1.1 403 Forbidden

{{"error": "forbidden"}}
"""


def test_the_commands_of_the_readme_give_the_sentence_of_the_readme(tmp_path: Path) -> None:
    """At most fifteen lines; its commands run as written, and the answer says what they promise."""
    assert builtin_folder().is_dir()
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Your own API\n")[2].partition("\n## ")[0]
    assert len(section.strip().splitlines()) <= 15
    commands = section.partition("```sh\n")[2].partition("```")[0]
    promise = re.findall(r'"(`GET [^"]*)"', section)[0]
    (tmp_path / "openapi.yaml").write_text(OPENAPI, encoding="utf-8")
    (tmp_path / "paste.txt").write_text(PASTE, encoding="utf-8")
    script = f'auth401() {{ "{sys.executable}" -m bot "$@"; }}\n{commands}'
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert promise in " ".join(done.stdout.split())
