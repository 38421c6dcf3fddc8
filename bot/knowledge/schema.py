"""The shape of the YAML in ``knowledge/``: one struct per kind of entry. Unknown keys are errors."""

from __future__ import annotations

import msgspec


class Provider(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An API provider. The id is the file's name and is filled in by the loader."""

    name: str
    hosts: tuple[str, ...]
    id: str = ""
