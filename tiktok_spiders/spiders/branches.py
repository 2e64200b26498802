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
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.spiders.lists import ListKey


class BranchSpider(ListSpider):
    """Base of the spiders that walk the lists of a page's members before they ask for the next page.

    A subclass puts a `Branch` for each on ``state.branches`` when a page is ``taken``. The first of them is
    the one that is walked; it leaves when it is over, so that a resumed run begins it anew. All branches of a
    resource share one verdict, and those of the listing's own resource its own.
    """

    def go_on(self, state: ListingState) -> Iterator[Any]:
        """Go on after the last page that is stored; a branch that was begun begins anew."""
        state.branch = {}
        yield from self.after_page(state)

    def after_page(self, state: ListingState, *, fresh_identity: bool = False) -> Iterator[Any]:
        """Yield the request for the next branch or page, or the verdicts."""
        self._drop_surplus(state)
        if state.branches:
            yield self._branch_request(state, fresh_identity=fresh_identity)
        elif state.stop_reason is None:
            yield self._page_request(state, fresh_identity=fresh_identity)
        else:
            self._seen.pop((state.target, state.resource), None)
            for branch in self.branches_of(state.resource):
                yield self.verdict(folded_state(state, branch))
            yield self.verdict(_with_lists_below(state))

    def _branch_request(self, state: ListingState, *, fresh_identity: bool) -> Request:
        walked = ListingState.load(state.branch) if state.branch else self._begin_branch(state)
        state.branch = walked.dump()
        args = {**walked.args, "cursor": walked.cursor}
        return self.ladder_request(
            self.asks_for(walked),
            args,
            state,
            self.parse_branch,
            fresh_identity=fresh_identity,
            walked=walked,
            section=walked.resource,
        )

    def _drop_surplus(self, state: ListingState) -> None:
        """End a list, and leave out those of its kind below it, when the limit is reached."""
        if state.asked is not None and _found(state) >= state.asked:
            state.branches = [one for one in state.branches if one.resource != state.resource]
            state.stop_reason = state.stop_reason or "max_items"

    def _begin_branch(self, state: ListingState) -> ListingState:
        walked = branch_state(state, state.branches[0])
        if walked.resource == state.resource and state.asked is not None:
            walked.asked = state.asked - _found(state)
        paging = LADDER[walked.resource][0].endpoint.paging
        if paging is not None:
            Listing(walked, paging, self.limits(), set()).begin(time.time())
        return walked

    def is_at_hand(self, state: ListingState) -> bool:
        """Tell whether this worker knows the members of the branch that is walked, or it has none yet."""
        if not state.branch:
            return True
        walked = ListingState.load(state.branch)
        key = self.key_of(walked)
        return walked.pages == 0 or key == (state.target, walked.resource) or self.holds(walked, key)

    async def parse_branch(self, response: Response) -> AsyncIterator[Any]:
        """Yield the records of a branch's page that count, and go on."""
        state = ListingState.load(response.meta["listing"])
        walked, ok = self.account(response, ListingState.load(state.branch))
        page = self.read(response, walked, first_rank=walked.received) if ok else None
        records: list[Record] = []
        fresh, rejected = False, page.rejected if page else ()
        key = self.key_of(walked)
        shares = key == (state.target, state.resource)
        if page is not None:
            if shares and state.pages and key not in self._seen:
                await self._recall(state, walked, key)
            records, fresh = await self.count(response, walked, page, key, has_begun=bool(walked.pages))
        outputs: list[Any] = self.taken(walked, records)
        if not shares:  # else the listing's own checkpoint ends the page
            outputs.append(self._page_end(walked, rejected))
            rejected = ()
        for output in [*outputs, *await self._put_back(state, walked, rejected, fresh_identity=fresh)]:
            yield output

    async def _recall(self, state: ListingState, walked: ListingState, key: ListKey) -> None:
        """Count what an earlier process delivered of a list below that is walked anew."""
        stored = self._seen[key] = await self._stored_ids(state)
        walked.unique = max(walked.unique, len(stored) - _found(state))

    async def failed_branch(self, failure: Failure) -> AsyncIterator[Any]:
        """End a branch that brought no answer on any rung, and go on with the next one."""
        state = ListingState.load(failure.request.meta["listing"])  # type: ignore[attr-defined]
        walked = self.account_failure(failure, ListingState.load(state.branch))
        for output in await self._put_back(state, walked) if walked is not None else ():
            yield output

    def _page_end(self, walked: ListingState, rejected: tuple[Rejected, ...]) -> Checkpoint:
        """Return what lets the store commit a branch's page; where it stands is in its listing's state."""
        return Checkpoint(
            run_id=self.run_id, target=walked.target, resource=walked.resource, state={}, rejected=rejected
        )

    def key_of(self, walked: ListingState) -> ListKey:
        """Return what tells the members of a branch from those of its siblings."""
        own = (f"{name}={value}" for name, value in sorted(walked.args.items()) if name != "search_id")
        return (walked.target, walked.resource, *own)

    async def _put_back(
        self,
        state: ListingState,
        walked: ListingState,
        rejected: tuple[Rejected, ...] = (),
        *,
        fresh_identity: bool = False,
    ) -> list[Any]:
        """Put a branch back into its listing's state, into the sum when it is over."""
        walks, *waiting = state.branches
        state.branches, walked.branches = [walks, *walked.branches, *waiting], []  # depth first: few wait
        state.branch = walked.dump()
        last = walked.identities[-1:]
        state.identities = [one for one in state.identities if one not in last] + last
        if walked.stop_reason is not None:
            if self.key_of(walked) != (state.target, state.resource):
                self._seen.pop(self.key_of(walked), None)
            total = folded_state(state, walked.resource)
            fold(total, walked)
            state.folded = {**state.folded, walked.resource: total.dump()}
            state.branch, state.branches = {}, state.branches[1:]
            state.clock, fresh_identity = walked.clock, False
        outputs = [self.checkpoint(state, rejected), *self.after_page(state, fresh_identity=fresh_identity)]
        if self.session is not None:
            await self.session.settled((state.target, state.resource))
        return outputs


def _found(state: ListingState) -> int:
    """Return how many members a list and the lists of its kind below it have brought."""
    return state.unique + folded_state(state, state.resource).unique


def _with_lists_below(state: ListingState) -> ListingState:
    """Return a list together with the lists of its kind below it: they share one verdict."""
    if state.resource not in state.folded:
        return state
    fold(state, ListingState.load(state.folded[state.resource]))
    state.message = f"{state.lists + 1} lists walked, {state.capped} of them cut off by TikTok"
    if state.asked is not None and state.unique >= state.asked:
        state.stop_reason = "max_items"
    return state
