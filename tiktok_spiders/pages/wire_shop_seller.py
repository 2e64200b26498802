"""The wanted keys of a seller: the product page's block, and the shop's own."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_shop_parts import ShopWire, WireScore, WireShopImage


class WireSellerBlock(ShopWire):
    """``seller`` of a product."""

    seller_id: Any = None
    name: Any = None
    avatar: WireShopImage | None = None
    product_count: Any = None
    link: Any = None
    tiktok_id: Any = None
    seller_location: Any = None
    rating: Any = None
    status: Any = None


class WireBadge(ShopWire):
    """TikTok's badge."""

    identity_label_text: Any = None


class WireShopInfo(ShopWire):
    """``shop_info``, and the ``seller_info`` of a card."""

    seller_id: Any = None
    shop_name: Any = None
    shop_logo: WireShopImage | None = None
    shop_link: Any = None
    shop_rating: Any = None
    shop_slogan: Any = None
    creator_name: Any = None
    desc: Any = None
    region: Any = None
    sold_count: Any = None
    total_sold: Any = None
    global_sold_count: Any = None
    on_sell_product_count: Any = None
    review_count: Any = None
    followers_count: Any = None
    followers: Any = None
    video_count: Any = None
    store_sub_score: list[WireScore] | None = None
    shop_identity_label: WireBadge | None = None
