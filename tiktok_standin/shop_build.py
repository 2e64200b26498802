"""Builds what a seed puts into the Shop; worlds of the same seed share it, for nothing in it changes."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from tiktok_standin.shop_products import Kind, Product, make_product
from tiktok_standin.shop_sellers import Seller, make_seller
from tiktok_standin.shop_tree import Category, plant

if TYPE_CHECKING:
    from collections.abc import Iterator

PRODUCTS, SELLERS = 1_600, 80
SPECIAL: tuple[Kind, ...] = ("gone", "gone_bare", "json_ld")
_SPECIALS = 3
_SELLER_WEIGHTS = [(place + 1) ** -0.8 for place in range(SELLERS)]
_GROUP_WEIGHTS, _LEAF_WEIGHTS = (10, 5, 3, 2, 2), (5, 3, 2)
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Stock:
    """All there is."""

    roots: list[Category]
    sellers: dict[str, Seller]
    listed: list[Product]
    """What lists may show, most popular first."""

    special: dict[str, list[str]]
    """Ids of products that no list shows, by kind."""

    products: dict[str, Product]
    categories: dict[str, Category] = field(init=False)
    words: dict[str, frozenset[str]] = field(init=False)
    """By product id: what searches find it by."""

    def __post_init__(self) -> None:
        self.categories = {each.id: each for root in self.roots for each in family(root)}
        self.words = {each.id: self._words(each) for each in self.listed}

    def _words(self, product: Product) -> frozenset[str]:
        return frozenset(words(f"{product.title} {self.categories[product.leaf].name}"))


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(text.lower())


def family(category: Category) -> Iterator[Category]:
    """Return a category and all below it."""
    yield category
    for child in category.children:
        yield from family(child)


@lru_cache(maxsize=4)
def build(seed: int, count: int = PRODUCTS) -> Stock:
    """Make everything of a seed, with so many products in lists."""
    roots, sellers = plant(), [make_seller(number, seed) for number in range(SELLERS)]
    dice = random.Random(f"shop-{seed}")
    made = [_draw(number, "normal", seed, dice, roots, sellers) for number in range(count)]
    listed = sorted(made, key=lambda product: (-product.popularity, product.id))
    special = {
        kind: [_draw(number, kind, seed, dice, roots, sellers) for number in range(_SPECIALS)]
        for kind in SPECIAL
    }
    every = listed + [product for found in special.values() for product in found]
    return Stock(
        roots,
        {seller.id: seller for seller in sellers},
        listed,
        {kind: [product.id for product in found] for kind, found in special.items()},
        {product.id: product for product in every},
    )


def _draw(  # noqa: PLR0917
    number: int, kind: Kind, seed: int, dice: random.Random, roots: list[Category], sellers: list[Seller]
) -> Product:
    if (number, kind) == (0, "normal"):
        toys = next(root for root in roots if root.name.startswith("Toys"))
        leaf, seller = toys.children[0].children[0], sellers[0]
    else:
        root = dice.choices(roots, [1 / place for place in range(1, len(roots) + 1)])[0]
        group = dice.choices(root.children, _GROUP_WEIGHTS)[0]
        leaf = dice.choices(group.children, _LEAF_WEIGHTS)[0]
        seller = dice.choices(sellers, _SELLER_WEIGHTS)[0]
    return make_product(number, seed, leaf=leaf, seller_id=seller.id, kind=kind)
