"""Varnish that keeps a 401 and gives it to those with the right password too."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """In front of the small key API."""
    varnish = box.program("varnishd")
    api, port, password = box.port(), box.port(), "correct-horse-8v"
    box.python("key_api.py", api, password, "unused-key-of-varnish")
    box.folder.chmod(0o777)
    box.write(
        "live.vcl",
        f"""
vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{api}"; }}
sub vcl_recv {{
  if (req.url ~ "^/direct") {{ set req.url = regsub(req.url, "^/direct", ""); return (pass); }}
  return (hash);
}}
sub vcl_backend_response {{ set beresp.ttl = 600s; return (deliver); }}
sub vcl_deliver {{ if (obj.hits > 0) {{ set resp.http.X-Cache = "HIT"; }} else {{ set resp.http.X-Cache = "MISS"; }} }}
""",
    )
    box.run(
        varnish,
        "-F",
        "-a",
        f"127.0.0.1:{port}",
        "-f",
        str(box.folder / "live.vcl"),
        "-n",
        str(box.folder / "work"),
        "-s",
        "malloc,10m",
        port=port,
    )
    return {"url": f"http://127.0.0.1:{port}", "user": "sam", "password": password}
