"""Looking at the cache and forgetting what it holds, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.running import Client, running, settings_of

if TYPE_CHECKING:
    from pathlib import Path


VALUE = b'{"a":1}'


async def test_stats_clear_and_invalidate(api: Client) -> None:
    cache = api.state.cache
    await cache.put("user:a:1", VALUE, "user", tags=["product:17"])
    await cache.put("video:b:1", VALUE, "video")
    await cache.get("user:a:1")
    await cache.get("nothing")
    stats = (await api.get("/api/v1/cache/stats")).json()
    assert stats.pop("memory") > 0
    assert stats == {"keys": 2, "hits": 1, "misses": 1, "hit_rate": 0.5}
    gone = await api.post("/api/v1/cache/invalidate", json={"kind": "product", "subject": "17"})
    assert gone.json() == {"cleared": 1}
    assert (await api.post("/api/v1/cache/clear", json={"pattern": "user:*"})).json() == {"cleared": 0}
    assert (await api.post("/api/v1/cache/clear", json={"all": True})).json() == {"cleared": 1}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clear", {}),
        ("clear", {"all": False}),
        ("clear", {"pattern": "*", "all": True}),
        ("clear", {"pattern": ""}),
        ("clear", {"pattern": "a\u0000b"}),
        ("clear", {"everything": True}),
        ("invalidate", {"kind": "product"}),
        ("invalidate", {"kind": "all", "subject": "x"}),
        ("invalidate", {"kind": "user", "subject": "x"}),
    ],
)
async def test_what_is_not_clear_is_refused(api: Client, path: str, body: dict[str, Any]) -> None:
    answer = await api.post(f"/api/v1/cache/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize("scopes", ["read,live", "admin"])
async def test_the_plan_and_the_scope_decide(database_url: str, tmp_path: Path, scopes: str) -> None:
    key = "a-key-of-this-test-0123456789"
    settings = settings_of(
        database_url,
        tmp_path,
        TIKTOK_API_KEYS=key,
        TIKTOK_API_KEYS_SCOPES=scopes,
        TIKTOK_API_KEYS_PLAN="free",
    )
    async with running(settings, headers={"X-API-Key": key}) as api:
        answer = await api.post("/api/v1/cache/clear", json={"all": True})
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "FORBIDDEN"
        stats = await api.get("/api/v1/cache/stats")
        assert stats.status_code == (200 if scopes == "admin" else 403)


async def test_redis_is_used_where_there_is_one(database_url: str, tmp_path: Path, redis_server: Any) -> None:
    settings = settings_of(database_url, tmp_path, TIKTOK_REDIS_URL=redis_server.url)
    async with running(settings) as api:
        await api.state.cache.put("user:a:1", VALUE, "user")
        assert (await api.get("/api/v1/cache/stats")).json()["keys"] == 1
        client = api.state.redis
        assert await client.exists("tiktok:cache:a:user:a:1")
