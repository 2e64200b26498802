"""Decide what each answer means, and ask again where that is worth it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest

from tiktok_spiders.config import Config
from tiktok_spiders.ladder import Rung, next_rung, rung_of
from tiktok_spiders.outcome import POLICIES, Answer, Outcome, RetryPolicy, classify, classify_exception
from tiktok_spiders.signals import answer_judged

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

BLOCKS = frozenset({Outcome.EMPTY, Outcome.CHALLENGE, Outcome.CAPTCHA, Outcome.RATE_LIMITED, Outcome.BLOCKED})
"""Answers that count towards stopping the crawl."""

PERSISTENT = BLOCKS | {Outcome.SERVER_ERROR, Outcome.UNREACHABLE}
"""Answers that the last rung is asked again for until ``TIKTOK_RETRY_TIMES``: nothing else is left."""

NAP_S = 0.25
"""A wait before a repetition is cut this often, so that a crawl that closes does not sit it out."""


class OutcomeMiddleware:
    """Put the outcome of every answer and failure on ``request.meta["answer"]`` and repeat by its policy.

    Repetitions keep the identity or take a fresh one, as the policy says, after a wait. What is left when
    they are used up goes to the fallback and then to the callback, or the errback for a failure. Who has to
    know hears of every answer by the signal ``answer_judged``.

    Settings: ``TIKTOK_RETRY_TIMES``, ``TIKTOK_BACKOFF``, ``TIKTOK_BACKOFF_MAX``,
    ``TIKTOK_STOP_AFTER_BLOCKS``.
    Stats: ``tiktok/requests``, ``tiktok/bytes``, ``tiktok/outcome/<outcome>``, ``tiktok/repeated/<outcome>``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._config = Config.from_settings(crawler.settings)
        self._stats = crawler.stats
        self._blocks_in_a_row = 0
        self._stopping: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the settings."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let nothing more out when the crawl closes: checkpoints say where to go on."""
        if "rung" in request.meta and self._is_closing():
            self._let_go(request)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Judge an answer; return it, or the request that asks again."""
        if "rung" not in request.meta:
            return response
        answer = _judge(request, response)
        self._account(request, answer, response)
        if answer.outcome is Outcome.OK:
            self._blocks_in_a_row = 0
            return response
        self._count_block(answer)
        return await self._again(request, answer) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Judge a failure; return the request that asks again, or leave it to the errback."""
        if "rung" not in request.meta or request.meta.get("closing"):
            return None
        answer = classify_exception(exception)
        if answer.outcome is Outcome.ROBOTS:
            answer = Answer(
                outcome=answer.outcome, message=f"{answer.message} (setting TIKTOK_ROBOTSTXT_OBEY)"
            )
        self._account(request, answer, None)
        return await self._again(request, answer)

    def _account(self, request: Request, answer: Answer, response: Response | None) -> None:
        size = 0 if response is None else len(response.body)
        meta = request.meta
        self._crawler.signals.send_catch_log(answer_judged, request=request, answer=answer, response=response)
        meta["answer"] = {
            "outcome": str(answer.outcome),
            "code": answer.code,
            "message": answer.message,
            "confirm": answer.confirm,
            "next_rung": POLICIES[answer.retry].next_rung,
        }
        meta["requests"] = meta.get("requests", 0) + 1
        meta["bytes"] = meta.get("bytes", 0) + size
        meta["outcomes"] = {**meta.get("outcomes", {}), answer.outcome: _count(meta, answer.outcome) + 1}
        self._stats.inc_value("tiktok/requests")
        self._stats.inc_value("tiktok/bytes", size)
        self._stats.inc_value(f"tiktok/outcome/{answer.outcome}")

    async def _again(self, request: Request, answer: Answer) -> Request | None:
        policy = POLICIES[answer.retry]
        tried = request.meta.get("tried", 0)
        if tried >= self._allowed(request, answer, policy):
            return None
        await self._wait(request, answer, policy, tried)
        assert self._crawler.spider is not None  # noqa: S101 - a crawl that downloads has one
        again = get_retry_request(
            request, spider=self._crawler.spider, reason=str(answer.outcome), max_retry_times=10_000
        )
        assert again is not None  # noqa: S101 - the limit is ours
        again.meta["tried"] = tried + 1
        again.meta["fresh_identity"] = tried >= policy.same_identity
        self._stats.inc_value(f"tiktok/repeated/{answer.outcome}")
        return again

    def _allowed(self, request: Request, answer: Answer, policy: RetryPolicy) -> int:
        most = self._config.retry_times
        hopeful = answer.outcome in PERSISTENT or (answer.confirm and answer.outcome is Outcome.INVALID)
        if hopeful and next_rung(request.meta, self._is_open) is None:
            return most
        return min(policy.same_identity + policy.new_identity, most)

    def _is_open(self, rung: Rung) -> bool:
        return rung.transport != "browser" or self._config.browser != "off"

    async def _wait(self, request: Request, answer: Answer, policy: RetryPolicy, tried: int) -> None:
        wait: float = answer.retry_after or policy.back_off_s * 2**tried
        left = min(wait * self._config.backoff, self._config.backoff_max)
        while left > 0 and not self._is_closing():
            await asyncio.sleep(min(left, NAP_S))
            left -= NAP_S
        if self._is_closing():
            self._let_go(request)

    def _let_go(self, request: Request) -> None:
        request.meta["closing"] = True
        raise IgnoreRequest("the crawl is closing")

    def _is_closing(self) -> bool:
        slot = self._crawler.engine._slot  # noqa: SLF001 - no signal tells that a crawl begins to close
        return slot is None or slot.closing is not None

    def _count_block(self, answer: Answer) -> None:
        if answer.outcome not in BLOCKS:
            return
        self._blocks_in_a_row += 1
        most = self._config.stop_after_blocks
        if most and self._blocks_in_a_row >= most and self._stopping is None:
            logger.error("%d blocked answers in a row: the crawl stops (TIKTOK_STOP_AFTER_BLOCKS)", most)
            self._stopping = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="blocked"))


def _count(meta: dict[str, Any], outcome: str) -> int:
    return int(meta.get("outcomes", {}).get(outcome, 0))


def _judge(request: Request, response: Response) -> Answer:
    endpoint = rung_of(request.meta).endpoint
    if endpoint.kind == "redirect" and response.headers.get("Location"):
        return Answer(outcome=Outcome.OK)
    return classify(
        status=response.status,
        headers={
            name.decode().lower(): values[-1].decode("latin-1") for name, values in response.headers.items()
        },
        body=response.body,
        url=response.url,
        kind="page" if endpoint.kind == "redirect" else endpoint.kind,
        anchor=endpoint.anchor,
    )
