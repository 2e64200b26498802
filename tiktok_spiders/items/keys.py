"""What makes a record of a listing this one and no other. Pure."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record


def key_of(item: Record, size: int = 8) -> bytes:
    """Return ``size`` bytes of BLAKE2b of a record's type, target, section and identifying fields."""
    source = item.source
    key = (str(getattr(item, name)) for name in (item.key_field, *item.key_with))
    parts = (item.record_type, source.target, source.section, *key)
    return blake2b("\0".join(parts).encode(), digest_size=size).digest()
