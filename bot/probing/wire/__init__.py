"""wire: the real Net. The one package that opens connections to targets, behind guard and budget."""

from __future__ import annotations

from bot.probing.wire.session import Session, open_net

__all__ = ["Session", "open_net"]
