"""A product with all that its page tells: SKUs, seller, the page's reviews, the posts that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.items.product import Product
from tiktok_spiders.items.shop_parts import VideoRef
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, identifier, integer, text
from tiktok_spiders.pages.counters import rounded_names
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.shop_decode import decoded, part, parts
from tiktok_spiders.pages.shop_h5 import currency_of, h5_fields
from tiktok_spiders.pages.shop_model import min_price_of, model_fields, sku_prices_of
from tiktok_spiders.pages.shop_page_reviews import product_payload, reviews_of
from tiktok_spiders.pages.shop_parts import categories_of
from tiktok_spiders.pages.shop_region import region_of
from tiktok_spiders.pages.shop_seller import seller_of
from tiktok_spiders.pages.shop_skus import SkuContext, is_available, skus_of
from tiktok_spiders.pages.shop_videos import shown_videos
from tiktok_spiders.pages.wire_shop_parts import WireCategory, WireScore
from tiktok_spiders.pages.wire_shop_product import WireProduct, WireProductModel
from tiktok_spiders.pages.wire_shop_seller import WireShopInfo
from tiktok_spiders.urls import product_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tiktok_spiders.items.seller import Seller
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.shop_skus import SkusRead
    from tiktok_spiders.pages.shop_source import ProductSource

_THIN, _LIST, _FULL = 1, 2, 3
_COUNTS = ("sold_count", "review_count", *(f"rating_{stars}" for stars in range(1, 6)))


def read_full(source: ProductSource, raw: msgspec.Raw, capture: Capture, misread: Misread) -> PageRead:
    """Return the product, its SKUs, its seller, reviews and posts; nothing for one without an id."""
    try:
        info = _decode(raw, misread)
        product_id = _product_id(info, misread)
    except ValueError as error:
        payload = msgspec.json.encode(product_payload(raw))
        return PageRead(
            rejected=(rejected("product", payload, str(error), ("product_id",)),), misread=misread
        )
    region = region_of(decoded(source.beside.get("sale_region")), source.region_info, capture, misread)
    skus = _skus(info, product_id, region, capture, misread)
    videos, video_rejects = shown_videos(source.videos, capture, misread)
    reviews, review_rejects = reviews_of(info, product_id, capture, misread)
    seller = _seller(info, source, capture, misread)
    told = capture.envelope(detail=_FULL) | {
        "raw": product_payload(raw) if capture.keep_raw else None,
        "product_id": product_id,
        "seller_id": _seller_id(info, misread) or (seller.seller_id if seller else None),
        "region": region,
        "url": product_url(product_id, region),
        "related_videos": _refs(videos),
    }
    product = _product(info, source, skus, misread, scraped_at=capture.scraped_at, told=told)
    sellers = (seller,) if seller else ()
    return PageRead(
        records=(product, *skus.skus, *sellers, *reviews, *(videos or ())),
        rejected=(*skus.rejects, *review_rejects, *video_rejects),
        misread=misread,
    )


def _decode(raw: msgspec.Raw, misread: Misread) -> WireProduct:
    try:
        return msgspec.json.decode(raw, type=WireProduct)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return decode_leniently(raw, WireProduct, "product", misread)


def _product_id(info: WireProduct, misread: Misread) -> str:
    model = info.product_model or WireProductModel()
    for value in (info.product_id, model.product_id):
        if found := identifier(value, "product/product_id", misread):
            return found
    raise ValueError("no product_id")


def _seller_id(info: WireProduct, misread: Misread) -> str | None:
    model = info.product_model or WireProductModel()
    block = info.seller.seller_id if info.seller else None
    for value in (info.seller_id, model.seller_id, block):
        if found := identifier(value, "product/seller_id", misread):
            return found
    return None


def _skus(
    info: WireProduct, product_id: str, region: str | None, capture: Capture, misread: Misread
) -> SkusRead:
    context = SkuContext(
        product_id=product_id,
        region=region,
        capture=capture,
        prices=sku_prices_of(info, misread),
        currency=text(min_price_of(info).currency_name, "product/currency", misread),
    )
    return skus_of(info.product_model.skus if info.product_model else info.skus, context, misread)


def _product(
    info: WireProduct,
    source: ProductSource,
    skus: SkusRead,
    misread: Misread,
    *,
    scraped_at: datetime,
    told: dict[str, Any],
) -> Product:
    fields = model_fields if info.product_model else h5_fields
    found = fields(info, skus, scraped_at, misread)
    state = info.product_model.status if info.product_model and info.status is None else info.status
    status = integer(state, "product/status", misread)
    beside = parts(decoded(source.beside.get("categories")), WireCategory, "category/categories", misread)
    return Product(
        **told,
        status=status,
        is_available=is_available(status, skus),
        currency=currency_of(info, skus, misread),
        categories=categories_of(info.categories if beside is None else beside, misread),
        stock_total=skus.stock_total,
        status_code=source.status(misread)[0],
        rounded_counts=rounded_names({name: found.get(name) for name in _COUNTS}),
        **found,
    )


def _seller(info: WireProduct, source: ProductSource, capture: Capture, misread: Misread) -> Seller | None:
    shop = _merged(part(source.shop, WireShopInfo, "seller", misread), info.shop_info, info.seller_model)
    performance = decoded(source.beside.get("shop_performance"))
    return seller_of(
        shop,
        capture,
        misread,
        detail=_LIST if source.shop else _THIN,
        block=info.seller,
        seller_id=_seller_id(info, misread),
        performance=parts(performance, WireScore, "score/scores", misread),
        raw=_payload(source.shop) if capture.keep_raw else None,
    )


def _merged(*blocks: WireShopInfo | None) -> WireShopInfo:
    """Return the seller's data with what one block leaves out taken from the next."""
    told: dict[str, Any] = {}
    for each in blocks:
        found = msgspec.structs.asdict(each) if each is not None else {}
        told = {key: value for key, value in found.items() if value is not None} | told
    return WireShopInfo(**told)


def _payload(value: Any) -> Any:
    return None if value is None else product_payload(msgspec.json.encode(value))


def _refs(videos: Sequence[Video] | None) -> tuple[VideoRef, ...] | None:
    if videos is None:
        return None
    return tuple([VideoRef(video_id=each.video_id, author_id=each.author_id) for each in videos])
