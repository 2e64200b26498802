from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from tests.store.make import begin, checkpoint, put, rich_video, rows, user, verdict, video
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.common import Poi
from tiktok_spiders.items.run import Rejected
from tiktok_spiders.store import Page, Store
from tiktok_spiders.store.spill import read_spill, write_spill

if TYPE_CHECKING:
    from pathlib import Path

REJECTED = Rejected(record_type="video", record_id="1", reason="why", payload="{}")
FULL = Page(
    records=(rich_video("71", poi=Poi(name="x"), raw={"a": [1]}), user(rounded_counts=("heart_count",))),
    checkpoint=checkpoint("r", rejected=(REJECTED,)),
    verdict=verdict("r", transports={"http": 2}, countries=("DE",)),
    rejected=(REJECTED,),
)


def test_pages_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "unsaved-r.jsonl"
    pages = [FULL, Page(records=(user(),)), Page(verdict=verdict("r"))]
    assert write_spill(path, pages) == 3
    assert write_spill(path, [FULL]) == 1
    assert list(read_spill(path)) == [*pages, FULL]


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / "unsaved-r.jsonl"
    write_spill(path, [FULL])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "unsaved-r.jsonl"
    write_spill(path, [Page(records=(user(),))])
    with path.open("a") as file:
        file.write('{"page": 1, "record_type": "cat"}\n')
    with pytest.raises(StoreError, match=r"unsaved-r.jsonl:2 is not a line"):
        list(read_spill(path))


def test_they_can_be_stored_later(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "unsaved-r.jsonl"
    write_spill(path, [Page(records=(rich_video("71"),))])
    begin(store)
    for page in read_spill(path):
        put(store, *page.records)
    assert len(rows(store, "videos")) == 1


def test_workers_of_one_run_write_one_file(tmp_path: Path) -> None:
    path, begin = tmp_path / "unsaved.jsonl", Barrier(4)
    pages = [Page(records=(video(str(number)),)) for number in range(100)]

    def write(_: int) -> int:
        begin.wait(30)
        return write_spill(path, pages)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(write, range(4))) == 400
    assert list(read_spill(path)) == pages * 4
