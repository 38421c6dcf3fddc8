"""Is this the address that was meant?"""

from __future__ import annotations

from bot.checks._case import Case
from bot.checks._outcome import skip
from bot.model import Finding
from bot.probing.net import Net

STAGE = 0
AFTER: tuple[str, ...] = ()
FACTS: dict[str, str] = {
    "host": "str: the host, lower case",
    "scheme": "str: http or https",
    "path": "str: the path, masked",
    "unreadable": "bool: the URL cannot be read as one host and port",
    "http": "bool: plain http towards a host that is not local",
    "typo": "bool: the host is a slip of a known API host, or a look-alike",
    "near_host": "str: the known API host that was probably meant",
    "lookalike": (
        "bool: a known API host stands inside the name of another (api.github.com.example.org), or punycode imitates it"
    ),
    "private": "bool: the host is a private, loopback, link-local or metadata address, or localhost",
    "sample_host": "bool: a host reserved for documentation (example.com, *.test, *.invalid)",
    "double_slash": "bool: an empty path segment",
    "doubled_segment": "bool: a path segment stands twice in a row (/api/api, /v1/v1)",
    "trailing_slash": "bool: the path ends with a slash",
    "path_odd": "bool: blanks, a placeholder or a variable in the path",
    "stage": "str: the stage that host or path name (test, staging, dev, sandbox, prod), ''",
    "variable": "bool: an unexpanded variable in the URL",
    "userinfo": "bool: the URL has a userinfo",
    "userinfo_odd": "bool: the userinfo holds raw @, #, /, ? or :, so that the host is another than meant",
    "gateway_stage_missing": "bool: an API Gateway host (execute-api) without a stage in the path",
    "web_host": "bool: the host is the provider's web site (github.com, www.) and not its API's",
    "known_host": "bool: the host belongs to a known provider",
    "query_cut": "bool: the query was cut by an unquoted & in the shell",
}


async def check(case: Case, _net: Net) -> Finding:
    """Answer the question of this module."""
    return skip("not asked")
