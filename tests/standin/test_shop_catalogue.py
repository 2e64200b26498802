"""The Shop's world: the same for the same seed, of the promised size, and changing by the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiktok_standin.shop_catalogue import ShopCatalogue
from tiktok_standin.shop_regions import REGIONS
from tiktok_standin.shop_reviews import distribution, score

if TYPE_CHECKING:
    from tiktok_standin.shop_tree import Category

NOW = 1_790_000_000


@pytest.fixture(scope="module")
def shop() -> ShopCatalogue:
    return ShopCatalogue(1, NOW)


def test_there_is_enough_for_sale(shop: ShopCatalogue) -> None:
    counts = {code: len(shop.for_sale(code)) for code in REGIONS}
    assert counts["US"] >= 1_200
    assert min(counts["GB"], counts["MY"]) >= 500
    assert len(shop.tree()) == 28
    assert all(child.children for root in shop.tree() for child in root.children)


def test_ids_have_19_digits(shop: ShopCatalogue) -> None:
    products = shop.for_sale("US")
    ids = {product.id for product in products}
    assert len(ids) == len(products)
    skus = {sku.id for product in products for sku in product.skus}
    reviews = {review.id for product in products[:60] for review in shop.reviews(product)}
    assert {len(each) for each in ids | skus | reviews | {seller.id for seller in shop.sellers()}} == {19}


def test_a_seed_decides_everything(shop: ShopCatalogue) -> None:
    again, other = ShopCatalogue(1, NOW), ShopCatalogue(2, NOW)
    first = [product.id for product in shop.for_sale("GB")]
    assert first == [product.id for product in again.for_sale("GB")]
    assert first != [product.id for product in other.for_sale("GB")]
    mine, theirs = (one.reviews(one.for_sale("GB")[3]) for one in (shop, again))
    assert [review.text for review in mine] == [review.text for review in theirs]


def test_a_discount_is_what_prices_say(shop: ShopCatalogue) -> None:
    for code in REGIONS:
        for product in shop.for_sale(code)[:100]:
            offer = shop.offer(product, code)
            told = {round(100 * (1 - each.price / each.original)) for each in offer.skus}
            assert told == {offer.discount}


def test_a_day_changes_a_part_of_the_world_and_always_the_same_one(shop: ShopCatalogue) -> None:
    products = shop.for_sale("US")
    before = {product.id: shop.offer(product, "US") for product in products}
    shop.day = 1
    after = {product.id: shop.offer(product, "US") for product in products}
    shop.day = 2
    shop.day = 1
    assert after == {product.id: shop.offer(product, "US") for product in products}
    shop.day = 0
    assert before == {product.id: shop.offer(product, "US") for product in products}
    prices = sum(before[key].discount != after[key].discount for key in before)
    stocks = sum(
        [one.stock for one in before[key].skus] != [one.stock for one in after[key].skus] for key in before
    )
    sold = sum(before[key].sold < after[key].sold for key in before)
    assert 0.05 < prices / len(products) < 0.15
    assert 0.12 < stocks / len(products) < 0.28
    assert 0.25 < sold / len(products) < 0.45
    assert all(before[key].sold <= after[key].sold for key in before)


def test_some_products_have_no_reviews_and_few_have_hundreds(shop: ShopCatalogue) -> None:
    counts = [product.reviews for product in shop.for_sale("US")]
    assert counts.count(0) > 100
    assert 5 < sum(count >= 150 for count in counts) < 60


def test_ratings(shop: ShopCatalogue) -> None:
    product = next(product for product in shop.for_sale("US") if product.reviews > 20)
    stars = shop.stars(product)
    assert [review.rating for review in shop.reviews(product)] == stars
    assert sum(distribution(stars).values()) == product.reviews
    assert score(stars) == round(sum(stars) / len(stars), 1)
    assert score([]) == 0


@pytest.mark.parametrize(
    ("code", "minor", "decimal", "local"),
    [
        ("US", 102417, "1024.17", "1,024.17"),
        ("BR", 102417, "1024.17", "1.024,17"),
        ("VN", 69000, "69000", "69.000"),
        ("JP", 1500, "1500", "1,500"),
    ],
)
def test_money(code: str, minor: int, decimal: str, local: str) -> None:
    region = REGIONS[code]
    assert (region.decimal(minor), region.local(minor)) == (decimal, local)
    assert region.text(minor) == region.symbol + local


def test_lists_end_early(shop: ShopCatalogue) -> None:
    assert len(shop.matching("women", "US")) > len(shop.search("women", "US")) == 300
    assert shop.matching("WOMEN cotton", "US") == shop.matching("cotton women", "US") != []
    assert shop.matching("women", "GB") == shop.matching("women", "XX") == shop.matching("🧸", "US") == []
    big = shop.tree()[0]
    feed, every = shop.category_feed(big.id, "US"), shop.in_category(big.id, "US")
    assert 105 <= len(feed) <= 115 < len(every)
    below = {product.id for leaf in leaves(big) for product in shop.category_feed(leaf, "US")}
    assert below == {product.id for product in every}


def leaves(root: Category) -> list[str]:
    return [leaf.id for group in root.children for leaf in group.children]
