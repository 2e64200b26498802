"""What a benchmark gives back: tables of text and the figures behind them."""

from __future__ import annotations

import platform
import statistics
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Self

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(slots=True)
class Table:
    """One table; cells are text with their units in the column's name."""

    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    title: str = ""

    def add(self, *cells: object) -> None:
        """Append a row."""
        self.rows.append([str(cell) for cell in cells])


@dataclass(slots=True)
class Result:
    """One benchmark's outcome."""

    about: str
    """How it was measured, sizes included: one or more sentences."""

    tables: list[Table]
    figures: dict[str, Any]
    """The numbers, for programs."""

    machine: str = ""
    quick: bool = False
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read plain data."""
        return cls(**{**data, "tables": [Table(**table) for table in data["tables"]]})


def machine_line() -> str:
    """Return what the figures depend on: cores, memory, versions, date."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, Scrapy {version('scrapy')}, {datetime.now(UTC):%Y-%m-%d}"
    )


def span(values: Sequence[float], digits: int = 0) -> str:
    """Return ``median (least–most)``."""
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:,.{digits}f} ({least:,.{digits}f}–{most:,.{digits}f})"


def spans(rounds: Sequence[Mapping[str, Any]], **digits: int) -> list[str]:
    """Return the `span` of each of the named figures; the number is that of its digits."""
    return [span([one[name] for one in rounds], places) for name, places in digits.items()]


def percent(part: float, whole: float) -> str:
    """Return a share in percent; exactly 100 % is only said of all."""
    if part == whole:
        return "100 %"
    return f"{min(100 * part / whole, 99.99):.2f} %"
