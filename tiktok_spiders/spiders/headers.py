"""Targets with a header, such as a profile, that tells what their lists need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.listing import ListingState
from tiktok_spiders.spiders.branches import BranchSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.pages.base import PageRead
    from tiktok_spiders.urls import Target


class HeaderSpider(BranchSpider):
    """Base of the spiders that read a header first and then its lists.

    What the header is asked for by has the name ``header``; a target of which only the header is wanted gets
    its verdict under that name.
    """

    header: ClassVar[str]
    """Resource of the header."""

    readable: ClassVar[frozenset[str]] = frozenset()
    """Stop reasons with which a header may come nevertheless."""

    def header_args(self, target: Target) -> dict[str, str]:
        """Return the arguments of the header's request."""
        raise NotImplementedError

    def header_of(self, page: PageRead) -> Any:
        """Return the header among the records of its page; None where it is not there."""
        return next((one for one in page.records if one.record_type == self.header), None)

    def prepare(self, state: ListingState, header: Any) -> None:
        """Give a list its arguments and its expectation from the header, or stop it with a reason."""
        raise NotImplementedError

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Ask for the header."""
        yield self.ladder_request(self.header, self.header_args(target), state, self.parse_header)

    async def parse_header(self, response: Response) -> AsyncIterator[Any]:
        """Yield the header, then begin the lists."""
        state, ok = self.account(response)
        page = self.read(response, state) if ok or state.stop_reason in self.readable else None
        header = self.header_of(page) if page else None
        if header is None:
            for output in await self.without_header(state, page):
                yield output
            return
        assert page is not None  # noqa: S101 - it held the header
        # An account that is marked as a minor's has to be known before its videos.
        users_first = sorted(page.records, key=lambda one: one.record_type != "user")
        for output in (*users_first, self._header_end(state)):
            yield output
        for output in self.begin_lists(state, header):
            yield output

    async def without_header(self, state: ListingState, page: PageRead | None) -> list[Any]:
        """Return what ends a target whose header did not come."""
        if state.stop_reason is None:
            self.stop(state, "error", f"the page names no {self.kind}")
        records: tuple[Record, ...] = page.records if page else ()
        return [*records, *await self.end(state)]

    def _header_end(self, state: ListingState) -> Checkpoint:
        return Checkpoint(run_id=self.run_id, target=state.target, resource=self.header, state={})

    def begin_lists(self, state: ListingState, header: Any) -> Iterator[Any]:
        """Yield what begins each list that is asked for, or ends it at once."""
        if state.stop_reason is not None:
            yield from self.finish(state)
            return
        state.target_key = getattr(header, header.key_field) or state.target_key
        for number, name in enumerate((state.resource, *state.siblings)):
            yield from self._begin_one(own_state(state, name, first=number == 0), header)

    def _begin_one(self, state: ListingState, header: Any) -> Iterator[Any]:
        if state.resource == self.header:
            state.pages = state.received = state.unique = state.expected = 1
            self.stop(state, "end")
        else:
            self.prepare(state, header)
        if state.stop_reason is not None:
            yield from self.finish(state)
            return
        yield from self.begin(state)


def own_state(state: ListingState, resource: str, *, first: bool) -> ListingState:
    """Return the state of one of the lists that wait for a header; the first counts the header's request."""
    own = ListingState.load({**state.dump(), "resource": resource, "siblings": []})
    if not first:
        own.requests = own.bytes = 0
        own.outcomes, own.transports, own.endpoints = {}, {}, {}
    return own
