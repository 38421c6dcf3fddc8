"""The modules of a package by name: being in the folder is being registered.

A module whose name starts with ``_`` is a helper and is not listed. A module's id is its name with ``-`` for ``_``.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """id -> module, sorted by id, for each module directly in ``package``; packages and helpers are left out."""
    names = sorted(
        found.name
        for found in pkgutil.iter_modules(package.__path__)
        if not found.ispkg and not found.name.startswith("_")
    )
    return {name.replace("_", "-"): importlib.import_module(f"{package.__name__}.{name}") for name in names}
