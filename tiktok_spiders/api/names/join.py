"""The records of one answer, each with those that it refers to inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.api.names.parts import Row

_PARENTS = {
    "video": {"author": ("author_id", "user"), "sound": ("sound_id", "sound")},
    "comment": {"author": ("user_id", "user")},
    "relation": {"member": ("member_id", "user")},
    "product": {"seller": ("seller_id", "seller")},
}
"""Record type → name inside it → (field that refers, record type referred to)."""

_KEYS = {"user": "user_id", "sound": "sound_id", "seller": "seller_id"}


def joined(records: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the records in their order; a video has its ``author`` and ``sound`` inside, and so on."""
    records = list(records)
    known = {
        (kind, record[key]): record
        for record in records
        if (key := _KEYS.get(kind := record["record_type"])) and record.get(key)
    }
    return [{**record, **_parents(record, known)} for record in records]


def _parents(record: Row, known: dict[tuple[str, str], Row]) -> dict[str, Row]:
    found = {}
    for name, (field, kind) in _PARENTS.get(record["record_type"], {}).items():
        parent = known.get((kind, record.get(field) or ""))
        if parent is not None:
            found[name] = parent
    return found
