"""What the stand-in's log says of resources that were fetched more than once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMING = ("secUid=", "cursor=")
"""What in a query names the resource: whose list, from where."""


def repeated(log: Iterable[dict[str, Any]]) -> int:
    """Return how many requests asked for a page or a part of a list that had been asked for before."""
    asked = Counter(_resource(entry) for entry in log if entry["endpoint"] != "robots")
    return sum(count - 1 for count in asked.values())


def _resource(entry: dict[str, Any]) -> tuple[str, ...]:
    return (entry["path"], *sorted(part for part in entry["query"].split("&") if part.startswith(NAMING)))
