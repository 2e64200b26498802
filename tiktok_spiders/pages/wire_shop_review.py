"""The wanted keys of a review: of the reviews' own API, and of a product's page."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_shop_parts import ShopWire, WireShopImage, WireShopVideo


class WireReview(ShopWire):
    """A review of the API."""

    review_id: Any = None
    product_id: Any = None
    sku_id: Any = None
    sku_specification: Any = None
    review_rating: Any = None
    review_text: Any = None
    review_time: Any = None
    review_country: Any = None
    is_verified_purchase: Any = None
    is_incentivized_review: Any = None
    reviewer_id: Any = None
    reviewer_name: Any = None
    reviewer_avatar_url: Any = None
    review_images: Any = None
    images: Any = None
    display_image_url: Any = None
    helpful_count: Any = None


class WireReviewMedia(ShopWire):
    """A picture or video of a review."""

    image: WireShopImage | None = None
    video: WireShopVideo | None = None


class WireReviewText(ShopWire):
    """What was written."""

    review_id: Any = None
    rating: Any = None
    display_text: Any = None
    review_timestamp: Any = None
    images: list[WireShopImage] | None = None
    media: list[WireReviewMedia] | None = None


class WireReviewer(ShopWire):
    """Who wrote it."""

    name: Any = None
    avatar: WireShopImage | None = None
    link: Any = None


class WirePageReview(ShopWire):
    """A review of a product's page."""

    review: WireReviewText | None = None
    sku_id: Any = None
    sku_specification: Any = None
    review_user: WireReviewer | None = None
    is_anonymous: Any = None
    is_updated: Any = None
