"""What Prometheus is told: counts, times and the queue. Labels are ids from closed lists, never strangers' text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.engine.work import Health
from bot.model import Certainty, OutcomeWord

_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


def _label(text: str) -> str:
    """An id as a label; what has no form of one is counted together, so that no text of strangers becomes a label."""
    return text if _LABEL.fullmatch(text) else "other"


class Metrics:
    """One registry per process, so that two apps in one process (tests, the demo) do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def counter(name: str, words: str, *labels: str) -> Counter:
            return Counter(f"auth401_{name}", words, labels, registry=self.registry)

        self.events = counter("events", "Deliveries of Slack, by HTTP or Socket Mode")
        self.taken_in = counter("taken_in", "Pieces of work taken in, by how they were asked for", "kind")
        self.outcomes = counter(
            "diagnoses", "Diagnoses, by outcome and certainty of the first cause", "outcome", "certainty"
        )
        self.causes = counter("causes", "Diagnoses, by most probable cause", "cause")
        self._requests = counter("target_requests", "Requests that diagnoses sent to APIs and their issuers")
        self._takeovers = counter("takeovers", "Processes that died and were taken over by this one")
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
        words = "Age of the present Socket Mode connection; NaN where there is none"
        self._socket_age = Gauge("auth401_socket_age_seconds", words, registry=self.registry)
        self._socket_age.set(math.nan)
        self._taken_over: Callable[[], int] = int
        self._counted = 0

    def examined(
        self, outcome: OutcomeWord, cause: str, seconds: float, certainty: Certainty | Literal[""] = "", sent: int = 0
    ) -> None:
        """One diagnosis, for which ``sent`` requests were made. ``cause`` is the id of the most probable one, and
        ``certainty`` its; both '' when there is none."""
        self.seconds.observe(seconds)
        self.outcomes.labels(outcome, certainty or "none").inc()
        self._requests.inc(sent)
        if cause:
            self.causes.labels(_label(cause)).inc()

    def refused(self, error: str) -> None:
        """A call that Slack refused or did not answer, by Slack's word for it."""
        self.slack_errors.labels(_label(error)).inc()

    def took_over(self, number: int = 1) -> None:
        """So many more processes had died, and their work goes on."""
        self._takeovers.inc(number)

    def watch_takeovers(self, so_far: Callable[[], int]) -> None:
        """Ask ``so_far`` at each scrape how many processes this one took over since it began."""
        self._taken_over = so_far

    def watch_socket(self, age_s: Callable[[], float | None]) -> None:
        """Ask ``age_s`` at each scrape: seconds since Socket Mode connected, None while it is not connected."""
        self._socket_age.set_function(lambda: math.nan if (age := age_s()) is None else age)

    def page(self, health: Health) -> bytes:
        """The text that is scraped."""
        if (more := self._taken_over() - self._counted) > 0:
            self._counted += more
            self.took_over(more)
        self._depth.set(health.depth)
        self._oldest.set(health.oldest.total_seconds())
        return generate_latest(self.registry)
