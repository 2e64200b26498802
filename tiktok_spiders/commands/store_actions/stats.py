"""``scrapy store stats``: what is stored, in numbers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tiktok_spiders.commands.store_actions.opening import opened
from tiktok_spiders.config import Config
from tiktok_spiders.store.summary import summarise
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from scrapy.settings import BaseSettings

    from tiktok_spiders.store.summary import StoreSummary

NAME = "stats"
HELP = "Count what is stored: rows, size, first and last seen, verdicts, newest runs"

_STATES = {"finished": "green", "running": "cyan"}


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print the numbers: tables on a terminal, tab-separated lines into a pipe, or JSON."""
    config = Config.from_settings(settings)
    with opened(config.database_url) as store:
        summary = summarise(store)
    if options.json:
        print(msgspec.json.encode(summary).decode())
        return 0
    for title, columns, rows in _sections(summary):
        _show(title, columns, rows)
    return 0


def _sections(summary: StoreSummary) -> Iterable[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    yield "store", ("bytes",), [(summary.size,)]
    yield (
        "tables",
        ("table", "rows", "stubs", "first", "last"),
        [(table.table, table.rows, table.stubs, table.first, table.last) for table in summary.tables],
    )
    yield "verdicts", ("status", "count"), list(summary.verdicts.items())
    yield (
        "newest runs",
        ("run", "spider", "state", "started", "finished", "records", "run_id"),
        [
            (run.name, run.spider, run.state, run.started_at, run.finished_at, run.items, run.run_id)
            for run in summary.runs
        ],
    )


def _show(title: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join([title, *map(_plain, row)]))
        return
    table = Table(*columns, title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(Text(_readable(value), style=_STATES.get(value, "")) for value in row))
    Console(highlight=False).print(table)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return _time(value) if hasattr(value, "isoformat") else printable(str(value))


def _readable(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else _plain(value) or "–"


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
