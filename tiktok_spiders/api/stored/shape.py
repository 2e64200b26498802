"""In which form records are given: short or whole, and which of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.names import names_of
from tiktok_spiders.api.stored.rows import records, shorts
from tiktok_spiders.items.registry import RECORD_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from tiktok_spiders.api.stored.kinds import Kind


class Shape:
    """The form of one answer. Raises ApiError for a field that records of this kind have not."""

    def __init__(self, kind: Kind, view: str, fields: str | None) -> None:
        self._kind = kind
        self.is_whole = view == "record"
        known = (
            RECORD_CLASSES[kind.record_type].__dataclass_fields__
            if self.is_whole
            else names_of(kind.record_type)
        )
        self.fields = tuple(known)
        self._cut = fields is not None
        if fields is not None:
            self.fields = tuple(dict.fromkeys(fields.split(",")))
            _check(self.fields, known)

    def read(self, connection: sa.Connection, keys: Sequence[tuple[str, ...]]) -> list[Any]:
        """Return the records of ``keys`` as JSON is made of them."""
        if self.is_whole:
            found = self.whole(connection, keys)
            return [self._of_record(one) for one in found] if self._cut else found
        short = shorts(connection, self._kind, keys)
        return [{name: one[name] for name in self.fields} for one in short] if self._cut else short

    def whole(self, connection: sa.Connection, keys: Sequence[tuple[str, ...]]) -> list[Any]:
        """Return the whole records of ``keys``."""
        return records(connection, self._kind, keys)

    def _of_record(self, record: Any) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self.fields}


def _check(fields: tuple[str, ...], known: Any) -> None:
    strange = [name for name in fields if name not in known]
    if strange:
        problem = f"there is no field {', '.join(strange)[:100]}; there are {', '.join(known)}"
        raise ApiError(
            "INVALID_REQUEST",
            f"fields: {problem}",
            details={"fields": [{"where": "fields", "problem": problem}]},
        )
