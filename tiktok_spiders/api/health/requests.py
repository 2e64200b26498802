"""The figures of requests, for Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import Counter, Gauge, Histogram

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

TOO_MANY = 429
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""From stored data to the deadline of a live look-up."""


class Requests:
    """Counts into a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._total = Counter(
            "tiktok_api_requests", "Requests answered.", ["endpoint", "status"], registry=registry
        )
        self._seconds = Histogram(
            "tiktok_api_response_time_seconds",
            "Seconds from a request to the end of its answer.",
            ["endpoint"],
            buckets=BUCKETS_S,
            registry=registry,
        )
        self._limited = Counter(
            "tiktok_api_limits_hit", "Requests refused by a limit.", ["endpoint"], registry=registry
        )
        self._open = Gauge("tiktok_api_requests_open", "Requests that are being answered.", registry=registry)

    def begin(self) -> None:
        """Note that a request has come."""
        self._open.inc()

    def end(self, endpoint: str, status: int, seconds: float) -> None:
        """Note that it is answered. ``endpoint`` is the template of its route."""
        self._open.dec()
        self._total.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)
        if status == TOO_MANY:
            self._limited.labels(endpoint).inc()
