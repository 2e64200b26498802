"""Prices as they were observed, region by region."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.analytics.filling import put_product
from tiktok_spiders.api.analytics.prices import prices
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.api.errors import ApiError

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def point(day: int, price: str | None, **values: Any) -> dict[str, Any]:
    amount = None if price is None else Decimal(price)
    return {"observed_at": BEGIN + timedelta(days=day), "price_min": amount, **values}


def ask(store: Store, region: str | None = None, span: Span | None = None, limit: int = 99) -> dict[str, Any]:
    with store.reading() as connection:
        return prices(connection, BEGIN, "1729", region, span or Span(), limit)


def test_each_region_has_its_own(either: Store) -> None:
    put_product(
        either, "US", [point(0, "9.99", sold_count=5), point(1, None), point(2, "7.5", stock_total=3)]
    )
    put_product(either, "GB", [point(1, "6.10", currency="GBP", price_max=Decimal("8.20"))])
    found = ask(either)
    assert found["product"] == {"id": "1729", "title": "Mug"}
    british, american = found["regions"]
    assert (british["region"], british["currency"]) == ("GB", "GBP")
    assert british["points"][0]["price_max"] == Decimal("8.20")
    assert (american["region"], american["currency"]) == ("US", "USD")
    assert [each["price"] for each in american["points"]] == [Decimal("9.99"), Decimal("7.50")]
    assert [(each["sales_count"], each["stock"]) for each in american["points"]] == [(5, None), (None, 3)]
    assert (american["lowest"], american["highest"], american["latest"]) == (
        Decimal("7.50"),
        Decimal("9.99"),
        Decimal("7.50"),
    )


def test_one_region_may_be_asked_for(either: Store) -> None:
    put_product(either, "US", [point(0, "9.99")])
    put_product(either, "GB", [point(0, "6.10")])
    assert [each["region"] for each in ask(either, "us")["regions"]] == ["US"]


def test_a_region_that_is_not_known_is_none(either: Store) -> None:
    put_product(either, "", [point(0, "9.99")])
    assert [each["region"] for each in ask(either)["regions"]] == [None]


def test_a_span_and_a_limit_keep_the_newest(either: Store) -> None:
    put_product(either, "US", [point(day, str(day + 1)) for day in range(5)])
    found = ask(either, span=Span(date(2026, 1, 2), date(2026, 1, 4)), limit=2)
    assert [each["price"] for each in found["regions"][0]["points"]] == [3, 4]
    assert found["has_more"]


def test_a_stub_is_no_product(either: Store) -> None:
    put_product(either, "US", [point(0, "9.99")], detail=0)
    with pytest.raises(ApiError) as refused:
        ask(either)
    assert refused.value.code == "NOT_FOUND"
