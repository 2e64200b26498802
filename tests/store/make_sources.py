"""Records of comments, relations, playlists, suggestions and Shop for the tests of the store."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.store.make import EARLIER, NOON, source
from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.parts import Image, Mention
from tiktok_spiders.items.playlist import Playlist, PlaylistItem
from tiktok_spiders.items.product import Product, Sku
from tiktok_spiders.items.relation import Relation
from tiktok_spiders.items.review import Review
from tiktok_spiders.items.seller import Seller
from tiktok_spiders.items.shop_parts import (
    Category,
    NameValue,
    Option,
    OptionValue,
    Score,
    ShopVideo,
    SkuProperty,
    VideoRef,
)
from tiktok_spiders.items.suggestion import Suggestion


def _made(record_class: type[Any], section: str, given: dict[str, Any], values: dict[str, Any]) -> Any:
    return record_class(**{"source": source(section, rank=0), "scraped_at": NOON, **given, **values})


def comment(comment_id: str = "81", **values: Any) -> Comment:
    return _made(Comment, "comments", {"comment_id": comment_id, "video_id": "71"}, values)


def relation(member_id: str = "6002", **values: Any) -> Relation:
    given = {"owner_id": "6001", "direction": "follower", "member_id": member_id}
    return _made(Relation, "followers", given, values)


def playlist(playlist_id: str = "41", **values: Any) -> Playlist:
    return _made(Playlist, "playlists", {"playlist_id": playlist_id}, values)


def playlist_item(position: int = 0, video_id: str = "71", **values: Any) -> PlaylistItem:
    given = {"playlist_id": "41", "position": position, "video_id": video_id}
    return _made(PlaylistItem, "playlist_videos", given, values)


def suggestion(text: str = "cats", **values: Any) -> Suggestion:
    return _made(Suggestion, "suggestions", {"query": "ca", "kind": "preview", "text": text}, values)


def product(product_id: str = "91", **values: Any) -> Product:
    given = {"product_id": product_id, "region": "US", "detail": 3}
    return _made(Product, "shop_search", given, values)


def sku(sku_id: str = "92", **values: Any) -> Sku:
    given = {"sku_id": sku_id, "product_id": "91", "region": "US", "detail": 3}
    return _made(Sku, "shop_search", given, values)


def seller(seller_id: str = "93", **values: Any) -> Seller:
    return _made(Seller, "shop_search", {"seller_id": seller_id, "detail": 3}, values)


def review(review_id: str = "94", **values: Any) -> Review:
    return _made(Review, "reviews", {"review_id": review_id, "product_id": "91"}, values)


def one_of_each(run_id: str) -> list[Any]:
    """Give a record of each type with something in every kind of field."""
    picture = Image(index=0, url="https://p.example/1", width=3)
    shown = ShopVideo(video_key="v", duration_s=1.5, url="https://p.example/2", expires_at=EARLIER)
    return [
        comment(
            run_id=run_id,
            text="",
            created_at=EARLIER,
            like_count=5,
            labels=(),
            mentions=(Mention(user_id="6003", start=0, end=3),),
            images=(picture,),
            is_folded=False,
            user_id="6002",
            unique_id="b",
            rank=7,
        ),
        relation(run_id=run_id, owner_unique_id="a", member_nickname="B", position=0, list_total=427_682),
        playlist(run_id=run_id, kind="playlist", name="mine", owner_id="6001", video_count=2),
        playlist_item(run_id=run_id),
        suggestion(run_id=run_id, text="cats: all", word_id="5", rank=0),
        suggestion(run_id=run_id, text="cats/dogs", kind=None),
        seller(run_id=run_id, name="shop", rating=4.5, follower_count=9, scores=(Score(type=1, score=4.5),)),
        product(
            run_id=run_id,
            seller_id="93",
            title="cup",
            price_min=Decimal("12.99"),
            price_max=Decimal("24.17"),
            currency="USD",
            images=(picture,),
            videos=(shown,),
            specifications=(NameValue(name="size", value="L"),),
            categories=(Category(category_id="1", name="Home", level=1), Category(category_id="2", level=2)),
            options=(Option(option_id="1", name="Color", values=(OptionValue(id="2", name="Black"),)),),
            shipping_fee=Decimal("0.00"),
            related_videos=(VideoRef(video_id="71"),),
        ),
        product("95", run_id=run_id, region=None, categories=()),
        sku(
            run_id=run_id,
            price=Decimal("12.99"),
            stock=0,
            properties=(SkuProperty(option_id="1", name="Color", value_id="2", value="Black"),),
        ),
        review(run_id=run_id, sku_id="92", rating=5, text="", country="DE", images=(picture,), videos=()),
    ]
