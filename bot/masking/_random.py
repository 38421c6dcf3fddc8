"""Whether an unbroken run of characters was made by a generator: told by how often small, capital and digit change."""

from __future__ import annotations

import re

from bot.masking._secret import is_sample

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_HEX = re.compile(r"[0-9a-f]{20,}|[0-9A-F]{20,}")
_CALM = re.compile(r"[a-z/.]*+[0-9]?[a-z/.]*+")
_STRIKING = re.compile(r"[0-9a-f]{20}|[bcdfghjklmnpqrstvwxz]{6}")
_SEPARATOR = re.compile(r"[/.=%]")
_OTHERS = re.compile(r"[^A-Za-z0-9]+")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}", re.IGNORECASE)


def is_random(run: str) -> bool:
    """Whether an unbroken run of 20 characters or more looks made by a generator, not by people.

    Words, paths, host names, constants and UUIDs change seldom between small letters, capitals and digits.
    """
    core = run.strip("=.-_/")
    if len(core) < 20 or not _looks_random(core):
        return False
    return _UUID.fullmatch(core) is None and not is_sample(core)


def _looks_random(core: str) -> bool:
    if _STRIKING.search(core) is None and _CALM.fullmatch(core) and len(core) - core.count("/") - core.count(".") > 9:
        return False  # at most two changes
    if _HEX.search(core):
        return True
    if any(_is_mixed(piece) for piece in _SEPARATOR.split(core) if len(piece) >= 16):
        return True
    return _is_mixed(core)


def _is_mixed(core: str) -> bool:
    letters = _OTHERS.sub("", core)
    changes = len(_CHANGE.findall(letters))
    if changes >= 0.22 * len(letters) or (letters.isdigit() and len(letters) >= 20 and letters == core):
        return True
    if changes >= 0.12 * len(letters) and sum(char.isdigit() for char in letters) >= 4 and not re.search(r"[_-]", core):
        return True
    return bool(_CONSONANTS.search(core)) and len(letters) == len(core)
