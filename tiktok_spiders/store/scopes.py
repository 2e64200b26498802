"""How rows whose key has several columns stand in ``sightings``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.entities import ENTITIES
from tiktok_spiders.store.journal import sightings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.store.entities import Entity

JOINT = "/"


def sighted_as(entity: Entity, values: Mapping[Any, Any], record: Any = None) -> tuple[str, str]:
    """Return (record_id, scope) of a row; ``record`` tells the identifier where the key does not hold it."""
    own = values[entity.key] if entity.key in values else getattr(record, entity.key)
    return str(own), JOINT.join(str(values[name]) for name in _REST[entity.record_type])


def is_sighted(entity: Entity, columns: Any) -> sa.ColumnElement[bool]:
    """Return the condition that joins ``sightings`` to a table with the entity's key columns."""
    met = sightings.c
    same = [met.record_type == entity.record_type, met.record_id == columns[entity.key]]
    return sa.and_(*same, met.scope == scope_of(entity, columns))


def scope_of(entity: Entity, columns: Any) -> sa.ColumnElement[str]:
    """Return the scope of a row as SQL."""
    parts = [columns[name] for name in _REST[entity.record_type]]
    if not parts:
        return sa.literal("")
    texts = [part if isinstance(part.type, sa.Text) else sa.cast(part, sa.Text) for part in parts]
    joined: Any = texts[0]
    for text in texts[1:]:
        joined = joined.concat(JOINT).concat(text)
    return joined  # type: ignore[no-any-return]


_REST = {
    each.record_type: [name for name in each.keys if name != each.key] if len(each.keys) > 1 else []
    for each in ENTITIES
}
"""Record type → the columns of its key beside the record's own identifier."""
