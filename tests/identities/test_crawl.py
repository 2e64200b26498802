from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from scrapy import signals
from scrapy.http import HtmlResponse

from tests.components import crawler_for
from tests.waiting import turns
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError, StoreError
from tiktok_spiders.identities import Need, PoolClosed, for_crawler
from tiktok_spiders.identities.crawl import Maker, size_of
from tiktok_spiders.identities.memory import MemoryPool
from tiktok_spiders.identities.mint import PATH, adopt, mint_request
from tiktok_spiders.identities.sql import SqlPool
from tiktok_spiders.proxies import pool_of
from tiktok_spiders.signals import identity_retired

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler

KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
PROXIES = "http://a:b@127.0.0.1:9,http://127.0.0.1:10"


async def stop(crawler: Crawler) -> None:
    await crawler.signals.send_catch_log_async(signals.engine_stopped)


async def test_without_a_key_memory_and_a_word_about_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    crawler = crawler_for()
    pool = for_crawler(crawler)
    assert for_crawler(crawler) is pool
    assert type(pool) is MemoryPool
    told = [record.message for record in caplog.records if "TIKTOK_SECRET_KEY" in record.message]
    assert told == ["TIKTOK_SECRET_KEY is not set: identities are kept in memory and end with the crawl"]
    assert (await pool.lease(Need())).proxy is None
    await stop(crawler)
    with pytest.raises(PoolClosed):
        await pool.lease(Need())


@pytest.mark.parametrize(
    "settings",
    [
        {"TIKTOK_IDENTITY_BACKEND": "memory", "TIKTOK_SECRET_KEY": KEY},
        {"TIKTOK_STORE_ENABLED": False, "TIKTOK_SECRET_KEY": KEY},
    ],
)
def test_memory_where_it_is_wanted(settings: dict[str, object]) -> None:
    assert type(for_crawler(crawler_for(**settings))) is MemoryPool


@pytest.mark.parametrize(
    "settings",
    [
        {"TIKTOK_IDENTITY_BACKEND": "sql"},
        {"TIKTOK_IDENTITY_BACKEND": "redis", "TIKTOK_SECRET_KEY": KEY},
        {"TIKTOK_IDENTITY_BACKEND": "redis", "TIKTOK_REDIS_URL": "redis://127.0.0.1"},
        {"TIKTOK_DISTRIBUTED": True, "TIKTOK_REDIS_URL": "redis://127.0.0.1"},
        {"TIKTOK_SECRET_KEY": "weak"},
        {"TIKTOK_COOKIES_FILE": "/nowhere/at.all"},
    ],
)
def test_what_cannot_be_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        for_crawler(crawler_for(**settings))


def test_a_store_that_cannot_be_opened() -> None:
    crawler = crawler_for(TIKTOK_SECRET_KEY=KEY, TIKTOK_DATABASE_URL="sqlite:////nowhere/x.db")
    with pytest.raises(StoreError):
        for_crawler(crawler)


async def test_with_a_key_they_come_back_in_the_next_crawl(tmp_path: Path) -> None:
    settings = {"TIKTOK_SECRET_KEY": KEY, "TIKTOK_DATABASE_URL": f"sqlite:///{tmp_path}/s.db"}
    crawler = crawler_for(**settings, TIKTOK_MS_TOKENS="one")
    pool = for_crawler(crawler)
    assert isinstance(pool, SqlPool)
    await crawler.signals.send_catch_log_async(signals.engine_started)
    first = await pool.lease(Need())
    assert first.ms_token == "one"
    gone: list[tuple[str, str]] = []
    crawler.signals.connect(
        lambda name, reason: gone.append((name, reason)), signal=identity_retired, weak=False
    )
    other = await pool.lease(Need(kind="mobile"))
    pool.retire(other.name, "mixed")
    assert gone == [(other.name, "mixed")]
    await stop(crawler)
    crawler = crawler_for(**settings, TIKTOK_MS_TOKENS="one,two")
    pool = for_crawler(crawler)
    assert {one.ms_token for one in pool.all()} == {"one", "two"}
    assert (await pool.lease(Need())).ms_token == "two"
    await stop(crawler)


