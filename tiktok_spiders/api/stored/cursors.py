"""Where a page ended: the sort value and the key of its last record, as text for the next request."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import sqlalchemy as sa

from tiktok_spiders.api.answers import encode
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.store.types import Money, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 2**63


class Place(NamedTuple):
    """The last record of a page."""

    value: Any
    """What the list is sorted by; None: not known."""

    key: tuple[str, ...]


class _Told(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    sort: str
    order: str
    value: int | float | str | None
    key: list[str]


_decode = msgspec.json.Decoder(_Told).decode


def told(place: Place, sort: str, order: str) -> str:
    """Return the cursor of a place in a list."""
    return base64.urlsafe_b64encode(encode([sort, order, place.value, place.key])).decode().rstrip("=")


def place_of(cursor: str, sort: str, order: str, column: sa.Column[Any], keys: Sequence[Any]) -> Place:
    """Return the place that a cursor tells of. Raises ApiError for one of another list, or none."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        given = _decode(base64.b64decode(padded, altchars=b"-_", validate=True))
        place = Place(_value(given.value, column), tuple(_text(part) for part in given.key))
    except (ValueError, InvalidOperation, OverflowError, msgspec.MsgspecError):
        raise _wrong("cursor is none that this API has given") from None
    if (given.sort, given.order, len(place.key)) != (sort, order, len(keys)):
        raise _wrong("cursor is of a list with another sort or order")
    return place


def _value(value: float | str | None, column: sa.Column[Any]) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(_text(value)).astimezone(UTC)
    if isinstance(column.type, Money):
        amount = Decimal(_text(value))
        return amount if abs(amount) < MOST // 10**4 else _refuse(value)
    if isinstance(column.type, sa.Text):
        return _text(value)
    if isinstance(column.type, sa.BigInteger):
        return value if isinstance(value, int) and abs(value) < MOST else _refuse(value)
    return float(value) if isinstance(value, int | float) else _refuse(value)


def _text(value: float | str) -> str:
    return value if isinstance(value, str) and "\0" not in value else _refuse(value)


def _refuse(value: object) -> Any:
    raise ValueError(value)


def _wrong(problem: str) -> ApiError:
    return ApiError("INVALID_REQUEST", problem, details={"fields": [{"where": "cursor", "problem": problem}]})
