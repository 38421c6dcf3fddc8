"""pasted: what the rim must know of the pasted request: its origin, its credential's forms and headers. Pure."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.masking import is_password_name, is_plain, is_plain_name, parts_of, undone
from bot.model import Request
from bot.probing.guard import Endpoint, endpoint_of
from bot.probing.net import NotAllowed, Probe

_SHORTEST = 8  # a shorter value stands by chance in other texts: it is looked for as a whole piece of the URL alone


@dataclass(frozen=True, slots=True)
class Held:
    """One secret of the paste. ``forms`` are how it looks within a request, ``whole`` a piece of a URL that it is."""

    forms: tuple[str, ...] = field(default=(), repr=False)
    whole: str = field(default="", repr=False)
    is_password: bool = False


@dataclass(frozen=True, slots=True)
class Pasted:
    """``origin`` alone may get the ``secrets``; ``headers`` are where they stand."""

    origin: tuple[str, str, int] | None = None
    secrets: tuple[Held, ...] = ()
    headers: tuple[str, ...] = ()

    def carried(self, probe: Probe) -> tuple[Held, ...]:
        """The secrets that a probe carries. By its word all; by looking, what slipped in counts the same."""
        if probe.carries == "credential":
            return self.secrets or (Held(),)
        texts = [probe.url, undone(probe.url), *(value for _, value in probe.headers)]
        pieces = {part.value for part in parts_of(probe.url) if part.kind}
        return tuple(
            one
            for one in self.secrets
            if one.whole in pieces or any(form in text for form in one.forms for text in texts)
        )

    def is_in(self, probe: Probe) -> bool:
        """Does the probe carry any of them?"""
        return bool(self.carried(probe))


def pasted(target: Request | str | None) -> Pasted:
    """What is known of the target; with no target no origin gets a credential."""
    url = target.url if isinstance(target, Request) else target
    endpoint = endpoint_of(url, userinfo=True) if url else None
    origin = endpoint.origin if isinstance(endpoint, Endpoint) else None
    return _of_request(origin, target) if isinstance(target, Request) else Pasted(origin)


def _of_request(origin: tuple[str, str, int] | None, request: Request) -> Pasted:
    passwords = request.passwords
    held = [
        Held(
            forms=tuple(_forms(one.secret.reveal())),
            whole=one.secret.reveal() if one.location.startswith(("query:", "path")) else "",
            is_password=one in passwords,
        )
        for one in request.credentials
        if one.secret
    ]
    known = {one.whole for one in held}
    for part in parts_of(request.url):
        if part.kind in ("path", "query", "name") and part.value not in known:
            known.add(part.value)
            forms = () if is_plain(part.value) or is_plain_name(part.value) else tuple(_forms(part.value))
            held.append(Held(forms=forms, whole=part.value, is_password=is_password_name(part.name)))
    places = [credential.location.partition(":") for credential in request.credentials]
    return Pasted(origin, tuple(held), tuple(name for kind, _, name in places if kind == "header"))


def _forms(value: str) -> set[str]:
    """The ways in which a URL or a header may hold the value."""
    if len(value) < _SHORTEST:
        return set()
    data = value.encode("utf-8", "surrogatepass")
    coded = {base64.b64encode(data).decode("ascii"), base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")}
    password = value.partition(":")[2]
    parts = {value, password} if len(password) >= _SHORTEST else {value}
    return parts | coded | {quote(part, safe="", errors="replace") for part in parts}


def proxy_endpoint(text: str) -> tuple[Endpoint | NotAllowed, str]:
    """A proxy as curl's -x spells it (no scheme: http, no port: 1080), and its userinfo."""
    scheme, _, rest = (text if "://" in text else f"http://{text}").partition("://")
    userinfo, _, host = rest.partition("/")[0].rpartition("@")
    port = "" if ":" in host.rpartition("]")[2] else ":1080"
    endpoint = endpoint_of(f"{scheme}://{host}{port}/")
    if isinstance(endpoint, Endpoint) and endpoint.scheme != "http":
        return NotAllowed(rule="proxy", words="only a proxy that is spoken to in plain http is used"), userinfo
    return endpoint, userinfo
