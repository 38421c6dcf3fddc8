"""FastAPI and PyJWT on machines whose clocks are wrong: one three hours fast, one two hours slow."""

from __future__ import annotations

import json
from pathlib import Path

from tests.live.box import Box, Issuer, NotInstalledError


def start(box: Box) -> dict[str, str]:
    """Both servers believe their clocks, in what they accept and in their Date."""
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not libraries:
        raise NotInstalledError("libfaketime is not installed")
    values: dict[str, str] = {}
    for name, shift in (("right", "+0h"), ("fast", "+3h"), ("slow", "-2h")):
        port = box.port()
        issuer = Issuer(iss=f"http://127.0.0.1:{port}", aud="orders", scope="read")
        config = {"jwks": issuer.jwks, "aud": "orders", "iss": issuer.claims["iss"]}
        env = {
            "LIVE_CONFIG": json.dumps(config),
            "LD_PRELOAD": str(libraries[0]),
            "FAKETIME": shift,
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        box.python("fastapi_jwt.py", port, env=env)
        values |= {
            name: f"http://127.0.0.1:{port}/orders",
            f"{name}_token": issuer.mint(),
            f"{name}_ahead": issuer.mint(age=-7200),
            f"{name}_long": issuer.mint(life=36000),
        }
    return {**values, "shown": "right fast slow"}
