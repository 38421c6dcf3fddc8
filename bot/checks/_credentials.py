"""Request -> what stands where a credential belongs, as sent: the raw text beside the bare value."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.checks._names import KNOWN_SCHEMES, meant_header
from bot.masking import Secret
from bot.model import CredentialKind, Request


@dataclass(frozen=True, slots=True)
class Standing:
    """One credential: ``raw`` is the header's whole value (else the bare one), ``value`` the bare credential."""

    kind: CredentialKind
    location: str
    scheme: str
    raw: str = field(repr=False)
    value: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The masked form."""
        return str(Secret(self.value, self.kind))


def standing(request: Request) -> tuple[Standing, ...]:
    """Every credential of the request, and the values of headers whose name is a slip of an auth header's."""
    found = []
    for credential in request.credentials:
        where, _, name = credential.location.partition(":")
        value = credential.secret.reveal()
        raw = (request.header(name) or value) if where == "header" else value
        found.append(Standing(credential.kind, credential.location, credential.scheme, raw, value))
    known = {one.location.lower() for one in found}
    for name, raw in request.headers:
        if meant_header(name) and f"header:{name}".lower() not in known:
            found.append(_slipped(name, raw))
    return tuple(found)


def _slipped(name: str, raw: str) -> Standing:
    word, _, rest = raw.strip().partition(" ")
    if word.lower() in KNOWN_SCHEMES:
        return Standing("basic" if word.lower() == "basic" else "bearer", f"header:{name}", word, raw, rest.strip())
    return Standing("api-key", f"header:{name}", "", raw, raw.strip())
