"""What is true of products, sellers, categories and reviews, as plain data; money as decimal text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import shop_reviews
from tiktok_standin.shop_regions import REGIONS
from tiktok_standin.shop_related import related_posts
from tiktok_standin.shop_shape_seller import totals
from tiktok_standin.shop_shipping import RETURNS, shipping
from tiktok_standin.shop_view import BUCKET, picture_key

if TYPE_CHECKING:
    from tiktok_standin.shop_catalogue import ShopCatalogue
    from tiktok_standin.shop_offers import Offer, SkuOffer
    from tiktok_standin.shop_products import Product, Sku
    from tiktok_standin.shop_sellers import Seller
    from tiktok_standin.shop_tree import Category
    from tiktok_standin.world import World


def product(world: World, shop: ShopCatalogue, found: Product, region: str) -> dict[str, Any]:
    """Return the truth of a product; without prices where the region does not sell it."""
    stars = shop.stars(found)
    fixed = {
        "product_id": found.id,
        "seller_id": found.seller_id,
        "title": found.title,
        "url": found.url(),
        "description": found.description,
        "kind": found.kind,
        "shape": "new" if found.newer else "h5",
        "masked": found.masked,
        "json_ld": found.json_ld,
        "regions": sorted(found.regions),
        "region": region,
        "for_sale": region in found.regions and found.kind in {"normal", "json_ld"},
        "rating": shop_reviews.score(stars) or None,
        "review_count": len(stars),
        "ratings": shop_reviews.distribution(stars),
        "images": [f"{BUCKET}/{picture_key(found.id, place)}" for place in range(found.images)],
        "has_video": found.has_video,
        "specifications": [{"name": name, "value": value} for name, value in found.specifications],
        "categories": [each.shape() for each in shop.path(found)],
        "options": [
            {
                "option_id": option.id,
                "name": option.name,
                "values": [{"value_id": value_id, "value": word} for value_id, word in option.values],
            }
            for option in found.options
        ],
        "return_policy": "\n".join(RETURNS),
        "related_videos": [post.id for post in related_posts(world, found)],
    }
    return fixed | (_money(found, shop.offer(found, region)) if region in found.regions else {})


def _money(found: Product, offer: Offer) -> dict[str, Any]:
    region, least, most, cut = offer.region, offer.least, offer.most, bool(offer.discount)
    sent = shipping(found, region)
    return {
        "currency": region.currency,
        "price_min": region.decimal(least.price),
        "price_max": region.decimal(most.price),
        "original_price_min": region.decimal(least.original) if cut else None,
        "original_price_max": region.decimal(most.original) if cut else None,
        "discount_percent": offer.discount or None,
        "price_text": offer.price_text,
        "sold_count": offer.sold,
        "stock_total": sum(each.stock for each in offer.skus),
        "skus": [_sku(found, offer, each) for each in offer.skus],
        "shipping": {
            "fee": region.decimal(sent.fee),
            "currency": region.currency,
            "free": not sent.fee,
            "name": sent.name,
            "min_days": sent.least_days,
            "max_days": sent.most_days,
            "ships_from": sent.ships_from,
        },
    }


def _sku(found: Product, offer: Offer, each: SkuOffer) -> dict[str, Any]:
    region = offer.region
    return {
        "sku_id": each.sku.id,
        "properties": _chosen(found, each.sku),
        "price": region.decimal(each.price),
        "original_price": region.decimal(each.original) if offer.discount else None,
        "currency": region.currency,
        "stock": each.stock,
        "low_stock_text": "1 item left" if each.stock == 1 else None,
        "purchase_limit": each.sku.purchase_limit,
        "status": 1,
        "warehouse_id": each.sku.warehouse_id,
    }


def _chosen(found: Product, sku: Sku) -> list[dict[str, str]]:
    return [
        {
            "option_id": option.id,
            "name": option.name,
            "value_id": option.values[place][0],
            "value": option.values[place][1],
        }
        for option, place in zip(found.options, sku.values, strict=True)
    ]


def seller(shop: ShopCatalogue, found: Seller, region: str) -> dict[str, Any]:
    """Return the truth of a seller in a region."""
    return {
        "seller_id": found.id,
        "name": found.name,
        "url": found.url(),
        "user_id": found.user_id,
        "user_sec_uid": found.sec_uid,
        "follower_count": found.followers,
        "video_count": found.videos,
        "slogan": found.slogan or None,
        "badge": "OFFICIAL SHOP" if found.official else None,
        "location": REGIONS[region].country,
        "scores": list(found.shares),
        **totals(shop, found, region),
        "ids": [each.id for each in shop.of_seller(found.id, region)],
    }


def categories(shop: ShopCatalogue, region: str) -> list[dict[str, Any]]:
    """Return all categories, parents first, with how many products each has and its feed shows."""
    found: list[Category] = list(shop.tree())
    for each in found:  # grows while it is walked
        found.extend(each.children)
    return [
        each.shape()
        | {
            "products": len(shop.in_category(each.id, region)),
            "feed": len(shop.category_feed(each.id, region)),
        }
        for each in found
    ]


def reviews(shop: ShopCatalogue, found: Product) -> dict[str, Any]:
    """Return the truth of a product's reviews, most relevant first."""
    return {"product_id": found.id, "reviews": [_review(found, each) for each in shop.reviews(found)]}


def _review(found: Product, each: shop_reviews.Review) -> dict[str, Any]:
    return {
        "review_id": each.id,
        "product_id": each.product_id,
        "sku_id": each.sku.id,
        "sku_text": shop_reviews.specification(found, each.sku),
        "rating": each.rating,
        "text": each.text,
        "time_ms": each.time,
        "country": each.country,
        "is_verified_purchase": each.verified,
        "is_incentivized": each.incentivized,
        "is_anonymous": each.anonymous,
        "reviewer_name": each.name,
        "masked_name": each.masked,
        "reviewer_id": each.user_id,
        "reviewer_sec_uid": each.sec_uid,
        "images": each.images,
        "videos": int(each.has_video),
        "helpful_count": each.helpful,
        "is_updated": each.updated,
    }
