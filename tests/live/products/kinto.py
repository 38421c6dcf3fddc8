"""Kinto behind Basic accounts."""

from __future__ import annotations

import json
import subprocess

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One account, made over its API."""
    kinto = box.program("kinto")
    port, password = box.port(), "correct-horse-3k"
    box.write(
        "kinto.ini",
        f"""
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
[app:main]
use = egg:kinto
kinto.includes = kinto.plugins.accounts
kinto.account_create_principals = system.Everyone
multiauth.policies = account
multiauth.policy.account.use = kinto.plugins.accounts.authentication.AccountsAuthenticationPolicy
kinto.bucket_create_principals = system.Authenticated
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = ERROR
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = plain
[formatter_plain]
format = %(message)s
""",
    )
    box.run(kinto, "start", "--ini", str(box.folder / "kinto.ini"), port=port)
    url = f"http://127.0.0.1:{port}/v1"
    command = [
        "curl",
        "-sSf",
        "-X",
        "PUT",
        f"{url}/accounts/sam",
        "-H",
        "Content-Type: application/json",
        "-d",
        json.dumps({"data": {"password": password}}),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return {
        "url": url,
        "resource": f"{url}/buckets",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
