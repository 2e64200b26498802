"""Climb down the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from tiktok_spiders.breaker import State
from tiktok_spiders.config import Config
from tiktok_spiders.distributed.breaker import breaker_for
from tiktok_spiders.ladder import Rung, ladder_request, next_rung, origins_of, rung_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from tiktok_spiders.breaker import Key

FAILURES = frozenset(
    {"empty", "challenge", "captcha", "rate_limited", "blocked", "invalid", "server_error", "unreachable"}
)
"""Outcomes that count against an endpoint over a transport."""


class FallbackMiddleware:
    """Ask the next rung when one has brought no answer, or one that a second source has to confirm.

    A "missing" that two rungs say is believed, and so is one of a resource that has one rung. A rung whose
    breaker is open is skipped while there is another; one that needs a browser is skipped when there is none.
    In distributed mode all workers share the breakers.

    Settings: ``TIKTOK_BROWSER``, ``TIKTOK_BREAKER_FAILURES``, ``TIKTOK_BREAKER_SECONDS``. Stats:
    ``tiktok/fallback/<endpoint left>``, ``tiktok/breaker/<endpoint>/<transport>/<state>``.
    """

    def __init__(self, crawler: Crawler) -> None:
        config = Config.from_settings(crawler.settings)
        self._origins = origins_of(config)
        self._stats = crawler.stats
        self._browser = config.browser != "off"
        self._breaker = breaker_for(crawler, self._breaker_changed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the settings."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Skip a rung whose breaker is open, if another is left."""
        if "rung" not in request.meta or self._breaker.allows(_key(rung_of(request.meta))):
            return None
        place = self._below(request)
        return None if place is None else self._on_rung(request, place)

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
        self._tell_breaker(meta)
        place = self._below(request) if _is_worth_it(meta) else None
        if place is None:
            _doubt(meta)
            self._name_what_is_off(meta)
            return None
        if meta["answer"]["outcome"] == "missing":
            meta["missing"] = True
        else:
            meta.setdefault("refusal", meta["answer"])
        return self._on_rung(request, place)

    def _below(self, request: Request) -> int | None:
        return next_rung(request.meta, self._allows)

    def _allows(self, rung: Rung) -> bool:
        if rung.transport == "browser" and not self._browser:
            return False
        return self._breaker.state(_key(rung)) is not State.OPEN

    def _on_rung(self, request: Request, place: int) -> Request:
        self._stats.inc_value(f"tiktok/fallback/{request.meta['endpoint']}")
        return ladder_request(
            request.meta,
            place,
            self._origins,
            callback=request.callback,
            errback=request.errback,
            priority=request.priority,
        )

    def _tell_breaker(self, meta: dict[str, Any]) -> None:
        answer = meta.get("answer")
        if answer is None:
            return
        key = _key(rung_of(meta))
        if answer["outcome"] in FAILURES:
            self._breaker.failed(key)
        else:
            self._breaker.succeeded(key)

    def _name_what_is_off(self, meta: dict[str, Any]) -> None:
        answer = meta.get("answer")
        if self._browser or answer is None or answer["outcome"] not in FAILURES:
            return
        if rung_of(meta).transport == "browser":
            return  # it has failed with just that
        if next_rung({**meta, "rung": -1}, lambda rung: rung.transport == "browser") is not None:
            said = f"{answer['message']}; a browser was not tried (TIKTOK_BROWSER is off)"
            meta["answer"] = {**answer, "message": said}

    def _breaker_changed(self, key: Key, state: State) -> None:
        self._stats.inc_value(f"tiktok/breaker/{key[0]}/{key[1]}/{state}")


def _key(rung: Rung) -> Key:
    return (rung.endpoint.name, rung.transport)


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
