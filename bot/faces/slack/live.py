"""Is a credential that everybody can now read good for something? Then whoever pasted it is told, privately."""

from __future__ import annotations

from bot.faces.slack import words
from bot.model import Evidence, Examination
from bot.reply.blocks import escape
from bot.service import Service

_HARMLESS_KINDS = ("publishable", "public", "client-id", "client id", "account", "username")
_HARMLESS_HOMES = {"test", "sandbox", "dev", "development"}
_DEAD = {"token-expired", "credential-revoked", "credential-placeholder", "credential-unexpanded-variable"}


def warning(examination: Examination, service: Service, channel: str) -> str | None:
    """What to tell the person: a live credential by its provider's form, or one that the API took. Else None."""
    if not _is_live(examination):
        return None
    shown = str(examination.evidence.fact("lint-credential.shown") or "masked")
    entry = service.library.book.providers.get(_provider(examination))
    page = entry.docs.rotate if entry else ""
    where = f" on <{page}|{escape(entry.name)}'s page>" if entry and page.startswith("https://") else ""
    return words.LIVE_CREDENTIAL.format(channel=channel, credential=escape(shown), where=where)


def _is_live(examination: Examination) -> bool:
    evidence = examination.evidence
    if evidence.fact("given-probe.accepted") is True and evidence.fact("lint-credential.real") is True:
        return True
    if evidence.fact("lint-credential.real") is not True or evidence.fact("lint-credential.public_sample") is True:
        return False
    if evidence.fact("decode-token.expired") is True:
        return False
    causes = examination.diagnosis.causes
    return _has_a_live_form(evidence) and not (causes and causes[0].id in _DEAD)


def _has_a_live_form(evidence: Evidence) -> bool:
    kind = str(evidence.fact("lint-credential.format_kind") or "").lower()
    home = str(evidence.fact("lint-credential.environment") or "").lower()
    has_form = bool(evidence.fact("lint-credential.format"))
    return has_form and not kind.startswith(_HARMLESS_KINDS) and home not in _HARMLESS_HOMES


def _provider(examination: Examination) -> str:
    """Whose key it is: the form tells better than the address."""
    form = str(examination.evidence.fact("lint-credential.format_provider") or "")
    return form or examination.diagnosis.provider or ""
