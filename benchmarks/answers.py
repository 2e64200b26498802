"""Answers of the stand-in as bytes, and the pages that the store is given."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.pages.base import Capture
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.store import Page

if TYPE_CHECKING:
    from tests.standin_process import StandinProcess
    from tiktok_spiders.items.common import Record

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"


def fetch(address: str) -> bytes:
    """Return the body of an answer; no proxy of the environment comes in between."""
    request = Request(address, headers={"User-Agent": AGENT})
    with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
        body: bytes = answer.read()
    return body


def now_ms() -> int:
    """Return the time in milliseconds, as a first cursor: pages look back from it."""
    return int(time.time() * 1000)


def list_body(standin: StandinProcess, sec_uid: str, cursor: int) -> tuple[str, bytes]:
    """Return a page of an account's list, with its address."""
    query = {
        "secUid": sec_uid,
        "cursor": cursor,
        "count": 15,
        "type": 1,
        "aid": 1988,
        "device_id": "7300000000000000000",
    }
    address = f"{standin.url}/api/creator/item_list/?{urlencode(query)}"
    return address, fetch(address)


def capture(address: str, handle: str = "") -> Capture:
    """Return what is known of an answer."""
    return Capture(url=address, scraped_at=datetime.now(UTC), spider="user", target=handle, section="videos")


def store_pages(standin: StandinProcess, run_id: str) -> list[Page]:
    """Return all lists of a bulk stand-in as the crawl hands them to the store: a page and its checkpoint."""
    pages: list[Page] = []
    for handle in standin.handles():
        truth = standin.truth(handle)
        cursor, left = now_ms(), len(truth["ids"])
        while left > 0:
            address, body = list_body(standin, truth["user"]["sec_uid"], cursor)
            records = read_item_list(body, capture(address, handle)).records
            if not records:
                raise RuntimeError(f"the list of {handle} ends with {left} videos to come")
            left -= len(records)
            pages.append(_page(run_id, handle, records, cursor))
            cursor = min(_milliseconds(record) for record in records) - 1000
    return pages


def _page(run_id: str, handle: str, records: tuple[Record, ...], cursor: int) -> Page:
    state = {"cursor": str(cursor), "unique": 0, "pages": 1}
    mark = Checkpoint(run_id=run_id, target=handle, resource="videos", state=state)
    return Page(records=records, checkpoint=mark)


def _milliseconds(record: Record) -> int:
    created: datetime = record.created_at  # type: ignore[attr-defined]
    return int(created.timestamp() * 1000)
