"""Docker's registry behind Basic, and one whose tokens come from elsewhere."""

from __future__ import annotations

import trustme

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """Two registries."""
    registry = box.program("docker-registry")
    port, token_port, password = box.port(), box.port(), "correct-horse-9d"
    users = box.htpasswd("sam", password, "-B")
    root = box.folder / "root.pem"
    trustme.CA().cert_pem.write_to_path(str(root))
    head = (
        "version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s/%s}}\n"
        "http: {addr: '127.0.0.1:%d'}\n"
    )
    token = f"{{realm: 'https://auth.example/token', service: live, issuer: live, rootcertbundle: {root}}}"
    box.write("basic.yml", head % (box.folder, "one", port) + f"auth: {{htpasswd: {{realm: live, path: {users}}}}}\n")
    box.write("token.yml", head % (box.folder, "two", token_port) + f"auth: {{token: {token}}}\n")
    box.run(registry, "serve", str(box.folder / "basic.yml"), port=port)
    box.run(registry, "serve", str(box.folder / "token.yml"), port=token_port)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/v2/",
        "tokens": f"http://127.0.0.1:{token_port}",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        "shown": "tokens",
    }
