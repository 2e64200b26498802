"""A product that a run meets as a card and then in detail: one row of history a visit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.make import NOON, begin, put, row, rows
from tests.store.make_sources import product, seller

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PAGE: dict[str, Any] = {
    "price_min": Decimal(10),
    "price_max": Decimal(20),
    "sold_count": 12_345,
    "stock_total": 7,
    "currency": "USD",
}
CARD: dict[str, Any] = {
    "detail": 1,
    "price_min": Decimal(15),
    "sold_count": 12_300,
    "review_count": 4,
    "rounded_counts": ("sold_count",),
}


def _visit(store: Store, at: Any, *, card: dict[str, Any], page: dict[str, Any]) -> None:
    run_id = begin(store)
    put(store, product(run_id=run_id, scraped_at=at, **{**CARD, **card}))
    put(store, product(run_id=run_id, scraped_at=at + MINUTE, **{**PAGE, **page}))


def _prices(store: Store) -> list[tuple[Any, ...]]:
    return [(each["price_min"], each["price_max"]) for each in rows(store, "product_history")]


@pytest.mark.parametrize("batches", [1, 2])
def test_a_card_and_its_page_are_one_row(store: Store, batches: int) -> None:
    run_id = begin(store)
    met = [
        product(run_id=run_id, scraped_at=NOON, **CARD),
        product(run_id=run_id, scraped_at=NOON + MINUTE, **PAGE),
    ]
    for start in range(batches):
        put(store, *met[start::batches])
    found = row(store, "product_history")
    told = {"price_min", "price_max", "sold_count", "stock_total", "review_count", "currency"}
    assert {name: found[name] for name in told} == {**PAGE, "review_count": 4}
    assert (found["observed_at"], found["run_id"]) == (NOON + MINUTE, run_id)
    assert found["rounded_counts"] == []


def test_what_only_the_card_told_stays_rounded(store: Store) -> None:
    _visit(store, NOON, card={}, page={"sold_count": None})
    found = row(store, "product_history")
    assert (found["sold_count"], found["rounded_counts"]) == (12_300, ["sold_count"])


def test_a_second_visit_without_a_change_adds_no_row(store: Store) -> None:
    for hours in (0, 3):
        _visit(store, NOON + timedelta(hours=hours), card={}, page={})
    assert _prices(store) == [(10, 20)]


def test_a_card_after_its_page_adds_no_row(store: Store) -> None:
    _visit(store, NOON, card={}, page={})
    put(store, product(run_id=begin(store), scraped_at=NOON + 5 * MINUTE, **CARD))
    assert _prices(store) == [(10, 20)]


@pytest.mark.parametrize("price", [12, 8])
def test_a_change_between_visits_is_one_row(store: Store, price: int) -> None:
    """A card outside of the known range tells of it first, one inside does not."""
    _visit(store, NOON, card={}, page={})
    low = Decimal(price)
    _visit(store, NOON + 60 * MINUTE, card={"price_min": low}, page={"price_min": low})
    assert _prices(store) == [(10, 20), (low, 20)]


def test_a_page_completes_the_row_of_the_day(store: Store) -> None:
    _visit(store, NOON, card={}, page={})
    _visit(store, NOON + DAY + MINUTE, card={}, page={})
    found = rows(store, "product_history")
    assert [each["stock_total"] for each in found] == [7, 7]
    assert _prices(store) == [(10, 20), (10, 20)]


def test_a_row_of_another_run_stays(store: Store) -> None:
    put(store, product(run_id=begin(store), scraped_at=NOON, **CARD))
    put(store, product(run_id=begin(store), scraped_at=NOON + MINUTE, **PAGE))
    assert _prices(store) == [(15, None), (10, 20)]


def test_pages_of_one_run_that_differ_are_rows(store: Store) -> None:
    run_id = begin(store)
    for minutes, stock in enumerate((7, 7, 6)):
        told = {**PAGE, "stock_total": stock}
        put(store, product(run_id=run_id, scraped_at=NOON + minutes * MINUTE, **told))
    assert [each["stock_total"] for each in rows(store, "product_history")] == [7, 6]


def test_a_seller_of_a_card_and_its_own_page_are_one_row(store: Store) -> None:
    run_id = begin(store)
    put(store, seller(run_id=run_id, scraped_at=NOON, detail=1, rating=4.5))
    put(store, seller(run_id=run_id, scraped_at=NOON + MINUTE, rating=4.6, follower_count=5))
    found = row(store, "seller_counters")
    assert (found["rating"], found["follower_count"]) == (4.6, 5)
