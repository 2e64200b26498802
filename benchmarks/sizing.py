"""The sizing table of docs/scaling.md, from the figures of the last full runs."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from scripts.spider_pages import refreshed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.result import Result

BLOCK = "sizing"
LACKING = "not measured yet"
BROWSER = "`user`, 700 videos"


def with_sizing(page: str, results: dict[str, Result]) -> str:
    """Return the page with its table written anew."""
    return refreshed(page, {BLOCK: sizing_lines(results)})


def sizing_lines(results: dict[str, Result]) -> Iterator[str]:
    """Yield the table: what is sized, the figure, and the benchmark that it comes from."""
    yield from ("| what | measured | benchmark |", "|---|---|---|")
    for what, name, figure in _ROWS:
        told = figure(results[name].figures) if name in results else LACKING
        yield f"| {what} | {told} | `{name}` |"


def _worker_memory(figures: dict[str, Any]) -> str:
    return f"{figures['peak_mib']:,.0f} MiB"


def _browser_memory(figures: dict[str, Any]) -> str:
    return f"{statistics.median(one['peak_mib'] for one in figures[BROWSER]):,.0f} MiB"


def _speed_up(figures: dict[str, Any]) -> str:
    told = [f"{workers}: {speed_up:.2f}" for workers, speed_up in figures["speed_up"].items()]
    return ", ".join(told)


def _speed(database: str) -> Any:
    return lambda figures: (
        f"{figures[database]['videos_per_second']:,.0f} videos/s, "
        f"{figures[database]['rows_per_second']:,.0f} rows/s"
    )


def _batch(database: str) -> Any:
    return lambda figures: (
        f"{figures[database]['batch_median_ms']:,.0f} ms, one in a hundred more than "
        f"{figures[database]['batch_p99_ms']:,.0f} ms"
    )


def _disk(database: str) -> Any:
    return lambda figures: f"{figures[database]['bytes'] / 2**30:.1f} GiB"


_ROWS = (
    ("Memory of a worker without a browser", "memory", _worker_memory),
    ("Memory of a worker and its browser", "browser", _browser_memory),
    ("Speed of several workers, that of one being 1", "scaling", _speed_up),
    ("PostgreSQL, one writer", "million", _speed("PostgreSQL")),
    ("PostgreSQL, a commit of up to 500 records", "million", _batch("PostgreSQL")),
    ("PostgreSQL, disk for a million videos", "million", _disk("PostgreSQL")),
    ("SQLite, its only writer", "million", _speed("SQLite")),
    ("SQLite, a commit of up to 500 records", "million", _batch("SQLite")),
    ("SQLite, disk for a million videos", "million", _disk("SQLite")),
)
