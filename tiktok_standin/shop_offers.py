"""What a product costs in a region on a day, how much of it there is, and how often it was sold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_standin import ids

if TYPE_CHECKING:
    from tiktok_standin.shop_products import Product, Sku
    from tiktok_standin.shop_regions import Region

PRICE_SHARE, STOCK_SHARE, SOLD_SHARE = 0.10, 0.20, 0.35
"""Which parts of the products change from one day to the next."""


@dataclass(frozen=True, slots=True)
class SkuOffer:
    """A SKU's price and its price before the discount, in the smallest unit, and its stock."""

    sku: Sku
    price: int
    original: int
    stock: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A product in a region on a day."""

    region: Region
    discount: int
    """Percent, the same for all SKUs; 0: none."""

    skus: tuple[SkuOffer, ...]
    sold: int

    @property
    def least(self) -> SkuOffer:
        """The cheapest SKU, the first one of several."""
        return min(self.skus, key=lambda each: each.price)

    @property
    def most(self) -> SkuOffer:
        """The dearest SKU."""
        return max(self.skus, key=lambda each: each.price)

    @property
    def is_interval(self) -> bool:
        """Whether SKUs differ in price."""
        return self.least.price != self.most.price

    @property
    def price_text(self) -> str:
        """The price as the page writes it: ``$24.17 - 24.69``."""
        first = self.region.text(self.least.price)
        return f"{first} - {self.region.local(self.most.price)}" if self.is_interval else first


def offer(product: Product, region: Region, day: int, *, seed: int) -> Offer:
    """Return a product's offer in a region, ``day`` days after the start."""
    discount, sold = product.discount, _first_sold(product, region, seed)
    stocks = _first_stocks(product, region, seed)
    for today in range(1, day + 1):
        mark = (seed, product.id, region.code, today)
        if ids.share("shop price", *mark) < PRICE_SHARE:
            discount = (discount + 5 + ids.number("shop discount", *mark, below=30)) % 61
        if ids.share("shop stock", *mark) < STOCK_SHARE:
            place = ids.number("shop place", *mark, below=len(stocks))
            stocks[place] = (stocks[place] + 1 + ids.number("shop more", *mark, below=300)) % 1000
        if ids.share("shop sold", *mark) < SOLD_SHARE:
            sold += 1 + ids.number("shop sales", *mark, below=40)
    factor = region.rate * (0.9 + 0.25 * ids.share("shop level", seed, product.id, region.code))
    skus = []
    for sku, stock in zip(product.skus, stocks, strict=True):
        original = round((product.base + sku.extra) * factor * 10**region.digits / 100)
        price = (original * (100 - discount) + 50) // 100
        skus.append(SkuOffer(sku, price, original, stock))
    return Offer(region, discount, tuple(skus), sold)


def _first_sold(product: Product, region: Region, seed: int) -> int:
    most = 200_000 if product.popularity > 0.97 else 3_000
    chance = ids.number("shop sold", seed, product.id, region.code, below=most)
    return product.reviews + int(product.popularity * chance)


def _first_stocks(product: Product, region: Region, seed: int) -> list[int]:
    drawn = [ids.number("shop stocks", seed, sku.id, region.code, below=260) for sku in product.skus]
    return [0 if number < 15 else 1 if number < 20 else number for number in drawn]
