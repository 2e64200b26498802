"""Comments, relations, playlists, suggestions and Shop out of the store again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.make import LATER, NOON, begin, put, rows, source
from tests.store.make_sources import one_of_each, playlist_item, product, relation, seller, sku
from tiktok_spiders.store import Page, Store
from tiktok_spiders.store.export import ENTITIES, Selection, class_of, exported
from tiktok_spiders.store.spill import read_spill, write_spill

if TYPE_CHECKING:
    from pathlib import Path

    from tiktok_spiders.items.common import Source

NEW_TYPES = [name for name in ENTITIES if name not in {"user", "video", "sound", "hashtag"}]


def records(store: Store, record_type: str, **selection: Any) -> list[Any]:
    return [record for chunk in exported(store, record_type, Selection(**selection)) for record in chunk]


def _under(target: str, section: str = "followers") -> Source:
    return replace(source(section, rank=0), target=target)


@pytest.mark.parametrize("record_type", NEW_TYPES)
def test_records_come_back_as_they_went_in(store: Store, record_type: str) -> None:
    run_id = begin(store)
    given = [record for record in one_of_each(run_id) if record.record_type == record_type]
    put(store, *given)
    assert given
    for selection in ({}, {"run_id": run_id}, {"target": "somebody"}):
        found = records(store, record_type, **selection)
        assert sorted(found, key=repr) == sorted(given, key=repr)
    assert records(store, record_type, target="nobody") == []
    assert records(store, record_type, run_id="other") == []


def test_all_of_a_page_come_back_from_a_file_of_unsaved_pages(tmp_path: Path) -> None:
    page = Page(records=tuple(one_of_each("r")))
    write_spill(tmp_path / "unsaved.jsonl", [page])
    assert list(read_spill(tmp_path / "unsaved.jsonl")) == [page]


def test_the_same_page_twice_is_the_same_store(store: Store) -> None:
    page = Page(records=tuple(one_of_each(begin(store))))
    first, again = store.write([page, page])
    assert (first.new, first.updated, again.new, again.updated) == (len(page.records), 0, 0, 0)
    before = {name: rows(store, name) for name in store.tables.tables}
    store.write([page])
    assert {name: rows(store, name) for name in store.tables.tables} == before


def test_a_member_of_two_lists_is_in_each(store: Store) -> None:
    run_id = begin(store)
    mine = relation(run_id=run_id, source=_under("@a"))
    other = relation(run_id=run_id, owner_id="6009", source=_under("@b"))
    back = relation(run_id=run_id, direction="following", source=_under("@a", "following"))
    put(store, mine, other, back)
    assert records(store, "relation", target="a") == [mine, back]
    assert records(store, "relation", target="b") == [other]


def test_a_product_in_two_regions_under_one_target(store: Store) -> None:
    run_id, later = begin(store), begin(store)
    put(store, product(run_id=run_id, title="cup"), product(run_id=run_id, region="DE", title="Tasse"))
    put(store, product(run_id=later, region="DE", title="Tasse", scraped_at=LATER, source=_under("x")))
    put(store, sku(run_id=run_id), sku(run_id=run_id, region="DE"))
    assert [each.region for each in records(store, "product", run_id=run_id)] == ["DE", "US"]
    (again,) = records(store, "product", run_id=later)
    assert (again.region, again.source.target) == ("DE", "x")
    by_region = {each.region: each.source.target for each in records(store, "product")}
    assert by_region == {"DE": "x", "US": "@somebody"}
    assert len(records(store, "sku", run_id=run_id)) == 2


def test_a_video_twice_in_a_playlist(store: Store) -> None:
    run_id = begin(store)
    put(store, playlist_item(0, "71", run_id=run_id), playlist_item(10, "71", run_id=run_id))
    assert [each.position for each in records(store, "playlist_item", run_id=run_id)] == [0, 10]


def test_history_of_prices_and_of_sellers(store: Store) -> None:
    run_id, later = begin(store), begin(store)
    for day, (run, price) in enumerate([(run_id, "9.99"), (later, "8.5")]):
        place = {"run_id": run, "scraped_at": NOON + timedelta(day)}
        put(store, product(price_min=Decimal(price), **place), sku(price=Decimal(price), stock=2, **place))
        put(store, seller(sold_count=day, **place), product("95", source=_under("x"), sold_count=1, **place))
    found = records(store, "product_history", target="somebody")
    assert [(each.product_id, each.region, each.price_min) for each in found] == [
        ("91", "US", Decimal("9.99")),
        ("91", "US", Decimal("8.5")),
    ]
    assert [each.price for each in records(store, "sku_history", run_id=later)] == [Decimal("8.5")]
    assert [each.sold_count for each in records(store, "seller_counters")] == [0, 1]
    assert records(store, "sku_history", target="x") == []
    assert class_of("sku_history").__name__ == "sku_history"
