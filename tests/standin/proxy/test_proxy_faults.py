from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.standin.proxy.proxied import proxy_for, raw
from tests.waiting import reached
from tiktok_standin import connect_proxy
from tiktok_standin import tls as tls_module
from tiktok_standin.connect_proxy import ProxyFault

if TYPE_CHECKING:
    from tiktok_standin.connect_proxy import ConnectProxy
    from tiktok_standin.tls import Authority


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
    await reached(lambda: proxy.counts["connections"], 5, "connection")
    await asyncio.wait_for(proxy.close(), 5)
    assert await reader.read() == b""
    writer.close()


async def test_reset_is_a_reset(proxy: ConnectProxy) -> None:
    await proxy.set_fault(ProxyFault(kind="reset"))
    with pytest.raises(ConnectionResetError):
        await raw(proxy, b"CONNECT www.tiktok.com:443 HTTP/1.1\r\n\r\n")
    assert proxy.counts["failed"] == 1


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
    writer.write(
        b"POST http://www.tiktok.com/ HTTP/1.1\r\nHost: www.tiktok.com\r\nContent-Length: 10\r\n\r\nabc"
    )
    await reached(lambda: proxy.counts["requests"], 5, "request")
    writer.close()
    await writer.wait_closed()
    await reached(lambda: proxy.counts["failed"], 5, "relay that failed")


async def test_client_that_leaves_in_the_handshake_is_not_talked_about(
    proxy: ConnectProxy, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"CONNECT www.tiktok.com:443 HTTP/1.1\r\n\r\n")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
    writer.close()
    await writer.wait_closed()
    await reached(lambda: proxy.counts["failed"], 5, "relay that failed")
    assert not caplog.records
