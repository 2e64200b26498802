"""Where a short link leads, asked without leaving TikTok."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import httpx

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.urls import DEFAULT, LinkFate, is_ours, resolve_location, target_url

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from tiktok_spiders.urls import Origins, Target

MOST_HOPS = 5
TIME_S = 10.0
"""Seconds for all hops together."""

COME_AGAIN_S = 15.0
AGENT = "tiktok-spiders"


async def resolve(target: Target, origins: Origins) -> tuple[Target, int]:
    """Return what a short link leads to, and over how many redirects.

    Each hop goes to a host of TikTok's by https, at a public address that was looked up once, or to an
    origin that the settings name. Raises ``ApiError``.
    """
    try:
        async with (
            asyncio.timeout(TIME_S),
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=TIME_S) as client,
        ):
            for hop in range(1, MOST_HOPS + 1):
                target = await _hop(client, target, origins)
                if target.kind != "short":
                    return target, hop
    except (httpx.HTTPError, TimeoutError):
        raise _away("TikTok does not answer now") from None
    raise ApiError("INVALID_REQUEST", f"url: the short link has more than {MOST_HOPS} redirects")


async def _hop(client: httpx.AsyncClient, target: Target, origins: Origins) -> Target:
    address = target_url(target, origins)
    if not is_ours(address, origins):
        raise ApiError("INVALID_REQUEST", "url: only TikTok's own hosts are asked")
    request = await _request(client, address, origins)
    response = await client.send(request, stream=True)
    await response.aclose()
    location = response.headers.get("Location")
    if not response.has_redirect_location or location is None:
        raise _without_redirect(response.status_code)
    fate = resolve_location(location, address, origins)
    if isinstance(fate, LinkFate):
        raise ApiError(*_FATES[fate])
    return fate


async def _request(client: httpx.AsyncClient, address: str, origins: Origins) -> httpx.Request:
    """Return the request of a hop, to the very address that was looked at."""
    parts = urlsplit(address)
    headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept": "text/html"}
    if f"{parts.scheme}://{parts.netloc}" in origins.all - DEFAULT.all:
        return client.build_request("GET", address, headers=headers)
    where = await _public_address(parts)
    netloc = f"[{where}]" if where.version == 6 else str(where)
    url = urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))
    return client.build_request("GET", url, headers=headers, extensions={"sni_hostname": parts.hostname})


async def _public_address(parts: SplitResult) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return where a host is. Raises ``ApiError`` if any of its addresses is not a public one."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(parts.hostname, 443, type=socket.SOCK_STREAM)
    except OSError:
        raise _away("the host of the link cannot be found now") from None
    addresses = [ipaddress.ip_address(each[4][0]) for each in found]
    if not addresses or not all(each.is_global and not each.is_multicast for each in addresses):
        raise ApiError("INVALID_REQUEST", "url: its host is not at a public address")
    return addresses[0]


def _without_redirect(status: int) -> ApiError:
    if status in {403, 429} or status >= 500:
        return _away("TikTok does not tell now where the link leads")
    return ApiError(*_FATES[LinkFate.DEAD])


def _away(message: str) -> ApiError:
    return ApiError("API_UNAVAILABLE", message, retry_after=COME_AGAIN_S)


_FATES = {
    LinkFate.DEAD: ("NOT_FOUND", "the short link names nothing any more"),
    LinkFate.FOREIGN: ("INVALID_REQUEST", "url: the short link leads away from TikTok"),
    LinkFate.OTHER: ("NOT_FOUND", "the short link leads to nothing that can be looked up"),
}
