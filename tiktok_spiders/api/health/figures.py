"""The figures that are looked up when Prometheus asks, for its format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from tiktok_spiders.api.health.cookies import Cookies
from tiktok_spiders.api.health.recorded import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from prometheus_client.metrics_core import Metric

    from tiktok_spiders.api.health.holdings import Holdings
    from tiktok_spiders.api.health.pings import Ping

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Figures:
    """One look. What could not be found out is None or empty, and left out."""

    now: datetime
    pings: Mapping[str, Ping] = field(default_factory=dict)
    recorded: Recorded = field(default_factory=Recorded)
    cookies: Cookies = field(default_factory=Cookies)
    holdings: Holdings | None = None
    cache: Mapping[str, Any] | None = None
    live: int | None = None
    """Questions under way."""


class Shown(Collector):
    """Gives the newest look to a registry."""

    def __init__(self) -> None:
        self.figures: Figures | None = None

    def collect(self) -> Iterator[Metric]:
        """Give the families."""
        if self.figures is not None:
            yield from _families(self.figures)

    def describe(self) -> Iterable[Metric]:
        """Have nothing to give before the first look."""
        return ()


def _families(seen: Figures) -> Iterator[Metric]:
    asked = {name: int(ping.status == "up") for name, ping in seen.pings.items() if ping.status[0] != "n"}
    yield _gauges("tiktok_up", "Whether a service that the API stands on answers.", "service", asked)
    yield _gauges(
        "tiktok_verdicts_recent", "Newest verdicts of six hours.", "status", seen.recorded.by_status
    )
    accessible = seen.recorded.api_accessible
    if accessible is not None:
        yield _gauge("tiktok_accessible", "Whether TikTok answers, by recent verdicts.", accessible)
    if seen.cookies.expires is not None:
        days = (seen.cookies.expires - seen.now).total_seconds() / DAY_S
        yield _gauge("tiktok_cookies_expiry_days", "Days until the first login cookie ends.", days)
    if seen.live is not None:
        yield _gauge("tiktok_live_questions", "Live look-ups under way.", seen.live)
    if seen.holdings is not None:
        yield from _of_store(seen.holdings)
    if seen.cache is not None:
        yield from _of_cache(seen.cache)


def _of_store(held: Holdings) -> Iterator[Metric]:
    yield _gauges("tiktok_jobs", "Jobs.", "status", held.jobs)
    yield _gauges("tiktok_store_rows", "Rows of the store, about.", "table", held.rows)
    yield CounterMetricFamily(
        "tiktok_products_scraped", "Products that crawls delivered.", value=held.products
    )


def _of_cache(stats: Mapping[str, Any]) -> Iterator[Metric]:
    hits, misses = stats["hits"], stats["misses"]
    asked = hits + misses
    ratio = hits / asked if asked else float("nan")
    yield _gauge("tiktok_cache_hit_ratio", "Share of look-ups that the cache answered.", ratio)
    yield CounterMetricFamily("tiktok_cache_hits", "Look-ups that the cache answered.", value=hits)
    yield CounterMetricFamily("tiktok_cache_misses", "Look-ups that it did not answer.", value=misses)
    yield _gauge("tiktok_cache_entries", "Answers kept.", stats["keys"])


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _gauges(name: str, text: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family
