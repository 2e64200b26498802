"""What a product's page tells search engines and link previews: the last resort."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import parse_html
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.items.product import Product
from tiktok_spiders.pages.coerce import Misread, count, text, urls
from tiktok_spiders.pages.counters import rounded_names
from tiktok_spiders.pages.shop_parts import linked_images, rating_of
from tiktok_spiders.pages.shop_prices import any_masked, price
from tiktok_spiders.pages.shop_region import region_of
from tiktok_spiders.urls import parse_target, product_url

if TYPE_CHECKING:
    from parsel import Selector

    from tiktok_spiders.pages.base import Capture

_THIN = 1
_SUFFIX = re.compile(r"\s*[-|\u2013\u2014]\s*TikTok Shop\s*$")
_NO_TITLES = frozenset({"Security Check", "TikTok Shop", ""})
_ORIGIN = re.compile(r"^https?://[^/]+")
_IN_STOCK, _SOLD_OUT = "instock", "outofstock"


def linked_product(body: bytes, capture: Capture, misread: Misread) -> Product | None:
    """Return a product from JSON-LD, else its title and picture from Open Graph; None where neither is.

    The titles of a captcha and of the bare Shop are no product's.
    """
    page = parse_html(body)
    told = _json_ld(page) or {}
    title = product_title(told.get("name")) or product_title(_meta(page, "og:title"))
    product_id = capture.args.get("product_id") or _named(capture.url) or _named(_meta(page, "og:url"))
    if title is None or product_id is None:
        return None
    region = region_of(None, None, capture, misread)
    pictures = urls(told.get("image") or _meta(page, "og:image") or [], "product/images", misread)
    return Product(
        **capture.envelope(detail=_THIN),
        product_id=product_id,
        region=region,
        url=product_url(product_id, region),
        title=title,
        description=text(told.get("description"), "product/description", misread),
        images=linked_images(pictures) if pictures else None,
        **_offer(_object(told.get("offers")), misread),
        **_ratings(_object(told.get("aggregateRating")), misread),
    )


def product_title(value: object) -> str | None:
    """Return a page's title without the site's name; None for the titles of pages without a product."""
    title = _SUFFIX.sub("", value).strip() if type(value) is str else ""
    return None if title in _NO_TITLES else title


def _json_ld(page: Selector) -> dict[str, Any] | None:
    for script in page.xpath('//script[@type="application/ld+json"]'):
        try:
            found = msgspec.json.decode(script.xpath("string()").get("").encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
        graph = found.get("@graph", found) if type(found) is dict else found
        for each in graph if type(graph) is list else [graph]:
            if type(each) is dict and each.get("@type") == "Product":
                return each
    return None


def _meta(page: Selector, name: str) -> str | None:
    return page.xpath("//meta[@property=$name]/@content", name=name).get()


def _named(url: str | None) -> str | None:
    """Return the product that an address names, whichever host stands in for TikTok's."""
    try:
        target = parse_target(_ORIGIN.sub("https://shop.tiktok.com", url or ""))
    except TargetError:
        return None
    return target.key if target.kind == "product" else None


def _object(value: object) -> dict[str, Any]:
    first = value[0] if type(value) is list and value else value
    return first if type(first) is dict else {}


def _offer(offer: dict[str, Any], misread: Misread) -> dict[str, Any]:
    low, high = offer.get("lowPrice", offer.get("price")), offer.get("highPrice")
    found = price(low, "product/price_min", misread)  # a single one is that of one SKU
    availability = str(offer.get("availability", "")).rpartition("/")[2].lower()
    return {
        "currency": text(offer.get("priceCurrency"), "product/currency", misread),
        "price_min": found,
        "price_max": price(high, "product/price_max", misread),
        "price_masked": any_masked((low, high), known=found is not None),
        "is_available": {_IN_STOCK: True, _SOLD_OUT: False}.get(availability),
    }


def _ratings(told: dict[str, Any], misread: Misread) -> dict[str, Any]:
    number = told.get("reviewCount", told.get("ratingCount"))
    reviews = count(number, "product/review_count", misread)
    return {
        "rating": rating_of(told.get("ratingValue"), "product/rating", misread),
        "review_count": reviews,
        "rounded_counts": rounded_names({"review_count": reviews}),
    }
