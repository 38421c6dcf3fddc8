"""Syncthing's REST API behind its key."""

from __future__ import annotations

import re

from tests.live.box import Box


def start(box: Box) -> dict[str, str]:
    """It makes its own key; no other device is looked for."""
    syncthing = box.program("syncthing")
    port, home = box.port(), box.folder / "home"
    box.once(syncthing, f"--generate={home}")
    config = home / "config.xml"
    text = config.read_text()
    key = re.search(r"<apikey>(.*?)</apikey>", text)
    assert key is not None
    for name in (
        "globalAnnounceEnabled",
        "localAnnounceEnabled",
        "relaysEnabled",
        "natEnabled",
        "crashReportingEnabled",
    ):
        text = text.replace(f"<{name}>true<", f"<{name}>false<")
    text = text.replace("<listenAddress>default<", "<listenAddress>tcp://127.0.0.1:0<")
    text = text.replace("<urAccepted>0<", "<urAccepted>-1<")
    config.write_text(re.sub(r"<autoUpgradeIntervalH>\d+<", "<autoUpgradeIntervalH>0<", text))
    command = (
        syncthing,
        "serve",
        f"--home={home}",
        f"--gui-address=127.0.0.1:{port}",
        "--no-browser",
        "--no-restart",
        "--no-upgrade",
    )
    box.run(*command, port=port)
    url = f"http://127.0.0.1:{port}"
    return {"url": url, "resource": f"{url}/rest/system/version", "key": key[1], "wrong_key": key[1][::-1]}
