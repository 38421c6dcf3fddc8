"""The tests' own data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read(path: Path) -> Any:
    """What a YAML file holds. By libyaml: every process of the tests reads dozens before the first test."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def on_disk(folder: Path) -> bytes:
    """All bytes of a folder's files."""
    return b"".join(path.read_bytes() for path in folder.iterdir())
