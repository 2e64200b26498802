"""The short names: of a record's JSON as of a stored row, each as its model says."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.store import make
from tests.store.make_sources import one_of_each
from tiktok_spiders.api import names
from tiktok_spiders.api.answers import encode
from tiktok_spiders.items.common import HashtagRef, Image
from tiktok_spiders.items.product import Product
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.seller import Seller
from tiktok_spiders.items.user import User

AT = "2026-01-02T12:00:00Z"
VIDEO = "id url description created_at views likes shares comments_count hashtags music user scraped_at"
USER = (
    "id username display_name bio avatar_url followers following total_likes total_videos verified "
    "created_at scraped_at"
)
PRODUCT = "id title price original_price discount image_url product_url shop_name sales_count rating source"


def _json(record: Any) -> dict[str, Any]:
    read: dict[str, Any] = msgspec.json.decode(encode(record))
    return read


@pytest.mark.parametrize(("kind", "expected"), [("video", VIDEO), ("user", USER), ("product", PRODUCT)])
def test_the_names_are_those_of_similar_apis(kind: str, expected: str) -> None:
    given = {"video_id": "71", "user_id": "6", "product_id": "9"}
    assert list(names.SHORT[kind](given)) == expected.split() == list(names.MODELS[kind].model_fields)


def test_a_video_has_its_author_and_its_sound_inside() -> None:
    video = make.video(
        author_id="6001", author_unique_id="ann", author_nickname="Ann", sound_id="5001", description="hi",
        play_count=7, like_count=0, share_count=2, comment_count=3, created_at=make.NOON,
        hashtags=(HashtagRef(name="cats", hashtag_id="31"),),
    )  # fmt: skip
    others = make.user("6001", follower_count=12), make.sound(title="Song", author_name="Band")
    first = names.joined(map(_json, (video, *others)))[0]
    assert names.video(first) == {
        "id": "71",
        "url": "https://www.tiktok.com/@_/video/71",
        "description": "hi",
        "created_at": AT,
        "views": 7,
        "likes": 0,
        "shares": 2,
        "comments_count": 3,
        "hashtags": ["cats"],
        "music": {"id": "5001", "title": "Song", "author": "Band"},
        "user": {"id": "6001", "username": "ann", "display_name": "Ann", "followers": 12},
        "scraped_at": AT,
    }


def test_what_is_not_known_is_null() -> None:
    short = names.video({"video_id": "71"})
    assert {name for name, value in short.items() if value is not None} == {"id"}
    assert names.video({"video_id": "71", "sound_id": "5"})["music"] == {
        "id": "5", "title": None, "author": None
    }  # fmt: skip
    assert names.video({"video_id": "71", "hashtags": []})["hashtags"] == []


def test_a_product_tells_its_price_as_text_its_shop_and_what_carried_it() -> None:
    product = Product(
        product_id="9", seller_id="8", scraped_at=make.NOON, transport="browser", title="Cup",
        price_min=Decimal("12.50"), original_price_min=Decimal(25), discount_percent=50, sold_count=3,
        rating=4.5, url="https://shop.example/9", images=(Image(index=0), Image(index=1, url="https://i/1")),
    )  # fmt: skip
    seller = Seller(seller_id="8", scraped_at=make.NOON, name="Cups")
    short = names.product(names.joined(map(_json, (product, seller)))[0])
    assert tuple(short.values()) == (
        "9", "Cup", "12.50", "25", 50, "https://i/1", "https://shop.example/9", "Cups", 3, 4.5, "browser",
    )  # fmt: skip
    row = {"product_id": "9", "price_min": Decimal("12.50"), "transport": "http"}
    assert (names.product(row)["price"], names.product(row)["source"]) == ("12.50", "api")


def test_a_key_that_stands_in_is_no_identifier() -> None:
    assert names.user({"user_id": "unique_id:ann", "unique_id": "ann"})["id"] is None
    assert names.hashtag({"hashtag_id": "name:cats", "name": "cats"})["id"] is None
    person = names.comment({"comment_id": "1", "video_id": "2", "user_id": "unique_id:ann"})["user"]
    assert person is None
    assert names.user({"user_id": "p_abc"})["id"] == "p_abc"


def test_a_picture_is_the_largest_that_is_known() -> None:
    assert names.user({"avatar_thumb_url": "s", "avatar_medium_url": "m"})["avatar_url"] == "m"
    assert names.sound({"sound_id": "5", "cover_thumb_url": "s"})["cover_url"] == "s"


def test_a_follower_is_an_account() -> None:
    relation = {
        "record_type": "relation", "member_id": "6", "member_unique_id": "ann", "scraped_at": AT,
    }  # fmt: skip
    member = {"record_type": "user", "user_id": "6", "unique_id": "old", "follower_count": 4}
    short = names.relation(names.joined([relation, member])[0])
    assert (short["id"], short["username"], short["followers"], short["scraped_at"]) == ("6", "ann", 4, AT)


def test_a_row_is_dated_by_the_newest_visit() -> None:
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    assert names.sound({"sound_id": "5", "last_seen_at": seen})["scraped_at"] == seen


def test_all_that_is_named_is_as_its_model_says_and_a_field_of_the_record() -> None:
    records = [_json(each) for each in one_of_each("run")] + [_json(make.user()), _json(make.verdict("run"))]
    covered = set()
    for record in names.joined(records):
        kind = record["record_type"]
        if kind in names.SHORT:
            covered.add(kind)
            short = names.SHORT[kind](record)
            assert names.MODELS[kind].model_validate(short).model_dump().keys() == short.keys()
    assert {"user", "comment", "relation", "verdict", "product", "review", "seller"} <= covered


def test_every_field_that_is_read_exists() -> None:
    class Watched(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return super().get(name, default)

    inside = {"author", "sound", "member", "seller", "last_seen_at"}
    for kind, short in names.SHORT.items():
        read: set[str] = set()
        short(Watched(dict.fromkeys(("video_id", "product_id", "sound_id", "comment_id", "review_id",
                                     "seller_id"), "1")))  # fmt: skip
        known = set(RECORD_CLASSES[kind].__dataclass_fields__)
        assert read - inside <= known | set(User.__dataclass_fields__ if kind == "relation" else ()), kind
