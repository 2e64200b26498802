"""One value, one CSV cell. Pure.

A cell is text, or None where nothing is known; ``line`` writes None as an empty cell and known-empty
text as a quoted one.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a cell as a formula."""

_encode_json = msgspec.json.Encoder().encode


def scalar_cell(value: Any) -> str:
    """Return the cell of one value that is not None."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def list_cell(values: Iterable[Any]) -> str:
    """Join values by ``|``; a ``|`` or backslash inside a value gets a backslash in front."""
    return "|".join(scalar_cell(value).replace("\\", "\\\\").replace("|", "\\|") for value in values)


def json_text(value: Any) -> str:
    """Return compact JSON; text that UTF-8 cannot hold is escaped, so nothing is lost."""
    try:
        return _encode_json(value).decode()
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value), separators=(",", ":"))


def safe_cell(cell: str) -> str:
    """Put ``'`` before text that a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def line(cells: Sequence[str | None], delimiter: str = ",") -> str:
    """Return one line of CSV with its line end, quoted as RFC 4180 says."""
    if len(cells) == 1 and cells[0] is None:
        return '""\r\n'  # readers skip a line that is wholly empty
    return delimiter.join([_quoted(cell, delimiter) for cell in cells]) + "\r\n"


def _quoted(cell: str | None, delimiter: str) -> str:
    if cell is None:
        return ""
    if cell and not ('"' in cell or delimiter in cell or "\n" in cell or "\r" in cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'
