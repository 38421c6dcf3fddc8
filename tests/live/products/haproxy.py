"""HAProxy: Basic, and a key in a header with a mute 401."""

from __future__ import annotations

import sys

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """In front of Python's own file server."""
    haproxy = box.program("haproxy")
    site, port = box.port(), box.port()
    password, key = "correct-horse-4h", "h4pr0xyk3y0fth3l1v3su1t3aaaa"
    box.write("site/index.html", "hello")
    box.write("site/key/index.html", "hello")
    box.run(
        sys.executable,
        "-m",
        "http.server",
        str(site),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(box.folder / "site"),
        port=site,
    )
    box.write(
        "haproxy.cfg",
        f"""
defaults
  mode http
  timeout connect 2s
  timeout client 5s
  timeout server 5s
userlist members
  user sam insecure-password {password}
frontend live
  bind 127.0.0.1:{port}
  acl keyed path_beg /key
  http-request deny deny_status 401 if keyed !{{ req.hdr(x-api-key) {key} }}
  http-request auth realm live if !keyed !{{ http_auth(members) }}
  default_backend site
backend site
  server one 127.0.0.1:{site}
""",
    )
    box.run(haproxy, "-f", str(box.folder / "haproxy.cfg"), port=port)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        "key": key,
        "wrong_key": "h4pr0xyk3y0fs0m3b0dy3ls3aaaa",
    }
