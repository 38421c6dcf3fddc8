"""InfluxDB 1: Basic, parameters, and a JWT with a shared secret."""

from __future__ import annotations

import subprocess

from tests.live.box import Box, Issuer, basic


def start(box: Box) -> dict[str, str]:
    """An admin is made over the API, as its documentation says."""
    influx = box.program("influxd")
    port, rpc, password = box.port(), box.port(), "correct-horse-7i"
    issuer = Issuer(secret="a-secret-of-the-live-suite-long-enough-for-hs256", username="sam")
    box.write(
        "influx.conf",
        f"""
reporting-disabled = true
bind-address = "127.0.0.1:{rpc}"
[meta]
dir = "{box.folder}/meta"
[data]
dir = "{box.folder}/data"
wal-dir = "{box.folder}/wal"
[http]
bind-address = "127.0.0.1:{port}"
auth-enabled = true
shared-secret = "{issuer.key}"
log-enabled = false
""",
    )
    box.run(influx, "-config", str(box.folder / "influx.conf"), port=port)
    url = f"http://127.0.0.1:{port}"
    query = f"CREATE USER sam WITH PASSWORD '{password}' WITH ALL PRIVILEGES"
    subprocess.run(
        ["curl", "-sS", "--retry", "5", "--retry-connrefused", f"{url}/query", "--data-urlencode", f"q={query}"],
        check=True,
        capture_output=True,
    )
    tokens = {name: value for name, value in issuer.family().items() if name in ("token", "expired", "stranger", "cut")}
    return {
        "url": url,
        "resource": f"{url}/query?q=SHOW%20DATABASES",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        **tokens,
    }
