"""The Shop's world: everything for sale, built when first asked for, and the lists over it."""

from __future__ import annotations

import secrets
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import ids, shop_offers, shop_reviews
from tiktok_standin.shop_build import Stock, build, family, words
from tiktok_standin.shop_regions import REGIONS

if TYPE_CHECKING:
    from tiktok_standin.shop_offers import Offer
    from tiktok_standin.shop_products import Product
    from tiktok_standin.shop_reviews import Review
    from tiktok_standin.shop_sellers import Seller
    from tiktok_standin.shop_tree import Category

SEARCH_END, TRENDING_END = 300, 1_000
_CATEGORY_END, _CATEGORY_SPAN = 105, 11


class ShopCatalogue:
    """Products, sellers, categories and reviews of a seed. ``day`` decides prices, stocks and sales."""

    def __init__(self, seed: int, now: int) -> None:
        self.seed, self.now, self.day = seed, now, 0
        self.secret = secrets.token_hex(16)
        self._reviews = lru_cache(maxsize=300)(self._make_reviews)
        self._offers = lru_cache(maxsize=10_000)(self._make_offer)
        self._for_sale = lru_cache(maxsize=None)(self._make_for_sale)
        self.stars = lru_cache(maxsize=5_000)(self._make_stars)

    @cached_property
    def _stock(self) -> Stock:
        """Built on first use: worlds without a visitor to the Shop never pay for it."""
        return build(self.seed)

    @property
    def special(self) -> dict[str, list[str]]:
        """Ids of products that no list shows, by kind."""
        return self._stock.special

    def product(self, product_id: str) -> Product | None:
        """Find a product."""
        return self._stock.products.get(product_id)

    def seller(self, seller_id: str) -> Seller | None:
        """Find a seller."""
        return self._stock.sellers.get(seller_id)

    def sellers(self) -> list[Seller]:
        """Return all sellers."""
        return list(self._stock.sellers.values())

    def tree(self) -> list[Category]:
        """Return the root categories."""
        return self._stock.roots

    def category(self, category_id: str) -> Category | None:
        """Find a category."""
        return self._stock.categories.get(category_id)

    def path(self, product: Product) -> list[Category]:
        """Return a product's categories, root first."""
        found = [self._stock.categories[product.leaf]]
        while found[0].parent_id != "0":
            found.insert(0, self._stock.categories[found[0].parent_id])
        return found

    def offer(self, product: Product, region: str) -> Offer:
        """Return what a product costs in a region today."""
        return self._offers(product, region, self.day)

    def _make_offer(self, product: Product, region: str, day: int) -> Offer:
        return shop_offers.offer(product, REGIONS[region], day, seed=self.seed)

    def reviews(self, product: Product) -> list[Review]:
        """Return a product's reviews, most relevant first."""
        return self._reviews(product)

    def _make_reviews(self, product: Product) -> list[Review]:
        return shop_reviews.make_reviews(product, self.seed, self.now)

    def _make_stars(self, product: Product) -> list[int]:
        return shop_reviews.ratings(product, self.seed)

    def for_sale(self, region: str) -> tuple[Product, ...]:
        """Return what a region sells, most popular first."""
        return self._for_sale(region)

    def _make_for_sale(self, region: str) -> tuple[Product, ...]:
        return tuple(product for product in self._stock.listed if region in product.regions)

    def elsewhere(self, region: str, most: int = 20) -> list[str]:
        """Return the ids of some products that a region does not sell."""
        return [product.id for product in self._stock.listed if region not in product.regions][:most]

    def matching(self, text: str, region: str) -> list[Product]:
        """Return what a region sells whose title or category has all words, whatever their case."""
        wanted = set(words(text))
        if not wanted or region not in REGIONS or not REGIONS[region].searchable:
            return []
        return [product for product in self.for_sale(region) if wanted <= self._stock.words[product.id]]

    def search(self, text: str, region: str) -> list[Product]:
        """Return the search results that pages get to: they end early."""
        return self.matching(text, region)[:SEARCH_END]

    def in_category(self, category_id: str, region: str) -> list[Product]:
        """Return all that a region sells in a category and below it."""
        category = self.category(category_id)
        below = {each.id for each in family(category)} if category else set()
        return [product for product in self.for_sale(region) if product.leaf in below]

    def category_feed(self, category_id: str, region: str) -> list[Product]:
        """Return a category's feed: it ends at about 110, whatever there is."""
        more = ids.number("category end", self.seed, category_id, below=_CATEGORY_SPAN)
        return self.in_category(category_id, region)[: _CATEGORY_END + more]

    def of_seller(self, seller_id: str, region: str) -> list[Product]:
        """Return what a seller sells in a region."""
        return [product for product in self.for_sale(region) if product.seller_id == seller_id]

    def trending(self, region: str) -> list[Product]:
        """Return the feed of the Shop's home page."""
        return list(self.for_sale(region)[:TRENDING_END])


SHOP: web.AppKey[ShopCatalogue] = web.AppKey("shop", ShopCatalogue)


def shop_of(request: web.Request) -> ShopCatalogue:
    """Return the Shop that the request's application serves."""
    return request.app[SHOP]
