"""Give each request its identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from tiktok_spiders.config import Config
from tiktok_spiders.identities import IdentityPool, for_crawler
from tiktok_spiders.ladder import rung_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from tiktok_spiders.identities import Identity


class IdentityMiddleware:
    """Put user agent, language, cookie jar, device parameters and download slot of one identity on a request.

    A listing keeps the identity that its ``meta["identity"]`` names. With ``meta["fresh_identity"]`` that one
    is retired and the new one in its place asks. Requests that are not on the ladder pass.
    """

    def __init__(self, pool: IdentityPool, web: str) -> None:
        self._pool = pool
        self._web = web

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware on the crawl's pool."""
        return cls(for_crawler(crawler), Config.from_settings(crawler.settings).web_url)

    def process_request(self, request: Request) -> None:
        """Dress the request."""
        if "rung" not in request.meta:
            return
        endpoint = rung_of(request.meta).endpoint
        identity = self._choose(request, mobile=endpoint.mobile)
        request.meta["identity"] = request.meta["cookiejar"] = identity.name
        request.meta["download_slot"] = identity.slot
        for name, value in identity.headers().items():
            request.headers[name] = value
        if endpoint.common:
            request.headers["Referer"] = f"{self._web}/"
            address = f"{request.meta['address']}&{identity.query()}"
            request._set_url(address)  # noqa: SLF001 - a replaced request would be scheduled a second time

    def _choose(self, request: Request, *, mobile: bool) -> Identity:
        name = request.meta.get("identity")
        if request.meta.pop("fresh_identity", False):
            return self._pool.replace(name, mobile=mobile)
        return self._pool.get(name, mobile=mobile)
