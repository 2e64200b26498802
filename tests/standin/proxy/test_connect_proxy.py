from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.standin.proxy.proxied import Upstream, proxy_for, raw

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from tiktok_standin.connect_proxy import ConnectProxy
    from tiktok_standin.tls import Authority


@pytest.mark.parametrize(
    "host",
    ["www.tiktok.com", "vm.tiktok.com", "shop.tiktok.com", "p16-sign.tiktokcdn-us.com", "s.ttwstatic.com"],
)
async def test_tunnel_ends_at_the_application(
    proxy: ConnectProxy, client: aiohttp.ClientSession, host: str
) -> None:
    async with client.get(f"https://{host}/@someone?lang=en", proxy=proxy.url) as response:
        seen = await response.json()
    assert seen["url"] == "/@someone?lang=en"
    assert seen["headers"]["host"] == host
    assert seen["headers"]["x-standin-exit"] == "exit-1"
    assert seen["headers"]["x-forwarded-proto"] == "https"


async def test_plain_request_passes_without_the_proxys_headers(
    proxy: ConnectProxy, client: aiohttp.ClientSession
) -> None:
    sent = {"X-Standin-Exit": "forged", "Proxy-Connection": "keep-alive"}
    async with client.get("http://www.tiktok.com/a?b=1", proxy=proxy.url, headers=sent) as response:
        seen = await response.json()
    assert seen["url"] == "/a?b=1"
    assert seen["headers"]["host"] == "www.tiktok.com"
    assert seen["headers"]["x-standin-exit"] == "exit-1"
    assert "proxy-connection" not in seen["headers"]


async def test_standins_own_address_is_reachable_through_the_proxy(
    proxy: ConnectProxy, client: aiohttp.ClientSession, upstream: Upstream
) -> None:
    url = f"http://{upstream[0]}:{upstream[1]}"
    async with client.get(url, proxy=proxy.url) as response:
        assert (await response.json())["url"] == "/"


@pytest.mark.parametrize(
    "line",
    [
        b"CONNECT example.org:443",
        b"CONNECT tiktok.com.example.org:443",
        b"CONNECT nottiktok.com:443",
        b"CONNECT www.tiktok.com:22",
        b"CONNECT 127.0.0.1:5432",
        b"GET http://example.org/",
        b"GET http://www.tiktok.com:8080/",
    ],
)
async def test_nothing_else_is_reachable(proxy: ConnectProxy, line: bytes) -> None:
    answer = await raw(proxy, line + b" HTTP/1.1\r\nHost: www.tiktok.com\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert proxy.counts["refused"] == 1
    assert proxy.counts["requests"] == 0


async def test_password_is_asked_for_and_checked(upstream: Upstream, authority: Authority) -> None:
    async with proxy_for(upstream, authority, "user:pass word") as proxy:
        answer = await raw(proxy, b"CONNECT www.tiktok.com:443 HTTP/1.1\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 407 ")
        assert b'\r\nProxy-Authenticate: Basic realm="stand-in"\r\n' in answer
        wrong = b"CONNECT www.tiktok.com:443 HTTP/1.1\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n"
        assert (await raw(proxy, wrong)).startswith(b"HTTP/1.1 407 ")


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_right_password_opens_and_is_not_passed_on(
    upstream: Upstream, authority: Authority, client: aiohttp.ClientSession, scheme: str
) -> None:
    async with (
        proxy_for(upstream, authority, "user:se@cr et") as proxy,
        client.get(f"{scheme}://www.tiktok.com/", proxy=proxy.url) as response,
    ):
        seen = await response.json()
    assert proxy.url.startswith("http://user:se%40cr%20et@127.0.0.1:")
    assert "proxy-authorization" not in seen["headers"]


async def test_one_tunnel_carries_many_requests(proxy: ConnectProxy, client: aiohttp.ClientSession) -> None:
    for number in range(5):
        async with client.get(f"https://www.tiktok.com/{number}", proxy=proxy.url) as response:
            seen = await response.json()
        assert seen["url"] == f"/{number}"
        assert seen["headers"]["x-standin-exit"] == "exit-1"
    assert proxy.counts == {"connections": 1, "tunnels": 1, "requests": 5}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("size", [0, 1, 200_000])
async def test_bodies_pass_by_length_and_by_chunks(
    proxy: ConnectProxy, client: aiohttp.ClientSession, scheme: str, size: int
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, size, 70_000):
            yield b"y" * min(70_000, size - start)

    for data in (b"y" * size, pieces()):
        async with client.post(f"{scheme}://www.tiktok.com/", data=data, proxy=proxy.url) as response:
            assert (await response.json())["body"] == "y" * size
    assert proxy.counts["connections"] == 1


async def test_large_answer_passes_whole(proxy: ConnectProxy, client: aiohttp.ClientSession) -> None:
    async with client.get("https://v16-webapp.tiktok.com/large", proxy=proxy.url) as response:
        assert len(await response.read()) == 3_000_000


async def test_several_exits_have_their_own_names(
    upstream: Upstream, authority: Authority, client: aiohttp.ClientSession
) -> None:
    async with (
        proxy_for(upstream, authority, name="exit-1") as one,
        proxy_for(upstream, authority, name="exit-2") as two,
    ):
        names = []
        for proxy in (one, two, one):
            async with client.get("https://www.tiktok.com/", proxy=proxy.url) as response:
                names.append((await response.json())["headers"]["x-standin-exit"])
    assert names == ["exit-1", "exit-2", "exit-1"]
