"""Requests a day, clearing and refreshing: what plans allow."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.api.access.conftest import OUTSIDE, client_at
from tests.api.running import ROOT
from tests.launching import launch
from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.principal import PLANS, Plan, Principal
from tiktok_spiders.api.access.quota import Quotas
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.config import Config
from tiktok_spiders.store import Store
from tiktok_spiders.store.api_tables import api_usage

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = {"TIKTOK_API_PLANS": "free.per_day=3", "TIKTOK_RATE_LIMIT_PER_MINUTE": 1000}


@pytest.fixture
def free(keys) -> dict[str, str]:
    """The header with a key of the smallest plan."""
    return {"X-API-Key": keys.add("small", "free", ("read", "live"))}


async def test_a_day_that_is_used_up(start, free) -> None:
    async with start(**SMALL) as app, client_at(app, OUTSIDE, headers=free) as client:
        answers = [await client.get("/read") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 2
    for answer in answers[3:]:
        assert answer.json()["error"]["code"] == "RATE_LIMITED"
        assert "3 requests a day" in answer.json()["error"]["message"]
        midnight = (datetime.now(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=0)
        wait = (midnight - datetime.now(UTC)).total_seconds()
        assert wait % 86_400 == pytest.approx(int(answer.headers["Retry-After"]), abs=5)


async def test_a_restart_gives_no_second_day(start, free) -> None:
    for expected in ([200, 200], [200, 429]):
        async with start(**SMALL) as app, client_at(app, OUTSIDE, headers=free) as client:
            assert [(await client.get("/read")).status_code for _ in range(2)] == expected


async def test_what_a_minute_refuses_costs_nothing_of_the_day(start, free, store) -> None:
    async with (
        start(TIKTOK_API_RATE_LIMITS="search=1") as app,
        client_at(app, OUTSIDE, headers=free) as client,
    ):
        assert [(await client.get("/search")).status_code for _ in range(4)] == [200, 429, 429, 429]
        assert (await client.get("/admin")).status_code == 403
    with store.reading() as connection:
        assert connection.scalar(sa.select(api_usage.c.requests)) == 1


async def test_loopback_without_a_key_has_no_day(start, store) -> None:
    async with start(TIKTOK_API_PLANS="enterprise.per_day=1") as app, client_at(app) as client:
        assert {(await client.get("/read")).status_code for _ in range(3)} == {200}
    with store.reading() as connection:
        assert connection.execute(sa.select(api_usage)).all() == []


@pytest.fixture
def either(both_urls) -> Iterator[Store]:
    """A store on SQLite, and one on PostgreSQL."""
    opened = Store.open(both_urls)
    yield opened
    opened.close()


async def test_days_are_exact_when_many_ask_at_once(either) -> None:
    who = Principal("p", Plan("free", 20, clear=False, refresh_per_hour=0), frozenset())
    counters = [Quotas(either), Quotas(either)]
    tried = (asyncio.to_thread(counters[number % 2].take, who) for number in range(50))
    assert sum(await asyncio.gather(*tried)) == 20
    assert all(each.is_known_full(who) for each in counters)


def test_days_are_exact_over_processes(both_urls, tmp_path) -> None:
    store = Store.open(both_urls)
    key = KeyStore(store, Rules.from_config(Config())).add("small", "free", ("read",))
    store.close()
    # Without Redis each process has its own minute of 100, so that it is the day that refuses.
    command = [sys.executable, "-m", "tests.api.access.hitting", both_urls, "", key, "/read", "70"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [launch(command, cwd=tmp_path, env=env, stdout=True) for _ in range(2)]
    counted: Counter[str] = Counter()
    for process in processes:
        counted.update(json.loads(process.communicate(timeout=60)[0]))
    assert counted == {"200": 100, "429": 40}


def test_a_new_day_begins_at_midnight_of_utc(either) -> None:
    now = [datetime(2026, 3, 1, 23, 59, 30, tzinfo=UTC)]
    quotas = Quotas(either, clock=lambda: now[0])
    who = Principal("p", Plan("free", 1, clear=False, refresh_per_hour=0), frozenset())
    assert quotas.take(who)
    assert not quotas.take(who)
    assert quotas.seconds_left() == 30
    now[0] += timedelta(seconds=30)
    assert not quotas.is_known_full(who)
    assert quotas.take(who)


async def test_clearing_and_refreshing_by_plan(app) -> None:
    access = app.state.tiktok.access
    free, pro, enterprise = (Principal(name, PLANS[name], frozenset()) for name in PLANS)
    with pytest.raises(ApiError) as caught:
        access.may_clear(free)
    assert (caught.value.code, caught.value.status) == ("FORBIDDEN", 403)
    assert access.may_clear(pro)
    assert access.may_clear(enterprise)
    with pytest.raises(ApiError, match="does not allow to refresh") as caught:
        await access.count_refresh(free)
    assert caught.value.status == 403
    for principal, most in ((pro, 5), (enterprise, 20)):
        for _ in range(most):
            await access.count_refresh(principal)
        with pytest.raises(ApiError, match=f"{most} refreshes an hour") as caught:
            await access.count_refresh(principal)
        assert caught.value.status == 429
        assert 3500 < int(caught.value.headers["Retry-After"]) <= 3600
