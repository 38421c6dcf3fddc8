"""Caddy: Basic, and redirects."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user."""
    caddy = box.program("caddy")
    port, password = box.port(), "correct-horse-3c"
    hashed = box.htpasswd("sam", password, "-B").read_text().strip().partition(":")[2]
    box.write(
        "Caddyfile",
        f"""
{{
  admin off
  auto_https off
}}
http://127.0.0.1:{port}, http://localhost:{port} {{
  bind 127.0.0.1
  redir /old http://localhost:{port}/basic 308
  handle /basic {{
    basicauth {{
      sam {hashed}
    }}
    respond "ok"
  }}
  respond /forbidden 403
  respond 404
}}
""",
    )
    box.run(caddy, "run", "--config", str(box.folder / "Caddyfile"), "--adapter", "caddyfile", port=port)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/basic",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
