from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import asynccontextmanager
from types import CoroutineType
from typing import TYPE_CHECKING, cast

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from tiktok_standin import connect_proxy, proxy_wire
from tiktok_standin import tls as tls_module
from tiktok_standin.connect_proxy import ConnectProxy, ProxyFault
from tiktok_standin.tls import Authority

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

Upstream = tuple[str, int]


async def echo(request: web.Request) -> web.Response:
    body = await request.text()
    headers = {key.lower(): value for key, value in request.headers.items()}
    return web.json_response({"url": str(request.rel_url), "headers": headers, "body": body})


async def cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"x" * 10)
    assert request.transport is not None
    request.transport.abort()
    return response


async def large(_: web.Request) -> web.Response:
    return web.Response(body=bytes(3_000_000))


@pytest_asyncio.fixture
async def upstream() -> AsyncIterator[Upstream]:
    app = web.Application(client_max_size=10_000_000)
    app.router.add_get("/cut", cut)
    app.router.add_get("/large", large)
    app.router.add_route("*", "/{tail:.*}", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][:2]
    await runner.cleanup()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "tls")


@asynccontextmanager
async def proxy_for(
    upstream: Upstream, authority: Authority, credentials: str | None = None, name: str = "exit-1"
) -> AsyncIterator[ConnectProxy]:
    proxy = ConnectProxy(name=name, upstream=upstream, authority=authority, credentials=credentials)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.close()


def is_of_the_proxy(task: asyncio.Task[object]) -> bool:
    coroutine = task.get_coro()
    sources = (connect_proxy.__file__, proxy_wire.__file__)
    return isinstance(coroutine, CoroutineType) and coroutine.cr_code.co_filename in sources


@pytest_asyncio.fixture
async def proxy(upstream: Upstream, authority: Authority) -> AsyncIterator[ConnectProxy]:
    async with proxy_for(upstream, authority) as started:
        yield started
    assert not [task for task in asyncio.all_tasks() if is_of_the_proxy(task)]


@pytest_asyncio.fixture
async def client(authority: Authority) -> AsyncIterator[aiohttp.ClientSession]:
    context = ssl.create_default_context(cafile=str(authority.ca_path))
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context), timeout=timeout) as session:
        yield session


async def raw(proxy: ConnectProxy, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


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


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: www.tiktok.com\r\n\r\n", b"400"),
        (b"GET http://[::1/ HTTP/1.1\r\n\r\n", b"400"),
        (b"GET http://www.tiktok.com/ HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
        (b"POST http://www.tiktok.com/ HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"400"),
        (b"POST http://www.tiktok.com/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", b"400"),
        (b"GET http://www.tiktok.com/ HTTP/1.1\r\nA: " + b"a" * 70_000 + b"\r\n\r\n", b"431"),
    ],
)
async def test_malformed_requests_get_an_answer(proxy: ConnectProxy, sent: bytes, status: bytes) -> None:
    assert (await raw(proxy, sent)).startswith(b"HTTP/1.1 " + status)


async def test_request_broken_off_in_its_head_is_refused(proxy: ConnectProxy) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"GET http://www.tiktok")
    writer.write_eof()
    assert (await reader.read()).startswith(b"HTTP/1.1 400")
    writer.close()


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


async def test_answer_cut_off_upstream_is_cut_off_here(
    proxy: ConnectProxy, client: aiohttp.ClientSession
) -> None:
    async with client.get("https://www.tiktok.com/cut", proxy=proxy.url) as response:
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()


async def test_client_that_does_not_trust_the_authority_is_only_counted(proxy: ConnectProxy) -> None:
    async with aiohttp.ClientSession() as stranger:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await stranger.get("https://www.tiktok.com/", proxy=proxy.url)
    async with aiohttp.ClientSession() as plain:
        await plain.get("http://www.tiktok.com/", proxy=proxy.url)
    assert proxy.counts["failed"] == 1


async def test_dead_proxy_refuses_and_comes_back_on_its_port(
    proxy: ConnectProxy, client: aiohttp.ClientSession
) -> None:
    port = proxy.port
    await proxy.set_fault(ProxyFault(kind="dead"))
    with pytest.raises(aiohttp.ClientProxyConnectionError):
        await client.get("https://www.tiktok.com/", proxy=proxy.url)
    await proxy.set_fault(ProxyFault())
    async with client.get("https://www.tiktok.com/", proxy=proxy.url) as response:
        assert response.status == 200
    assert proxy.port == port


async def test_slow_proxy_waits(proxy: ConnectProxy, client: aiohttp.ClientSession) -> None:
    await proxy.set_fault(ProxyFault(kind="slow", delay=0.2))
    start = time.monotonic()
    async with client.get("https://www.tiktok.com/", proxy=proxy.url) as response:
        assert response.status == 200
    assert time.monotonic() - start >= 0.2


async def test_slow_proxy_does_not_delay_the_close(proxy: ConnectProxy) -> None:
    await proxy.set_fault(ProxyFault(kind="slow", delay=3600))
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"CONNECT www.tiktok.com:443 HTTP/1.1\r\n\r\n")
    while not proxy.counts["connections"]:
        await asyncio.sleep(0)
    await asyncio.wait_for(proxy.close(), 5)
    assert await reader.read() == b""
    writer.close()


async def test_reset_is_a_reset(proxy: ConnectProxy) -> None:
    await proxy.set_fault(ProxyFault(kind="reset"))
    with pytest.raises(ConnectionResetError):
        await raw(proxy, b"CONNECT www.tiktok.com:443 HTTP/1.1\r\n\r\n")
    assert proxy.counts["failed"] == 1


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


async def test_application_that_is_gone_is_a_bad_gateway(authority: Authority, free_port: int) -> None:
    async with proxy_for(("127.0.0.1", free_port), authority) as proxy:
        answer = await raw(proxy, b"GET http://www.tiktok.com/ HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 502 ")


async def test_connections_are_bounded(proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect_proxy, "MAX_CONNECTIONS", 0)
    assert await raw(proxy, b"") == b""
    assert proxy.counts["refused"] == 1


async def test_idle_connection_is_closed(proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect_proxy, "IDLE_TIMEOUT", 0.05)
    assert await raw(proxy, b"") == b""
    assert proxy.counts["failed"] == 1


async def test_too_many_hosts_are_refused(proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls_module, "MAX_LEAVES", 0)
    answer = await raw(proxy, b"CONNECT www.tiktok.com:443 HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 503 ")


async def test_client_that_leaves_in_a_body_ends_the_relay(proxy: ConnectProxy) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"POST http://www.tiktok.com/ HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
    while not proxy.counts["requests"]:
        await asyncio.sleep(0)
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(5):
        while not proxy.counts["failed"]:
            await asyncio.sleep(0)


def test_trailers_belong_to_the_body() -> None:
    async def run() -> tuple[bytes, bytes]:
        source, copied = asyncio.StreamReader(), bytearray()
        source.feed_data(b"2;a=b\r\nhi\r\n0\r\nT: 1\r\n\r\nGET ")
        source.feed_eof()
        head = proxy_wire.Head("POST", "/", "HTTP/1.1", (("transfer-encoding", "Chunked"),))
        await proxy_wire.copy_body(head, source, cast("asyncio.StreamWriter", _Sink(copied)))
        return bytes(copied), await source.read()

    class _Sink:
        def __init__(self, into: bytearray) -> None:
            self.write = into.extend

        async def drain(self) -> None: ...

    assert asyncio.run(run()) == (b"2;a=b\r\nhi\r\n0\r\nT: 1\r\n\r\n", b"GET ")
