"""One record of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.stored.conditions import listed
from tiktok_spiders.api.stored.kinds import HASHTAGS, PRODUCTS, USERS, Kind
from tiktok_spiders.api.stored.shape import Shape
from tiktok_spiders.store.tables import user_aliases
from tiktok_spiders.urls.names import hashtag_key

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

Key = tuple[str, ...]


def detail(store: Store, kind: Kind, key: str, query: Any, region: str | None = None) -> Json:
    """Return the record that ``key`` stands for. Raises ApiError where there is none."""
    shape = Shape(kind, query.view, query.fields)
    with store.reading() as connection:
        found = shape.read(connection, [resolved(connection, kind, key, region)])
    if not found:
        raise _nothing(kind)
    return Json(found[0])


def resolved(connection: sa.Connection, kind: Kind, key: str, region: str | None = None) -> Key:
    """Return the key of the stored record; ``key`` may be a name or a former handle too."""
    for candidates in _candidates(kind, key, region):
        query = sa.select(*kind.keys).where(candidates, listed(kind.table)).limit(1)
        if kind is PRODUCTS:
            query = query.order_by(kind.table.c.last_seen_at.desc())
        row = connection.execute(query).first()
        if row is not None:
            return tuple(row)
    raise _nothing(kind)


def _candidates(kind: Kind, key: str, region: str | None) -> list[sa.ColumnElement[bool]]:
    """Return what may be meant, the likeliest first."""
    first = kind.keys[0]
    if kind is USERS:
        bare = key.removeprefix("@")
        return [
            first == key,
            first.in_(_aliased(bare, current=True)),
            first.in_(_aliased(bare, current=False)),
        ]
    if kind is HASHTAGS:
        name = hashtag_key(key)
        return [first == key, *([kind.table.c.name == name] if name else [])]
    if kind is PRODUCTS and region is not None:
        return [sa.and_(first == key, kind.table.c.region == region)]
    return [first == key]


def _aliased(name: str, *, current: bool) -> sa.Select[Any]:
    """Return the statement that gives who is known, or was known, by a handle or a secUid."""
    have = user_aliases.c
    named = sa.or_(
        sa.and_(have.kind == "unique_id", have.value == name.lower()),
        sa.and_(have.kind == "sec_uid", have.value == name),
    )
    return sa.select(have.user_id).where(named, have.is_current if current else sa.not_(have.is_current))


def _nothing(kind: Kind) -> ApiError:
    return ApiError("NOT_FOUND", f"the store holds no such {kind.record_type}")
