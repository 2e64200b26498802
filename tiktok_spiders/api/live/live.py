"""Live look-ups: from the cache while it is fresh, else by a crawl."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.live import verdicts
from tiktok_spiders.api.live.asking import Asking
from tiktok_spiders.api.live.flights import Flights
from tiktok_spiders.api.live.keeping import key_of, tags_of
from tiktok_spiders.api.live.question import Answer
from tiktok_spiders.api.live.refreshing import Refreshing
from tiktok_spiders.api.live.wire import handed_on
from tiktok_spiders.api.live.workers import Workers, workers_of
from tiktok_spiders.ladder import origins_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Request

    from tiktok_spiders.api.live.question import Question
    from tiktok_spiders.api.state import State
    from tiktok_spiders.config import Config


class Live:
    """Answers questions. One for each application."""

    def __init__(self, config: Config, cache: Any, workers: Workers) -> None:
        self._config, self._cache = config, cache
        self.workers = workers
        self.origins = origins_of(config)
        self.flights = Flights(self._fetch)
        self.refreshing = Refreshing(self._refreshed)

    async def ask(self, asked: Question, *, use_cache: bool = True, request: Request | None = None) -> Answer:
        """Return the answer; one that is stale is given while a new one is fetched.

        ``request``: when its client hangs up, and nobody else waits, the worker is freed. Raises
        ``ApiError`` where there is nothing to show.
        """
        answer = await self._kept(asked) if use_cache else None
        if answer is None:
            answer = await self.flights.join(asked, _hung_up(request) if request is not None else None)
        if answer is None:
            raise ApiError("API_UNAVAILABLE", "the client has hung up")
        verdicts.check(answer, asked)
        return answer

    def refresh(self, asked: Question) -> None:
        """Fetch a new answer in the background, unless that is under way."""
        self.workers.begin(self._refreshed(asked))

    async def close(self) -> None:
        """Give up what is under way."""
        await self.refreshing.close()
        await self.flights.close()

    async def _refreshed(self, asked: Question) -> None:
        try:
            await self.flights.join(asked)
        except ApiError:
            return  # the stale answer is given until its end

    async def _kept(self, asked: Question) -> Answer | None:
        hit = await self._cache.get(key_of(asked))
        if hit is None:
            return None
        if not hit.fresh:
            self.refresh(asked)
        kept = msgspec.json.decode(hit.value)
        return Answer(**kept, ended="finished", cached=True, age_s=hit.age_s, ttl_s=hit.ttl_s)

    async def _fetch(self, asked: Question) -> Answer:
        config = self._config
        asking = Asking(self.workers, asked, deadline_s=config.api_deadline, named=config.store_enabled)
        answer = _with_verdict(await asking.answer(), asked, config.api_deadline)
        ttl = await self._keep(asked, answer)
        return replace(answer, ttl_s=ttl)

    async def _keep(self, asked: Question, answer: Answer) -> float:
        if verdicts.is_worth_keeping(answer, asked):
            ttl = None
        elif verdicts.is_missing(answer, asked):
            ttl = verdicts.KEPT_MISSING_S
        else:
            return 0.0
        value = msgspec.json.encode({"records": answer.records, "verdicts": answer.verdicts})
        kept: float = await self._cache.put(key_of(asked), value, asked.kind, ttl=ttl, tags=tags_of(answer))
        return kept


@asynccontextmanager
async def live_of(state: State) -> AsyncIterator[Live]:
    """Give the live look-ups of an application, and end their workers."""
    async with workers_of(state.config.api_live_workers, _settings(state)) as workers:
        live = Live(state.config, state.cache, workers)
        try:
            yield live
        finally:
            await live.close()


def _settings(state: State) -> dict[str, Any]:
    """Return the settings of workers. A look-up is one machine's own; identities may be shared."""
    own: dict[str, Any] = {"TIKTOK_DISTRIBUTED": False}
    if state.config.distributed and state.config.identity_backend == "auto":
        own["TIKTOK_IDENTITY_BACKEND"] = "redis"
    return {**handed_on(state.settings), **own}


def _with_verdict(answer: Answer, asked: Question, deadline_s: float) -> Answer:
    """Return an answer that was cut off with the verdict that says so."""
    if answer.ended == "finished" or verdicts.verdict_of(answer, asked) is not None:
        return answer
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    cut = answer.ended == "deadline"
    message = f"cut off at the deadline of {deadline_s:g} s (TIKTOK_API_DEADLINE)" if cut else "it failed"
    count = len(verdicts.found_in(answer, asked))
    verdict = {
        "record_type": "verdict",
        "target": asked.subject,
        "resource": asked.resource,
        "status": "failed",
        "stop_reason": "shutdown" if cut else "error",
        "received": count,
        "unique": count,
        "message": message,
        "finished_at": now,
    }
    return replace(answer, verdicts=[*answer.verdicts, verdict])


async def _hung_up(request: Request) -> None:
    """Return when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
