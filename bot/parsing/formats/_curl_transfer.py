"""curl's options on how to ask -> Transfer: understood and reported, carried out only by the rules of probing/."""

from __future__ import annotations

from urllib.parse import quote

from bot.masking import Secret
from bot.model import Transfer
from bot.parsing.formats._curl_args import CurlOperation
from bot.unicode import as_bytes

_SCHEMES = ("basic", "digest", "ntlm", "ntlm-wb", "negotiate", "anyauth")
_PROXIES = {"proxy": "", "proxy1.0": "", "socks4": "socks4://", "socks4a": "socks4a://", "socks5": "socks5://",
            "socks5-hostname": "socks5h://", "preproxy": ""}  # fmt: skip


def auth_schemes(operation: CurlOperation) -> list[str]:
    """The ways of authenticating that curl was told to use, ``["basic"]`` when nothing was said."""
    last, switches = operation.last, operation.switches
    if not last and not switches:
        return ["basic"]
    found = [name for name in _SCHEMES if switches.get(name)]
    if last.get("aws-sigv4") is not None:
        found.append("aws-sigv4")
    if last.get("oauth2-bearer"):
        found.append("bearer")
    return found or ["basic"]


def reads_netrc(operation: CurlOperation) -> bool:
    """Whether the command looks into a .netrc, where -u doesn't say who asks."""
    switches = operation.switches
    return bool(switches.get("netrc") or switches.get("netrc-optional") or "netrc-file" in operation.last)


def transfer_of(operation: CurlOperation) -> Transfer:
    """How the command asks."""
    last, switches = operation.last, operation.switches
    given = {*last, *(name for name, on in switches.items() if on), *operation.groups}
    proxy = next((prefix + last[name] for name, prefix in _PROXIES.items() if last.get(name)), None)
    if proxy and "@" not in proxy and last.get("proxy-user"):
        proxy = _with_user(proxy, last["proxy-user"])
    schemes = [name for name in (*_SCHEMES, "aws-sigv4") if name in given]
    return Transfer(
        follow_redirects=bool({"location", "location-trusted", "follow"} & given),
        insecure="insecure" in given,
        proxy=Secret(proxy, "proxy") if proxy else None,
        scheme=schemes[-1] if schemes else "",
        sigv4=last.get("aws-sigv4", ""),
        client_certificate="cert" in given,
        netrc=reads_netrc(operation),
    )


def _with_user(proxy: str, user: str) -> str:
    """The proxy with -U's user name and password in it, percent-encoded as a userinfo must be."""
    scheme, separator, rest = proxy.rpartition("://")
    name, colon, password = user.partition(":")
    return f"{scheme}{separator}{quote(as_bytes(name), safe='')}{colon}{quote(as_bytes(password), safe='')}@{rest}"
