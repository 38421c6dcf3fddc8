"""An OAuth 2 server by Authlib."""

from __future__ import annotations

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """A client, and tokens that are good, expired and withdrawn."""
    port = box.port()
    values = {
        "client_secret": "s3cr3t-0f-th3-l1v3-cl13nt",
        "key": "gOodT0kenOf4uthl1bServer000aaa1bb2cc3dd",
        "old_key": "expiredT0kenOf4uthl1b99887766aabbccddee",
        "gone_key": "withdrawnT0ken4uthl1b55443322ffeeddccbb",
    }
    box.python("authlib_server.py", port, *values.values())
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/read", "wrong_key": "neverGrantedT0ken4uthl1b1122334455667788", **values}
