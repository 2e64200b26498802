from __future__ import annotations

import asyncio
from contextlib import nullcontext

import pytest
from scrapy import signals
from scrapy.settings import Settings

from tests.components import crawler_for
from tests.proxies.fake_webshare import KEY, FakeWebshare, listed
from tests.waiting import reached, turns
from tiktok_spiders import proxies
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies import crawl


def test_one_pool_a_crawler():
    crawler = crawler_for(TIKTOK_PROXIES="h:1,DE h:2", TIKTOK_PROXY_ALGORITHM="first")
    pool = proxies.for_crawler(crawler)
    assert proxies.for_crawler(crawler) is pool
    assert [pool.next().port for _ in range(3)] == [1, 1, 1]
    assert proxies.for_crawler(crawler_for(TIKTOK_PROXIES="h:1")) is not pool


def test_without_proxies_the_pool_is_empty():
    assert not proxies.for_crawler(crawler_for())


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"TIKTOK_PROXIES": "socks5://h:1"}, "TIKTOK_PROXIES: entry 1: socks5 proxies cannot be used"),
        ({"TIKTOK_PROXIES": "h:1", "TIKTOK_PROXY_COUNTRY": "DE"}, "TIKTOK_PROXY_COUNTRY"),
        ({"TIKTOK_PROXIES": "h:1", "TIKTOK_PROXY_ALGORITHM": "best"}, "TIKTOK_PROXY_ALGORITHM"),
    ],
)
def test_what_cannot_be_used_is_refused(settings, message):
    with pytest.raises(ConfigError, match=message):
        proxies.for_crawler(crawler_for(**settings))


async def test_webshare_beside_a_list_renewed_while_the_engine_runs(monkeypatch):
    monkeypatch.setattr(crawl, "REFRESH_S", 0.001)
    async with FakeWebshare(listed(1)) as service:
        crawler = crawler_for(
            TIKTOK_PROXIES="h:1", TIKTOK_WEBSHARE_API_KEY=KEY, TIKTOK_WEBSHARE_URL=service.url
        )
        pool = await asyncio.to_thread(proxies.for_crawler, crawler)
        assert [one.port for one in pool.all()] == [1, 8001]
        service.proxies.clear()
        crawler.signals.send_catch_log(signals.engine_started)
        await reached(lambda: crawler.stats.get_value("tiktok/proxy/refresh_errors"), 10, "refused list")
        crawler.signals.send_catch_log(signals.engine_stopped)
        await turns()
        assert not [task for task in asyncio.all_tasks() if "renew_forever" in repr(task.get_coro())]
    assert len(pool) == 2


async def test_a_pool_without_a_crawler():
    async with FakeWebshare(listed(1)) as service:
        settings = Settings({"TIKTOK_WEBSHARE_API_KEY": KEY, "TIKTOK_WEBSHARE_URL": service.url})
        pool = await asyncio.to_thread(proxies.pool_of, settings)
    assert [one.port for one in pool.all()] == [8001]


@pytest.mark.parametrize(
    ("settings", "right"),
    [
        ({}, True),
        ({"TIKTOK_PROXIES": "h:1"}, True),
        ({"TIKTOK_PROXIES": "h"}, False),
        ({"TIKTOK_PROXIES": "h:1", "TIKTOK_PROXY_COUNTRY": "DE"}, False),
        ({"TIKTOK_PROXIES": "h:1", "TIKTOK_PROXY_COUNTRY": "DE", "TIKTOK_WEBSHARE_API_KEY": KEY}, True),
        ({"TIKTOK_PROXIES": "h", "TIKTOK_WEBSHARE_API_KEY": KEY}, False),
    ],
)
def test_checked_without_fetching(settings, right):
    with nullcontext() if right else pytest.raises(ConfigError):
        proxies.check_proxies(Config.from_settings(settings))
