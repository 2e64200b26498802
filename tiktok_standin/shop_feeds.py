"""The Shop's lists, page by page, and the words with which a page asks for the next one."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import clock, ids

if TYPE_CHECKING:
    from tiktok_standin.shop_catalogue import ShopCatalogue
    from tiktok_standin.shop_products import Product

PAGE = 30
NAMES = {
    "search": "feed_list_search_word",
    "category": "feed_list_category_products",
    "store": "feed_list_store_products",
    "home": "feed_list_popular",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """A list: its kind, the words or the id that it is about, and the region."""

    kind: str
    key: str
    region: str

    def products(self, shop: ShopCatalogue) -> list[Product]:
        """Return the whole list as far as pages get to it."""
        if self.kind == "search":
            return shop.search(self.key, self.region)
        if self.kind == "category":
            return shop.category_feed(self.key, self.region)
        if self.kind == "store":
            return shop.of_seller(self.key, self.region)
        return shop.trending(self.region)

    def params(self, shop: ShopCatalogue, offset: int) -> dict[str, Any]:
        """Return ``load_more_params`` for what follows after ``offset`` products."""
        own = {"search_word": self.key} if self.kind == "search" else {}
        if self.kind == "store":
            own = {"seller_id": self.key}
        if self.kind == "category":
            own = {"category_id": self.key}
        return {"offset": offset, "page_token": _seal(shop, self, offset), "api_source": 2, **own}


class _Token(msgspec.Struct):
    kind: str
    key: str
    region: str
    offset: int
    time: float


def _seal(shop: ShopCatalogue, feed: Feed, offset: int) -> str:
    told = msgspec.json.encode(_Token(feed.kind, feed.key, feed.region, offset, clock.now()))
    text = base64.urlsafe_b64encode(told).decode()
    return f"{text}.{ids.hex_word(shop.secret, text, length=24)}"


def unseal(shop: ShopCatalogue, token: str, life: float) -> tuple[Feed, int] | None:
    """Return the list and the offset of a ``page_token``; None if it is not ours or older than ``life`` s."""
    text, _, seal = token.partition(".")
    if seal != ids.hex_word(shop.secret, text, length=24):
        return None
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(text), type=_Token)
    except (binascii.Error, msgspec.MsgspecError):
        return None
    if clock.now() - found.time > life:
        return None
    return Feed(found.kind, found.key, found.region), found.offset


def arranged(shop: ShopCatalogue, feed: Feed, filters: list[str]) -> list[Product]:
    """Return a list filtered and sorted by ``filter_option_id``s; unknown ones change nothing."""
    found = feed.products(shop)
    for option in filters:
        name, _, value = option.partition("|")
        if name == "ecom_sold_count":
            found.sort(key=lambda product: -shop.offer(product, feed.region).sold)
        elif name == "ecom_price":
            found.sort(
                key=lambda product: shop.offer(product, feed.region).least.price, reverse=value == "DESC"
            )
        elif name == "ecom_max_price" and value.isdecimal():
            found = [product for product in found if _whole_price(shop, product, feed.region) <= int(value)]
    return found


def _whole_price(shop: ShopCatalogue, product: Product, region: str) -> float:
    offer = shop.offer(product, region)
    return float(offer.region.decimal(offer.least.price))
