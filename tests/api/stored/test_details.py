"""One record, by every name it has, and what was noted of it over time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.make import LATER, NOON, put, rows, user, video
from tests.store.make_sources import product

if TYPE_CHECKING:
    import httpx

    from tests.api.stored.filled import Filled
    from tiktok_spiders.store import Store

DAY = timedelta(days=2)


async def get(client: httpx.AsyncClient, path: str, **params: Any) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/{path}", params=params)
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def test_each_is_found_by_its_identifier(filled: Filled, lists: httpx.AsyncClient) -> None:
    for kind, key in (("video", "video_id"), ("user", "user_id"), ("sound", "sound_id"),
                      ("hashtag", "hashtag_id"), ("comment", "comment_id"),
                      ("product", "product_id")):  # fmt: skip
        for record in getattr(filled, f"{kind}s")[:3]:
            identifier = getattr(record, key)
            assert (await get(lists, f"{kind}s/{identifier}"))["id"] == identifier
            whole = await get(lists, f"{kind}s/{identifier}", view="record")
            assert whole[key] == identifier
            assert whole["record_type"] == kind


async def test_an_account_is_found_by_handle_former_handle_and_secuid(
    filled: Filled, lists: httpx.AsyncClient, both: Store
) -> None:
    one = filled.users[1]
    put(both, user("6001", unique_id="renamed", sec_uid="MS4wLjAB1", scraped_at=LATER, run_id=filled.run_id))
    for name in ("renamed", "@renamed", "RENAMED", one.unique_id, one.sec_uid, "6001"):
        assert (await get(lists, f"users/{name}"))["id"] == "6001", name


async def test_a_handle_that_changed_hands_is_that_of_who_has_it_now(
    filled: Filled, lists: httpx.AsyncClient, both: Store
) -> None:
    handle = filled.users[1].unique_id
    put(both, user("6099", unique_id=handle, scraped_at=LATER, run_id=filled.run_id))
    assert (await get(lists, f"users/{handle}"))["id"] == "6099"


async def test_a_hashtag_is_found_by_name(filled: Filled, lists: httpx.AsyncClient) -> None:
    for name in ("cats", "Cats", "%23cats"):
        assert (await get(lists, f"hashtags/{name}"))["id"] == "30"


async def test_a_product_is_of_a_region(filled: Filled, lists: httpx.AsyncClient, both: Store) -> None:
    put(both, product("900", region="DE", title="Tasse", scraped_at=LATER, run_id=filled.run_id))
    assert (await get(lists, "products/900"))["title"] == "Tasse"
    assert (await get(lists, "products/900", region="US", view="record"))["region"] == "US"
    assert (await lists.get("/api/v1/products/900", params={"region": "FR"})).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["videos/404", "users/6404", "users/nobody", "sounds/1", "hashtags/none", "hashtags/a%20b", "products/1",
     "comments/2", "videos/404/history"],
)  # fmt: skip
async def test_what_is_not_there_or_a_stub_is_not_found(
    filled: Filled, lists: httpx.AsyncClient, path: str
) -> None:
    answer = await lists.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


async def test_history_is_what_the_journal_has(both: Store, lists: httpx.AsyncClient) -> None:
    for step in range(5):
        put(both, video("71", play_count=10 * step, description=f"t{step}", scraped_at=NOON + step * DAY))
    whole = await get(lists, "videos/71/history", view="record")
    stored = sorted(rows(both, "video_counters", video_id="71"), key=lambda row: row["observed_at"])
    assert [one["play_count"] for one in whole["counters"]] == [row["play_count"] for row in stored[::-1]]
    assert [one["play_count"] for one in whole["counters"]] == [40, 30, 20, 10, 0]
    short = await get(lists, "videos/71/history", limit=2)
    assert [(one["views"], one["likes"]) for one in short["counters"]] == [(40, None), (30, None)]
    assert [(one["field"], one["old"], one["new"]) for one in short["names"]] == [
        ("description", "t3", "t4"), ("description", "t2", "t3")
    ]  # fmt: skip
    assert short["has_more"]
    rest = await get(lists, "videos/71/history", before=short["counters"][-1]["observed_at"])
    assert [one["views"] for one in rest["counters"]] == [20, 10, 0]
    assert not rest["has_more"]
    late = await get(lists, "videos/71/history", after=(NOON + 3 * DAY).isoformat())
    assert [one["views"] for one in late["counters"]] == [40, 30]


async def test_prices_and_names_over_time(both: Store, lists: httpx.AsyncClient) -> None:
    for step, price in enumerate(("12.50", "9.99")):
        at = NOON + step * DAY
        put(both, product("91", price_min=Decimal(price), currency="USD", sold_count=step, scraped_at=at))
        put(both, user("6001", unique_id=f"name{step}", scraped_at=at))
    prices = (await get(lists, "products/91/history"))["counters"]
    assert [(one["price"], one["currency"], one["sales_count"]) for one in prices] == [
        ("9.99", "USD", 1), ("12.50", "USD", 0)
    ]  # fmt: skip
    (change,) = (await get(lists, "users/name0/history"))["names"]
    assert (change["field"], change["old"], change["new"]) == ("username", "name0", "name1")


async def test_every_history_has_its_parts(filled: Filled, lists: httpx.AsyncClient) -> None:
    for path in ("sounds/5000", "hashtags/cats", "comments/8000", "products/900"):
        answer = await get(lists, f"{path}/history")
        assert list(answer) == ["id", "counters", "names", "statuses", "has_more"]
