"""-u, userinfo, --oauth2-bearer and the scheme options -> the Authorization that curl sends first, and its credentials.

Of Digest, NTLM, Negotiate and SigV4 nothing can be foretold but their input: there the request has no Authorization,
and the credential (kind digest, sigv4 or other) stands where curl will put it: ``header:Authorization`` for -u,
``userinfo`` when it came with the URL. A client certificate is of kind mtls, at ``certificate``.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.auth.basic import basic
from bot.model import Credential, CredentialKind
from bot.parsing.credentials import credential_at
from bot.parsing.formats._curl_args import CurlOperation
from bot.parsing.formats._curl_notes import Notes
from bot.parsing.formats._curl_transfer import auth_schemes, reads_netrc
from bot.parsing.formats._curl_url import Target

_WHO = frozenset({"user", "oauth2-bearer", "cert"})


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
