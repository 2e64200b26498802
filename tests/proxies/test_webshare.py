from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from tests.proxies.fake_webshare import KEY, FakeWebshare, listed
from tests.waiting import reached
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.webshare import WebshareSource

MARK = "s3cr3t-mark"


async def read(source: WebshareSource):
    return await asyncio.to_thread(source.read)


async def test_all_pages_are_read_and_credentials_encoded():
    async with FakeWebshare(*map(listed, range(1, 6))) as service:
        proxies = await read(WebshareSource(KEY, base_url=service.url))
    assert [one.port for one in proxies] == [8001, 8002, 8003, 8004, 8005]
    assert [query["page"] for query in service.queries] == ["1", "2", "3"]
    assert proxies[0].url == "http://us%40r:p%3Aw%2F%40%23%25@10.0.0.1:8001"
    assert (proxies[0].country, proxies[0].city) == ("DE", "Berlin")


async def test_country():
    async with FakeWebshare(listed(1), listed(2, country_code="fr"), listed(3, country_code="FR")) as service:
        proxies = await read(WebshareSource(KEY, base_url=service.url, country="FR"))
    assert [one.port for one in proxies] == [8003]


async def test_entries_that_cannot_be_used_are_left_out():
    odd = [listed(2, port=0), listed(3, proxy_address=None), listed(4, username="a:b")]
    async with FakeWebshare(listed(1), *odd) as service:
        assert [one.port for one in await read(WebshareSource(KEY, base_url=service.url))] == [8001]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (web.Response(status=401), "HTTP 401, the key is refused"),
        (web.Response(status=500, text=MARK), "HTTP 500"),
        (web.Response(text=f"<html>{MARK}"), "JSONDecodeError"),
        (web.json_response({"detail": MARK}), "ProxyInvalidResponseException"),
        (web.json_response({"results": [{"password": MARK}], "next": None}), "KeyError"),
        (web.json_response([MARK]), "AttributeError"),
        (web.json_response({"results": [], "next": None}), "the account lists no proxy"),
    ],
)
async def test_a_start_without_a_list_is_refused(answer, reason):
    async with FakeWebshare() as service:
        service.answer = answer
        with pytest.raises(
            ConfigError, match=f"TIKTOK_WEBSHARE_API_KEY: no list of proxies: {reason}"
        ) as caught:
            await read(WebshareSource(KEY, base_url=service.url))
    assert MARK not in str(caught.value)
    assert KEY not in str(caught.value)


async def test_nobody_there(free_port):
    with pytest.raises(ConfigError, match="ConnectionError"):
        await read(WebshareSource(KEY, base_url=f"http://127.0.0.1:{free_port}"))


async def test_a_slow_answer_is_given_up():
    async with FakeWebshare(listed(1)) as service:
        service.hold = asyncio.Event()
        with pytest.raises(ConfigError, match=r"no answer within 0\.05 s"):
            await read(WebshareSource(KEY, base_url=service.url, timeout=0.05))


async def test_renewed_beside_the_loop():
    async with FakeWebshare(listed(1)) as service:
        source = WebshareSource(KEY, base_url=service.url)
        await read(source)
        await source.renew()
        assert source.changed() is False
        service.proxies.append(listed(2))
        service.hold = asyncio.Event()
        renewing = asyncio.ensure_future(source.renew())
        await reached(lambda: len(service.queries) >= 3, 10, "third query")
        assert not renewing.done()
        service.hold.set()
        await renewing
        assert source.changed() is True
        assert [one.port for one in source.read()] == [8001, 8002]
        assert source.changed() is False


async def test_an_error_keeps_the_old_list_and_counts(caplog):
    errors = []
    async with FakeWebshare(listed(1)) as service:
        source = WebshareSource(KEY, base_url=service.url)
        source.on_error = lambda: errors.append(1)
        await read(source)
        service.answer = web.Response(status=503, text=MARK)
        await source.renew()
        service.answer = web.json_response({"results": [], "next": None})
        await source.renew()
    assert source.changed() is False
    assert [one.port for one in source.read()] == [8001]
    assert len(errors) == 2
    assert "HTTP 503; the old list is kept" in caplog.text
    assert MARK not in caplog.text


async def test_a_fetch_that_hangs_is_not_joined_by_another(caplog):
    async with FakeWebshare(listed(1)) as service:
        source = WebshareSource(KEY, base_url=service.url, timeout=0.05)
        await read(source)
        service.hold = asyncio.Event()
        await source.renew()
        await source.renew()
        assert len(service.queries) == 2
        service.hold.set()
        service.hold = None
        await source.renew()
    assert [one.port for one in source.read()] == [8001]
    assert caplog.text.count("no answer within 0.05 s") >= 2


async def test_renewed_until_cancelled():
    async with FakeWebshare(listed(1)) as service:
        source = WebshareSource(KEY, base_url=service.url)
        await read(source)
        task = asyncio.ensure_future(source.renew_forever(0.001))
        await reached(lambda: len(service.queries) >= 4, 10, "fourth query")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
