"""What a filter asks of a row, in a form for each way of reading.

A filter that few rows pass is answered from its own index; one that many rows pass is checked row by row, in
the order of the list, until the page is full. Neither database can be relied on to choose well between the
two: SQLite knows nothing of how values are spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store import text_search
from tiktok_spiders.store.tables import hashtags, video_hashtags, videos
from tiktok_spiders.urls.names import hashtag_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Maker = Callable[[Any, str], "Condition"]


@dataclass(frozen=True, eq=False)
class Condition:
    """One filter with its value."""

    where: sa.ColumnElement[bool]
    """For reading by whatever index the database likes."""

    walked: sa.ColumnElement[bool]
    """For reading in the order of the list."""

    keys: sa.Select[Any] | None = None
    """Gives the keys of the rows that pass from an index of the filter's own, stubs among them."""

    on: sa.Column[Any] | None = None
    """The column whose range it is: a list in this column's order needs no other index."""


def listed(table: sa.Table) -> sa.ColumnElement[bool]:
    """Return the condition that a row is a record, not a stub; spelt as the indexes have it."""
    return table.c.detail > sa.literal_column("0")


def equal(column: sa.Column[Any]) -> Maker:
    """Return a filter by a column with an index of its own and few rows for each value."""
    return lambda value, _dialect: Condition(column == value, column == value)


def at_least(column: sa.Column[Any]) -> Maker:
    """Return a filter by a column of an order; what is not known does not pass."""
    return lambda value, _dialect: _ranged(column, column >= value)


def since(column: sa.Column[Any]) -> Maker:
    """Return a filter by the first day."""

    def make(day: date, _dialect: str) -> Condition:
        return _ranged(column, column >= datetime.combine(day, time.min, UTC))

    return make


def until(column: sa.Column[Any]) -> Maker:
    """Return a filter by the last day, which passes."""

    def make(day: date, _dialect: str) -> Condition:
        return _ranged(column, column <= datetime.combine(day, time.max, UTC))

    return make


def of_hashtag(name: str, _dialect: str) -> Condition:
    """Return the filter of videos by a hashtag's name."""
    key = hashtag_key(name)
    if key is None:
        return Condition(sa.false(), sa.false())
    tag = sa.select(hashtags.c.hashtag_id).where(hashtags.c.name == key).scalar_subquery()
    keys = sa.select(video_hashtags.c.video_id).where(video_hashtags.c.hashtag_id == tag)
    has = keys.where(video_hashtags.c.video_id == videos.c.video_id).correlate(videos)
    return Condition(videos.c.video_id.in_(keys), has.exists(), keys)


def of_sound(sound_id: str, _dialect: str) -> Condition:
    """Return the filter of videos by their sound."""
    where = videos.c.sound_id == sound_id
    walked = sa.func.coalesce(videos.c.sound_id, "") == sound_id
    return Condition(where, walked, sa.select(videos.c.video_id).where(where))


def with_words(table: sa.Table) -> Maker:
    """Return the filter by words of the texts."""

    def make(text: str, dialect: str) -> Condition:
        keys = text_search.found(table, text, dialect)
        if keys is None:
            return Condition(sa.false(), sa.false())
        walked = text_search.condition(table, text, dialect)
        if dialect != "sqlite":
            return Condition(walked, walked, keys)
        primary = list(table.primary_key.columns)
        key = sa.tuple_(*primary) if len(primary) > 1 else primary[0]
        return Condition(key.in_(keys), walked, keys)

    return make


def _ranged(column: sa.Column[Any], where: sa.ColumnElement[bool]) -> Condition:
    keys = sa.select(*column.table.primary_key.columns).where(where, listed(column.table))
    return Condition(where, where, keys, column)
