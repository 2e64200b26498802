"""From a request to an answer, through the browser."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from scrapy.http import Headers, TextResponse

from tiktok_spiders.browser.errors import BrowserError, BrowserPageError
from tiktok_spiders.browser.fetch import Fetched, fetch
from tiktok_spiders.browser.intercept import intercept
from tiktok_spiders.browser.refusal import refusal
from tiktok_spiders.browser.steps import PageLost, bounded
from tiktok_spiders.browser.visitor import origin_of
from tiktok_spiders.config import Config

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from tiktok_spiders.browser.owner import BrowserOwner
    from tiktok_spiders.browser.visitor import Visitor
    from tiktok_spiders.browser.warm import Opened
    from tiktok_spiders.identities.identity import Identity

logger = logging.getLogger(__name__)


class Identities(Protocol):
    """The part of ``identities.protocol.Pool`` that the transport needs."""

    def get(self, name: str) -> Identity | None:
        """Return an identity by its name; None for one that is gone."""

    def changed(self, name: str) -> None:
        """Note that cookies, token or context of an identity have changed."""


TRIES = 2
"""Pages that a request may lose under it."""


_DECODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers that are no longer true: the browser has decoded the body."""


class BrowserTransport:
    """Answers requests from the pages of their identities.

    Meta: ``identity`` (name); ``browser_mode`` (``fetch``, the default, or ``intercept``); ``page_url`` (page
    to open); ``browser_common`` (whether the page adds the common parameters); ``intercept`` (path of the
    page's own request) and ``intercept_match`` (parameters that it must carry); ``download_timeout``,
    ``download_maxsize``.
    """

    def __init__(self, owner: BrowserOwner, identities: Identities, crawler: Crawler) -> None:
        self._owner, self._identities, self._stats = owner, identities, crawler.stats
        self._web = Config.from_settings(crawler.settings).web_url
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._maxsize = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download(self, request: Request) -> Response:
        """Return the answer; raise ``BrowserError`` or Scrapy's download errors."""
        identity = self._identity(request)
        for left in reversed(range(TRIES)):
            try:
                return await self._try(request, identity)
            except PageLost as lost:
                self._stats.inc_value("tiktok/browser/pages_lost")
                if not left:
                    raise BrowserPageError(f"the page was lost twice: {lost}") from lost
        raise AssertionError  # pragma: no cover

    def _identity(self, request: Request) -> Identity:
        name = request.meta.get("identity")
        if name is None:
            raise BrowserError("a request for the browser names its identity in meta")
        identity = self._identities.get(name)
        if identity is None:
            raise BrowserPageError(f"the identity {name} is gone")
        return identity

    async def _try(self, request: Request, identity: Identity) -> Response:
        visitor = await self._owner.visitors.acquire(identity)
        keep = False
        try:
            response = await self._answer(request, visitor)
            keep = True
        finally:
            await self._owner.visitors.release(visitor, keep=keep)
        await self._owner.look_at_memory()
        return response

    async def _answer(self, request: Request, visitor: Visitor) -> Response:
        await bounded(visitor.cookies.push(), visitor.step)
        if request.meta.get("browser_mode") == "intercept":
            response = await self._intercept(request, visitor)
        else:
            response = await self._fetch(request, visitor)
        await bounded(visitor.cookies.pull(), visitor.step)
        visitor.identity.take_answer(dict(_pairs(response)))
        self._identities.changed(visitor.identity.name)
        self._stats.inc_value("tiktok/browser/answers")
        return response

    async def _fetch(self, request: Request, visitor: Visitor) -> Response:
        opened = await visitor.warm(request.meta.get("page_url") or self._page_for(request.url))
        if opened is not None and not opened.ready:
            return self._refusal(request, opened)
        answer = await self._call(request, visitor)
        if visitor.fetches == 1 and answer.status == 200 and not answer.body:
            # The first signed call of a page is often empty.
            self._stats.inc_value("tiktok/browser/first_empty_repeated")
            answer = await self._call(request, visitor)
        await visitor.spend(len(answer.body))
        return _response(request, answer)

    async def _call(self, request: Request, visitor: Visitor) -> Fetched:
        visitor.fetches += 1
        began = time.monotonic()
        try:
            return await fetch(
                visitor.warm_page,
                request,
                seconds=self._seconds(request),
                limit=self._limit(request),
                common=bool(request.meta.get("browser_common")),
            )
        finally:
            request.meta["download_latency"] = time.monotonic() - began

    async def _intercept(self, request: Request, visitor: Visitor) -> Response:
        began = time.monotonic()
        answer = await intercept(visitor, request, self._seconds(request))
        request.meta["download_latency"] = time.monotonic() - began
        return _response(request, answer)

    def _seconds(self, request: Request) -> float:
        return float(request.meta.get("download_timeout") or self._timeout)

    def _limit(self, request: Request) -> int:
        return int(request.meta.get("download_maxsize", self._maxsize))

    def _page_for(self, url: str) -> str:
        origin = origin_of(url)
        return f"{origin}/explore" if origin == self._web else f"{origin}/"

    def _refusal(self, request: Request, opened: Opened) -> Response:
        self._stats.inc_value("tiktok/browser/pages_not_ready")
        page = refusal(opened)
        if page is None:
            raise BrowserPageError(f"the script of {urlsplit(opened.url).path} was not ready in time")
        return _response(request, page)


def _response(request: Request, answer: Fetched) -> Response:
    headers = Headers()
    for name, value in answer.headers:
        if name.lower() in _DECODED:
            continue
        with suppress(UnicodeEncodeError):
            headers.appendlist(name, value)
    return TextResponse(
        answer.moved or request.url,
        status=answer.status,
        headers=headers,
        body=answer.body,
        encoding="utf-8",
        request=request,
        protocol="browser",
    )


def _pairs(response: Response) -> list[tuple[str, str]]:
    items: Any = response.headers.items()
    return [(name.decode().lower(), b"".join(values).decode("latin-1")) for name, values in items]
