"""What all spiders share: arguments, the run, targets, and requests on the ladder."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import Request, Spider, signals

from tiktok_spiders.config import Config
from tiktok_spiders.distributed.membership import join
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.ladder import ladder_request, origins_of
from tiktok_spiders.listing import ListingState
from tiktok_spiders.spiders.answers import Answers
from tiktok_spiders.spiders.resume import Done
from tiktok_spiders.spiders.shared import Shared
from tiktok_spiders.store.crawl import open_for
from tiktok_spiders.urls import LinkFate, Target, parse_target, resolve_location

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from tiktok_spiders.spiders.arguments import Arguments, GivenTarget
    from tiktok_spiders.store.crawl import CrawlStore
    from tiktok_spiders.urls import Origins

logger = logging.getLogger(__name__)

START_BATCH = 50
"""Targets that are handed to the scheduler at once; the next come when it is empty."""

LISTING_PRIORITY = 10
"""Listings that have begun come before new targets, so that few are open at a time."""

MAX_HOPS = 5
"""Redirects of a short link that are followed."""


class TikTokSpider(Answers, Shared, Spider):
    """Base of the spiders: subclasses name their arguments, what they ask for and their callbacks."""

    arguments_class: ClassVar[type[Arguments]]
    """Model of the spider's arguments."""

    kind: ClassVar[str]
    """Kind of target that bare words and numbers stand for."""

    origins: Origins
    session: CrawlStore | None

    def __init__(self, *, targets_elsewhere: bool = False, **given: Any) -> None:
        super().__init__()
        self.job_id: str | None = given.pop("_job", None)  # Scrapyd's
        self.arguments = self.arguments_class.parse(given, targets_elsewhere=targets_elsewhere)
        self._met: set[tuple[str, str, str | None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """Check the arguments, read the settings, open the store and begin or resume the run."""
        config = Config.from_settings(crawler.settings)
        spider = super().from_crawler(crawler, *args, targets_elsewhere=config.distributed, **given)
        spider.config = config
        spider.arguments.check_store(enabled=spider.config.store_enabled)
        spider.origins = origins_of(spider.config)
        run = spider.arguments.run
        if config.distributed:
            run = join(crawler, config, cls.name, run).run
        spider.session = open_for(crawler, cls.name, spider.arguments.stored(), run, spider.job_id)
        spider.run_id = spider.session.run.run_id if spider.session else ""
        return spider

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return what is asked for a target; each gets one verdict."""
        raise NotImplementedError

    def recognise(self, given: GivenTarget) -> Target:
        """Return what a target names; raise ``TargetError`` for what the spider does not collect."""
        return parse_target(given.text, expect=self.kind, origins=self.origins)

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Yield the first request for a target that the run has not begun."""
        raise NotImplementedError

    def go_on(self, state: ListingState) -> Iterator[Any]:
        """Yield the next request, or the verdict, of a listing that was begun."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """Yield what each target needs that the run has not answered yet."""
        if self.session and self.session.run.finished:
            logger.info("Run %s is finished: nothing is requested", self.arguments.run)
            return
        done = self._load_run()
        for number, given in enumerate(self.arguments.targets(), start=1):
            self.stats.inc_value("tiktok/targets")
            for output in self.begin_target(given, done):
                yield output
            if number % START_BATCH == 0:
                await self.crawler.signals.wait_for(signals.scheduler_empty)

    def _load_run(self) -> Done:
        if self.session is None or not self.session.run.resumed:
            return Done()
        store, run_id = self.session.store, self.run_id
        logger.info("Run %s is resumed", self.arguments.run or run_id)
        return Done(store.checkpoints(run_id), store.verdicts(run_id))

    def begin_target(self, given: GivenTarget, done: Done, *, again: bool = False) -> Iterator[Any]:
        """Yield what a target needs; ``again``: even if this crawl has met it."""
        left = [name for name in self.resources(given) if not done.is_answered(given.text, name)]
        try:
            target = self.recognise(given)
        except TargetError as error:
            yield from self._refuse(given, str(error)) if left else ()
            return
        if not left or (self._is_met(target) and not again):
            self.stats.inc_value("tiktok/targets_done")
            return
        self.expect_verdicts(given.text, left)
        begun = {name: dumped for name in left if (dumped := done.state(given.text, name))}
        unbegun = [name for name in left if name not in begun]
        if unbegun:
            state = self.new_state(given.text, unbegun[0], target)
            state.siblings = unbegun[1:]
            yield from self._open(state, target)
        for dumped in begun.values():
            yield from self.take_begun(ListingState.load(dumped))

    def _is_met(self, target: Target) -> bool:
        """Tell whether this crawl has met the target before, under whatever spelling."""
        key = (target.kind, target.key, target.region)
        if key in self._met:
            return True
        self._met.add(key)
        return False

    def _open(self, state: ListingState, target: Target, hops: int = 0) -> Iterator[Any]:
        state.target_kind, state.target_key = target.kind, target.key
        if target.kind != "short":
            yield from self.open_target(state, target)
            return
        args = {"code": target.key, "host": target.host or "", "hops": str(hops)}
        yield self.ladder_request("short_link", args, state, self.parse_short)

    def _refuse(self, given: GivenTarget, reason: str, stop: str = "invalid_target") -> Iterator[Any]:
        first, *others = self.resources(given)
        self.expect_verdicts(given.text, (first, *others))
        state = ListingState(target=given.text, resource=first, siblings=others)
        self.stop(state, stop, f"{given.place}: {reason}")
        yield from self.finish(state)

    async def parse_short(self, response: Response) -> AsyncIterator[Any]:
        """Go where a short link leads, if that is a target of the kind wanted."""
        state, ok = self.account(response)
        hops = int(response.meta["args"]["hops"]) + 1
        fate = self._destination(response) if ok else None
        if isinstance(fate, Target) and hops <= MAX_HOPS:
            if fate.kind != "short" and self._is_met(fate):
                self.stats.inc_value("tiktok/targets_done")
                return
            outputs = self._open(state, fate, hops)
        else:
            if isinstance(fate, LinkFate):
                self.stop(state, "missing" if fate is LinkFate.DEAD else "invalid_target", _WORDS[fate])
            elif ok:
                self.stop(state, "invalid_target", f"the short link has more than {MAX_HOPS} redirects")
            outputs = self.finish(state)
        for output in outputs:
            yield output

    def _destination(self, response: Response) -> Target | LinkFate:
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
        return resolve_location(location, response.url, self.origins, expect=self.kind)

    def ladder_request(
        self,
        resource: str,
        args: dict[str, str],
        state: ListingState,
        callback: Callable[[Response], Any],
        *,
        fresh_identity: bool = False,
        walked: ListingState | None = None,
        section: str | None = None,
    ) -> Request:
        """Return the request for a resource, on the rung that answered its listing last, else the first.

        The listing's state travels with it. ``walked``: the branch of the listing that is asked for.
        ``section``: what the records belong to, where that is another resource.
        """
        own = walked or state
        meta = {"resource": resource, "args": args, "target": state.target, "listing": state.dump()}
        if section is not None:
            meta["section"] = section
        if state.identities:
            meta["identity"] = state.identities[-1]
        request = ladder_request(
            meta,
            own.rung if resource == own.resource else 0,
            self.origins,
            callback=callback,
            errback=self.failed if walked is None else self.failed_branch,
            priority=LISTING_PRIORITY if state.pages else 0,
        )
        if fresh_identity:
            request.meta["fresh_identity"] = True
        return request

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """End what a request was for that brought no answer on any rung."""
        state = self.account_failure(failure)
        for output in await self.end(state) if state is not None else ():
            yield output

    def failed_branch(self, failure: Failure) -> AsyncIterator[Any]:
        """End a branch that brought no answer on any rung."""
        raise NotImplementedError


_WORDS = {
    LinkFate.DEAD: "the short link leads to the home page: what it named is gone",
    LinkFate.FOREIGN: "the short link leads away from TikTok",
    LinkFate.OTHER: "the short link leads to nothing that this spider collects",
}
