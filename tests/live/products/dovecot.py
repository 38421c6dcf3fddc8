"""Dovecot's doveadm over HTTP: a scheme of its own beside Basic, in an answer without a body."""

from __future__ import annotations

import base64
import os

from tests.live.box import Box, NotInstalledError

CONFIGURATION = """\
base_dir = {folder}/base
state_dir = {folder}/state
log_path = {folder}/dovecot.txt
protocols =
ssl = no
default_internal_user = nobody
default_login_user = nobody
default_internal_group = nogroup
doveadm_api_key = {key}
doveadm_password = {password}
service doveadm {{
  inet_listener http {{
    address = 127.0.0.1
    port = {port}
  }}
}}
"""


def start(box: Box) -> dict[str, str]:
    """One API key and one password; no mailboxes."""
    dovecot = box.program("dovecot")
    if os.getuid() != 0:
        raise NotInstalledError("Dovecot starts as root alone")
    port, key, password = box.port(), "doveadm-key-0000-5h", "correct-horse-5d"
    text = CONFIGURATION.format(folder=box.folder, port=port, key=key, password=password)
    box.run(dovecot, "-F", "-c", str(box.write("dovecot.conf", text)), port=port)
    url = f"http://127.0.0.1:{port}"
    encoded = base64.b64encode(key.encode()).decode()
    return {"url": url, "resource": f"{url}/doveadm/v1", "key": key, "encoded": encoded, "password": password}
