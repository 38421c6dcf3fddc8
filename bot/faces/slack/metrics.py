"""What Prometheus is told: counts, times and the queue. Labels are ids from closed lists, never strangers' text."""

from __future__ import annotations

import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.engine.work import Health
from bot.model import OutcomeWord

_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


def _label(text: str) -> str:
    """An id as a label; what has no form of one is counted together, so that no text of strangers becomes a label."""
    return text if _LABEL.fullmatch(text) else "other"


class Metrics:
    """One registry per process, so that two apps in one process (tests, the demo) do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def counter(name: str, words: str, label: str) -> Counter:
            return Counter(f"auth401_{name}", words, [label], registry=self.registry)

        self.taken_in = counter("taken_in", "Pieces of work taken in, by how they were asked for", "kind")
        self.outcomes = counter("diagnoses", "Diagnoses, by outcome", "outcome")
        self.causes = counter("causes", "Diagnoses, by most probable cause", "cause")
        self.slack_errors = counter("slack_api_errors", "Refused or failed calls to Slack, by error", "error")
        self.given_up = counter("given_up", "Pieces of work that failed three times, by kind", "kind")
        self.seconds = Histogram(
            "auth401_diagnosis_seconds",
            "Time of one diagnosis",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 12, 20),
            registry=self.registry,
        )
        self._depth = Gauge("auth401_queue_depth", "Pieces of work waiting or running", registry=self.registry)
        self._oldest = Gauge("auth401_queue_oldest_seconds", "Age of the oldest of them", registry=self.registry)

    def examined(self, outcome: OutcomeWord, cause: str, seconds: float) -> None:
        """One diagnosis. ``cause`` is the id of the most probable one, '' when there is none."""
        self.seconds.observe(seconds)
        self.outcomes.labels(outcome).inc()
        if cause:
            self.causes.labels(_label(cause)).inc()

    def refused(self, error: str) -> None:
        """A call that Slack refused or did not answer, by Slack's word for it."""
        self.slack_errors.labels(_label(error)).inc()

    def page(self, health: Health) -> bytes:
        """The text that is scraped."""
        self._depth.set(health.depth)
        self._oldest.set(health.oldest.total_seconds())
        return generate_latest(self.registry)
