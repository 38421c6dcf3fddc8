"""Prometheus behind Basic."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user."""
    prometheus = box.program("prometheus")
    port, password = box.port(), "correct-horse-5p"
    hashed = box.htpasswd("sam", password, "-B").read_text().strip().partition(":")[2]
    box.write("web.yml", f"basic_auth_users: {{sam: '{hashed}'}}\n")
    box.write("prometheus.yml", "global: {}\n")
    box.run(
        prometheus,
        f"--config.file={box.folder}/prometheus.yml",
        f"--web.config.file={box.folder}/web.yml",
        f"--web.listen-address=127.0.0.1:{port}",
        f"--storage.tsdb.path={box.folder}/data",
        port=port,
    )
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/api/v1/status/buildinfo",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
