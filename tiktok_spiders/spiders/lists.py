"""Lists: page after page of a resource, until its listing says that it is over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tiktok_spiders.ladder import paging_of, rung_of
from tiktok_spiders.listing import Listing
from tiktok_spiders.spiders.base import TikTokSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response

    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.pages.base import PageRead


class ListSpider(TikTokSpider):
    """Base of the spiders that walk lists."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._seen: dict[tuple[str, str], set[str]] = {}

    def begin(self, state: ListingState) -> Iterator[Any]:
        """Yield the first checkpoint and the first request of a listing."""
        Listing(state, paging_of(state.resource), self.limits(), set()).begin(time.time())
        yield self.checkpoint(state)
        yield self._page_request(state)

    def go_on(self, state: ListingState) -> Iterator[Any]:
        """Ask for the next page, or give the verdict of a listing that had stopped."""
        yield self.verdict(state) if state.stop_reason is not None else self._page_request(state)

    def _page_request(self, state: ListingState, *, fresh_identity: bool = False) -> Request:
        args = {**state.args, "cursor": state.cursor}
        return self.ladder_request(
            state.resource, args, state, self.parse_list, fresh_identity=fresh_identity
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
        paging = rung_of(response.meta).endpoint.paging or paging_of(state.resource)
        listing = Listing(state, paging, self.limits(), await self._seen_ids(state))
        records = listing.take(page, await self._known(state, page))
        outputs: list[Any] = [*records, self.checkpoint(state, page.rejected)]
        if state.stop_reason is None:
            outputs.append(self._page_request(state, fresh_identity=listing.fresh_device))
        else:
            del self._seen[state.target, state.resource]
            outputs.append(self.verdict(state))
        return outputs

    async def _seen_ids(self, state: ListingState) -> set[str]:
        key = (state.target, state.resource)
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = await self._stored_ids(state)
        return seen

    async def _stored_ids(self, state: ListingState) -> set[str]:
        """Return what an earlier process of this run has delivered of the listing."""
        if self.session is None or not state.pages:
            return set()
        store = self.session.store
        return await self.session.ask(
            lambda: store.seen_ids(self.run_id, state.target, state.resource, "video")
        )

    async def _known(self, state: ListingState, page: PageRead) -> set[str]:
        """Return what earlier finished listings of this target stored, of this page."""
        if self.session is None or not state.new_only:
            return set()
        store = self.session.store
        return await self.session.ask(
            lambda: store.known_ids(
                target_key=state.target_key,
                resource=state.resource,
                record_type="video",
                ids=[str(getattr(record, record.key_field)) for record in page.records],
                run_id=self.run_id,
            )
        )
