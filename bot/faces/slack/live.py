"""Is a credential that everybody can now read good for something? Then whoever pasted it is told, privately."""

from __future__ import annotations

from dataclasses import dataclass

from bot.faces.slack import words
from bot.masking import Secret
from bot.model import Evidence, Examination
from bot.reply.blocks import escape
from bot.service import Service

# What is no secret, or good for nothing outside a test
_HARMLESS_KINDS = ("publishable", "client-id", "key-id", "account-id", "license")
_HARMLESS_HOMES = {"test", "sandbox", "dev", "development"}
_DEAD = {"token-expired", "credential-revoked", "credential-placeholder", "credential-unexpanded-variable"}


@dataclass(frozen=True, slots=True)
class _Live:
    """A credential as it may be shown, and the provider whose it is ('' = not known)."""

    shown: str
    provider: str


def warning(examination: Examination, service: Service, channel: str) -> str | None:
    """What to tell the person: a live credential by its provider's form, or one that the API took. Else None."""
    found = _used(examination) or _elsewhere(examination, service)
    if found is None:
        return None
    entry = service.book.providers.get(found.provider)
    page = entry.docs.rotate if entry else ""
    where = f" on <{page}|{escape(entry.name)}'s page>" if entry and page.startswith("https://") else ""
    return words.LIVE_CREDENTIAL.format(channel=channel, credential=escape(found.shown), where=where)


def _used(examination: Examination) -> _Live | None:
    """The credential of the request: by what the checks found about it."""
    evidence = examination.evidence
    if evidence.fact("lint-credential.real") is not True or evidence.fact("lint-credential.public_sample") is True:
        return None
    was_taken = evidence.fact("given-probe.accepted") is True
    causes = examination.diagnosis.causes
    is_dead = evidence.fact("decode-token.expired") is True or bool(causes and causes[0].id in _DEAD)
    if not was_taken and (is_dead or not _has_a_live_form(evidence)):
        return None
    owner = str(evidence.fact("lint-credential.format_provider") or "") or examination.diagnosis.entry or ""
    return _Live(str(evidence.fact("lint-credential.shown")), owner)


def _has_a_live_form(evidence: Evidence) -> bool:
    kind = str(evidence.fact("lint-credential.format_kind") or "")
    home = str(evidence.fact("lint-credential.environment") or "")
    return bool(evidence.fact("lint-credential.format")) and _is_live(kind, home)


def _elsewhere(examination: Examination, service: Service) -> _Live | None:
    """A credential in another request, a setting or the prose: by its form alone."""
    used = {credential.secret for request in examination.report.requests for credential in request.credentials}
    request = examination.report.request
    judged = {credential.secret for credential in request.credentials} if request else set()
    for secret in dict.fromkeys((*examination.report.secrets, *used)):
        if secret not in judged and (provider := _owner(secret, service)):
            return _Live(str(secret), provider)
    return None


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
