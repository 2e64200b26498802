"""Sellers, as store pages and product pages tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import shop_reviews
from tiktok_standin.shop_view import picture, picture_key

if TYPE_CHECKING:
    from tiktok_standin.shop_catalogue import ShopCatalogue
    from tiktok_standin.shop_sellers import Seller


def totals(shop: ShopCatalogue, seller: Seller, region: str) -> dict[str, Any]:
    """Return what adds up over a seller's products in a region: products, sales, reviews, rating."""
    products = shop.of_seller(seller.id, region)
    stars = [star for product in products for star in shop.stars(product)]
    return {
        "product_count": len(products),
        "sold_count": sum(shop.offer(product, region).sold for product in products),
        "review_count": len(stars),
        "rating": shop_reviews.score(stars),
    }


def shop_info(shop: ShopCatalogue, seller: Seller, region: str, origins: tuple[str, ...]) -> dict[str, Any]:
    """Return ``shop_info``."""
    sums = totals(shop, seller, region)
    sold = sums["sold_count"]
    words = f"Shop {seller.name} on TikTok Shop! {short(sold)} sold, {short(seller.followers)} followers."
    return {
        "seller_id": seller.id,
        "sold_count": sold,
        "on_sell_product_count": sums["product_count"],
        "review_count": sums["review_count"],
        "global_seller_id": seller.id,
        "global_sold_count": str(sold),
        "followers_count": str(seller.followers),
        "video_count": str(seller.videos),
        "enable_follow": True,
        "shop_name": seller.name,
        "shop_logo": logo(seller, origins),
        "shop_rating": f"{sums['rating']:.1f}",
        "shop_link": seller.url(),
        "format_sold_count": short(sold),
        "region": region,
        "display_on_sell_product_count": str(sums["product_count"]),
        "format_global_sold_count": short(sold),
        "format_followers_count": short(seller.followers),
        "format_video_count": str(seller.videos),
        "store_sub_score": [_sub_score(kind, share) for kind, share in enumerate(seller.shares, 1)],
        "worst_rating": "0",
        "best_rating": "5",
        "creator_name": seller.name,
        "desc": words,
        **({"shop_slogan": seller.slogan} if seller.slogan else {}),
        **(
            {"shop_identity_label": {"label_type": 2, "identity_label_text": "OFFICIAL SHOP"}}
            if seller.official
            else {}
        ),
    }


def logo(seller: Seller, origins: tuple[str, ...]) -> dict[str, Any]:
    """Return a seller's picture."""
    return picture(picture_key(seller.id), origins, size=300, form="resize-webp")


def short(count: int) -> str:
    """Write a count as shops do, cut and not rounded: ``50.8K+``."""
    if count >= 1_000_000:
        return f"{count // 100_000 / 10}M+"
    return f"{count // 100 / 10}K+" if count >= 1_000 else str(count)


def _sub_score(kind: int, share: int) -> dict[str, Any]:
    return {
        "score": share / 100,
        "type": kind,
        "score_percentage": str(share),
        "high_light_tag": int(share > 90),
        "platform_rate_type": 0,
    }
