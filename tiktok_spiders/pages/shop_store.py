"""A store's page: the seller, and the first cards of its products."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items.seller import Seller
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.raw import without_personal
from tiktok_spiders.pages.shop_decode import part
from tiktok_spiders.pages.shop_list import card_page, card_source
from tiktok_spiders.pages.shop_seller import seller_of
from tiktok_spiders.pages.wire_shop_seller import WireShopInfo

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture, PageRead
    from tiktok_spiders.pages.shop_cards import CardSource

_PAGE = "store page"
_FULL = 3


def read_store_page(body: bytes, capture: Capture) -> PageRead:
    """Return the seller and the product of each card; the pages after it are `read_product_list`'s.

    ``capture.args`` may tell ``seller_id`` and ``region``. A status that is not 0 gives a page without
    records. Raises `PageLayoutError` where there is neither a seller nor a list.
    """
    misread = Misread()
    source = card_source(body, capture, misread, _PAGE)
    if source.cards is None and source.shop is None and source.status[0] == 0:
        raise PageLayoutError(_PAGE, capture.url, "shop_info")
    page = card_page(source, capture, misread)
    seller = _seller(source, capture, misread) if page.status_code == 0 else None
    if seller is None:
        return page
    others = [each for each in page.records if not (isinstance(each, Seller) and _same(each, seller))]
    return replace(page, records=(seller, *others))


def _seller(source: CardSource, capture: Capture, misread: Misread) -> Seller | None:
    return seller_of(
        part(source.shop, WireShopInfo, "seller", misread),
        capture,
        misread,
        detail=_FULL,
        seller_id=capture.args.get("seller_id") if source.shop else None,
        raw=without_personal(source.shop) if capture.keep_raw else None,
    )


def _same(one: Seller, other: Seller) -> bool:
    return one.seller_id == other.seller_id
