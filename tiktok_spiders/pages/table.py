"""Fields that are read alike: one value, one coercion, one name."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.pages.coerce import Misread

    Coercion = Callable[[object, str, Misread], Any]


class Table:
    """Reads rows ``(field of the record, attribute of the structure, coercion)``, at least two.

    >>> Table("video", ("is_ad", "is_ad", flag), ("title", "desc", text)).read(item, misread)
    {'is_ad': False, 'title': 'x'}
    """

    __slots__ = ("_get", "_rows")

    def __init__(self, record: str, *rows: tuple[str, str, Coercion]) -> None:
        self._get = attrgetter(*[attribute for _, attribute, _ in rows])
        self._rows = tuple([(field, f"{record}/{field}", coercion) for field, _, coercion in rows])

    def read(self, wire: object, misread: Misread) -> dict[str, Any]:
        """Return the fields of ``wire`` that are told; absent ones are left out."""
        found = {}
        for value, (field, label, coercion) in zip(self._get(wire), self._rows, strict=True):
            if value is not None:
                found[field] = coercion(value, label, misread)
        return found
