"""What a spider does in a run that it shares with other workers."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request

from tiktok_spiders.distributed.codec import LOCAL_URL
from tiktok_spiders.exceptions import ArgumentError, TargetError
from tiktok_spiders.ladder import LADDER
from tiktok_spiders.listing import ListingState
from tiktok_spiders.spiders.arguments import GivenTarget
from tiktok_spiders.spiders.pushed import read_push
from tiktok_spiders.spiders.resume import Done

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

    from tiktok_spiders.config import Config
    from tiktok_spiders.spiders.arguments import Arguments
    from tiktok_spiders.store.crawl import CrawlStore

VIEWS = 256
"""Sets of arguments of pushed targets that are kept at hand."""


class Shared:
    """Mixed into the spiders."""

    arguments: Arguments
    config: Config
    run_id: str
    session: CrawlStore | None

    def __init__(self) -> None:
        super().__init__()
        self.pushed_with: dict[str, Any] = {}
        """Arguments that a pushed target came with."""
        self._views: dict[str, Self] = {}

    def with_arguments(self, given: dict[str, Any]) -> Self:
        """Return this spider with some arguments in the place of its own; all else is shared.

        Raises ``ArgumentError``.
        """
        if not given:
            return self
        key = json.dumps(given, sort_keys=True)
        if key not in self._views:
            if len(self._views) >= VIEWS:
                self._views.pop(next(iter(self._views)))
            view = copy.copy(self)
            names = {name for one in self.arguments.TARGETS for name in (one, f"{one}_file")}
            own = self.arguments.model_dump(exclude_unset=True, exclude={*names, "run"})
            view.arguments = type(self.arguments).parse({**own, **given}, targets_elsewhere=True)
            view.pushed_with = given
            self._views[key] = view
        return self._views[key]

    async def take_pushed(self, response: Response) -> AsyncIterator[Any]:
        """Begin what a pushed text or object names."""
        text = response.meta["pushed"]
        try:
            own, targets = read_push(text, type(self.arguments))
            view = self.with_arguments(own)
        except ArgumentError as error:
            for output in self._refuse(GivenTarget("pushed", text), str(error)):  # type: ignore[attr-defined]
                yield output
            return
        for given in targets:
            self.stats.inc_value("tiktok/targets")  # type: ignore[attr-defined]
            for output in view.begin_target(given, await self._standing(given.text), again=True):  # type: ignore[attr-defined]
                yield output

    async def refuse_pushed(self, response: Response) -> AsyncIterator[Any]:
        """End a pushed target that was given out too often."""
        given = GivenTarget("pushed", response.meta["pushed"])
        for output in self._refuse(given, response.meta["poison"], "error"):  # type: ignore[attr-defined]
            yield output

    async def nothing(self, response: Response) -> AsyncIterator[Any]:
        """Yield nothing."""
        nothing: tuple[Any, ...] = ()
        for output in nothing:
            yield output

    async def take_up(self, response: Response) -> AsyncIterator[Any]:
        """Go on after the checkpoints of a request's listings."""
        state = ListingState.load(response.meta["listing"])
        done = await self._standing(state.target)
        for name in (state.resource, *state.siblings):
            dumped = done.state(state.target, name)
            if dumped and not done.is_answered(state.target, name):
                for output in self.go_on(ListingState.load(dumped)):  # type: ignore[attr-defined]
                    yield output

    async def begin_again(self) -> AsyncIterator[Request]:
        """Yield what goes on with all that the run has not answered, as the store knows it.

        That is the targets of its own arguments, and whatever has a checkpoint. Raises ``StoreError``.
        """
        done = await self._done()
        own: set[str] = set()
        for given in self.arguments.targets():
            own.add(given.text)
            for output in self._rest_of(given, done):
                yield output
        for (target, resource), dumped in done.checkpoints.items():
            if target not in own and dumped and not done.is_answered(target, resource):
                for output in self.take_begun(ListingState.load(dumped)):
                    if isinstance(output, Request):
                        yield output

    def _rest_of(self, given: GivenTarget, done: Done) -> Iterator[Request]:
        names = self.resources(given)  # type: ignore[attr-defined]
        try:
            self.recognise(given)  # type: ignore[attr-defined]
        except TargetError:
            return  # its verdict needs no Redis
        if all(done.is_answered(given.text, name) for name in names):
            return
        for output in self.begin_target(given, done, again=True):  # type: ignore[attr-defined]
            if isinstance(output, Request):
                yield output

    async def is_overtaken(self, meta: dict[str, Any], *, doubtful: bool) -> bool:
        """Tell whether what comes after the checkpoint has to be asked for in the place of a request.

        ``doubtful``: whether others may have done it.
        """
        state = ListingState.load(meta["listing"])
        at_hand = self.is_at_hand(state)
        if at_hand and not doubtful:
            return False
        done = await self._standing(state.target)
        if not at_hand and done.state(state.target, state.resource):
            return True
        own = meta["resource"] == state.resource or meta["resource"] not in LADDER
        names = (state.resource, *state.siblings)
        return all(_is_past(state, name, done, own=own) for name in names)

    def take_begun(self, state: ListingState) -> Iterator[Any]:
        """Yield what comes next for a listing that was begun; another worker may be about to end it."""
        if self.config.distributed and state.stop_reason is not None:
            meta = {"target": state.target, "listing": state.dump()}
            yield Request(LOCAL_URL, callback=self.take_up, meta=meta)
        else:
            yield from self.go_on(state)  # type: ignore[attr-defined]

    def left_to_others(self, target: str) -> None:
        """Count a target no longer that another worker has begun."""
        if self._waiting.pop(target, None) is not None:  # type: ignore[attr-defined]
            self.stats.inc_value("tiktok/targets", -1)  # type: ignore[attr-defined]

    def is_at_hand(self, state: ListingState) -> bool:
        """Tell whether this worker can go on with a listing right where its request stands."""
        return True

    async def _done(self) -> Done:
        """Return what the run has done."""
        if self.session is None:
            return Done()
        store, run_id = self.session.store, self.run_id
        return await self.session.ask(lambda: Done(store.checkpoints(run_id), store.verdicts(run_id)))

    async def _standing(self, target: str) -> Done:
        """Return what the run has done of a target."""
        if self.session is None:
            return Done()
        store, run_id = self.session.store, self.run_id
        return Done(*await self.session.ask(lambda: store.standing(run_id, target)))


def _is_past(state: ListingState, resource: str, done: Done, *, own: bool) -> bool:
    if done.is_answered(state.target, resource):
        return True
    dumped = done.state(state.target, resource)
    if not dumped:
        return False
    return not own or _progress(ListingState.load(dumped)) > _progress(state)


def _progress(state: ListingState) -> tuple[int, bool, float]:
    clock = max(state.clock or 0.0, state.branch.get("clock") or 0.0)
    return state.pages, state.stop_reason is not None, clock
