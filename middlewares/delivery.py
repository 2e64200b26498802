"""Answer what needs no download, and go on where the store says that a listing stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from tiktok_spiders.distributed.codec import LOCAL_URL

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class DeliveryMiddleware:
    """For crawls on many machines. Requests that others have not touched pass.

    A pushed target is answered for the spider to take; a poison request fails with its reason; one that is
    older than its listing's checkpoint is replaced by what comes after the checkpoint, and so is one of a
    branch whose members this worker does not know.

    Stats: ``tiktok/distributed/overtaken``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        """Answer, refuse, or let pass."""
        meta = request.meta
        if "poison" in meta and request.errback is not None:
            raise IgnoreRequest(meta["poison"])
        if request.url == LOCAL_URL:
            return Response(request.url, request=request)
        if "listing" not in meta:
            return None
        spider: Any = getattr(request.callback, "__self__", None)
        if spider is None or not await spider.is_overtaken(meta, doubtful=meta.pop("doubtful", False)):
            return None
        return self._replaced(request, spider)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Drop the answer to a request that its first worker has finished after all."""
        spider: Any = getattr(request.callback, "__self__", None)
        if not request.meta.pop("again", False) or spider is None or "rung" not in request.meta:
            return response
        is_overtaken = await spider.is_overtaken(request.meta, doubtful=True)
        return self._replaced(request, spider) if is_overtaken else response

    def _replaced(self, request: Request, spider: Any) -> Response:
        self._stats.inc_value("tiktok/distributed/overtaken")
        request.meta.pop("rung", None)  # no answer of the ladder: nobody judges it
        request.callback = spider.take_up
        return Response(request.url, request=request)
