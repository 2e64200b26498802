"""What verdicts tell about TikTok."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.make import begin
from tiktok_spiders.api.health.recorded import NEWEST, RECENT, Recorded, recorded
from tiktok_spiders.store import Store
from tiktok_spiders.store.journal import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def either(both_urls: str) -> Iterator[Store]:
    opened = Store.open(both_urls)
    yield opened
    opened.close()


def put(store: Store, *rows: dict[str, Any]) -> None:
    """Put verdicts, each a minute older than the one before."""
    run_id = begin(store)
    made = [
        {
            "run_id": run_id,
            "target": f"t{at}",
            "resource": "videos",
            "status": "complete",
            "stop_reason": "end",
            "finished_at": NOW - timedelta(minutes=at),
            "received": 0,
            "requests": 0,
            "duration_s": 0.0,
            "endpoints": {},
            **row,
        }
        for at, row in enumerate(rows)
    ]
    with store.engine.connect() as bare:
        connection = bare.execution_options(writes=True)
        with connection.begin():
            connection.execute(verdicts.insert(), made)


def read(store: Store) -> Recorded:
    with store.reading() as connection:
        return recorded(connection, NOW)


BLOCKED = {"status": "blocked", "stop_reason": "captcha"}
GOOD: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("rows", "accessible"),
    [
        ([GOOD], True),
        ([BLOCKED], False),
        ([GOOD, BLOCKED], True),
        ([GOOD, BLOCKED, BLOCKED], False),
        ([{**BLOCKED, "received": 30}], True),
        ([{"status": "failed", "stop_reason": "error"}], False),
        ([{"status": "missing", "stop_reason": "missing"}], True),
        ([{"status": "blocked", "stop_reason": "age"}], True),
        ([{"status": "blocked", "stop_reason": "robots"}], None),
        ([{"status": "failed", "stop_reason": "invalid_target"}], None),
        ([{"finished_at": NOW - RECENT - timedelta(seconds=1)}], None),
        ([GOOD] * 20 + [BLOCKED] * 60, True),
        ([BLOCKED] * 20 + [GOOD] * 60, False),
    ],
)
def test_the_newest_decide_whether_it_answers(
    store: Store, rows: list[dict[str, Any]], *, accessible: bool | None
) -> None:
    put(store, *rows)
    assert read(store).api_accessible is accessible


def test_an_empty_store_tells_nothing(either: Store) -> None:
    assert read(either) == Recorded()


def test_it_tells_endpoints_and_time_a_request(either: Store) -> None:
    put(
        either,
        {"endpoints": {"user_videos": 3, "user_page": 1}, "requests": 4, "duration_s": 6.0},
        {"endpoints": {"user_page": 1}, "requests": 1, "duration_s": 1.5, **BLOCKED},
        {"endpoints": None, "requests": None, "duration_s": None},
    )
    found = read(either)
    assert found.endpoints_tested == ["user_page", "user_videos"]
    assert found.response_time_ms == 1500
    assert found.by_status == {"blocked": 1, "complete": 2}


def test_it_reads_no_more_than_it_needs(store: Store) -> None:
    rows = [{"finished_at": NOW - timedelta(seconds=at)} for at in range(NEWEST + 50)]
    put(store, *rows)
    assert read(store).by_status == {"complete": NEWEST}
