"""Is a credential that everybody can now read good for something? Then whoever pasted it is told, privately."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.faces.slack import words
from bot.masking import BY_SHAPE, Scrubber, Secret, Shown
from bot.model import Evidence, Examination, Request
from bot.reply.mrkdwn import Mrkdwn, link, place
from bot.service import Service

# What is no secret, or good for nothing outside a test
_HARMLESS_KINDS = ("publishable", "client-id", "key-id", "account-id", "license")
_HARMLESS_HOMES = {"test", "sandbox", "dev", "development"}
_MOST = 3
_DEAD = {"token-expired", "credential-revoked", "credential-placeholder", "credential-unexpanded-variable"}


@dataclass(frozen=True, slots=True)
class Live:
    """A live credential, and the provider whose it is ('' = not known)."""

    secret: Secret
    shown: Shown
    provider: str


def live(examination: Examination, service: Service) -> tuple[Live, ...]:
    """What is live by its provider's form, or was taken by the API: the request's credential first, then others."""
    used = _used(examination)
    found = (*([used] if used else []), *_elsewhere(examination, service))
    return tuple(found[:_MOST])


def warning(found: Live, service: Service, channel: str, *, is_own: bool) -> Mrkdwn:
    """What its author is told. ``is_own``: it stands in a message that they posted, not in one that was forwarded."""
    entry = service.book.providers.get(found.provider)
    where = Mrkdwn.ours("")
    if entry and entry.docs.rotate.startswith("https://"):
        label = words.PAGE_OF.filled(provider=BY_SHAPE.shown(entry.name))
        where = words.REVOKED_ON.filled(page=link(entry.docs.rotate, label))
    said = words.LIVE_CREDENTIAL if is_own else words.LIVE_CREDENTIAL_SHARED
    return said.filled(channel=place(channel), credential=found.shown, where=where)


def _used(examination: Examination) -> Live | None:
    """The credential of the request: by what the checks found about it."""
    evidence, request = examination.evidence, examination.report.request
    if evidence.fact("lint-credential.real") is not True or evidence.fact("lint-credential.public_sample") is True:
        return None
    was_taken = evidence.fact("given-probe.accepted") is True
    causes = examination.diagnosis.causes
    is_dead = evidence.fact("decode-token.expired") is True or bool(causes and causes[0].id in _DEAD)
    if request is None or (not was_taken and (is_dead or not _has_a_live_form(evidence))):
        return None
    owner = str(evidence.fact("lint-credential.format_provider") or "") or examination.diagnosis.entry or ""
    shown = Scrubber(examination.report.secrets).shown_ours(str(evidence.fact("lint-credential.shown")))
    return Live(_judged(request, shown), shown, owner)


def _judged(request: Request, shown: str) -> Secret:
    """The credential that the checks looked at: the one that is shown so, else the first."""
    found = [credential.secret for credential in request.credentials]
    return next((secret for secret in found if str(secret) == shown), found[0] if found else Secret(""))


def _has_a_live_form(evidence: Evidence) -> bool:
    kind = str(evidence.fact("lint-credential.format_kind") or "")
    home = str(evidence.fact("lint-credential.environment") or "")
    return bool(evidence.fact("lint-credential.format")) and _is_live(kind, home)


def _elsewhere(examination: Examination, service: Service) -> Iterator[Live]:
    """Credentials in another request, a setting or the prose: by their form alone."""
    used = {credential.secret for request in examination.report.requests for credential in request.credentials}
    request = examination.report.request
    judged = {credential.secret for credential in request.credentials} if request else set()
    for secret in dict.fromkeys((*examination.report.secrets, *used)):
        if secret not in judged and (provider := _owner(secret, service)):
            yield Live(secret, BY_SHAPE.shown_ours(str(secret)), provider)


def _owner(secret: Secret, service: Service) -> str:
    """The provider whose live form the whole value has, '' when it has none."""
    book = service.book
    for form in book.formats_of(secret.reveal()):
        home, _ = book.told_by(form, secret.reveal())
        if form.distinctive and form.provider and _is_live(form.kind, home or form.environment):
            return form.provider
    return ""


def _is_live(kind: str, home: str) -> bool:
    return not kind.startswith(_HARMLESS_KINDS) and home not in _HARMLESS_HOMES
