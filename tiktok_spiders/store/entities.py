"""What the merge has to know of each kind of entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_spiders.store import journal, shop_tables, social_tables, tables

if TYPE_CHECKING:
    import sqlalchemy as sa


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildList:
    """A list of small records that has a table of its own."""

    field: str
    """Field of the record, which is its key in ``child_hashes``."""

    table: sa.Table
    """Columns: key of the parent, position, then those of the small record."""

    identity: tuple[str, ...]
    """Fields by which a thin answer's member is known to be there already."""

    volatile: bool = False
    """Whether its members hold addresses that change with every answer."""

    keeps: str = ""
    """Column that a new list takes over from the old one where it tells nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A record type with a table of current state."""

    record_type: str
    table: sa.Table
    key: str
    """Column of the record's own identifier."""

    counts: tuple[str, ...] = ()
    """Columns that the newest answer tells, whatever its detail: counters, prices, stock."""

    counters: sa.Table | None = None
    """History of ``watched``."""

    by_visit: bool = False
    """Whether a run that meets a card first and its page then tells of both in one row of ``counters``."""

    parents: tuple[tuple[str, ...], ...] = ()
    """Record types that have to be there first, each with the fields that name the row."""

    volatile: tuple[str, ...] = ()
    """Lists in a column of their own whose addresses change with every answer."""

    ranges: tuple[tuple[str, str], ...] = ()
    """Least and greatest price; a thin answer tells one price of many."""

    follows: tuple[str, ...] = ()
    """Fields that follow ``scraped_at`` even in a thin answer."""

    named: tuple[str, ...] = ()
    """Fields whose changes go to ``names``."""

    expiring: tuple[str, str] | None = None
    """An address and its expiry, which change together."""

    derived: tuple[str, ...] = ()
    """Columns before the bookkeeping that no field of the record stands for."""

    children: tuple[ChildList, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns of the table's key."""
        return tuple(str(column.name) for column in self.table.primary_key.columns)

    @property
    def watched(self) -> tuple[str, ...]:
        """Those of ``counts`` whose changes are history, as they stand in ``counters``."""
        return () if self.counters is None else _watched(self.counters)


_BESIDE = frozenset({"observed_at", "rounded_counts", "transport", "run_id"})


def _watched(table: sa.Table) -> tuple[str, ...]:
    parents = {element.parent.name for element in table.foreign_keys}
    return tuple(str(column.name) for column in table.columns if column.name not in parents | _BESIDE)


USER = Entity(
    record_type="user",
    table=tables.users,
    key="user_id",
    counts=_watched(journal.user_counters),
    counters=journal.user_counters,
    follows=("unique_id", "nickname", "verified", "status", "status_code", "status_message"),
    named=("unique_id", "nickname", "bio", "bio_link", "avatar_key", "verified", "is_private"),
    derived=("unique_id_is_current",),
)
SOUND = Entity(
    record_type="sound",
    table=tables.sounds,
    key="sound_id",
    counts=_watched(journal.sound_counters),
    counters=journal.sound_counters,
    follows=("status", "status_code"),
    named=("title", "author_name"),
    parents=(("user", "author_id"),),
)
HASHTAG = Entity(
    record_type="hashtag",
    table=tables.hashtags,
    key="hashtag_id",
    counts=_watched(journal.hashtag_counters),
    counters=journal.hashtag_counters,
    follows=("status", "status_code"),
    named=("name", "title"),
)
VIDEO = Entity(
    record_type="video",
    table=tables.videos,
    key="video_id",
    counts=_watched(journal.video_counters),
    counters=journal.video_counters,
    follows=("author_unique_id", "author_nickname", "status", "status_code", "status_message"),
    named=("description", "title"),
    expiring=("play_url", "url_expires_at"),
    parents=(("user", "author_id"), ("sound", "sound_id")),
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
            keeps="text",
        ),
        ChildList(
            field="renditions", table=tables.video_renditions, identity=("name", "codec"), volatile=True
        ),
        ChildList(field="products", table=tables.video_products, identity=("product_id",)),
    ),
)

SELLER = Entity(
    record_type="seller",
    table=shop_tables.sellers,
    key="seller_id",
    counts=(*_watched(journal.seller_counters), "video_count"),
    counters=journal.seller_counters,
    by_visit=True,
    named=("name",),
    parents=(("user", "user_id"),),
)
COMMENT = Entity(
    record_type="comment",
    table=social_tables.comments,
    key="comment_id",
    counts=("like_count", "reply_count"),
    follows=("unique_id", "nickname", "verified", "status", "position", "rank"),
    volatile=("images",),
    parents=(("user", "user_id"), ("video", "video_id"), ("comment", "parent_comment_id")),
)
RELATION = Entity(
    record_type="relation",
    table=social_tables.relations,
    key="member_id",
    counts=("list_total",),
    follows=("position",),
    derived=("left_at",),
    parents=(("user", "owner_id"), ("user", "member_id")),
)
PLAYLIST = Entity(
    record_type="playlist",
    table=social_tables.playlists,
    key="playlist_id",
    counts=("video_count",),
    named=("name",),
    parents=(("user", "owner_id"),),
)
PLAYLIST_ITEM = Entity(
    record_type="playlist_item",
    table=social_tables.playlist_items,
    key="video_id",
    parents=(("playlist", "playlist_id"), ("video", "video_id")),
)
SUGGESTION = Entity(record_type="suggestion", table=social_tables.suggestions, key="text")
PRODUCT = Entity(
    record_type="product",
    table=shop_tables.products,
    key="product_id",
    counts=(
        *_watched(journal.product_history),
        "original_price_max",
        "price_masked",
        *(f"rating_{stars}" for stars in range(1, 6)),
    ),
    counters=journal.product_history,
    by_visit=True,
    follows=("is_available", "status_code"),
    named=("title",),
    derived=("child_hashes",),
    volatile=("images", "videos"),
    ranges=(("price_min", "price_max"), ("original_price_min", "original_price_max")),
    children=(
        ChildList(
            field="categories",
            table=shop_tables.product_categories,
            identity=("category_id", "name"),
        ),
    ),
    parents=(("seller", "seller_id"),),
)
SKU = Entity(
    record_type="sku",
    table=shop_tables.skus,
    key="sku_id",
    counts=_watched(journal.sku_history),
    counters=journal.sku_history,
    parents=(("product", "product_id", "region"),),
)
REVIEW = Entity(
    record_type="review",
    table=shop_tables.reviews,
    key="review_id",
    counts=("helpful_count",),
    volatile=("images", "videos"),
)

ENTITIES = (
    USER,
    SOUND,
    HASHTAG,
    VIDEO,
    SELLER,
    COMMENT,
    RELATION,
    PLAYLIST,
    PLAYLIST_ITEM,
    SUGGESTION,
    PRODUCT,
    SKU,
    REVIEW,
)
"""Parents before those that refer to them: the order in which a batch is written."""

REFERRING: dict[str, list[tuple[str, tuple[str, ...]]]] = {each.record_type: [] for each in ENTITIES}
"""Parent → (record type, the fields of it that name the parent's row)."""
for _each in ENTITIES:
    for _parent, *_fields in _each.parents:
        REFERRING[_parent].append((_each.record_type, tuple(_fields)))

TOUCHED = {each.record_type: frozenset(parent[0] for parent in each.parents) for each in ENTITIES}
"""Record type → the types that a record of it may give stubs to."""
TOUCHED["video"] |= {"hashtag"}

BY_TYPE = {each.record_type: each for each in ENTITIES}
"""The entities by record type."""
