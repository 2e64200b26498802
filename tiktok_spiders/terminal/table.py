"""Print rows: a table on a terminal, tab-separated lines into a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


def show(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Print the rows; None is an empty cell."""
    safe = [[printable(cell or "") for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in safe:
            print("\t".join(row))  # noqa: T201 - what a command was asked for
        return
    table = Table(*columns, box=box.SIMPLE_HEAD)
    for row in safe:
        table.add_row(*(Text(cell or "–") for cell in row))
    Console(highlight=False).print(table)


def moment(at: datetime | None) -> str | None:
    """Return a time as tables show it, in UTC."""
    return None if at is None else f"{at:%Y-%m-%d %H:%M:%SZ}"
