"""Hosts compared: the registrable domain, and the stage that a name tells."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList

_STAGES = (
    ("sandbox", re.compile(r"(?:^|[^a-z])(?:sandbox|sbx|demo)(?:[^a-z]|$)")),
    ("staging", re.compile(r"(?:^|[^a-z])(?:staging|stage|stg|uat|preprod|pre-prod|qa|acceptance)(?:[^a-z]|$)")),
    ("test", re.compile(r"(?:^|[^a-z])(?:test|testing|testnet|tst)(?:[^a-z]|$)")),
    ("dev", re.compile(r"(?:^|[^a-z])(?:dev|development)(?:[^a-z]|$)")),
    ("prod", re.compile(r"(?:^|[^a-z])(?:prod|production|live|prd)(?:[^a-z]|$)")),
)
_NAMED = "sandbox|sbx|demo|staging|stage|stg|uat|preprod|qa|test|testing|tst|dev|development|prod|production|live|prd"
_OF_STAGE = re.compile(rf"^(?:{_NAMED})(?:-|$)|-(?:{_NAMED})$")
_RULE = re.compile(r"^(?!//)\S+", re.M)  # of the public suffix list


def same_site(one: str, other: str) -> bool:
    """Whether two hosts have the same registrable domain (public suffix list); of addresses: are the same."""
    return one == other or (bool(site_of(one)) and site_of(one) == site_of(other))


def site_of(host: str) -> str:
    """The registrable domain of a host; '' for addresses and single labels."""
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        return ""
    return _suffixes(_top(host.lower())).privatesuffix(host.lower()) or ""


def stage_of(text: str) -> str:
    """The stage that a URL or name tells: sandbox, staging, test, dev, prod; ''. A reserved top-level name is none."""
    lower = re.sub(r"\.(?:test|example|invalid|dev)(?=[:/]|$)", "", text.lower())
    return next((stage for stage, pattern in _STAGES if pattern.search(lower)), "")


def without_stage(host: str) -> str:
    """A host without the labels, and parts of labels, that name a stage."""
    labels = (_OF_STAGE.sub("", label) for label in host.split("."))
    return ".".join(label for label in labels if label)


@lru_cache(maxsize=256)
def _suffixes(top: str) -> PublicSuffixList:
    """The list as far as it is of one top-level domain, for all of it is slow to read."""
    rules = [rule for rule in _rules() if rule.endswith(top) and _top(rule) == top]
    return PublicSuffixList(rules, accept_unknown=True, accept_encoded_idn=not all(map(str.isascii, rules)))


@cache
def _rules() -> list[str]:
    return _RULE.findall(Path(PSLFILE).read_text(encoding="utf-8").lower())


def _top(host: str) -> str:
    """The last label; '' for one of other letters, which has two spellings."""
    top = host.removesuffix(".").rpartition(".")[2]
    return top if top.isascii() and not top.startswith("xn--") else ""
