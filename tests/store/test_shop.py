"""Products, SKUs, sellers: keys with a region, exact prices, history of what changed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from tests.store.make import EARLIER, LATER, NOON, put, row, rows
from tests.store.make_sources import product, review, seller, sku
from tiktok_spiders.items.parts import Image
from tiktok_spiders.items.shop_parts import Category
from tiktok_spiders.store import Page, Store

PRICES = ("0.01", "12.99", "24.17", "69000", "0.1", "99999999999999.9999", "1.2345")
HOME = (Category(category_id="1", name="Home", level=1), Category(category_id="2", name="Cups", level=2))


def _prices(store: Store, name: str) -> list[tuple[Any, ...]]:
    return [(each["price_min"], each["price_max"]) for each in rows(store, name)]


def test_prices_come_back_equal(store: Store) -> None:
    put(store, *[product(str(number), price_min=Decimal(price)) for number, price in enumerate(PRICES)])
    found = [each["price_min"] for each in rows(store, "products")]
    assert found == [Decimal(price) for price in PRICES]
    assert str(found[1]) == "12.99"


def test_prices_compare_as_numbers(store: Store) -> None:
    put(store, *[product(str(number), price_min=Decimal(price)) for number, price in enumerate(PRICES)])
    prices = store.tables.tables["products"].c.price_min
    with store.reading() as connection:
        found = connection.scalars(sa.select(prices).where(prices > Decimal("9.5")).order_by(prices)).all()
    assert found == sorted(Decimal(price) for price in PRICES if Decimal(price) > Decimal("9.5"))


def test_a_price_that_is_too_large_is_set_aside(store: Store) -> None:
    (written,) = store.write([Page(records=(product(price_min=Decimal(10) ** 15), product("96")))])
    assert [each.record_id for each in written.rejected] == ["91"]
    assert row(store, "products")["product_id"] == "96"


def test_a_product_is_another_in_another_region(store: Store) -> None:
    put(store, product(title="cup", region="US"), product(title="Tasse", region="DE"), product(region=None))
    put(store, product(title="Becher", region="DE", scraped_at=LATER))
    found = [(each["region"], each["title"]) for each in rows(store, "products")]
    assert found == [("", None), ("DE", "Becher"), ("US", "cup")]
    change = row(store, "names")
    assert (change["entity"], change["id"], change["old"]) == ("product", "91/DE", "Tasse")


def test_parents_get_stubs(store: Store) -> None:
    put(store, sku(region=None), product("96", seller_id="93"), seller("97", user_id="6001"), review())
    assert [(each["product_id"], each["region"], each["detail"]) for each in rows(store, "products")] == [
        ("91", "", 0),
        ("96", "US", 3),
    ]
    assert [each["seller_id"] for each in rows(store, "sellers")] == ["93", "97"]
    assert row(store, "users")["user_id"] == "6001"
    (written,) = store.write([Page(records=(product(region=None),))])
    assert (written.new, written.updated) == (1, 0)


def test_categories_are_child_rows_of_the_region(store: Store) -> None:
    put(store, product(categories=HOME), product(region="DE", categories=HOME[:1]))
    found = [
        (each["region"], each["position"], each["category_id"]) for each in rows(store, "product_categories")
    ]
    assert found == [("DE", 0, "1"), ("US", 0, "1"), ("US", 1, "2")]
    put(store, product(categories=HOME[1:], scraped_at=LATER))
    assert [each["name"] for each in rows(store, "product_categories", region="US")] == ["Cups"]
    thin = (Category(category_id="2", name="Cups"), Category(category_id="3", name="Mugs"))
    put(store, product(categories=thin, detail=1, scraped_at=LATER))
    assert [each["name"] for each in rows(store, "product_categories", region="US")] == ["Cups", "Mugs"]
    put(store, product(categories=(), scraped_at=LATER))
    assert rows(store, "product_categories", region="US") == []


def test_history_has_a_row_for_each_change_only(store: Store) -> None:
    told = {"price_min": Decimal("9.99"), "sold_count": 5, "currency": "USD"}
    for hours, values in enumerate(
        [{}, {}, {"price_min": Decimal("8.99")}, {"sold_count": 6}, {"rating_5": 3}]
    ):
        put(store, product(scraped_at=NOON + timedelta(hours=hours), **{**told, **values}))
    put(store, product(scraped_at=NOON + timedelta(hours=9), title="cup", **{**told, "sold_count": 5}))
    found = [(each["price_min"], each["sold_count"]) for each in rows(store, "product_history")]
    first, lower = Decimal("9.99"), Decimal("8.99")
    assert found == [(first, 5), (lower, 5), (first, 6), (first, 5)]


def test_history_has_a_row_a_day_even_without_a_change(store: Store) -> None:
    for hours in (0, 23, 24):
        put(store, sku(stock=3, price=Decimal(2), scraped_at=NOON + timedelta(hours=hours)))
    found = [(each["observed_at"], each["stock"], each["product_id"]) for each in rows(store, "sku_history")]
    assert found == [(NOON, 3, "91"), (NOON + timedelta(1), 3, "91")]


def test_the_interval_of_history_can_be_set(store_url: str) -> None:
    store = Store.open(store_url, history_interval=timedelta(days=30))
    for day in range(3):
        put(store, sku(stock=max(day, 1), scraped_at=NOON + timedelta(day)))
    assert [each["stock"] for each in rows(store, "sku_history")] == [1, 2]
    store.close()


def test_what_is_not_told_is_not_in_history(store: Store) -> None:
    put(store, product(price_min=Decimal(5), stock_total=3))
    put(store, product(price_min=Decimal(6), scraped_at=LATER))
    assert [each["stock_total"] for each in rows(store, "product_history")] == [3, None]
    assert row(store, "products")["stock_total"] == 3


def test_a_price_halved_is_no_overflow(store: Store) -> None:
    put(store, sku(price=Decimal(900_000)))
    put(store, sku(price=Decimal(90_000), scraped_at=LATER))
    assert row(store, "skus")["price"] == 90_000


def test_sold_counts_keep_what_a_rounded_one_rounds(store: Store) -> None:
    put(store, product(sold_count=12_345))
    put(store, product(sold_count=12_300, rounded_counts=("sold_count",), scraped_at=LATER))
    assert row(store, "products")["sold_count"] == 12_345
    assert len(rows(store, "product_history")) == 1


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("10", ("10", "20")),
        ("15", ("10", "20")),
        ("20", ("10", "20")),
        ("9", ("9", "9")),
        ("21", ("21", "21")),
    ],
)
def test_a_card_tells_one_price_of_the_range(store: Store, card: str, expected: tuple[str, str]) -> None:
    put(store, product(price_min=Decimal(10), price_max=Decimal(20)))
    put(store, product(price_min=Decimal(card), sold_count=1, detail=1, scraped_at=LATER))
    least, greatest = map(Decimal, expected)
    assert _prices(store, "products") == [(least, greatest)]
    told = (None, None) if least == 10 else (least, greatest)
    assert _prices(store, "product_history") == [(10, 20), told]


def test_cards_alone_make_a_history_of_prices(store: Store) -> None:
    for minutes, price in enumerate((10, 10, 11)):
        moment = NOON + timedelta(minutes=minutes)
        put(store, product(price_min=Decimal(price), detail=1, scraped_at=moment))
    assert [least for least, _ in _prices(store, "product_history")] == [10, 11]


def test_a_page_corrects_what_a_card_told(store: Store) -> None:
    put(store, product(price_min=Decimal(15), detail=1, title="card"))
    put(store, product(price_min=Decimal(10), price_max=Decimal(20), title="page", scraped_at=LATER))
    stored = row(store, "products")
    assert (stored["price_min"], stored["price_max"], stored["title"]) == (10, 20, "page")


def test_an_older_price_only_fills_a_gap(store: Store) -> None:
    put(store, product(price_min=Decimal(10)))
    put(store, product(price_min=Decimal(7), stock_total=2, scraped_at=EARLIER))
    stored = row(store, "products")
    assert (stored["price_min"], stored["stock_total"]) == (10, 2)
    assert len(rows(store, "product_history")) == 1


def test_masked_prices_overwrite_nothing(store: Store) -> None:
    put(store, product(price_min=Decimal(10), price_masked=False))
    put(store, product(price_masked=True, scraped_at=LATER))
    stored = row(store, "products")
    assert (stored["price_min"], stored["price_masked"]) == (10, True)


def test_a_product_taken_off_the_shelf(store: Store) -> None:
    put(store, product(status=1, is_available=True))
    put(store, product(status=4, is_available=False, scraped_at=LATER))
    stored, change = row(store, "products"), row(store, "statuses")
    assert (stored["status"], stored["is_available"]) == (4, False)
    assert (change["entity"], change["id"], change["old"], change["new"]) == ("product", "91/US", "1", "4")
    assert [each["status"] for each in rows(store, "product_history")] == [1, 4]


def test_sellers_have_counters_and_names(store: Store) -> None:
    put(store, seller(name="A", follower_count=5, rating=4.5))
    put(store, seller(name="B", follower_count=5, rating=4.6, video_count=3, scraped_at=LATER))
    put(store, seller(video_count=4, scraped_at=LATER + timedelta(hours=1)))
    found = [(each["follower_count"], each["rating"]) for each in rows(store, "seller_counters")]
    assert found == [(5, 4.5), (5, 4.6)]
    assert row(store, "sellers")["video_count"] == 4
    assert [(each["old"], each["new"]) for each in rows(store, "names")] == [("A", "B")]


def test_new_addresses_of_pictures_are_no_update(store: Store) -> None:
    put(store, product(images=(Image(index=0, url="https://p.example/1"),)))
    newer = product(images=(Image(index=0, url="https://p.example/2"),), scraped_at=LATER)
    (written,) = store.write([Page(records=(newer,))])
    assert (written.new, written.updated) == (0, 0)
    assert row(store, "products")["images"][0]["url"] == "https://p.example/2"


def test_a_review_keeps_the_buyers_country(store: Store) -> None:
    put(store, review(country="DE", rating=5, text="good"))
    put(store, review(rating=4, scraped_at=LATER))
    stored = row(store, "reviews")
    assert (stored["country"], stored["rating"], stored["text"]) == ("DE", 4, "good")
