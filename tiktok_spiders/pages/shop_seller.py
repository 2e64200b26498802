"""Sellers: of a product's page, of a card, of the store's own page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tiktok_spiders.items.seller import Seller
from tiktok_spiders.pages.coerce import Misread, identifier, integer, region, text, url
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.shop_parts import image_url, rating_of, scores_of
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.wire_shop_seller import WireBadge, WireSellerBlock, WireShopInfo

if TYPE_CHECKING:
    from tiktok_spiders.items.shop_parts import Score
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_shop_parts import WireScore

_USER_LINK = re.compile(r"/profile/([1-9][0-9]{4,19})(?![0-9])")
_SEC_UID = re.compile(r"[?&]sec_uid=([^&#]+)")

_INFO = Table(
    "seller",
    ("name", "shop_name", text),
    ("url", "shop_link", url),
    ("rating", "shop_rating", rating_of),
    ("slogan", "shop_slogan", text),
    ("creator_name", "creator_name", text),
    ("description", "desc", text),
    ("region", "region", region),
)


def account_of(link: object) -> tuple[str | None, str | None]:
    """Return the account's id and secUid out of the app's link to a profile."""
    if type(link) is not str:
        return None, None
    named, sec_uid = _USER_LINK.search(link), _SEC_UID.search(link)
    return (named[1] if named else None), (unquote(sec_uid[1]) if sec_uid else None)


def seller_of(
    info: WireShopInfo | None,
    capture: Capture,
    misread: Misread,
    *,
    detail: int,
    block: WireSellerBlock | None = None,
    seller_id: str | None = None,
    performance: list[WireScore] | None = None,
    raw: Any = None,
) -> Seller | None:
    """Return what the shop's own data and a product's block tell of a seller; None without an identifier."""
    shop, own = info or WireShopInfo(), block or WireSellerBlock()
    key = _identifier(shop, own, misread) or seller_id
    if key is None:
        return None
    user_id, sec_uid = account_of(own.link)
    found = _named(shop, own, misread) | _counts(shop, own, misread)
    return Seller(
        **capture.envelope(detail=detail),
        raw=raw,
        seller_id=key,
        logo_url=image_url(shop.shop_logo, "seller/logo_url", misread)
        or image_url(own.avatar, "seller/logo_url", misread),
        user_id=identifier(own.tiktok_id, "seller/user_id", misread) or user_id,
        user_sec_uid=sec_uid,
        location=text(own.seller_location, "seller/location", misread),
        scores=_scores(shop.store_sub_score, performance, misread),
        badge=text((shop.shop_identity_label or WireBadge()).identity_label_text, "seller/badge", misread),
        status=integer(own.status, "seller/status", misread),
        **found,
    )


def _scores(
    own: list[WireScore] | None, performance: list[WireScore] | None, misread: Misread
) -> tuple[Score, ...] | None:
    """Return the shop's own scores, and those of a product's page that are of another type."""
    told, more = scores_of(own, misread), scores_of(performance, misread)
    if told is None or more is None:
        return more if told is None else told
    types = {each.type for each in told}
    return (*told, *[each for each in more if each.type not in types])


def _identifier(shop: WireShopInfo, own: WireSellerBlock, misread: Misread) -> str | None:
    return identifier(shop.seller_id, "seller/seller_id", misread) or identifier(
        own.seller_id, "seller/seller_id", misread
    )


def _named(shop: WireShopInfo, own: WireSellerBlock, misread: Misread) -> dict[str, Any]:
    found = _INFO.read(shop, misread)
    if found.get("name") is None:
        found["name"] = text(own.name, "seller/name", misread)
    if found.get("rating") is None:
        found["rating"] = rating_of(own.rating, "seller/rating", misread)
    return found


def _counts(shop: WireShopInfo, own: WireSellerBlock, misread: Misread) -> dict[str, Any]:
    sold = (shop.sold_count, shop.total_sold, shop.global_sold_count)
    counts = {
        "follower_count": counter((shop.followers_count, shop.followers), "seller/follower_count", misread),
        "sold_count": counter(sold, "seller/sold_count", misread),
        "video_count": counter((shop.video_count,), "seller/video_count", misread),
        "product_count": counter(
            (shop.on_sell_product_count, own.product_count), "seller/product_count", misread
        ),
        "review_count": counter((shop.review_count,), "seller/review_count", misread),
    }
    return counts | {"rounded_counts": rounded_names(counts)}
