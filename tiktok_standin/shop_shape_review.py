"""Reviews: with masked names in lists, with plain names and account links on product pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tiktok_standin import shop_reviews, shop_video
from tiktok_standin.shop_view import gallery_picture, picture_key, picture_urls

if TYPE_CHECKING:
    from tiktok_standin.shop_products import Product
    from tiktok_standin.shop_reviews import Review


def listed(review: Review, product: Product, origins: tuple[str, ...]) -> dict[str, Any]:
    """Return a review as ``get_product_reviews`` tells it; anonymous buyers have no id and no picture."""
    shots = [picture_urls(key, origins, 300, "crop-webp")[0] for key in _keys(review)]
    buyer = (
        {}
        if review.anonymous
        else {"reviewer_id": review.user_id, "reviewer_avatar_url": _avatar(review, origins)[0]}
    )
    return {
        "review_id": review.id,
        "product_id": review.product_id,
        "sku_id": review.sku.id,
        "review_rating": review.rating,
        "review_time": str(review.time),
        "is_verified_purchase": review.verified,
        "is_incentivized_review": review.incentivized,
        "product_name": product.title,
        "reviewer_name": review.masked,
        "review_text": review.text,
        "sku_specification": shop_reviews.specification(product, review.sku),
        "review_country": review.country,
        **buyer,
        **({"display_image_url": shots[0], "review_images": shots} if shots else {}),
        **({} if review.helpful is None else {"helpful_count": str(review.helpful)}),
    }


def on_page(review: Review, product: Product, origins: tuple[str, ...]) -> dict[str, Any]:
    """Return a review as an entry of ``review_items``."""
    day = datetime.fromtimestamp(review.time / 1000, UTC)
    return {
        "review": {
            "review_id": review.id,
            "rating": review.rating,
            "display_text": review.text,
            **_pictures(review, origins),
            "review_timestamp": str(review.time),
            "has_origin_text": bool(review.text),
            "display_review_text": [{"text_type": 1, "plain_text": review.text}],
            "review_timestamp_fmt": f"{day:%B} {day.day}, {day.year}",
            "main_review_title": "",
        },
        "sku_id": review.sku.id,
        "sku_specification": f"Item: {shop_reviews.specification(product, review.sku)}",
        "review_user": _user(review, origins),
        "is_owner": False,
        "is_anonymous": review.anonymous,
        "review_source_type": 0,
        "review_source_name": "Purchased on TikTok",
        "link": "",
        "is_updated": review.updated,
        "third_party_popup_title": "",
        "third_party_popup_content": "",
        "third_party_popup_button_text": "",
    }


def _pictures(review: Review, origins: tuple[str, ...]) -> dict[str, Any]:
    """Return pictures and videos; the cover of a video stands among the pictures, without a size."""
    shots = [gallery_picture(key, origins) for key in _keys(review)]
    media: list[dict[str, Any]] = [{"media_type": 1, "image": shot} for shot in shots]
    if review.has_video:
        covers = [shop_video.cover(review.id, origins)]
        shots.insert(0, {"thumb_url_list": covers, "url_list": covers})
        film = shop_video.video(review.id, origins, review.time // 1000)
        media.insert(0, {"media_type": 2, "video": film})
    return {"images": shots, "media": media} if shots else {}


def _user(review: Review, origins: tuple[str, ...]) -> dict[str, Any]:
    if review.anonymous:
        return {"name": review.masked, "avatar": {"url_list": []}, "link": ""}
    link = f"aweme://user/profile/{review.user_id}?sec_uid={review.sec_uid}&from_scene=8"
    return {"name": review.name, "avatar": {"url_list": _avatar(review, origins)}, "link": link}


def _avatar(review: Review, origins: tuple[str, ...]) -> list[str]:
    return picture_urls(picture_key("buyer", review.user_id), origins, 100, "crop-webp")


def _keys(review: Review) -> list[str]:
    return [picture_key(review.id, place) for place in range(review.images)]
