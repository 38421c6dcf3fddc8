"""pasted: what the rim must know of the pasted request: its origin, its credential's forms and headers. Pure."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.masking import Secret
from bot.model import Request
from bot.probing.guard import Place, place_of
from bot.probing.net import NotAllowed, Probe

_SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Pasted:
    """``origin`` alone may get the credential. ``forms`` are how it looks in a request, ``headers`` where it stands."""

    origin: tuple[str, str, int] | None = None
    forms: tuple[str, ...] = field(default=(), repr=False)
    headers: tuple[str, ...] = ()
    password: bool = False

    def is_in(self, probe: Probe) -> bool:
        """Does the probe carry the credential? By its word, and by looking: one that slipped in counts the same."""
        if probe.carries == "credential":
            return True
        texts = [probe.url, *(value for _, value in probe.headers)]
        return any(form in text for form in self.forms for text in texts)


def pasted(target: Request | str | None) -> Pasted:
    """What is known of the target; with no target no origin gets a credential."""
    url = target.url if isinstance(target, Request) else target
    place = place_of(url, userinfo=True) if url else None
    origin = place.origin if isinstance(place, Place) else None
    return _of_request(origin, target) if isinstance(target, Request) else Pasted(origin)


def _of_request(origin: tuple[str, str, int] | None, request: Request) -> Pasted:
    forms: list[str] = []
    for credential in request.credentials:
        value = credential.secret.reveal()
        if len(value) >= _SHORTEST_SECRET and credential.location != "path":
            forms += _forms(value)
    places = [credential.location.partition(":") for credential in request.credentials]
    headers = tuple(name for kind, _, name in places if kind == "header")
    password = any(one.kind in ("basic", "digest") and _is_password(one.secret) for one in request.credentials)
    return Pasted(origin, tuple(forms), headers, password)


def _forms(value: str) -> set[str]:
    """The ways in which a URL or a header may hold the value."""
    data = value.encode()
    coded = {base64.b64encode(data).decode("ascii"), base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")}
    password = value.partition(":")[2]
    parts = {value, password} if len(password) >= _SHORTEST_SECRET else {value}
    return parts | coded | {quote(part, safe="") for part in parts}


def _is_password(secret: Secret) -> bool:
    """Can a failed attempt lock somebody out? Not when the password is empty, or a JWT (which is what Bearer takes)."""
    password = secret.reveal().partition(":")[2]
    return bool(password) and not (password.startswith("eyJ") and password.count(".") == 2)


def proxy_place(text: str) -> tuple[Place | NotAllowed, str]:
    """A proxy as curl's -x spells it (no scheme: http, no port: 1080), and its userinfo."""
    scheme, _, rest = (text if "://" in text else f"http://{text}").partition("://")
    userinfo, _, host = rest.partition("/")[0].rpartition("@")
    port = "" if ":" in host.rpartition("]")[2] else ":1080"
    place = place_of(f"{scheme}://{host}{port}/")
    if isinstance(place, Place) and place.scheme != "http":
        return NotAllowed(rule="proxy", words="only a proxy that is spoken to in plain http is used"), userinfo
    return place, userinfo
