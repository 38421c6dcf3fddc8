"""What ``knowledge/fitted`` was made from, as a digest that is kept beside it: a test says when it is no longer so."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.knowledge.load import builtin_folder

STAMP = "made-from.txt"
_CODE = ("parsing/spans.py", "knowledge/text.py", "knowledge/weights.py", "diagnosis/features.py", "fitting/learn.py")


def stamp(cases: Path) -> str:
    """A digest of all that is learned from: cases, knowledge without steps, the code that makes features of them."""
    package = Path(__file__).resolve().parent.parent
    files = [*cases.rglob("*.yaml"), *(package / name for name in _CODE)]
    files += (file for file in builtin_folder().rglob("*.yaml") if file.parent.name != "steps")
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: (file.name, str(file))):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
