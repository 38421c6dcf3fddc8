"""Hypothesis for all tests: how long an example takes says nothing on a busy machine, so no deadline fails a test."""

from __future__ import annotations

from hypothesis import settings

from tests._knowledge import share_shipped
from tests.postgres import postgres, server

__all__ = ["postgres", "server"]

settings.register_profile("auth401", deadline=None)
settings.load_profile("auth401")
share_shipped()
