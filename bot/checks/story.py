"""What does the prose around the paste tell?"""

from __future__ import annotations

from typing import Any

from bot.case import Case
from bot.checks._outcome import passed, skip
from bot.checks._story import PATTERNS
from bot.model import Finding
from bot.probing.net import Net

_LOOKED_AT = 16_384
STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "worked_before": "bool: it worked until some time ago",
    "never_worked": "bool: it never worked, first try",
    "after_change": "bool: since a deploy, release, upgrade, migration or configuration change",
    "unchanged": "bool: nothing was changed or deployed on their side",
    "after_rotation": "bool: since a key or secret was rotated, regenerated or renewed",
    "new_key": "bool: the key or account was made just now (minutes, today)",
    "minutes_old": "bool: made minutes ago",
    "behind_proxy": "bool: since or only behind a proxy, load balancer, nginx, Apache, gateway, ingress, CDN",
    "direct_works": "bool: works when the proxy is passed by (direct to the port)",
    "only_browser": "bool: only in the browser; works in curl or Postman",
    "cors": "bool: CORS, preflight, OPTIONS are named",
    "only_ci": "bool: only in CI or in a container; works locally",
    "only_app": "bool: works in curl or Postman, not in the app or script",
    "works_elsewhere": "bool: works on another machine, for another person or network",
    "other_ip": "bool: an address or network is the difference (VPN, office, allow-list, new server)",
    "other_key_works": "bool: another key or user works in the same place",
    "intermittent": "bool: sometimes, randomly, one in some requests, depends on the node",
    "everybody": "bool: all users or customers are affected at once",
    "status_page": "bool: an incident or outage is named",
    "periodic": "bool: stops after a fixed time (an hour, a day) or works right after log-in",
    "age_days": "bool: the token or key is weeks or months old",
    "logged_out": "bool: a password change, log-out, log-in elsewhere or session end is named",
    "cookie_copied": "bool: cookies were copied from a browser",
    "right_key": "bool: they checked that the key is right, copied it again, or made a new one",
    "new_key_same": "bool: a new key gives the same error",
    "other_env": "bool: staging, sandbox, test or another region is named as different",
    "env_set": "bool: the key is set in an environment variable, dotenv, secret store or configuration",
    "other_endpoint_works": "bool: other endpoints work with the same credential",
    "only_write": "bool: reading works, writing does not",
    "redirect": "bool: a redirect is named",
    "cached": "bool: a cache, incognito window or a reload that cures it is named",
    "cache_cures": "bool: an extra query parameter or a cleared cache cures it",
    "time": "bool: clock, time zone, NTP, skew, container or VM time is named",
    "dns": "bool: DNS, hosts file, moved host or name resolution is named",
    "proxy_password": "bool: a corporate proxy asks for a password",
    "sso": "bool: SSO, SAML, MFA, 2FA is named",
    "account": "bool: a suspended, locked, unpaid or downgraded account is named",
    "permission": "bool: role, permission, scope or admin rights are named",
    "copied": "bool: copied from a mail, PDF, chat, wiki or word processor",
    "password_special": "bool: a password with special characters is named",
    "revoked": "bool: the key was deleted, revoked or leaked",
    "trial": "bool: a trial or quota that ended",
    "solved": "bool: said to be solved already",
    "client_secret": "bool: a client secret or app registration is named",
    "mtls": "bool: a client certificate is named",
    "slash": "bool: with or without a trailing slash differs",
    "http": "bool: http versus https is named",
    "after_restart": "bool: since or until a restart",
    "new_server": "bool: moved to a new server, host or container",
    "libraries": "bool: a library or SDK was upgraded",
}


async def check(case: Case, _net: Net) -> Finding:
    """Read the prose alone: commands and outputs are not part of it."""
    story = case.report.story[:_LOOKED_AT]
    if not story.strip():
        return skip("there is no prose around the paste")
    facts: dict[str, Any] = {name: pattern.search(story) is not None for name, pattern in PATTERNS.items()}
    facts["after_change"] = facts["after_change"] and not facts["unchanged"]
    told = [name.replace("_", " ") for name, found in facts.items() if found]
    return passed(f"the text tells: {', '.join(told[:6])}" if told else "the text tells nothing more", **facts)
