from __future__ import annotations

from tests.store.export_store import DAY_1, DAY_2, fill
from tiktok_spiders.store.store import Store
from tiktok_spiders.store.summary import summarise


def test_on_postgresql(postgres_url):
    store = Store.open(postgres_url)
    try:
        fill(store)
        summary = summarise(store, DAY_2)
    finally:
        store.close()
    tables = {table.table: table for table in summary.tables}
    assert (tables["videos"].rows, tables["videos"].first, tables["videos"].last) == (3, DAY_1, DAY_2)
    assert (tables["hashtags"].rows, tables["hashtags"].stubs) == (2, 1)
    assert summary.verdicts == {"complete": 1}
    assert [run.name for run in summary.runs] == ["second", "first"]
    assert summary.size > 1_000_000
