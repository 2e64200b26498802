"""The Shop's world: everything for sale, built when first asked for, and the lists over it."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import ids, shop_offers, shop_reviews
from tiktok_standin.shop_products import Kind, Product, make_product
from tiktok_standin.shop_regions import REGIONS
from tiktok_standin.shop_sellers import Seller, make_seller
from tiktok_standin.shop_tree import Category, plant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_standin.shop_offers import Offer
    from tiktok_standin.shop_reviews import Review

PRODUCTS, SELLERS = 1_600, 80
SEARCH_END, TRENDING_END = 300, 1_000
_SPECIAL: tuple[Kind, ...] = ("gone", "gone_bare", "json_ld")
_SELLER_WEIGHTS = [(place + 1) ** -0.8 for place in range(SELLERS)]
_WORD = re.compile(r"\w+")


class ShopCatalogue:
    """Products, sellers, categories and reviews of a seed. ``day`` decides prices, stocks and sales."""

    def __init__(self, seed: int, now: int, *, products: int = PRODUCTS) -> None:
        self.seed, self.now, self.day = seed, now, 0
        self.secret = ids.hex_word("shop secret", seed, now, random.SystemRandom().random())
        self._count = products
        self._products: dict[str, Product] = {}
        self._listed: list[Product] = []
        self._sellers: dict[str, Seller] = {}
        self._categories: dict[str, Category] = {}
        self.roots: list[Category] = []
        self.special: dict[str, list[str]] = {kind: [] for kind in _SPECIAL}
        self._reviews = lru_cache(maxsize=300)(self._make_reviews)
        self._offers = lru_cache(maxsize=10_000)(self._make_offer)
        self.stars = lru_cache(maxsize=5_000)(self._make_stars)

    def _build(self) -> None:
        """Make everything on first use: worlds without a visitor to the Shop never pay for it."""
        if self.roots:
            return
        self.roots = plant()
        for root in self.roots:
            self._categories |= {each.id: each for each in _family(root)}
        sellers = [make_seller(number, self.seed) for number in range(SELLERS)]
        self._sellers = {seller.id: seller for seller in sellers}
        dice = random.Random(f"shop-{self.seed}")
        listed = [self._draw(number, "normal", dice, sellers) for number in range(self._count)]
        self._listed = sorted(listed, key=lambda product: (-product.popularity, product.id))
        for kind in _SPECIAL:
            made = [self._draw(number, kind, dice, sellers) for number in range(3)]
            self.special[kind] = [product.id for product in made]
            listed += made
        self._products = {product.id: product for product in listed}

    def _draw(self, number: int, kind: Kind, dice: random.Random, sellers: list[Seller]) -> Product:
        root = dice.choices(self.roots, [1 / place for place in range(1, len(self.roots) + 1)])[0]
        if (number, kind) == (0, "normal"):
            root = next(each for each in self.roots if each.name.startswith("Toys"))
        group = root.children[0] if number == 0 else dice.choices(root.children, (10, 5, 3, 2, 2))[0]
        leaf = dice.choices(group.children, (5, 3, 2))[0]
        seller = sellers[0] if number == 0 else dice.choices(sellers, _SELLER_WEIGHTS)[0]
        return make_product(number, self.seed, leaf=leaf, seller_id=seller.id, kind=kind)

    def product(self, product_id: str) -> Product | None:
        """Find a product."""
        self._build()
        return self._products.get(product_id)

    def seller(self, seller_id: str) -> Seller | None:
        """Find a seller."""
        self._build()
        return self._sellers.get(seller_id)

    def sellers(self) -> list[Seller]:
        """Return all sellers, the one with most products first."""
        self._build()
        return list(self._sellers.values())

    def tree(self) -> list[Category]:
        """Return the root categories."""
        self._build()
        return self.roots

    def category(self, category_id: str) -> Category | None:
        """Find a category."""
        self._build()
        return self._categories.get(category_id)

    def path(self, product: Product) -> list[Category]:
        """Return a product's categories, root first."""
        self._build()
        found = [self._categories[product.leaf]]
        while found[0].parent_id != "0":
            found.insert(0, self._categories[found[0].parent_id])
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

    def for_sale(self, region: str) -> list[Product]:
        """Return what a region sells, most popular first."""
        self._build()
        return [product for product in self._listed if region in product.regions]

    def elsewhere(self, region: str, most: int = 20) -> list[str]:
        """Return the ids of some products that a region does not sell."""
        self._build()
        return [product.id for product in self._listed if region not in product.regions][:most]

    def matching(self, words: str, region: str) -> list[Product]:
        """Return what a region sells whose title or category has all words, whatever their case."""
        if region not in REGIONS or not REGIONS[region].searchable:
            return []
        wanted = set(_WORD.findall(words.lower()))
        return [product for product in self.for_sale(region) if wanted and wanted <= self._words(product)]

    def _words(self, product: Product) -> set[str]:
        text = f"{product.title} {self._categories[product.leaf].name}"
        return set(_WORD.findall(text.lower()))

    def search(self, words: str, region: str) -> list[Product]:
        """Return the search results that pages get to: they end early."""
        return self.matching(words, region)[:SEARCH_END]

    def in_category(self, category_id: str, region: str) -> list[Product]:
        """Return all that a region sells in a category and below it."""
        category = self.category(category_id)
        below = {each.id for each in _family(category)} if category else set()
        return [product for product in self.for_sale(region) if product.leaf in below]

    def category_feed(self, category_id: str, region: str) -> list[Product]:
        """Return a category's feed: it ends at about 110, whatever there is."""
        end = 105 + ids.number("category end", self.seed, category_id, below=11)
        return self.in_category(category_id, region)[:end]

    def of_seller(self, seller_id: str, region: str) -> list[Product]:
        """Return what a seller sells in a region."""
        return [product for product in self.for_sale(region) if product.seller_id == seller_id]

    def trending(self, region: str) -> list[Product]:
        """Return the feed of the Shop's home page."""
        return self.for_sale(region)[:TRENDING_END]


def _family(category: Category) -> Iterable[Category]:
    yield category
    for child in category.children:
        yield from _family(child)


SHOP: web.AppKey[ShopCatalogue] = web.AppKey("shop", ShopCatalogue)


def shop_of(request: web.Request) -> ShopCatalogue:
    """Return the Shop that the request's application serves."""
    return request.app[SHOP]
