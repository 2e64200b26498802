"""What the paging engine has to know of the members of a page. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.run import Rejected


def key_of(record: Record) -> str:
    """Return a record's identifier."""
    return str(getattr(record, record.key_field))


def is_pinned(record: Record) -> bool:
    """Tell whether a record stands first out of turn."""
    return bool(getattr(record, "is_pinned", False))


def epoch_of(record: Record) -> float | None:
    """Return a record's publication in epoch seconds, where it has one."""
    when = getattr(record, "created_at", None)
    return when.timestamp() if isinstance(when, datetime) else None


def times_ms(members: Sequence[Record], rejected: Sequence[Rejected]) -> list[int]:
    """Publication of the members in milliseconds; of unreadable ones by the time in their identifier."""
    times = [
        int(when * 1000)
        for when in (epoch_of(record) for record in members if not is_pinned(record))
        if when is not None
    ]
    ids = (bad.record_id for bad in rejected if bad.record_id and bad.record_id.isdigit())
    return times + [(int(key) >> 32) * 1000 for key in ids]
