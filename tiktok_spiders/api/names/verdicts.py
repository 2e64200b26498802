"""Verdicts by their short names: "was that all?"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiktok_spiders.api.names.parts import Row

_NAMES = (
    "target",
    "resource",
    "status",
    "stop_reason",
    "asked",
    "expected",
    "received",
    "unique",
    "coverage",
    "message",
    "finished_at",
)


def verdict(row: Row) -> dict[str, Any]:
    """Return a verdict."""
    return {name: row.get(name) for name in _NAMES}