async def test_a_crawl_that_begins_to_close_releases_who_waits() -> None:
    crawler = crawler_for()
    slot = SimpleNamespace(closing=None)
    crawler.engine = SimpleNamespace(_slot=slot)
    pool = for_crawler(crawler)
    await pool.lease(Need())
    task = asyncio.ensure_future(pool.lease(Need()))
    await turns()
    slot.closing = object()
    with pytest.raises(PoolClosed):
        await asyncio.wait_for(task, 5)


async def test_a_session_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("sessionid=x")
    crawler = crawler_for(
        TIKTOK_COOKIES_FILE=str(tmp_path / "mine.txt"), TIKTOK_WEB_URL="http://127.0.0.1:8000"
    )
    leased = await for_crawler(crawler).lease(Need(logged_in=True))
    assert {cookie.domain for cookie in leased.jar} == {"127.0.0.1"}
    await stop(crawler)


async def test_each_place_has_its_proxy() -> None:
    crawler = crawler_for(TIKTOK_PROXIES=PROXIES)
    pool = for_crawler(crawler)
    leased = [await pool.lease(Need()) for _ in range(2)]
    assert len({one.proxy for one in leased}) == 2
    assert None not in {one.proxy for one in leased}
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(pool.lease(Need()), 0.01)
    await stop(crawler)


def test_an_identity_never_leaves_by_another_way() -> None:
    crawler = crawler_for(TIKTOK_PROXIES=PROXIES)
    config = Config.from_settings(crawler.settings)
    proxies = pool_of(crawler.settings)
    assert size_of(config, proxies) == 2
    maker = Maker(config, proxies)
    one, other = maker("d0", "desktop"), maker("d1", "desktop")
    assert maker.is_usable(one)
    for _ in range(20):
        proxies.report(str(one.proxy), False, "refused")
    assert not maker.is_usable(one)
    assert maker.is_usable(other)
    for _ in range(20):
        proxies.report(str(other.proxy), False, "refused")
    assert maker.is_usable(one)
    one.proxy = None
    assert not maker.is_usable(one)
    other.proxy = "p-unknown"
    assert not maker.is_usable(other)
    direct = Maker(config, pool_of(crawler_for().settings))
    assert not direct.is_usable(other)
    assert direct.is_usable(one)


async def test_one_whose_proxy_is_lost_gives_its_place_to_another() -> None:
    crawler = crawler_for(TIKTOK_PROXIES=PROXIES, TIKTOK_IDENTITIES=1)
    from tiktok_spiders import proxies

    pool = for_crawler(crawler)
    first = await pool.lease(Need())
    pool.release(first.name)
    for _ in range(20):
        proxies.for_crawler(crawler).report(str(first.proxy), False, "refused")
    second = await pool.lease(Need(name=first.name))
    assert second.proxy != first.proxy
    assert second.slot == first.slot
    await stop(crawler)


def test_a_first_page_makes_a_visitor() -> None:
    config = Config.from_settings(crawler_for().settings)
    identity = Maker(config, pool_of(crawler_for().settings))("d0", "desktop")
    request = mint_request(identity, "https://www.tiktok.com")
    assert request.url == f"https://www.tiktok.com{PATH}"
    assert request.headers["User-Agent"].decode() == identity.user_agent
    assert request.meta["cookiejar"] == request.meta["identity"] == identity.name
    context = b'{"wid":"7300000000000000001","odinId":"7300000000000000002"}'
    body = b'{"__DEFAULT_SCOPE__":{"webapp.app-context":%b}}' % context
    page = b'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">%b</script>' % body
    assert not adopt(identity, HtmlResponse(request.url, body=b"<html>"))
    assert not identity.is_minted
    assert adopt(identity, HtmlResponse(request.url, body=page, headers={"x-ms-token": "fresh"}))
    assert identity.is_minted
    assert (identity.device_id, identity.odin_id) == ("7300000000000000001", "7300000000000000002")
    assert identity.ms_token == "fresh"
