"""A store with something of everything, some of it hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.api.analytics.filling import put
from tiktok_spiders.store.journal import product_history, runs, user_counters, verdicts, video_counters
from tiktok_spiders.store.shop_tables import products, sellers
from tiktok_spiders.store.tables import hashtags, sounds, user_aliases, users, video_hashtags, videos

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

USER, VIDEO, PRODUCT = "6000000000000000001", "7000000000000000001", "1729000000000000001"
HOSTILE = (
    '<script>document.title="taken"</script><img src=x onerror=alert(1)>'
    "\u202e\u2066gpj.exe \x1b]0;title\x07\x1b[31mred\x1b[0m \x00{{ 7*7 }} {% raw %} &amp; \"'`"
)
"""What a caption can hold; a NUL is left out where a database takes none."""

TEXT = HOSTILE.replace("\x00", "")
CAPTIONS = (
    "Morning run along the river, 10 km before breakfast #running #morning",
    "Kitchen hacks you did not know you needed",
    "Wie man Brot backt – das ganze Rezept in 60 Sekunden",
    "東京の朝ごはん、今日はおにぎり",
    "كيف تصنع القهوة العربية في البيت",
    "A caption that goes on and on, because nobody told its author to stop: " + "and on " * 30,
)


def fill(store: Store, now: datetime | None = None) -> None:
    """Put accounts, videos with their counters, a product with prices, runs and verdicts."""
    now = now or datetime.now(UTC)
    _people(store, now)
    _videos(store, now)
    _shop(store, now)
    _runs(store, now)


def _people(store: Store, now: datetime) -> None:
    seen = {"detail": 2, "last_seen_at": now, "first_seen_at": now}
    put(
        store,
        users,
        [
            {
                "user_id": USER, "unique_id": "river.runner", "unique_id_is_current": True,
                "nickname": "River Runner", "bio": TEXT, "follower_count": 48_213,
                "following_count": 312, "heart_count": 1_204_331, "video_count": 214, "verified": True,
                "created_at": now - timedelta(days=900), **seen,
            },
            {
                "user_id": "6000000000000000002", "unique_id": "baker", "unique_id_is_current": True,
                "nickname": TEXT, "bio": None, "follower_count": None, "following_count": None,
                "heart_count": None, "video_count": None, "verified": None, "created_at": None, **seen,
            },
        ],
    )  # fmt: skip
    for user_id, name in ((USER, "river.runner"), ("6000000000000000002", "baker")):
        named = {"kind": "unique_id", "value": name, "is_current": True, "seen_at": now}
        put(store, user_aliases, [{"user_id": user_id, **named}])
    rows = [
        {
            "user_id": USER,
            "observed_at": now - timedelta(days=40 - day, hours=3),
            "follower_count": 41_000 + 170 * day + (day % 7) * 90,
        }
        for day in range(40)
    ]
    put(store, user_counters, rows)


def _videos(store: Store, now: datetime) -> None:
    put(store, sounds, [{"sound_id": "6900000000000000001", "title": TEXT, "author_name": "x", "detail": 2}])
    rows = [_video(number, now) for number in range(60)]
    put(store, videos, [{**row, "description": None} for row in rows])
    with store.engine.connect() as bare:  # the search for words notices changes, not what a test inserts
        connection = bare.execution_options(writes=True)
        with connection.begin():
            for row in rows:
                mine = videos.c.video_id == row["video_id"]
                connection.execute(videos.update().where(mine).values(description=row["description"]))
    put(store, hashtags, [{"hashtag_id": "1", "name": "running", "detail": 1}])
    tag = {"video_id": VIDEO, "position": 0, "name": "running", "hashtag_id": "1"}
    put(store, video_hashtags, [tag])
    counts = [
        {
            "video_id": VIDEO,
            "observed_at": now - timedelta(hours=12 * (20 - step)),
            "play_count": 9_000 * step**2,
            "like_count": 700 * step,
            "comment_count": 12 * step,
            "share_count": step,
        }
        for step in range(1, 20)
    ]
    put(store, video_counters, counts)


def _video(number: int, now: datetime) -> dict[str, Any]:
    views = 3_600_000 // (number + 1)
    return {
        "video_id": str(int(VIDEO) + number - 1),
        "author_id": USER if number % 3 else "6000000000000000002",
        "sound_id": "6900000000000000001",
        "url": f"https://www.tiktok.com/@river.runner/video/{int(VIDEO) + number - 1}",
        "description": TEXT if number == 1 else CAPTIONS[number % len(CAPTIONS)],
        "created_at": now - timedelta(hours=14 * number + 2),
        "play_count": views,
        "like_count": views // 11,
        "comment_count": views // 300,
        "share_count": views // 900,
        "detail": 2,
        "last_seen_at": now,
        "first_seen_at": now,
    }


def _shop(store: Store, now: datetime) -> None:
    put(store, sellers, [{"seller_id": "7490000000000000001", "region": "US", "name": TEXT, "detail": 2}])
    for region, currency, base in (("US", "USD", 18), ("GB", "GBP", 14)):
        key = {"product_id": PRODUCT, "region": region}
        put(
            store,
            products,
            [
                {
                    **key, "title": f"Stoneware mug {TEXT}", "currency": currency, "seller_id": None,
                    "price_min": Decimal(base), "original_price_min": Decimal(base + 6), "rating": 4.7,
                    "discount_percent": 25, "sold_count": 10_482, "detail": 2, "transport": "http",
                    "url": f"https://www.tiktok.com/shop/pdp/{PRODUCT}", "last_seen_at": now,
                }
            ],
        )  # fmt: skip
        points = [
            {
                **key, "observed_at": now - timedelta(days=30 - day), "currency": currency,
                "price_min": Decimal(base) + Decimal(day % 9) / 2, "price_max": None,
                "original_price_min": Decimal(base + 6), "sold_count": 9_000 + 50 * day, "stock_total": 80,
            }
            for day in range(30)
        ]  # fmt: skip
        put(store, product_history, points)


def _runs(store: Store, now: datetime) -> None:
    run = {
        "run_id": "r1", "name": "r1", "spider": "user", "started_at": now - timedelta(hours=2),
        "finished_at": now - timedelta(hours=1), "requests": 1_240,
        "blocks_by_outcome": {"captcha": 9, "empty": 31, "missing": 4},
    }  # fmt: skip
    put(store, runs, [run])
    told = (
        ("@river.runner", "complete", "end", 214, 214, None),
        ("@gone", "missing", "missing", None, 0, "there is no such account"),
        ("@shy", "private", "private", 12, 0, None),
        (TEXT, "blocked", "captcha", 900, 240, TEXT),
        ("#running", "capped", "cap", 51_200, 4_998, None),
        ("@long", "short", "empty_windows", 800, 641, None),
    )
    rows = [
        {
            "run_id": "r1", "target": target, "resource": "user_videos", "status": status,
            "stop_reason": reason, "expected": expected, "received": unique, "unique": unique,
            "message": message, "requests": 10, "duration_s": 6.5, "endpoints": {"post/item_list": 10},
            "finished_at": now - timedelta(minutes=60 + at),
        }
        for at, (target, status, reason, expected, unique, message) in enumerate(told)
    ]  # fmt: skip
    put(store, verdicts, rows)
