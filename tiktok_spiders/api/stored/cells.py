"""The CSV columns of the answers. Text that a spreadsheet would run as a formula is always defused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.names import names_of
from tiktok_spiders.api.names.models import MusicOut, PersonOut
from tiktok_spiders.feeds.cells import list_cell, safe_cell, scalar_cell
from tiktok_spiders.feeds.flatten import Column, columns_of
from tiktok_spiders.items.registry import RECORD_CLASSES

if TYPE_CHECKING:
    from tiktok_spiders.api.stored.kinds import Kind
    from tiktok_spiders.api.stored.shape import Shape

_INSIDE = {"user": tuple(PersonOut.model_fields), "music": tuple(MusicOut.model_fields)}


def table_of(kind: Kind, shape: Shape) -> list[Column]:
    """Return the columns of a CSV of records in a form; ``user`` of a short one gives ``user_id``, …."""
    if shape.is_whole:
        columns = columns_of(RECORD_CLASSES[kind.record_type], safe=True)
        return [each for name in shape.fields for each in columns if each.field == name]
    inside = _INSIDE if kind.record_type in {"video", "comment"} else {}
    known = names_of(kind.record_type)
    made: list[Column] = []
    for name in (each for each in shape.fields if each in known):
        parts = inside.get(name)
        made += [_part(name, part) for part in parts] if parts else [_plain(name)]
    return made


def _plain(name: str) -> Column:
    return Column(name, name, lambda one: _cell(one[name]))


def _part(name: str, part: str) -> Column:
    return Column(f"{name}_{part}", name, lambda one: _cell((one[name] or {}).get(part)))


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, list):
        return safe_cell(list_cell(value))
    return safe_cell(value) if isinstance(value, str) else scalar_cell(value)
