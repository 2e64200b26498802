"""Values as the driver takes and gives them.

The write path talks to the driver itself, so it makes the driver's values itself: on SQLite times are ISO
text, on both databases JSON is text. Both compare as the values they stand for.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha1
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from tiktok_spiders.store.types import Money, UtcDateTime, from_iso_text, iso_text, money, ten_thousandths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

Key = str | tuple[Any, ...]
"""What identifies a row: the value of its one key column, or those of its several."""

_encode = msgspec.json.Encoder().encode
decode_json = msgspec.json.Decoder().decode


def json_text(value: Any) -> str:
    """Return compact JSON."""
    return _encode(value).decode()


def fingerprint(value: Any) -> str:
    """Return a short text that differs when the value does."""
    return sha1(_encode(value), usedforsecurity=False).hexdigest()[:16] if value else "-"


class Codec:
    """The native values of one dialect."""

    def __init__(self, dialect: str) -> None:
        self.is_sqlite = dialect == "sqlite"
        self.time: Callable[[datetime], Any] = iso_text if self.is_sqlite else _as_is
        self.money: Callable[[Decimal], Any] = ten_thousandths if self.is_sqlite else money
        self._moment: Callable[[Any], datetime] = from_iso_text if self.is_sqlite else _as_is

    def now(self) -> Any:
        """Return the native value of the present."""
        return self.time(datetime.now(UTC))

    def between(self, earlier: Any, later: Any) -> timedelta:
        """Return the time between two native times."""
        return self._moment(later) - self._moment(earlier)

    def keys(self, keys: Sequence[Key]) -> Any:
        """Return the one parameter that stands for a list of keys."""
        return json_text(keys) if self.is_sqlite or isinstance(keys[0], tuple) else keys

    def converters(self, columns: list[sa.Column[Any]]) -> list[tuple[int, Callable[[Any], Any]]]:
        """Return (position, function) for the columns whose values the driver does not take as they are."""
        made: list[tuple[int, Callable[[Any], Any]]] = []
        for position, column in enumerate(columns):
            if isinstance(column.type, UtcDateTime):
                if self.is_sqlite:
                    made.append((position, self.time))
            elif isinstance(column.type, sa.JSON):
                made.append((position, json_text))
            elif isinstance(column.type, Money):
                made.append((position, self.money))
        return made


def _as_is(value: Any) -> Any:
    return value
