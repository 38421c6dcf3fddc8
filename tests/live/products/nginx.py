"""nginx: Basic, a sub-request that decides, a stripped header, a cached 401, redirects, client certificates."""

from __future__ import annotations

import trustme

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """nginx in front of the small key API."""
    nginx = box.program("nginx")
    port, tls_port, mtls_port, api = box.port(), box.port(), box.port(), box.port()
    password, key = "correct-horse-1n", "k3y0fth3sm4ll4p1k3y0fth3sm4ll"
    box.python("key_api.py", api, password, key)
    users = box.htpasswd("sam", password)
    authority = trustme.CA()
    server, client = authority.issue_cert("127.0.0.1", "localhost"), authority.issue_cert("sam@example.com")
    paths = {name: box.folder / name for name in ("server.pem", "server.key", "ca.pem", "client.pem", "client.key")}
    server.cert_chain_pems[0].write_to_path(str(paths["server.pem"]))
    server.private_key_pem.write_to_path(str(paths["server.key"]))
    authority.cert_pem.write_to_path(str(paths["ca.pem"]))
    client.cert_chain_pems[0].write_to_path(str(paths["client.pem"]))
    client.private_key_pem.write_to_path(str(paths["client.key"]))
    box.folder.chmod(0o777)
    box.write("site/open/index.html", "open")
    box.write("site/basic/index.html", "members")
    config = box.fill("nginx.conf", port=port, tls_port=tls_port, mtls_port=mtls_port, api=api, users=users, key=key)
    box.run(nginx, "-c", str(config), "-p", str(box.folder), port=port)
    return {
        "url": f"http://127.0.0.1:{port}",
        "resource": f"http://127.0.0.1:{port}/basic/",
        "tls": f"https://127.0.0.1:{tls_port}",
        "mtls": f"https://127.0.0.1:{mtls_port}",
        "ca": str(paths["ca.pem"]),
        "client": str(paths["client.pem"]),
        "client_key": str(paths["client.key"]),
        "direct": f"http://127.0.0.1:{api}",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        "key": key,
        "wrong_key": "k3y0fs0m3b0dy3ls3k3y0fs0m3b0d",
        "shown": "tls mtls ca client client_key direct",
    }
