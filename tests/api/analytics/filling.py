"""A store filled by chance, always the same, and what stands in it as plain rows."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.journal import product_history, user_counters, video_counters
from tiktok_spiders.store.shop_tables import products
from tiktok_spiders.store.tables import users, video_hashtags, videos

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tiktok_spiders.store import Store

Row = dict[str, Any]
COUNTS = ("play_count", "like_count", "comment_count", "share_count")


def put(store: Store, table: sa.Table, rows: list[Row]) -> None:
    with store.engine.connect() as bare:
        connection = bare.execution_options(writes=True)
        with connection.begin():
            connection.execute(table.insert(), rows)


def fill(store: Store, now: datetime, count: int = 400) -> tuple[list[Row], list[Row]]:
    """Put accounts, videos and their observations; return the rows of the last two."""
    dice = random.Random(7)
    put(store, users, [{"user_id": f"6{n}", "unique_id": f"u{n}", "detail": n % 2} for n in range(20)])
    made = [_video(dice, n, now) for n in range(count)]
    put(store, videos, made)
    put(
        store, video_hashtags, [{"video_id": "700000", "position": at, "name": f"tag{at}"} for at in range(2)]
    )
    seen = [row for each in made[::3] for row in _observations(dice, each["video_id"], now)]
    put(store, video_counters, seen)
    return made, seen


def _video(dice: random.Random, n: int, now: datetime) -> Row:
    age = timedelta(seconds=int(dice.choice([86_400, 40 * 86_400, 3 * 365 * 86_400]) * dice.random()))
    return {
        "video_id": f"7{n:05}",
        "author_id": None if n % 17 == 0 else f"6{dice.randrange(20)}",
        "created_at": None if n % 23 == 0 else now - age,
        "detail": 0 if n % 11 == 0 else dice.choice([1, 2]),
        **{name: _count(dice) for name in COUNTS},
    }


def _count(dice: random.Random) -> int | None:
    return dice.choice([None, 0, 1, dice.randrange(50), dice.randrange(10**7), dice.randrange(10**12)])


def _observations(dice: random.Random, video_id: str, now: datetime) -> list[Row]:
    ages = dice.sample(range(60 * 86_400), dice.randrange(12)) + dice.sample(range(86_400), dice.randrange(4))
    return [
        {
            "video_id": video_id,
            "observed_at": now - timedelta(seconds=age),
            **{name: None if dice.random() < 0.2 else dice.randrange(10**9) for name in COUNTS},
        }
        for age in sorted(set(ages))
    ]


def put_account(store: Store, values: list[int | None], begin: datetime, **columns: Any) -> None:
    """Put an account 6001 with an observation of its followers a day."""
    put(store, users, [{"user_id": "6001", "unique_id": "somebody", "detail": 2, **columns}])
    rows = [
        {"user_id": "6001", "observed_at": begin + timedelta(days=day), "follower_count": value}
        for day, value in enumerate(values)
    ]
    put(store, user_counters, rows)


def put_product(store: Store, region: str, points: list[Row], **columns: Any) -> None:
    """Put a product 1729 of a region with its observations."""
    key = {"product_id": "1729", "region": region}
    put(store, products, [{**key, "title": "Mug", "currency": "USD", "detail": 2, **columns}])
    names = ("price_min", "price_max", "original_price_min", "currency", "sold_count", "stock_total")
    put(store, product_history, [{**key, **dict.fromkeys(names), **point} for point in points])


def midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
