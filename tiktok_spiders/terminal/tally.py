"""The numbers of a running crawl, read from its stats."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCKS = ("challenge", "captcha", "login", "rate_limited", "blocked")
"""Outcomes in which TikTok refused to answer."""

_WINDOW_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Where a crawl stands at one moment."""

    targets: int | None
    targets_done: int
    records: int
    per_second: float
    requests: int
    blocks: int
    elapsed_s: float

    def __str__(self) -> str:
        """Return one line without markup."""
        total = "?" if self.targets is None else f"{self.targets:,}"
        return (
            f"targets {self.targets_done:,}/{total} · records {self.records:,} ({self.per_second:.1f}/s)"
            f" · requests {self.requests:,} · blocks {self.blocks:,} · {clock(self.elapsed_s)}"
        )


class Tally:
    """Turn stats into a Snapshot; the rate is that of the last ten seconds, or since the last look.

    Stats: ``tiktok/targets``, ``tiktok/targets_done``, ``tiktok/records/<type>``, ``tiktok/requests``,
    ``tiktok/outcome/<outcome>``.
    """

    def __init__(self, started: float) -> None:
        self._started = started
        self._seen: deque[tuple[float, int]] = deque([(started, 0)])

    def read(self, stats: Mapping[str, Any], now: float) -> Snapshot:
        """Return the progress at ``now``, seconds of the same clock as ``started``."""
        records = _delivered(stats)
        return self._snapshot(stats, now, records, self._rate(now, records))

    def total(self, stats: Mapping[str, Any], now: float) -> Snapshot:
        """Return the same with the rate of the whole crawl."""
        records, elapsed = _delivered(stats), now - self._started
        return self._snapshot(stats, now, records, records / elapsed if elapsed > 0 else 0.0)

    def _snapshot(self, stats: Mapping[str, Any], now: float, records: int, rate: float) -> Snapshot:
        return Snapshot(
            targets=stats.get("tiktok/targets"),
            targets_done=stats.get("tiktok/targets_done", 0),
            records=records,
            per_second=rate,
            requests=stats.get("tiktok/requests", 0),
            blocks=sum(stats.get(f"tiktok/outcome/{outcome}", 0) for outcome in BLOCKS),
            elapsed_s=now - self._started,
        )

    def _rate(self, now: float, records: int) -> float:
        self._seen.append((now, records))
        while len(self._seen) > 2 and self._seen[1][0] <= now - _WINDOW_S:
            self._seen.popleft()
        then, before = self._seen[0]
        return (records - before) / (now - then) if now > then else 0.0


def _delivered(stats: Mapping[str, Any]) -> int:
    # A verdict is about the work, not part of what was asked for.
    names = (
        name for name in stats if name.startswith("tiktok/records/") and name != "tiktok/records/verdict"
    )
    return sum(stats[name] for name in names)


def clock(seconds: float) -> str:
    """Return ``m:ss`` or ``h:mm:ss``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
