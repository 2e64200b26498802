"""Give each request its identity, and take back what the answer tells about it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.asyncio import call_later

from tiktok_spiders.config import Config
from tiktok_spiders.identities import Need, NoSessionError, PoolClosed, for_crawler
from tiktok_spiders.identities.mint import adopt, mint_request
from tiktok_spiders.ladder import rung_of
from tiktok_spiders.outcome import POLICIES
from tiktok_spiders.pages.app_context import read_app_context
from tiktok_spiders.signals import answer_judged

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from tiktok_spiders.identities import Identity
    from tiktok_spiders.outcome import Answer

logger = logging.getLogger(__name__)

FORGOTTEN_S = 5.0
"""Seconds after which an identity is taken back from a request whose answer went elsewhere."""


class IdentityMiddleware:
    """Lease an identity for each request on the ladder and dress the request in it.

    A listing keeps the identity that its ``meta["identity"]`` names; with ``meta["fresh_identity"]`` another
    asks. An identity that has seen no page yet opens one before its first API call, so that device and
    cookies are those of a real visit. Tokens and the page's context are taken over from answers, and outcomes
    are reported to the pool. Other requests pass.

    Stats: ``tiktok/identity/minted``, ``tiktok/identity/mint_failed``, ``tiktok/identity/tokens``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._stats = crawler.stats
        self._pool = for_crawler(crawler)
        self._web = Config.from_settings(crawler.settings).web_url
        self._mint_tried: set[str] = set()
        self._sent: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware on the crawl's pool."""
        middleware = cls(crawler)
        connect = crawler.signals.connect
        connect(middleware.spider_closed, signal=signals.spider_closed)
        connect(middleware.left_downloader, signal=signals.request_left_downloader)
        connect(middleware.answer_judged, signal=answer_judged)
        return middleware

    def spider_closed(self) -> None:
        """Keep what is to be kept."""
        self._pool.close()

    async def process_request(self, request: Request) -> None:
        """Wait for an identity and dress the request."""
        if "rung" not in request.meta:
            return
        rung = rung_of(request.meta)
        need = Need(
            name=request.meta.get("identity"),
            fresh=bool(request.meta.pop("fresh_identity", False)),
            kind="mobile" if rung.endpoint.mobile else "desktop",
            country=request.meta["args"].get("region"),
            signed=rung.endpoint.signed,
            endpoint=rung.endpoint.name,
        )
        identity = self._kept(request) or await self._lease(request, need)
        if rung.transport == "http" and rung.endpoint.common:
            await self._mint(identity)
        self._dress(request, identity, common=rung.endpoint.common)

    def process_response(self, request: Request, response: Response) -> Response:
        """Take over tokens and, from a page, the context of the visit."""
        identity = self._pool.get(request.meta["identity"]) if "rung" in request.meta else None
        if identity is not None:
            self._learn(identity, response, is_page=rung_of(request.meta).endpoint.kind == "page")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give the identity of a request back that never left."""
        self.release(request)

    def left_downloader(self, request: Request) -> None:
        """See to it that an identity comes back whose answer never gets here, such as one that is too big."""
        if request.meta.get("leased"):
            call_later(FORGOTTEN_S, self.release, request)

    def release(self, request: Request) -> None:
        """Give an identity back, once."""
        if request.meta.pop("leased", False):
            self._sent.pop(request.meta["identity"], None)
            self._pool.release(request.meta["identity"])

    def answer_judged(self, request: Request, answer: Answer) -> None:
        """Tell the pool what an answer meant; only then is the identity free: it may have to rest.

        The cookies of the answer are in its jar by now, so whoever is next carries them.
        """
        name = request.meta.get("identity")
        if name is not None:
            self._pool.report(
                name,
                endpoint=request.meta["endpoint"],
                outcome=str(answer.outcome),
                retire_s=POLICIES[answer.retry].retire_s,
                latency=request.meta.get("download_latency"),
            )
        self.release(request)

    def _kept(self, request: Request) -> Identity | None:
        """Return the identity of a request that was redirected: it goes on with it."""
        return self._pool.get(request.meta["identity"]) if request.meta.get("leased") else None

    async def _lease(self, request: Request, need: Need) -> Identity:
        try:
            identity = await self._pool.lease(need)
        except PoolClosed:
            request.meta["closing"] = True
            raise IgnoreRequest("the crawl is closing") from None
        except NoSessionError as error:
            raise IgnoreRequest(str(error)) from None
        request.meta["identity"], request.meta["leased"] = identity.name, True
        return identity

    def _dress(self, request: Request, identity: Identity, *, common: bool) -> None:
        self._sent[identity.name] = identity.ms_token
        request.meta["cookiejar"] = identity.name
        request.meta["download_slot"] = identity.slot
        for name, value in identity.headers().items():
            request.headers[name] = value
        if not common:
            return
        request.headers["Referer"] = f"{self._web}/"
        request.meta["browser_common"] = True
        if request.meta["transport"] == "http":
            address = f"{request.meta['address']}&{identity.query(signed=request.meta['signed'])}"
            request._set_url(address)  # noqa: SLF001 - a replaced request would be scheduled a second time

    async def _mint(self, identity: Identity) -> None:
        """Open a page with an identity that has not seen one."""
        if identity.is_minted or identity.name in self._mint_tried:
            return
        self._mint_tried.add(identity.name)
        page = mint_request(identity, self._web).replace(callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(page)
        except Exception as error:  # noqa: BLE001 - whatever it is, the call goes out with an invented device
            logger.debug("No page for identity %s: %s", identity.name, type(error).__name__)
            self._stats.inc_value("tiktok/identity/mint_failed")
            return
        minted = adopt(identity, response)
        self._stats.inc_value(f"tiktok/identity/{'minted' if minted else 'mint_failed'}")
        self._pool.changed(identity.name)

    def _learn(self, identity: Identity, response: Response, *, is_page: bool) -> None:
        token = response.headers.get("x-ms-token")
        if token:
            identity.take_token(token.decode("latin-1"))
        if identity.ms_token != self._sent.get(identity.name, identity.ms_token):
            self._stats.inc_value("tiktok/identity/tokens")
        if is_page and not identity.is_minted:
            context = read_app_context(response.body)
            if context is not None:
                identity.adopt_context(context)
        self._pool.changed(identity.name)
