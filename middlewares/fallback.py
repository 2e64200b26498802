"""Climb down the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from tiktok_spiders.config import Config
from tiktok_spiders.ladder import has_next, ladder_request, origins_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

    from tiktok_spiders.urls import Origins


class FallbackMiddleware:
    """Ask the next rung when one has brought no answer, or one that a second source has to confirm.

    A "missing" that two rungs say is believed, and so is one of a resource that has one rung. One that only
    the last rung says, where others were refused, is not; nor is one of a post that its page calls
    unavailable in this region, which embeds know no word for. The refusal is the answer then. Stats:
    ``tiktok/fallback/<endpoint left>``.
    """

    def __init__(self, origins: Origins, stats: StatsCollector) -> None:
        self._origins = origins
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the settings."""
        return cls(origins_of(Config.from_settings(crawler.settings)), crawler.stats)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the answer, or the request for the next rung."""
        return self._next(request) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the request for the next rung, or leave the failure to the errback."""
        return self._next(request)

    def _next(self, request: Request) -> Request | None:
        meta = request.meta
        if "rung" not in meta or meta.get("closing"):
            return None
        if not has_next(meta) or not _is_worth_it(meta):
            _doubt(meta)
            return None
        self._stats.inc_value(f"tiktok/fallback/{meta['endpoint']}")
        if meta["answer"]["outcome"] == "missing":
            meta["missing"] = True
        else:
            meta.setdefault("refusal", meta["answer"])
        return ladder_request(
            meta,
            meta["rung"] + 1,
            self._origins,
            callback=request.callback,
            errback=request.errback,
            priority=request.priority,
        )


def _is_worth_it(meta: dict[str, Any]) -> bool:
    answer = meta.get("answer")
    if answer is None or answer["outcome"] == "ok":
        return False
    if answer["outcome"] == "missing":
        return bool(answer["confirm"]) and not meta.get("missing")
    return bool(answer["next_rung"])


def _doubt(meta: dict[str, Any]) -> None:
    """Put the first refusal in the place of a "missing" that it explains or that no second rung has said."""
    answer, refusal = meta.get("answer"), meta.get("refusal")
    if answer is None or refusal is None or answer["outcome"] != "missing" or not answer["confirm"]:
        return
    if refusal["outcome"] == "region" or not meta.get("missing"):
        meta["answer"] = refusal
