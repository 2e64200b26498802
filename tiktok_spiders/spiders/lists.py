"""Lists: page after page of a resource, until its listing says that it is over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tiktok_spiders.ladder import LADDER, member_of, rung_of
from tiktok_spiders.listing import Listing
from tiktok_spiders.spiders.base import TikTokSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.pages.base import PageRead

ListKey = tuple[str, ...]
"""Target and resource of a list; behind them the arguments of a branch."""

MOST_HELD = 200
"""Lists whose members a worker remembers while others may go on with them."""


class ListSpider(TikTokSpider):
    """Base of the spiders that walk lists."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._seen: dict[ListKey, set[str]] = {}
        self._places: dict[ListKey, tuple[Any, ...]] = {}

    def begin(self, state: ListingState) -> Iterator[Any]:
        """Yield the first checkpoint and the first request of a listing."""
        paging = LADDER[state.resource][0].endpoint.paging
        if paging is not None:
            Listing(state, paging, self.limits(), set()).begin(time.time())
        yield self.checkpoint(state)
        yield self._page_request(state)

    def go_on(self, state: ListingState) -> Iterator[Any]:
        """Ask for the next page, or give the verdict of a listing that had stopped."""
        yield from self.after_page(state)

    def after_page(self, state: ListingState, *, fresh_identity: bool = False) -> Iterator[Any]:
        """Yield what comes after a page: the request for the next one, or the verdict."""
        if state.stop_reason is None:
            yield self._page_request(state, fresh_identity=fresh_identity)
        else:
            self._seen.pop((state.target, state.resource), None)
            yield self.verdict(state)

    def foresee(self, state: ListingState, page: PageRead, seen: set[str]) -> None:
        """Take from a page what tells how long its list is; ``seen``: its members before this page.

        A total of the list itself is more exact than a counter that TikTok has rounded.
        """
        if page.total is not None and (state.expected is None or (state.grace and state.pages == 0)):
            state.expected, state.expected_from, state.grace = page.total, "total", 0

    def taken(self, state: ListingState, records: list[Record]) -> list[Record]:
        """Return what is delivered of the records of a page that count."""
        return records

    def asks_for(self, state: ListingState) -> str:
        """Return the resource of the next page of a list: its first page may be another one's."""
        return state.resource

    def _page_request(self, state: ListingState, *, fresh_identity: bool = False) -> Request:
        args = {**state.args, "cursor": state.cursor}
        return self.ladder_request(
            self.asks_for(state),
            args,
            state,
            self.parse_list,
            fresh_identity=fresh_identity,
            section=state.resource,
        )

    async def parse_list(self, response: Response) -> AsyncIterator[Any]:
        """Yield the records of a page that count, and go on or end."""
        state, ok = self.account(response)
        page = self.read(response, state, first_rank=state.received) if ok else None
        outputs = await self._take(response, state, page) if page else await self.end(state)
        if self.session is not None:
            await self.session.settled((state.target, state.resource))
        for output in outputs:
            yield output

    async def _take(self, response: Response, state: ListingState, page: PageRead) -> list[Any]:
        key = (state.target, state.resource)
        if state.pages and key not in self._seen:
            await self._resume(state, key)
        records, fresh = await self.count(response, state, page, key, has_begun=bool(state.pages))
        delivered = self.taken(state, records)
        outputs: list[Any] = [*delivered, self.checkpoint(state, page.rejected)]
        return [*outputs, *self.after_page(state, fresh_identity=fresh)]

    async def _resume(self, state: ListingState, key: ListKey) -> None:
        """Recall what an earlier process delivered: of a large page, part may be stored without its state."""
        stored = self._seen[key] = await self._stored_ids(state)
        if not state.lists and not any(one.resource == state.resource for one in state.branches):
            state.unique = max(state.unique, len(stored))

    async def count(
        self, response: Response, state: ListingState, page: PageRead, key: ListKey, *, has_begun: bool
    ) -> tuple[list[Record], bool]:
        """Let a list take a page; return the records that count, and whether another device asks next.

        ``has_begun``: whether an earlier process may have delivered members of it.
        """
        paging = rung_of(response.meta).endpoint.paging or LADDER[state.resource][0].endpoint.paging
        if paging is None:
            return self._take_single(state, page), False
        if not self.holds(state, key):
            self._seen[key] = await self._stored_ids(state) if has_begun else set()
        seen = self._seen[key]
        self.foresee(state, page, seen)
        listing = Listing(state, paging, self.limits(), seen, member_of(state.resource))
        records = listing.take(page, await self._known(state, page))
        self._remember(state, key)
        return records, listing.fresh_device

    def holds(self, state: ListingState, key: ListKey) -> bool:
        """Tell whether the members before a page are remembered; another worker may have gone on since."""
        if key not in self._seen:
            return False
        return not self.config.distributed or self._places.get(key) == _place(state)

    def _remember(self, state: ListingState, key: ListKey) -> None:
        if not self.config.distributed:
            return
        self._places[key] = _place(state)
        self._seen[key] = self._seen.pop(key)
        while len(self._seen) > MOST_HELD:
            oldest = next(iter(self._seen))
            self._seen.pop(oldest)
            self._places.pop(oldest, None)

    def _take_single(self, state: ListingState, page: PageRead) -> list[Record]:
        """Take the one page of what is no list further than that."""
        is_member = member_of(state.resource)
        members = [record for record in page.records if is_member(record)]
        room = len(members) if state.asked is None else state.asked
        cut = {id(record) for record in members[room:]}
        state.pages, state.received = 1, len(members)
        state.unique = len(members) - len(cut)
        self.stop(state, "max_items" if cut else "end")
        return [record for record in page.records if id(record) not in cut]

    async def _stored_ids(self, state: ListingState) -> set[str]:
        """Return what an earlier process of this run has delivered of the listing."""
        if self.session is None:
            return set()
        store = self.session.store
        return await self.session.ask(lambda: store.seen_ids(self.run_id, state.target, state.resource))

    async def _known(self, state: ListingState, page: PageRead) -> set[str]:
        """Return what earlier finished listings of this target stored, of this page."""
        if self.session is None or not state.new_only:
            return set()
        store, is_member = self.session.store, member_of(state.resource)
        ids = [str(getattr(record, record.key_field)) for record in page.records if is_member(record)]
        return await self.session.ask(
            lambda: store.known_ids(
                target_key=state.target_key,
                resource=state.resource,
                ids=ids,
                run_id=self.run_id,
            )
        )


def _place(state: ListingState) -> tuple[Any, ...]:
    return state.pages, state.received, state.unique, state.cursor
