"""The wanted keys of a product card, and of a video that a product's page shows."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_shop_parts import ShopWire, WirePrice, WireShopImage
from tiktok_spiders.pages.wire_shop_seller import (  # noqa: TC001 - msgspec resolves annotations at run time
    WireShopInfo,
)


class WireRate(ShopWire):
    """Rating."""

    score: Any = None
    review_count: Any = None


class WireSold(ShopWire):
    """Sales."""

    sold_count: Any = None


class WireSeo(ShopWire):
    """Addresses of the page."""

    canonical_url: Any = None
    pdp_url: Any = None


class WireCard(ShopWire):
    """One product of a list."""

    product_id: Any = None
    title: Any = None
    image: WireShopImage | None = None
    product_price_info: WirePrice | None = None
    rate_info: WireRate | None = None
    sold_info: WireSold | None = None
    seller_info: WireShopInfo | None = None
    seo_url: WireSeo | None = None
    seo_pdp_url: Any = None


class WireShownVideo(ShopWire):
    """A post that a product's page shows."""

    item_id: Any = None
    author_id: Any = None
    author_name: Any = None
    title: Any = None
    duration: Any = None
    width: Any = None
    height: Any = None
    play_count: Any = None
    like_count: Any = None
    upload_time: Any = None
    cover_image_url: Any = None
    content_url: Any = None
    bc_ad_label_text: Any = None
