"""Members of a list that could not be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.run import Rejected
from tiktok_spiders.pages.raw import without_personal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import msgspec

_PAYLOAD_LIMIT = 64 * 1024


def rejected(record_type: str, raw: bytes | msgspec.Raw, reason: str, id_keys: Iterable[str]) -> Rejected:
    """Return the row that is set aside for a member, with its identifier where one can be read.

    The payload is cut of what is never stored.
    """
    try:
        member = json.loads(bytes(raw))
        payload = _payload(member, bytes(raw))
    except (ValueError, RecursionError):
        member, payload = None, b""  # unreadable, so what is never stored cannot be cut from it
    return Rejected(
        record_type=record_type,
        record_id=_identifier(member, id_keys),
        reason=reason,
        payload=payload[:_PAYLOAD_LIMIT].decode("utf-8", "ignore"),
    )


def _payload(member: Any, received: bytes) -> bytes:
    """Return the member as received, or, where it has any, without what is never stored."""
    kept = without_personal(member)
    return received if kept == member else json.dumps(kept).encode()


def _identifier(member: Any, keys: Iterable[str]) -> str | None:
    found = [member[key] for key in keys if member.get(key)] if isinstance(member, dict) else []
    return str(found[0]) if found and isinstance(found[0], str | int) else None
