"""Alive, ready and the figures for Prometheus, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.health.test_cookies import KEY, session
from tests.api.running import Client, running
from tests.store.make import begin
from tiktok_spiders.api.health.health import Health
from tiktok_spiders.api.health.models import AliveOut, ReadyOut
from tiktok_spiders.api.health.pings import Ping, Pings
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.store.api_tables import api_jobs
from tiktok_spiders.store.journal import runs, verdicts
from tiktok_spiders.store.shop_tables import products
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    import sqlalchemy as sa
    from scrapy.settings import Settings

    from tiktok_spiders.store import Store

NOW = datetime.now(UTC)


def put(store: Store, table: sa.Table, **row: Any) -> None:
    with store.engine.connect() as bare:
        connection = bare.execution_options(writes=True)
        with connection.begin():
            connection.execute(table.insert(), [row])


def put_verdict(store: Store, status: str, stop_reason: str) -> None:
    key = {"run_id": begin(store), "target": "t", "resource": "videos"}
    told = {"status": status, "stop_reason": stop_reason, "requests": 2, "duration_s": 1.0}
    put(store, verdicts, **key, **told, endpoints={"user_page": 1}, finished_at=datetime.now(UTC))


async def samples(api: Client) -> dict[str, float]:
    answer = await api.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        sample.name
        + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_alive_tells_of_the_process_alone(api: Client) -> None:
    answer = await api.get("/health")
    assert answer.status_code == 200
    found = AliveOut.model_validate_json(answer.content)
    assert answer.json().keys() == AliveOut.model_fields.keys()
    assert 0 <= found.uptime < 60


async def test_from_afar_only_alive_answers_without_a_key(settings: Settings) -> None:
    settings.set("TIKTOK_API_KEYS", "a-key-of-this-test-0123", priority="cmdline")
    settings.set("TIKTOK_API_HOSTS", "api.example", priority="cmdline")
    far = {"peer": ("203.0.113.9", 50_000), "base_url": "http://api.example"}
    async with running(settings, **far) as client:
        found = [(await client.get(path)).status_code for path in ("/health", "/health/ready", "/metrics")]
        key = {"X-API-Key": "a-key-of-this-test-0123"}
        known = [(await client.get(path, headers=key)).status_code for path in ("/health/ready", "/metrics")]
    assert found == [200, 401, 401]
    assert known == [200, 200]


async def test_an_empty_store_is_ready_and_knows_nothing(api: Client) -> None:
    answer = await api.get("/health/ready")
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() == ReadyOut.model_fields.keys()
    found = ReadyOut.model_validate_json(answer.content)
    assert (found.status, found.reasons) == ("ready", [])
    assert found.api_accessible is found.cookies_valid is found.cookie_expires is None
    assert found.database.status == "up"


async def test_it_tells_what_recent_crawls_met(api: Client, store: Store) -> None:
    put_verdict(store, "complete", "end")
    found = (await api.get("/health/ready")).json()
    assert (found["api_accessible"], found["endpoints_tested"]) == (True, ["user_page"])
    assert found["response_time_ms"] == 500


async def test_it_is_degraded_while_tiktok_refuses(api: Client, store: Store) -> None:
    put_verdict(store, "blocked", "captcha")
    answer = await api.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")
    assert answer.json()["api_accessible"] is False
    assert len(answer.json()["reasons"]) == 1
    assert (await api.get("/health")).status_code == 200


async def test_it_is_degraded_when_every_login_is_over(settings: Settings, store: Store) -> None:
    settings.set("TIKTOK_SECRET_KEY", KEY, priority="cmdline")
    past = NOW - timedelta(days=2)
    Shelf(store, Vault.from_key(KEY)).save([session("one", past)])
    async with running(settings) as client:
        answer = await client.get("/health/ready")
        days = (await samples(client))["tiktok_cookies_expiry_days"]
    assert (answer.status_code, answer.json()["cookies_valid"]) == (503, False)
    assert datetime.fromisoformat(answer.json()["cookie_expires"]) == past
    assert days == pytest.approx(-2, abs=0.01)


async def test_it_is_degraded_without_redis_and_says_nothing_internal(
    settings: Settings, free_port: int
) -> None:
    settings.set("TIKTOK_REDIS_URL", f"redis://:secret@127.0.0.1:{free_port}/0", priority="cmdline")
    async with running(settings) as client:
        found = await client.state.health.ready()
    assert found["status"] == "degraded"
    assert found["redis"] == {"status": "down", "response_time_ms": None}
    assert str(free_port) not in str(found)


async def test_many_who_ask_cost_one_ping(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def count(_self: Pings) -> dict[str, Ping]:
        asked.append(1)
        return dict.fromkeys(("database", "redis", "scrapyd"), Ping("up", 1.0))

    monkeypatch.setattr(Pings, "all", count)
    for _ in range(20):
        assert (await api.get("/health/ready")).status_code == 200
    assert len(asked) == 1


async def test_the_figures_have_what_is_promised(api: Client, store: Store) -> None:
    put(store, runs, run_id="1", spider="shop", started_at=NOW, items_by_type={"product": 30, "review": 2})
    put(store, runs, run_id="2", spider="shop", started_at=NOW, items_by_type={"product": 12})
    put(store, runs, run_id="3", spider="user", started_at=NOW, items_by_type=None)
    put(store, products, product_id="1", region="US", detail=1)
    for status in ("completed", "completed", "failed"):
        put(store, api_jobs, owner="local", status=status)
    put_verdict(store, "complete", "end")
    await api.get("/health/ready")
    await api.get("/no/such/path")
    found = await samples(api)
    assert found["tiktok_api_requests_total endpoint=/health/ready status=200"] == 1
    assert found["tiktok_api_requests_total endpoint=unmatched status=404"] == 1
    assert found["tiktok_api_response_time_seconds_count endpoint=/health/ready"] == 1
    assert found["tiktok_products_scraped_total"] == 42
    assert (found["tiktok_jobs status=completed"], found["tiktok_jobs status=running"]) == (2, 0)
    assert found["tiktok_store_rows table=products"] == 1
    assert found["tiktok_verdicts_recent status=complete"] == 1
    assert found["tiktok_up service=database"] == found["tiktok_accessible"] == 1
    assert "tiktok_up service=redis" not in found
    assert found["tiktok_live_questions"] == 0
    assert "tiktok_cookies_expiry_days" not in found


async def test_the_cache_tells_how_often_it_helped(api: Client) -> None:
    assert str((await samples(api))["tiktok_cache_hit_ratio"]) == "nan"
    cache = api.state.cache
    cache.hits, cache.misses = 3, 1
    found = await samples(api)
    assert (found["tiktok_cache_hit_ratio"], found["tiktok_cache_hits_total"]) == (0.75, 3)


async def test_figures_stay_while_parts_are_not_there(api: Client) -> None:
    state = api.state
    gone: Any = SimpleNamespace()
    health = Health(replace(state, store=gone, cache=None, live=None))
    text = (await health.metrics()).decode()
    await health.close()
    assert 'tiktok_up{service="database"} 0.0' in text
    assert not any(name in text for name in ("tiktok_jobs", "tiktok_cache", "tiktok_live"))


async def test_two_applications_count_apart(settings: Settings, api: Client) -> None:
    async with running(settings) as other:
        await other.get("/health")
        mine, others = await samples(api), await samples(other)
    name = "tiktok_api_requests_total endpoint=/health status=200"
    assert (name in mine, others[name]) == (False, 1)
