"""s3rver: AWS Signature Version 4."""

from __future__ import annotations

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """Its built-in key pair."""
    port = box.port()
    box.node("s3.mjs", port, str(box.folder / "data"))
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/live?list-type=2"}
