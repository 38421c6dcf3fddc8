"""wire: what touches the network: HTTP by httpx, TLS, DNS. The one package that opens connections to targets.

``open_net``, from session, is its only door: behind guard and budget.
"""

from __future__ import annotations

from bot.probing.session import Session, open_net

__all__ = ["Session", "open_net"]
