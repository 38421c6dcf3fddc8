"""lighttpd: Digest and Basic."""

from __future__ import annotations

import hashlib

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user for both schemes."""
    lighttpd = box.program("lighttpd")
    port, password = box.port(), "correct-horse-6l"
    box.write("digests", f"sam:live:{hashlib.md5(f'sam:live:{password}'.encode()).hexdigest()}\n")
    box.write("words", f"sam:{password}\n")
    box.write("site/digest/a.txt", "tea")
    box.write("site/basic/a.txt", "tea")
    box.write(
        "lighttpd.conf",
        f"""
server.modules = ("mod_auth", "mod_authn_file")
server.document-root = "{box.folder}/site"
server.bind = "127.0.0.1"
server.port = {port}
$HTTP["url"] =~ "^/digest/" {{
  auth.backend = "htdigest"
  auth.backend.htdigest.userfile = "{box.folder}/digests"
  auth.require = ("" => ("method" => "digest", "realm" => "live", "require" => "valid-user"))
}} else $HTTP["url"] =~ "^/basic/" {{
  auth.backend = "plain"
  auth.backend.plain.userfile = "{box.folder}/words"
  auth.require = ("" => ("method" => "basic", "realm" => "live", "require" => "valid-user"))
}}
""",
    )
    box.run(lighttpd, "-D", "-f", str(box.folder / "lighttpd.conf"), port=port)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/basic/a.txt",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
