"""Renew the user's own logins before they end."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK

from tiktok_spiders.config import Config
from tiktok_spiders.identities import Need, for_crawler
from tiktok_spiders.identities.mint import PATH

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tiktok_spiders.identities import Identity

logger = logging.getLogger(__name__)


class SessionRenewal:
    """Visit TikTok in the browser with each given login that ends within ``TIKTOK_COOKIE_RENEW_DAYS``.

    A visit makes TikTok set the cookies anew. One that does not is a warning and a stat: the login has to be
    made again by its owner. Stats: ``tiktok/session/renewed``, ``tiktok/session/not_renewed``.
    """

    def __init__(self, crawler: Crawler, config: Config) -> None:
        self._crawler = crawler
        self._config = config
        self._work: asyncio.Task[None] | None = None
        crawler.signals.connect(self.engine_started, signal=signals.engine_started)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension; without cookie files there is nothing to renew."""
        config = Config.from_settings(crawler.settings)
        if config.cookies_file is None:
            raise NotConfigured
        return cls(crawler, config)

    def engine_started(self) -> None:
        """Begin to renew what is due, beside the crawl."""
        self._work = asyncio.ensure_future(self._renew_all())

    def spider_closed(self) -> None:
        """Leave the rest to the next crawl."""
        if self._work is not None:
            self._work.cancel()

    async def _renew_all(self) -> None:
        now, days = time.time(), self._config.cookie_renew_days
        for identity in for_crawler(self._crawler).all():
            if identity.needs_renewal(now, days):
                await self._renew(identity)

    async def _renew(self, identity: Identity) -> None:
        pool, before = for_crawler(self._crawler), identity.expires_at or 0.0
        reason = "TikTok did not renew its cookies"
        await pool.lease(Need(name=identity.name, logged_in=True))
        try:
            await self._crawler.engine.download_async(self._visit(identity))
        except Exception as error:  # noqa: BLE001 - whatever it is, the owner has to hear of it
            reason = type(error).__name__
        finally:
            pool.release(identity.name)
        identity.note_cookies()
        pool.changed(identity.name)
        self._tell(identity, reason, renewed=(identity.expires_at or 0.0) > before)

    def _visit(self, identity: Identity) -> Request:
        page = f"{self._config.web_url}{PATH}"
        meta = {"transport": "browser", "identity": identity.name, "page_url": page}
        return Request(page, meta=meta, callback=NO_CALLBACK)

    def _tell(self, identity: Identity, reason: str, *, renewed: bool) -> None:
        self._crawler.stats.inc_value(f"tiktok/session/{'renewed' if renewed else 'not_renewed'}")
        if not renewed:
            ends = time.strftime("%Y-%m-%d", time.gmtime(identity.expires_at or 0))
            logger.warning(
                "The login %s ends on %s and was not renewed: %s", identity.session_name, ends, reason
            )
