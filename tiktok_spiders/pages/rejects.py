"""Members of a list that could not be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tiktok_spiders.items.run import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    import msgspec

_PAYLOAD_LIMIT = 64 * 1024


def rejected(record_type: str, raw: bytes | msgspec.Raw, reason: str, id_keys: Iterable[str]) -> Rejected:
    """Return the row that is set aside for a member, with its identifier where one can be read."""
    payload = bytes(raw)
    return Rejected(
        record_type=record_type,
        record_id=_identifier(payload, id_keys),
        reason=reason,
        payload=payload[:_PAYLOAD_LIMIT].decode("utf-8", "ignore"),
    )


def _identifier(payload: bytes, keys: Iterable[str]) -> str | None:
    try:
        member = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    found = [member[key] for key in keys if member.get(key)] if isinstance(member, dict) else []
    return str(found[0]) if found and isinstance(found[0], str | int) else None
