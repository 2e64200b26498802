"""What the merge has to know of each kind of entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_spiders.store import journal, tables

if TYPE_CHECKING:
    import sqlalchemy as sa


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildList:
    """A list of small records that has a table of its own."""

    field: str
    """Field of the record, which is its key in ``child_hashes``."""

    table: sa.Table
    """Columns: parent, position, then those of the small record."""

    identity: tuple[str, ...]
    """Fields by which a thin answer's member is known to be there already."""

    volatile: bool = False
    """Whether its members hold addresses that change with every answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A record type with a table of current state."""

    record_type: str
    table: sa.Table
    key: str
    counts: tuple[str, ...]
    counters: sa.Table
    """History of ``counts``."""

    follows: tuple[str, ...] = ()
    """Fields that follow ``scraped_at`` even in a thin answer."""

    named: tuple[str, ...] = ()
    """Fields whose changes go to ``names``."""

    expiring: tuple[str, str] | None = None
    """An address and its expiry, which change together."""

    derived: tuple[str, ...] = ()
    """Columns before the bookkeeping that no field of the record stands for."""

    children: tuple[ChildList, ...] = ()


def _counts(table: sa.Table) -> tuple[str, ...]:
    return tuple(str(column.name) for column in table.columns if column.name.endswith("_count"))


USER = Entity(
    record_type="user",
    table=tables.users,
    key="user_id",
    counts=_counts(journal.user_counters),
    counters=journal.user_counters,
    follows=("unique_id", "nickname", "verified", "status", "status_code", "status_message"),
    named=("unique_id", "nickname", "bio", "bio_link", "avatar_key", "verified", "is_private"),
    derived=("unique_id_is_current",),
)
SOUND = Entity(
    record_type="sound",
    table=tables.sounds,
    key="sound_id",
    counts=_counts(journal.sound_counters),
    counters=journal.sound_counters,
    follows=("status", "status_code"),
    named=("title", "author_name"),
)
HASHTAG = Entity(
    record_type="hashtag",
    table=tables.hashtags,
    key="hashtag_id",
    counts=_counts(journal.hashtag_counters),
    counters=journal.hashtag_counters,
    follows=("status", "status_code"),
    named=("name", "title"),
)
VIDEO = Entity(
    record_type="video",
    table=tables.videos,
    key="video_id",
    counts=_counts(journal.video_counters),
    counters=journal.video_counters,
    follows=("author_unique_id", "author_nickname", "status", "status_code", "status_message"),
    named=("description", "title"),
    expiring=("play_url", "url_expires_at"),
    derived=("child_hashes",),
    children=(
        ChildList(field="hashtags", table=tables.video_hashtags, identity=("name",)),
        ChildList(
            field="mentions",
            table=tables.video_mentions,
            identity=("user_id", "sec_uid", "unique_id", "start"),
        ),
        ChildList(field="images", table=tables.video_images, identity=("index",), volatile=True),
        ChildList(
            field="subtitles",
            table=tables.video_subtitles,
            identity=("language", "source", "format", "version"),
            volatile=True,
        ),
        ChildList(
            field="renditions", table=tables.video_renditions, identity=("name", "codec"), volatile=True
        ),
        ChildList(field="products", table=tables.video_products, identity=("product_id",)),
    ),
)

ENTITIES = (USER, SOUND, HASHTAG, VIDEO)
"""Parents before those that refer to them: the order in which a batch is written."""
