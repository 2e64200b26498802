"""The routes: defaults, bounds, what is remembered."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.api.analytics.filling import fill, put, put_account, put_product
from tiktok_spiders.api.analytics import models
from tiktok_spiders.store.tables import videos

if TYPE_CHECKING:
    import httpx
    from pydantic import BaseModel

    from tiktok_spiders.store import Store

BASE = "/api/v1/analytics"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/overview", models.OverviewOut),
        ("/overview?start_date=2025-01-01&end_date=2026-01-01", models.OverviewOut),
        ("/trends", models.TrendsOut),
        ("/trends?period=day&metric=likes&basis=observed", models.TrendsOut),
        ("/top/videos?metric=shares&limit=3", models.TopVideosOut),
        ("/users/somebody/growth", models.GrowthOut),
        ("/products/1729/prices?region=us", models.PricesOut),
    ],
)
async def test_an_answer_is_as_the_document_says(
    api: httpx.AsyncClient, store: Store, path: str, model: type[BaseModel]
) -> None:
    fill(store, NOW, 50)
    put_account(store, [1, 2], NOW)
    put_product(store, "US", [{"observed_at": NOW, "price_min": Decimal(3)}])
    answer = await api.get(BASE + path)
    assert answer.status_code == 200, answer.text
    read = model.model_validate_json(answer.content, strict=True)
    assert answer.json().keys() == type(read).model_fields.keys()


async def test_trends_are_of_a_week_and_of_views_unless_asked_otherwise(api: httpx.AsyncClient) -> None:
    found = (await api.get(f"{BASE}/trends")).json()
    assert (found["period"], found["metric"], found["basis"]) == ("week", "views", "published")
    assert found["trends"][-1]["date"] == found["as_of"][:10]


@pytest.mark.parametrize(
    "path",
    [
        "/overview?start_date=2026-02-30",
        "/overview?start_date=0",
        "/overview?start_date=20260101",
        "/overview?start_date=2026-02-02&end_date=2026-02-01",
        "/trends?period=year",
        "/trends?metric=saves",
        "/top/videos?limit=101",
        "/top/videos?limit=0",
        "/users/a%00b/growth",
        "/users/somebody/growth?metric=hearts",
        "/products/abc/prices",
        "/products/1/prices?region=USA",
    ],
)
async def test_what_is_out_of_bounds_is_refused(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(BASE + path)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize("path", ["/users/nobody/growth", "/products/1/prices"])
async def test_what_is_not_stored_is_not_found(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(BASE + path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


async def test_an_overview_is_given_again_for_a_minute_and_says_of_when_it_is(
    api: httpx.AsyncClient, store: Store
) -> None:
    first = (await api.get(f"{BASE}/overview")).json()
    put(store, videos, [{"video_id": "1", "detail": 1}])
    again = (await api.get(f"{BASE}/overview")).json()
    other = (await api.get(f"{BASE}/overview?end_date=2030-01-01")).json()
    assert again == first
    assert other["as_of"] > first["as_of"]
