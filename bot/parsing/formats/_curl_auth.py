"""curl's options on who asks and how -> the Authorization that it sends first, its credentials, the Transfer.

Of Digest, NTLM, Negotiate and SigV4 nothing can be foretold but their input: there the request has no Authorization,
and the credential (kind digest, sigv4 or other) stands where curl will put it: ``header:Authorization`` for -u,
``userinfo`` when it came with the URL. A client certificate is of kind mtls, at ``certificate``. The Transfer is
understood and reported, carried out only by the rules of probing/.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot.auth.basic import basic
from bot.masking import Secret
from bot.model import Credential, CredentialKind, Transfer
from bot.parsing.credentials import credential_at
from bot.parsing.formats._curl_args import CurlOperation
from bot.parsing.formats._curl_notes import Notes
from bot.parsing.formats._curl_url import Target
from bot.unicode import as_bytes

_WHO = frozenset({"user", "oauth2-bearer", "cert"})
_SCHEMES = ("basic", "digest", "ntlm", "ntlm-wb", "negotiate", "anyauth")
_PROXIES = {"proxy": "", "proxy1.0": "", "socks4": "socks4://", "socks4a": "socks4a://", "socks5": "socks5://",
            "socks5-hostname": "socks5h://", "preproxy": ""}  # fmt: skip


def authorization(operation: CurlOperation, target: Target, notes: Notes) -> str:
    """The value of the Authorization header, or '' when curl sends none at first."""
    if _nobody(operation, target):
        return ""
    pair = _pair(operation, target)
    schemes = auth_schemes(operation)
    if schemes == ["bearer"]:
        return f"Bearer {operation.last['oauth2-bearer']}"
    if pair is None or schemes != ["basic"] or (pair == f"{target.user}:" and reads_netrc(operation)):
        return ""  # in the last case its password is the file's
    if "user" in operation.last and ":" not in operation.last["user"]:
        notes.add("password-asked", "-u has no colon, so curl asks for the password; an empty one is taken here")
    return basic(pair)


def credentials(operation: CurlOperation, target: Target, headers: Sequence[tuple[str, str]]) -> list[Credential]:
    """Those that no header shows as they are: userinfo, what waits for a challenge, a client certificate."""
    found: list[Credential] = []
    if _nobody(operation, target):
        return found
    place = "header:Authorization" if "user" in operation.last else "userinfo"
    pair = _pair(operation, target)
    if pair is not None:
        if not any(name.lower() == "authorization" for name, _ in headers):
            found.append(credential_at(_kind(auth_schemes(operation)), place, pair))
        elif place == "userinfo":
            found.append(credential_at("basic", "userinfo", pair, "Basic"))
    if "cert" in operation.last:
        found.append(credential_at("mtls", "certificate", operation.last["cert"]))
    return found


def _nobody(operation: CurlOperation, target: Target) -> bool:
    """Whether nothing but a header of the user's own can say who is asking."""
    return target.user is None and target.password is None and _WHO.isdisjoint(operation.last)


def _pair(operation: CurlOperation, target: Target) -> str | None:
    """``user:password`` of -u, of the URL's userinfo where -u names no user, or None."""
    user, _, password = operation.last.get("user", "").partition(":")
    if not user:
        user, password = target.user or "", target.password or password
    return f"{user}:{password}" if user or password else None


def _kind(schemes: Sequence[str]) -> CredentialKind:
    if "aws-sigv4" in schemes:
        return "sigv4"
    if "digest" in schemes:
        return "digest"
    return "basic" if schemes == ["basic"] else "other"


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
