"""One product card of a list, in the spellings of search and store, and of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tiktok_spiders.items.product import Product
from tiktok_spiders.pages.coerce import Misread, count, identifier, text, url
from tiktok_spiders.pages.counters import rounded_names
from tiktok_spiders.pages.raw import without_personal
from tiktok_spiders.pages.shop_decode import converted
from tiktok_spiders.pages.shop_model import card_prices
from tiktok_spiders.pages.shop_parts import images_of, rating_of
from tiktok_spiders.pages.shop_prices import any_masked, discount_of
from tiktok_spiders.pages.shop_seller import seller_of
from tiktok_spiders.pages.wire_shop_card import WireCard, WireRate, WireSeo, WireSold
from tiktok_spiders.pages.wire_shop_parts import WirePrice
from tiktok_spiders.urls import product_url

if TYPE_CHECKING:
    from tiktok_spiders.items.seller import Seller
    from tiktok_spiders.pages.base import Capture

_THIN = 1


def card_of(
    member: Any, region: str | None, capture: Capture, misread: Misread, *, rank: int
) -> tuple[Product, Seller | None]:
    """Return the product of a card and its seller, both thin.

    Raises ``ValueError`` for a card without a product's identifier.
    """
    wire = converted(member, WireCard, "product", misread)
    product_id = identifier(wire.product_id, "product/product_id", misread)
    if product_id is None:
        raise ValueError("no product_id")
    seller = seller_of(wire.seller_info, capture, misread, detail=_THIN)
    rate, sold = wire.rate_info or WireRate(), wire.sold_info or WireSold()
    counts: dict[str, Any] = {
        "sold_count": count(sold.sold_count, "product/sold_count", misread),
        "review_count": count(rate.review_count, "product/review_count", misread),
    }
    product = Product(
        **capture.envelope(detail=_THIN, rank=rank),
        raw=without_personal(member) if capture.keep_raw else None,
        product_id=product_id,
        seller_id=seller.seller_id if seller else None,
        title=text(wire.title, "product/title", misread),
        url=_page_url(wire, misread) or product_url(product_id, region),
        region=region,
        rating=rating_of(rate.score, "product/rating", misread),
        images=images_of([wire.image] if wire.image else None, misread),
        rounded_counts=rounded_names(counts),
        **counts,
        **_prices(wire.product_price_info or WirePrice(), misread),
    )
    return product, seller


def _page_url(wire: WireCard, misread: Misread) -> str | None:
    """Return the address of the page without its query."""
    seo = wire.seo_url or WireSeo()
    for value in (seo.canonical_url, seo.pdp_url, wire.seo_pdp_url):
        if found := url(value, "product/url", misread):
            return urlsplit(found)._replace(query="", fragment="").geturl()
    return None


def _prices(wire: WirePrice, misread: Misread) -> dict[str, Any]:
    """Return the price of the card: the lowest of its SKUs', most often without a word that says so."""
    low, original, discount = card_prices(wire, misread)
    return {
        "currency": text(wire.currency_name, "product/currency", misread),
        "price_min": low,
        "original_price_min": original,
        "price_masked": any_masked((wire.sale_price_decimal,), known=low is not None),
        "discount_percent": discount_of(discount, low, original),
        "price_text": text(wire.sale_price_format, "product/price_text", misread),
    }
