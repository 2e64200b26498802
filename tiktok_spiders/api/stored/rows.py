"""Records of the store by their keys: in a short form with what belongs to them, or whole.

A page takes a fixed number of statements, however many records it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.names import SHORT
from tiktok_spiders.store.rebuild import entity_records
from tiktok_spiders.store.selection import Selection
from tiktok_spiders.store.shop_tables import sellers
from tiktok_spiders.store.tables import sounds, users, video_hashtags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tiktok_spiders.api.stored.kinds import Kind

    Key = tuple[str, ...]
    Rows = list[dict[str, Any]]

_AUTHOR = (users.c.user_id, users.c.unique_id, users.c.nickname, users.c.follower_count)
_SOUND = (sounds.c.sound_id, sounds.c.title, sounds.c.author_name)
_SELLER = (sellers.c.seller_id, sellers.c.name)
_USED = {
    "video": "video_id url description created_at play_count like_count share_count comment_count author_id "
    "author_unique_id author_nickname sound_id child_hashes last_seen_at",
    "user": "user_id unique_id nickname bio avatar_url avatar_medium_url avatar_thumb_url follower_count "
    "following_count heart_count video_count verified created_at last_seen_at",
    "hashtag": "hashtag_id name title description url view_count video_count last_seen_at",
    "sound": "sound_id title author_name album duration_s is_original url cover_url cover_medium_url "
    "cover_thumb_url video_count last_seen_at",
    "product": "product_id region title price_min original_price_min discount_percent images url sold_count "
    "rating transport seller_id",
    "comment": "comment_id video_id parent_comment_id text like_count reply_count created_at user_id "
    "unique_id nickname last_seen_at",
}
"""Columns that the short forms are made of."""


def shorts(connection: sa.Connection, kind: Kind, keys: Sequence[Key]) -> list[dict[str, Any]]:
    """Return the records of ``keys`` by their short names, in that order; what has gone is left out."""
    columns = [kind.table.c[name] for name in _USED[kind.record_type].split()]
    rows = [dict(row) for row in _rows(connection, kind, keys, columns)]
    _JOIN.get(kind.record_type, _nothing)(connection, rows)
    return _in_order(kind, keys, rows, [SHORT[kind.record_type](row) for row in rows])


def records(connection: sa.Connection, kind: Kind, keys: Sequence[Key]) -> list[Any]:
    """Return the whole records of ``keys``, in that order; what has gone is left out."""
    rows = _rows(connection, kind, keys, list(kind.table.columns))
    made = entity_records(connection, kind.record_type, rows, Selection()) if rows else []
    return _in_order(kind, keys, rows, made)


def _rows(
    connection: sa.Connection, kind: Kind, keys: Sequence[Key], columns: list[sa.Column[Any]]
) -> Sequence[sa.RowMapping]:
    if not keys:
        return []
    mine = (
        sa.tuple_(*kind.keys).in_(keys) if len(kind.keys) > 1 else kind.keys[0].in_([key[0] for key in keys])
    )
    query = sa.select(*columns).where(mine).order_by(*kind.keys)
    return connection.execute(query).mappings().all()


def _in_order(kind: Kind, keys: Sequence[Key], rows: Iterable[Any], made: Iterable[Any]) -> list[Any]:
    by_key = {
        tuple(row[key.name] for key in kind.keys): one for row, one in zip(rows, made, strict=True)
    }  # fmt: skip
    return [by_key[key] for key in keys if key in by_key]


def _join_video(connection: sa.Connection, rows: Rows) -> None:
    _parents(connection, rows, "author", "author_id", _AUTHOR)
    _parents(connection, rows, "sound", "sound_id", _SOUND)
    have = video_hashtags.c
    query = sa.select(have.video_id, have.name).where(have.video_id.in_([row["video_id"] for row in rows]))
    tags: dict[str, list[dict[str, str]]] = {}
    for video_id, name in connection.execute(query.order_by(have.video_id, have.position)):
        tags.setdefault(video_id, []).append({"name": name})
    for row in rows:
        is_known = "hashtags" in (row["child_hashes"] or {})
        row["hashtags"] = tags.get(row["video_id"], [] if is_known else None)


def _join_comment(connection: sa.Connection, rows: Rows) -> None:
    _parents(connection, rows, "author", "user_id", _AUTHOR)


def _join_product(connection: sa.Connection, rows: Rows) -> None:
    _parents(connection, rows, "seller", "seller_id", _SELLER)


def _nothing(_connection: sa.Connection, _rows: Rows) -> None:
    """Join nothing."""


def _parents(
    connection: sa.Connection, rows: Rows, name: str, field: str, columns: tuple[sa.Column[Any], ...]
) -> None:
    wanted = sorted({row[field] for row in rows} - {None})
    query = sa.select(*columns).where(columns[0].in_(wanted))
    rows_found = connection.execute(query).mappings() if wanted else ()
    found = {row[columns[0].name]: dict(row) for row in rows_found}
    for row in rows:
        row[name] = found.get(row[field])


_JOIN: dict[str, Callable[[sa.Connection, Rows], None]] = {
    "video": _join_video,
    "comment": _join_comment,
    "product": _join_product,
}
