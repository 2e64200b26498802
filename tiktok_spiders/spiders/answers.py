"""From answers to records, checkpoints and verdicts: the bookkeeping that every callback shares."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.ladder import rung_of
from tiktok_spiders.listing import STOP_OF_OUTCOME, Limits, ListingState, cut_short, make_verdict
from tiktok_spiders.pages.base import Capture
from tiktok_spiders.spiders.recall import RECALLED, recall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector
    from twisted.python.failure import Failure

    from tiktok_spiders.config import Config
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.listing import ListingState as State
    from tiktok_spiders.pages.base import PageRead
    from tiktok_spiders.spiders.arguments import Arguments
    from tiktok_spiders.store.crawl import CrawlStore
    from tiktok_spiders.urls import Target

logger = logging.getLogger(__name__)

DAY_MS = 86_400_000


class Answers:
    """Mixed into the spiders. Knows states, answers and verdicts, but no target and no resource."""

    name: str
    crawler: Crawler
    config: Config
    arguments: Arguments
    run_id: str
    session: CrawlStore | None

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[str, set[str]] = {}

    @property
    def stats(self) -> StatsCollector:
        """The crawl's stats."""
        return self.crawler.stats

    def limits(self) -> Limits:
        """Return how patient listings are."""
        config = self.config
        return Limits(
            lookback_ms=int(config.lookback_days * DAY_MS),
            empty_windows=config.empty_windows,
            empty_windows_short=config.empty_windows_short,
            revisits=config.revisits,
        )

    def new_state(self, text: str, resource: str, target: Target) -> State:
        """Return the state of a listing that has not begun."""
        now = time.time()
        since, until = self.arguments.since, self.arguments.until
        return ListingState(
            target=text,
            resource=resource,
            target_kind=target.kind,
            target_key=target.key,
            since=since.timestamp() if since else None,
            until=until.timestamp() if until else None,
            new_only=self.arguments.new_only,
            started=now,
            clock=now,
        )

    def account(self, response: Response, state: State | None = None) -> tuple[State, bool]:
        """Take an answer into its listing's state, or the one given; tell whether it is one to read."""
        meta = response.meta
        state = self._account(meta, state)
        answer = meta["answer"]
        if answer["outcome"] == "ok":
            _add(state.transports, meta["transport"])
            _add(state.endpoints, meta["endpoint"])
            if meta["resource"] == state.resource:
                state.rung = meta["rung"]
            return state, True
        self._stop_by(state, answer)
        return state, False

    def account_failure(self, failure: Failure, state: State | None = None) -> State | None:
        """Take a request without an answer into a state; None when a closing crawl has let it go."""
        meta = failure.request.meta  # type: ignore[attr-defined]
        if meta.get("closing"):
            return None
        state = self._account(meta, state)
        self._stop_by(state, meta.get("answer") or {"outcome": "unreachable", "message": str(failure.value)})
        return state

    def _account(self, meta: dict[str, Any], state: State | None) -> State:
        state = state or ListingState.load(meta["listing"])
        now = time.time()
        state.elapsed += max(now - (state.clock or now), 0.0)
        state.clock = now
        state.requests += meta.get("requests", 0)
        state.bytes += meta.get("bytes", 0)
        for outcome, count in meta.get("outcomes", {}).items():
            _add(state.outcomes, outcome, count)
        identity = meta.get("identity")
        if identity and identity not in state.identities:
            state.identities.append(identity)
        return state

    def _stop_by(self, state: State, answer: dict[str, Any]) -> None:
        self.stop(state, STOP_OF_OUTCOME[answer["outcome"]], answer.get("message"))
        state.status_code = answer.get("code")

    @staticmethod
    def stop(state: State, reason: str, message: str | None = None) -> None:
        """End a listing for a reason, in words where there are any."""
        state.stop_reason = reason
        state.message = message

    def read(self, response: Response, state: State, *, first_rank: int = 0) -> PageRead | None:
        """Parse an answer; one that no parser knows ends the listing with an error that says where."""
        meta = response.meta
        endpoint = rung_of(meta).endpoint
        assert endpoint.read is not None  # noqa: S101 - callbacks of readable endpoints
        capture = Capture(
            url=response.url,
            scraped_at=datetime.now(UTC),
            transport=meta["transport"],
            endpoint=endpoint.name,
            run_id=self.run_id,
            spider=self.name,
            target=state.target,
            section=meta.get("section", meta["resource"]),
            first_rank=first_rank,
            keep_raw=self.arguments.raw,
            args=meta["args"],
        )
        try:
            page = endpoint.read(response.body, capture)
        except PageLayoutError as error:
            logger.error("%s", error)
            self.stats.inc_value(f"tiktok/layout_errors/{endpoint.name}")
            self.stop(state, "error", str(error))
            return None
        for name, count in page.misread.items():
            self.stats.inc_value(f"tiktok/misread/{name}", count)
        if page.skipped:
            self.stats.inc_value(f"tiktok/skipped/{endpoint.name}", page.skipped)
        return page

    def checkpoint(self, state: State, rejected: tuple[Rejected, ...] = ()) -> Checkpoint:
        """Return the checkpoint that closes a page."""
        return Checkpoint(
            run_id=self.run_id,
            target=state.target,
            resource=state.resource,
            state=state.dump(),
            rejected=rejected,
        )

    async def end(self, state: State) -> list[Any]:
        """Return what ends a listing: what the store remembers, if it may answer, checkpoint and verdict."""
        remembered = await self._remembered(state)
        if remembered:
            state.transports["store"] = len(remembered)
            newest = max(record.scraped_at for record in remembered)
            state.message = (
                f"{state.message or state.stop_reason}; from the store, seen until {newest:%Y-%m-%d}"
            )
            self.stats.inc_value("tiktok/records_from_store", len(remembered))
        return [*remembered, *self.finish(state)]

    async def _remembered(self, state: State) -> list[Record]:
        if not self.config.store_fallback or self.session is None or state.stop_reason not in RECALLED:
            return []
        store = self.session.store
        return await self.session.ask(lambda: recall(store, state, self.name))

    def finish(self, state: State) -> Iterator[Any]:
        """Yield the last checkpoint and the verdict of a listing that has stopped, and of its siblings."""
        for name in (state.resource, *state.siblings):
            one = ListingState.load({**state.dump(), "resource": name, "siblings": []})
            yield self.checkpoint(one)
            for branch in self.branches_of(name):
                yield self.verdict(cut_short(one, branch))
            yield self.verdict(one)

    def branches_of(self, resource: str) -> tuple[str, ...]:
        """Return what is asked for each member of a listing, with a verdict of its own."""
        return ()

    def verdict(self, state: State) -> Any:
        """Return the verdict of a listing that has stopped, and count it."""
        verdict = make_verdict(
            state,
            run_id=self.run_id,
            spider=self.name,
            now=time.time(),
            completeness=self.config.completeness,
        )
        self.stats.inc_value(f"tiktok/verdicts/{verdict.status}")
        waiting = self._waiting.get(state.target, set())
        waiting.discard(state.resource)
        if not waiting:
            self._waiting.pop(state.target, None)
            self.stats.inc_value("tiktok/targets_done")
        return verdict

    def expect_verdicts(self, target: str, resources: Sequence[str]) -> None:
        """Note what a target waits for; it is done when the last of these verdicts is there."""
        self._waiting[target] = {*resources, *(one for name in resources for one in self.branches_of(name))}


def _add(counts: dict[str, int], name: str, by: int = 1) -> None:
    counts[name] = counts.get(name, 0) + by
