"""The sizing table is made of the figures that are kept."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import __main__ as bench
from benchmarks.result import Result
from benchmarks.sizing import LACKING, sizing_lines, with_sizing

ONE = {
    "videos_per_second": 1234.5,
    "rows_per_second": 9999.6,
    "batch_median_ms": 200.0,
    "batch_p99_ms": 400.4,
    "bytes": 7.5 * 2**30,
}
FIGURES: dict[str, dict[str, Any]] = {
    "memory": {"peak_mib": 120.2},
    "browser": {"`user`, 700 videos": [{"peak_mib": 600.0}, {"peak_mib": 610.0}, {"peak_mib": 900.0}]},
    "scaling": {"speed_up": {"1": 1.0, "2": 1.98}},
    "million": {"PostgreSQL": ONE, "SQLite": ONE},
}


def test_every_row_has_its_figure() -> None:
    results = {name: Result("", [], figures) for name, figures in FIGURES.items()}
    table = "\n".join(sizing_lines(results))
    assert LACKING not in table
    for told in ("| 120 MiB | `memory` |", "| 610 MiB | `browser` |", "| 1: 1.00, 2: 1.98 | `scaling` |"):
        assert told in table
    for told in (
        "| 1,234 videos/s, 10,000 rows/s |",
        "| 200 ms, one in a hundred more than 400 ms |",
        "7.5 GiB",
    ):
        assert table.count(told) == 2


def test_what_is_not_measured_is_said() -> None:
    assert "".join(sizing_lines({})).count(LACKING) == len(list(sizing_lines({}))) - 2


def test_the_page_holds_the_kept_figures() -> None:
    page = bench.SCALING.read_text(encoding="utf-8")
    assert page == with_sizing(page, bench.load(bench.RESULTS)), "run: python -m benchmarks none --write-docs"


def test_a_page_without_the_block_is_refused() -> None:
    with pytest.raises(ValueError, match="0 blocks named sizing"):
        with_sizing("# Scaling\n", {})
