"""The record types that are listed: table, orders, filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.stored.conditions import (
    Condition,
    at_least,
    equal,
    of_hashtag,
    of_sound,
    since,
    until,
    with_words,
)
from tiktok_spiders.store.shop_tables import products
from tiktok_spiders.store.social_tables import comments
from tiktok_spiders.store.tables import hashtags, sounds, users, videos

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.api.stored.params import ListQuery

    Maker = Callable[[Any, str], Condition]


@dataclass(frozen=True, eq=False)
class Kind:
    """A record type that is listed."""

    record_type: str
    table: sa.Table
    sorts: Mapping[str, sa.Column[Any]]
    filters: Mapping[str, Maker]
    """Parameter → function of its value and the dialect."""

    @property
    def name(self) -> str:
        """Return the name of the list in an answer."""
        return str(self.table.name)

    @property
    def keys(self) -> tuple[sa.Column[Any], ...]:
        """Return the columns of the key."""
        return tuple(self.table.primary_key.columns)

    def given(self, query: ListQuery) -> dict[str, Any]:
        """Return the filters that a query sets."""
        values = {name: getattr(query, name) for name in self.filters}
        return {name: value for name, value in values.items() if value is not None}

    def conditions(self, given: Mapping[str, Any], dialect: str) -> list[Condition]:
        """Return what the filters ask of a row."""
        return [self.filters[name](value, dialect) for name, value in given.items()]


def _dated(table: sa.Table) -> dict[str, Maker]:
    return {"start_date": since(table.c.created_at), "end_date": until(table.c.created_at)}


VIDEOS = Kind(
    "video",
    videos,
    {"views": videos.c.play_count, "likes": videos.c.like_count, "created_at": videos.c.created_at},
    {
        "user_id": equal(videos.c.author_id),
        "min_views": at_least(videos.c.play_count),
        "min_likes": at_least(videos.c.like_count),
        **_dated(videos),
        "hashtag": of_hashtag,
        "sound": of_sound,
        "text": with_words(videos),
    },
)
USERS = Kind(
    "user",
    users,
    {"followers": users.c.follower_count, "videos": users.c.video_count, "username": users.c.unique_id},
    {
        "user_id": equal(users.c.user_id),
        "min_followers": at_least(users.c.follower_count),
        "text": with_words(users),
    },
)
HASHTAGS = Kind(
    "hashtag",
    hashtags,
    {"views": hashtags.c.view_count, "videos": hashtags.c.video_count},
    {"min_views": at_least(hashtags.c.view_count), "text": with_words(hashtags)},
)
SOUNDS = Kind(
    "sound",
    sounds,
    {"videos": sounds.c.video_count},
    {"user_id": equal(sounds.c.author_id), "text": with_words(sounds)},
)
PRODUCTS = Kind(
    "product",
    products,
    {"sales": products.c.sold_count, "price": products.c.price_min, "rating": products.c.rating},
    {
        "seller_id": equal(products.c.seller_id),
        "region": equal(products.c.region),
        "text": with_words(products),
    },
)
COMMENTS = Kind(
    "comment",
    comments,
    {"likes": comments.c.like_count, "created_at": comments.c.created_at},
    {
        "video_id": equal(comments.c.video_id),
        "user_id": equal(comments.c.user_id),
        "min_likes": at_least(comments.c.like_count),
        **_dated(comments),
        "text": with_words(comments),
    },
)
