"""Ask TikTok's robots.txt through proxies, outside of any crawl."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

import aiohttp

from tiktok_spiders.proxies.failures import UNKNOWN
from tiktok_spiders.proxies.health import AUTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.proxies.proxy import Proxy

AT_ONCE = 16
"""Proxies that are checked at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What came of one request."""

    proxy: str
    """Name of the proxy."""

    ok: bool
    """Whether an answer of any status below 500 came from the other side."""

    status: int | None = None
    """HTTP status; None where none came."""

    seconds: float
    error: str = ""
    """Kind of failure, as in ``proxies.failures``; ``http`` for a status from 500."""


async def check_all(proxies: Iterable[Proxy], web_url: str, timeout: float) -> list[Check]:  # noqa: ASYNC109
    """Check proxies, each within ``timeout`` seconds; the result is in their order.

    Certificates are verified against the system's authorities or ``SSL_CERT_FILE``.
    """
    turns = asyncio.Semaphore(AT_ONCE)
    context = ssl.create_default_context()
    connector = aiohttp.TCPConnector(ssl=context, limit=AT_ONCE, force_close=True)
    limit = aiohttp.ClientTimeout(total=timeout)
    async with aiohttp.ClientSession(connector=connector, timeout=limit) as session:

        async def one(proxy: Proxy) -> Check:
            async with turns:
                return await _check(session, proxy, f"{web_url}/robots.txt")

        return list(await asyncio.gather(*map(one, proxies)))


async def _check(session: aiohttp.ClientSession, proxy: Proxy, address: str) -> Check:
    began = monotonic()
    status, error = None, ""
    try:
        status = await _status(session, proxy, address)
    except (TimeoutError, aiohttp.ClientError, OSError, ssl.SSLError) as failure:
        status, error = getattr(failure, "status", None), _kind(failure)
    if status == 407:
        error = AUTH
    elif not error and status is not None and status >= 500:
        error = "http"
    seconds = monotonic() - began
    return Check(proxy=proxy.name, ok=not error, status=status, seconds=round(seconds, 3), error=error)


async def _status(session: aiohttp.ClientSession, proxy: Proxy, address: str) -> int:
    login = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
    plain = {} if address.startswith("https:") else login  # without a tunnel the request itself carries it
    async with session.get(
        address, proxy=proxy.server, proxy_headers=login, headers=plain, allow_redirects=False
    ) as response:
        return response.status


def _kind(failure: Exception) -> str:
    if isinstance(failure, aiohttp.ClientHttpProxyError):
        return AUTH if failure.status == 407 else "tunnel"
    if isinstance(failure, TimeoutError):
        return "timeout"
    if isinstance(failure, (aiohttp.ClientSSLError, ssl.SSLError)):
        return "tls"
    if isinstance(failure, aiohttp.ClientConnectorDNSError):
        return "dns"
    if isinstance(failure, aiohttp.ClientConnectorError):
        return "refused"
    return UNKNOWN
