"""The answer to "was that all?": verdicts as a table and as one line."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from tiktok_spiders.terminal.printable import printable, without_credentials

if TYPE_CHECKING:
    from rich.console import Console

    from tiktok_spiders.items.run import Verdict

MOST_ROWS = 50

SMALLEST_SHARE = 0.01
ROUNDING = 1e-9

# Worst first: what a person has to look at stands above the cut.
_ORDER = ("failed", "blocked", "short", "missing", "private", "capped", "limited", "complete")
_STYLES = {"complete": "green", "limited": "green", "failed": "red", "blocked": "red", "short": "red"}
_COLUMNS = ("target", "resource", "status", "received", "coverage", "requests", "stop reason", "message")
_NUMBERS = {"received", "coverage", "requests"}


class VerdictTable:
    """Collect verdicts and show them. Keeps ``MOST_ROWS`` of each status, however many there are."""

    def __init__(self) -> None:
        self._kept: defaultdict[str, list[Verdict]] = defaultdict(list)
        self._counts: Counter[str] = Counter()
        self._delivered = 0

    def add(self, verdict: Verdict) -> None:
        """Take one verdict."""
        self._counts[verdict.status] += 1
        self._delivered += verdict.unique
        if len(self._kept[verdict.status]) < MOST_ROWS:
            self._kept[verdict.status].append(verdict)

    def show(self, console: Console, *, unanswered: int = 0, given: int = 0) -> None:
        """Print the table and the summary; of the ``given`` targets ``unanswered`` have no verdict yet."""
        if self._counts:
            console.print(self._table())
        if more := self._counts.total() - len(self.rows()):
            console.print(Text(f"… and {more:,} more"))
        console.print(Text(self.summary(unanswered, given), style="bold"), soft_wrap=True)

    def rows(self) -> list[Verdict]:
        """Return the verdicts that are shown, the worst first."""
        statuses = sorted(self._kept, key=_rank)
        return [verdict for status in statuses for verdict in self._kept[status]][:MOST_ROWS]

    def summary(self, unanswered: int = 0, given: int = 0) -> str:
        """Return one line that says whether that was all."""
        total = self._counts.total()
        items = f"{self._delivered:,} {'item' if self._delivered == 1 else 'items'}"
        if not total and not unanswered and given:
            return f"Was that all? Nothing was left to ask: this run has all its answers ({given:,} targets)."
        if not total and not unanswered:
            return "Was that all? Nothing was asked, so nothing came back."
        if not unanswered and self._counts["complete"] == total:
            return f"Was that all? Yes: {_answers(total)} complete, {items}."
        parts = [
            f"{self._counts[status]:,} {status}" for status in sorted(self._counts, key=_rank, reverse=True)
        ]
        if unanswered:
            parts.append(f"{unanswered:,} not reached")
        counted = f"{', '.join(parts)}; {items}."
        if not unanswered and set(self._counts) <= {"complete", "limited"}:
            return f"Was that all? All that your limits allow: {counted}"
        return f"Was that all? No: {counted}"

    def _table(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for name in _COLUMNS:
            number = name in _NUMBERS
            table.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=number)
        for verdict in self.rows():
            table.add_row(*_cells(verdict))
        return table


def _rank(status: str) -> int:
    return _ORDER.index(status) if status in _ORDER else -1


def _answers(count: int) -> str:
    return "the one answer is" if count == 1 else f"all {count:,} answers are"


def _cells(verdict: Verdict) -> list[Text]:
    expected = "?" if verdict.expected is None else f"{verdict.expected:,}"
    return [
        Text(printable(without_credentials(verdict.target), 40)),
        Text(printable(verdict.resource, 20)),
        Text(printable(verdict.status, 20), style=_STYLES.get(verdict.status, "yellow")),
        Text(f"{verdict.unique:,}/{expected}"),
        Text(_percent(verdict.coverage)),
        Text(f"{verdict.requests:,}"),
        Text(printable(verdict.stop_reason or "–", 20)),
        Text(printable(verdict.message or "", 200)),
    ]


def _percent(share: float | None) -> str:
    """Return a share in words that never say all, or nothing, where that is not so."""
    if share is None:
        return "–"
    if 0 < share < SMALLEST_SHARE:
        return "<1%"
    return f"{math.floor(share * 100 + ROUNDING):.0f}%"
