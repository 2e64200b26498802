"""Lists read member by member: one that cannot be read is set aside, and the rest is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.coerce import Misread

Shape = TypeVar("Shape", bound=msgspec.Struct)


def read_members(
    members: Iterable[msgspec.Raw],
    shape: type[Shape],
    make: Callable[[Shape, int, Any], Record],
    capture: Capture,
    misread: Misread,
    *,
    record_type: str,
    id_keys: tuple[str, ...],
) -> tuple[tuple[Record, ...], tuple[Rejected, ...]]:
    """Return what ``make`` gives for each member, its rank and kept payload; and what was set aside.

    A ``ValueError`` of ``make`` is the reason for setting a member aside.
    """
    records, rejects = [], []
    for rank, raw in enumerate(members, capture.first_rank):
        try:
            wire = decode_leniently(raw, shape, record_type, misread)
            records.append(make(wire, rank, keep_raw(raw) if capture.keep_raw else None))
        except ValueError as error:
            rejects.append(rejected(record_type, raw, str(error), id_keys))
    return tuple(records), tuple(rejects)
