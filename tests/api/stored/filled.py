"""A store with records of every listed type, made from a seed: unknown counts, ties and stubs among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from tests.store.make import NOON, begin, hashtag, put, sound, user, video
from tests.store.make_sources import comment, product, seller
from tiktok_spiders.items.common import HashtagRef

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

WORDS = ["cats", "dogs", "bread", "night", "river", "Song", "Über", "кошка", "5k"]
TAGS = ("cats", "dogs", "fyp")


@dataclass
class Filled:
    """What was put into the store."""

    videos: list[Any]
    users: list[Any]
    sounds: list[Any]
    hashtags: list[Any]
    comments: list[Any]
    products: list[Any]
    run_id: str


def fill(store: Store, videos: int = 60, seed: int = 7) -> Filled:
    """Write the records and return them."""
    random = Random(seed)
    run_id = begin(store)

    def count() -> int | None:
        return random.choice([None, 0, 5, 5, random.randrange(10**10)])

    def words() -> str | None:
        return random.choice([None, "", " ".join(random.choices(WORDS, k=4)) + " #tag @some.one"])

    made = Filled([], [], [], [], [], [], run_id)
    for at in range(8):
        made.users.append(
            user(f"600{at}", sec_uid=f"MS4wLjAB{at}", unique_id=f"name{at % 5}_{at}", nickname=words(),
                 follower_count=count(), video_count=count(), run_id=run_id)
        )  # fmt: skip
        made.sounds.append(
            sound(f"500{at}", title=words(), author_name="Band", author_id=f"600{at % 3}",
                  video_count=count(), run_id=run_id)
        )  # fmt: skip
    for at, name in enumerate(TAGS):
        made.hashtags.append(
            hashtag(
                f"3{at}", name, title=name.title(), view_count=count(), video_count=count(), run_id=run_id
            )
        )
    for at in range(videos):
        tags = random.sample(TAGS, random.randrange(3))
        made.videos.append(
            video(
                str(7_000_000_000_000_000_000 + at * 1_000_003), author_id=f"600{at % 8}",
                author_unique_id=f"name{at % 5}", author_nickname="N", sound_id=f"500{random.randrange(8)}",
                description=words(), title=random.choice([None, "night"]), play_count=count(),
                like_count=count(), share_count=1, comment_count=2, run_id=run_id,
                created_at=NOON - timedelta(days=random.randrange(6), hours=random.choice([0, 12])),
                hashtags=random.choice([None, tuple(HashtagRef(name=name, hashtag_id=f"3{TAGS.index(name)}")
                                                    for name in tags)]),
            )
        )  # fmt: skip
        made.comments.append(
            comment(str(8_000 + at), video_id=made.videos[-1].video_id, text=words(), user_id=f"600{at % 3}",
                    unique_id=f"c{at % 3}", like_count=count(), run_id=run_id,
                    created_at=NOON - timedelta(days=random.randrange(4)))
        )  # fmt: skip
    for at in range(12):
        made.products.append(
            product(str(900 + at // 2), region="US" if at % 2 else None, seller_id="93",
                    title=words() if at % 3 else "A River-cup",
                    sold_count=count(), rating=random.choice([None, 4.5, 3.0]), run_id=run_id,
                    price_min=random.choice([None, Decimal("12.34"), Decimal(at)]))
        )  # fmt: skip
    parents = [seller("93", name="Shop", run_id=run_id), *made.users, *made.sounds, *made.hashtags]
    put(store, *parents, *made.videos)
    # Beside those that are records: stubs of a video and an account.
    put(store, *made.comments, *made.products, comment("1", video_id="404", user_id="6404", run_id=run_id))
    made.comments.append(comment("1", video_id="404", user_id="6404", run_id=run_id))
    return made
