"""Verdaccio, a registry for npm."""

from __future__ import annotations

import json
import subprocess

from tests.live.box import NODE, Box, NotInstalledError


def start(box: Box) -> dict[str, str]:
    """One user who signed up; no other registry is asked."""
    script = NODE / "node_modules" / "verdaccio" / "bin" / "verdaccio"
    if not script.exists():
        raise NotInstalledError("verdaccio is not installed")
    port, password = box.port(), "correct-horse-6v"
    box.write(
        "config.yaml",
        f"""
storage: {box.folder}/storage
auth: {{htpasswd: {{file: {box.folder}/users}}}}
uplinks: {{}}
packages: {{'**': {{access: $authenticated, publish: $authenticated}}}}
log: {{type: stdout, level: error}}
""",
    )
    box.run(
        box.program("node"), str(script), "-l", f"127.0.0.1:{port}", "-c", str(box.folder / "config.yaml"), port=port
    )
    url = f"http://127.0.0.1:{port}"
    command = [
        "curl",
        "-sS",
        "-X",
        "PUT",
        f"{url}/-/user/org.couchdb.user:sam",
        "-H",
        "Content-Type: application/json",
        "-d",
        json.dumps({"name": "sam", "password": password}),
    ]
    token = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["token"]
    package = {
        "_id": "tea",
        "name": "tea",
        "dist-tags": {"latest": "1.0.0"},
        "versions": {"1.0.0": {"name": "tea", "version": "1.0.0", "dist": {"tarball": f"{url}/tea/-/tea-1.0.0.tgz"}}},
        "_attachments": {"tea-1.0.0.tgz": {"content_type": "application/octet-stream", "data": "dGVh", "length": 3}},
    }
    command = [
        "curl",
        "-sS",
        "-f",
        "-X",
        "PUT",
        f"{url}/tea",
        "-H",
        "Content-Type: application/json",
        "-H",
        f"Authorization: Bearer {token}",
        "-d",
        json.dumps(package),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return {
        "url": url,
        "resource": f"{url}/tea",
        "user": "sam",
        "password": password,
        "key": token,
        "wrong_key": token[:10] + token[10:][::-1],
    }
