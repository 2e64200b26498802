"""Lists whose members have lists of their own: comments with replies, playlists with videos."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.ladder import LADDER
from tiktok_spiders.listing import Listing, ListingState, branch_state, fold, folded_state
from tiktok_spiders.spiders.lists import ListSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.spiders.lists import ListKey


class BranchSpider(ListSpider):
    """Base of the spiders that walk the lists of a page's members before they ask for the next page.

    A subclass puts a `Branch` for each on ``state.branches`` when a page is ``taken``. The first of them is
    the one that is walked; it leaves when it is over, so that a resumed run begins it anew. All branches of a
    listing share one verdict.
    """

    def go_on(self, state: ListingState) -> Iterator[Any]:
        """Go on after the last page that is stored; a branch that was begun begins anew."""
        state.branch = {}
        yield from self.after_page(state)

    def after_page(self, state: ListingState, *, fresh_identity: bool = False) -> Iterator[Any]:
        """Yield the request for the next branch or page, or the verdicts."""
        if state.branches:
            yield self._branch_request(state, fresh_identity=fresh_identity)
        elif state.stop_reason is None:
            yield self._page_request(state, fresh_identity=fresh_identity)
        else:
            branch = self.branch_of(state.resource)
            if branch is not None:
                yield self.verdict(folded_state(state, branch))
            yield self.verdict(state)

    def _branch_request(self, state: ListingState, *, fresh_identity: bool) -> Request:
        walked = ListingState.load(state.branch) if state.branch else self._begin_branch(state)
        state.branch = walked.dump()
        args = {**walked.args, "cursor": walked.cursor}
        return self.ladder_request(
            walked.resource, args, state, self.parse_branch, fresh_identity=fresh_identity, walked=walked
        )

    def _begin_branch(self, state: ListingState) -> ListingState:
        walked = branch_state(state, state.branches[0])
        paging = LADDER[walked.resource][0].endpoint.paging
        if paging is not None:
            Listing(walked, paging, self.limits(), set()).begin(time.time())
        return walked

    async def parse_branch(self, response: Response) -> AsyncIterator[Any]:
        """Yield the records of a branch's page that count, and go on."""
        state = ListingState.load(response.meta["listing"])
        walked, ok = self.account(response, ListingState.load(state.branch))
        page = self.read(response, walked, first_rank=walked.received) if ok else None
        records: list[Record] = []
        fresh = False
        if page is not None:
            records, fresh = await self.count(response, walked, page, _key(walked))
        outputs: list[Any] = self.taken(walked, records)
        outputs.append(self._page_end(walked, page.rejected if page else ()))
        for output in [*outputs, *await self._put_back(state, walked, fresh_identity=fresh)]:
            yield output

    async def failed_branch(self, failure: Failure) -> AsyncIterator[Any]:
        """End a branch that brought no answer on any rung, and go on with the next one."""
        state = ListingState.load(failure.request.meta["listing"])  # type: ignore[attr-defined]
        walked = self.account_failure(failure, ListingState.load(state.branch))
        for output in await self._put_back(state, walked) if walked is not None else ():
            yield output

    def _page_end(self, walked: ListingState, rejected: tuple[Any, ...]) -> Checkpoint:
        """Return what lets the store commit a branch's page; where it stands is in its listing's state."""
        return Checkpoint(
            run_id=self.run_id, target=walked.target, resource=walked.resource, state={}, rejected=rejected
        )

    async def _put_back(
        self, state: ListingState, walked: ListingState, *, fresh_identity: bool = False
    ) -> list[Any]:
        """Put a branch back into its listing's state, into the sum when it is over."""
        state.branch = walked.dump()
        last = walked.identities[-1:]
        state.identities = [one for one in state.identities if one not in last] + last
        if walked.stop_reason is not None:
            self._seen.pop(_key(walked), None)
            total = folded_state(state, walked.resource)
            fold(total, walked)
            state.folded, state.branch, state.branches = total.dump(), {}, state.branches[1:]
            state.clock, fresh_identity = walked.clock, False
        outputs = [self.checkpoint(state), *self.after_page(state, fresh_identity=fresh_identity)]
        if self.session is not None:
            await self.session.settled((state.target, state.resource))
        return outputs


def _key(walked: ListingState) -> ListKey:
    own = (f"{name}={value}" for name, value in sorted(walked.args.items()) if name != "search_id")
    return (walked.target, walked.resource, *own)
