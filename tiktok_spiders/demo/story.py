"""What the demo made, in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT_LIMIT = 72
LIST_LIMIT = 2
FIELD_LIMIT = 28

ENVELOPE = ("schema_version", "scraped_at", "transport", "endpoint", "run_id", "source", "detail")
"""What every record has; an example shows it last."""


def file_line(path: Path, rows: int | None = None) -> str:
    """Return one line about a file: path, size and, where they are known, rows."""
    size = path.stat().st_size
    shown = f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{size / 2**10:.1f} KiB"
    return f"  {path!s:<24} {shown:>10}" + ("" if rows is None else f" {rows:>8,} rows")


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def example(record: dict[str, Any]) -> str:
    """Return a record as indented JSON, shortened: nothing that is absent, long texts and lists cut."""
    last = {key: record[key] for key in ENVELOPE if key in record}
    ordered = {key: value for key, value in record.items() if key not in last} | last
    told = {key: _short(value) for key, value in ordered.items() if value not in (None, "", [], {})}
    shown = dict(list(told.items())[:FIELD_LIMIT])
    text = json.dumps(shown, indent=2, ensure_ascii=False)
    left = len(record) - len(shown)
    return text + (f"\n… and {left} more fields" if left else "")


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value, TEXT_LIMIT)
    if isinstance(value, list):
        return [_short(member) for member in value[:LIST_LIMIT]] + ["…"] * (len(value) > LIST_LIMIT)
    if isinstance(value, dict):
        return {key: _short(member) for key, member in value.items() if member not in (None, "", [], {})}
    return value
