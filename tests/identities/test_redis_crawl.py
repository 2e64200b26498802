"""The pool that workers share, as a crawl and the commands have it."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import signals
from scrapy.settings import Settings

from tests.components import crawler_for
from tests.identities.clock import identity, session
from tests.identities.redis_pools import KEY, OTHER, QUICK_S, shared_pool
from tests.redis_server import RedisServer
from tiktok_spiders.commands.identity_actions import listing
from tiktok_spiders.commands.identity_actions.opening import find, shelf_of
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities import Need, PoolClosed, for_crawler
from tiktok_spiders.identities.crawl import in_redis
from tiktok_spiders.identities.redis import RedisPool
from tiktok_spiders.identities.redis_shelf import RedisShelf

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler


def settings_of(url: str, **more: Any) -> dict[str, Any]:
    return {"TIKTOK_DISTRIBUTED": True, "TIKTOK_REDIS_URL": url, "TIKTOK_SECRET_KEY": KEY, **more}


async def stop(crawler: Crawler) -> None:
    await crawler.signals.send_catch_log_async(signals.engine_stopped)


async def test_crawls_share_them_and_find_them_again(redis_url: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("sessionid=x")
    tokens, file = {"TIKTOK_MS_TOKENS": "one"}, {"TIKTOK_COOKIES_FILE": str(tmp_path / "mine.txt")}
    settings = settings_of(redis_url, TIKTOK_IDENTITIES=2, TIKTOK_DOWNLOAD_DELAY=0)
    first, second = crawler_for(**settings, **tokens, **file), crawler_for(**settings, **tokens)
    one, two = for_crawler(first), for_crawler(second)
    assert isinstance(one, RedisPool)
    leased = [await one.lease(Need()), await two.lease(Need())]
    assert len({each.name for each in leased}) == 2
    assert sorted(str(each.ms_token) for each in leased) == ["None", "one"]
    assert (await two.lease(Need(logged_in=True))).session_name == "mine"
    await stop(first)
    await stop(second)
    third = crawler_for(**settings)
    names = {each.name for each in for_crawler(third).all()}
    assert names == {*(each.name for each in leased), "given-mine"}
    await stop(third)


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"TIKTOK_DISTRIBUTED": True, "TIKTOK_IDENTITY_BACKEND": "memory"}, False),
        ({"TIKTOK_DISTRIBUTED": True}, True),
        ({"TIKTOK_IDENTITY_BACKEND": "redis"}, True),
        ({}, False),
    ],
)
def test_where_they_live(settings: dict[str, Any], where: bool) -> None:
    assert in_redis(Config.from_settings(settings)) is where


async def test_a_redis_that_stays_away_ends_the_crawl() -> None:
    ended: list[str] = []

    async def close(reason: str) -> None:
        ended.append(reason)

    with RedisServer() as server:
        crawler = crawler_for(**settings_of(server.url, TIKTOK_STORE_WAIT=0.3))
        slot = SimpleNamespace(closing=None)
        crawler.engine = SimpleNamespace(_slot=slot, close_spider_async=close)
        pool = for_crawler(crawler)
        server.stop()
        with pytest.raises(PoolClosed):
            await asyncio.wait_for(pool.lease(Need()), QUICK_S)
        await asyncio.sleep(0)
        assert ended == ["redis"]
        assert "TIKTOK_STORE_WAIT" in crawler.stats.get_value("tiktok/identity/unreachable")
        await stop(crawler)


async def test_the_commands_show_and_change_them(redis_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(settings_of(redis_url))
    pool = shared_pool(redis_url, 3)
    used = await pool.lease(Need())
    with shelf_of(settings) as shelf:
        assert isinstance(shelf, RedisShelf)
        shelf.save([identity("d1"), session("mine")])
        shelf.forget_retired("nobody")
        shelf.let_go()
    assert listing.run(SimpleNamespace(json=True), settings) == 0  # type: ignore[arg-type]
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {name: line["state"] for name, line in lines.items()} == {
        used.name: "in use",
        identity("d1").name: "free",
        "given-mine": "free",
    }
    assert "secret" not in str(lines)
    with shelf_of(settings) as shelf:
        assert find(shelf, "mine").session_name == "mine"
        for _ in range(2):
            assert shelf.retire("given-mine", "by command") is (_ == 0)
        with pytest.raises(ConfigError):
            find(shelf, "mine")
        assert len(shelf.lives()) == 3
        shelf.save([session("mine")])
        assert find(shelf, "mine").jar.value("sessionid") == "secret-mine"
    await pool.closed()


def test_rotation(redis_url: str) -> None:
    for key, slot in ((KEY, "d0"), (OTHER, "d1")):
        with shelf_of(Settings(settings_of(redis_url, TIKTOK_SECRET_KEY=key))) as shelf:
            shelf.save([identity(slot)])
    with shelf_of(Settings(settings_of(redis_url, TIKTOK_SECRET_KEY=f"{OTHER},{KEY}"))) as shelf:
        assert shelf.rotate() == (2, 0)
    with shelf_of(Settings(settings_of(redis_url, TIKTOK_SECRET_KEY=OTHER))) as shelf:
        assert [row.identity is not None for row in shelf.read()] == [True, True]
    with shelf_of(Settings(settings_of(redis_url))) as shelf:
        assert shelf.rotate() == (0, 2)
