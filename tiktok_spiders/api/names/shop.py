"""Products, reviews and sellers by their short names."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.names.parts import image, scraped_at

if TYPE_CHECKING:
    from tiktok_spiders.api.names.parts import Row

_SOURCES = {"http": "api", "browser": "browser", "store": "store"}


def product(row: Row) -> dict[str, Any]:
    """Return a product; ``seller`` of the mapping is that record, if known."""
    return {
        "id": row["product_id"],
        "title": row.get("title"),
        "price": _amount(row.get("price_min")),
        "original_price": _amount(row.get("original_price_min")),
        "discount": row.get("discount_percent"),
        "image_url": image(row.get("images")),
        "product_url": row.get("url"),
        "shop_name": (row.get("seller") or {}).get("name"),
        "sales_count": row.get("sold_count"),
        "rating": row.get("rating"),
        "source": _SOURCES.get(row.get("transport") or ""),
    }


def review(row: Row) -> dict[str, Any]:
    """Return a review, without whoever wrote it."""
    images = row.get("images")
    return {
        "id": row["review_id"],
        "product_id": row["product_id"],
        "rating": row.get("rating"),
        "text": row.get("text"),
        "variant": row.get("sku_text"),
        "country": row.get("country"),
        "verified_purchase": row.get("is_verified_purchase"),
        "images": None if images is None else [one["url"] for one in images if one.get("url")],
        "created_at": row.get("created_at"),
        "scraped_at": scraped_at(row),
    }


def seller(row: Row) -> dict[str, Any]:
    """Return a shop."""
    return {
        "id": row["seller_id"],
        "name": row.get("name"),
        "url": row.get("url"),
        "logo_url": row.get("logo_url"),
        "rating": row.get("rating"),
        "followers": row.get("follower_count"),
        "sales_count": row.get("sold_count"),
        "total_products": row.get("product_count"),
        "location": row.get("location"),
        "scraped_at": scraped_at(row),
    }


def _amount(value: Any) -> str | None:
    """Return an amount as text: that of a stored row is a Decimal, that of a record's JSON text already."""
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)
