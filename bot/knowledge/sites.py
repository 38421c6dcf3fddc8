"""Hosts compared: the registrable domain, and the stage that a name tells."""

from __future__ import annotations

import re
from functools import cache

from publicsuffixlist import PublicSuffixList

_STAGES = (
    ("sandbox", re.compile(r"(?:^|[^a-z])(?:sandbox|sbx|demo)(?:[^a-z]|$)")),
    ("staging", re.compile(r"(?:^|[^a-z])(?:staging|stage|stg|uat|preprod|pre-prod|qa|acceptance)(?:[^a-z]|$)")),
    ("test", re.compile(r"(?:^|[^a-z])(?:test|testing|testnet|tst)(?:[^a-z]|$)")),
    ("dev", re.compile(r"(?:^|[^a-z])(?:dev|development)(?:[^a-z]|$)")),
    ("prod", re.compile(r"(?:^|[^a-z])(?:prod|production|live|prd)(?:[^a-z]|$)")),
)
_NAMED = "sandbox|sbx|demo|staging|stage|stg|uat|preprod|qa|test|testing|tst|dev|development|prod|production|live|prd"
_OF_STAGE = re.compile(rf"^(?:{_NAMED})(?:-|$)|-(?:{_NAMED})$")
_RESERVED = re.compile(r"\.(?:test|example|invalid|localhost)$")


def same_site(one: str, other: str) -> bool:
    """Whether two hosts have the same registrable domain (public suffix list); of addresses: are the same."""
    return one == other or (bool(site_of(one)) and site_of(one) == site_of(other))


def site_of(host: str) -> str:
    """The registrable domain of a host; '' for addresses and single labels."""
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        return ""
    return _suffixes().privatesuffix(host.lower()) or ""


def stage_of(text: str) -> str:
    """The stage that a URL or name tells: sandbox, staging, test, dev, prod; ''. A reserved top-level name is none."""
    lower = re.sub(r"\.(?:test|example|invalid|dev)(?=[:/]|$)", "", text.lower())
    return next((stage for stage, pattern in _STAGES if pattern.search(lower)), "")


def without_stage(host: str) -> str:
    """A host without the labels, and parts of labels, that name a stage."""
    labels = (_OF_STAGE.sub("", label) for label in host.split("."))
    return ".".join(label for label in labels if label)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=True)
