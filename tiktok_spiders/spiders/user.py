"""Accounts and what they published."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.items.user import User
from tiktok_spiders.ladder import paging_of
from tiktok_spiders.listing import Listing, half_unit
from tiktok_spiders.spiders.arguments import UserArguments
from tiktok_spiders.spiders.base import TikTokSpider

DAY_MS = 86_400_000

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response

    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.pages.base import PageRead
    from tiktok_spiders.urls import Target


class UserSpider(TikTokSpider):
    """Yield a User for each target and, newest first, its Videos."""

    name = "user"
    kind = "user"
    arguments_class = UserArguments
    arguments: UserArguments

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._seen: dict[str, set[str]] = {}

    def resources(self) -> tuple[str, ...]:
        """Return the listings asked for; the profile counts by itself only when nothing is listed."""
        listed = self.arguments.include if self.arguments.max_videos != 0 else ()
        return listed or ("profile",)

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Ask for the profile: it tells what a listing needs."""
        yield self.ladder_request("profile", {"user": target.key}, state, self.parse_profile)

    async def parse_profile(self, response: Response) -> AsyncIterator[Any]:
        """Yield the User, then begin the listing."""
        state, ok = self.account(response)
        page = self.read(response, state) if ok or state.stop_reason == "private" else None
        user = next((one for one in page.records if isinstance(one, User)), None) if page else None
        outputs: list[Any] = list(page.records) if page else []
        if user is not None:
            outputs.append(self._profile_done(state))
        for output in (*outputs, *self._after_profile(state, user)):
            yield output

    def _profile_done(self, state: ListingState) -> Checkpoint:
        return Checkpoint(run_id=self.run_id, target=state.target, resource="profile", state={})

    def _after_profile(self, state: ListingState, user: User | None) -> Iterator[Any]:
        if state.stop_reason is None:
            self._learn(state, user)
        if state.stop_reason is None:
            state.asked = self.arguments.max_videos
            Listing(state, paging_of(state.resource), self.limits(), set()).begin(time.time())
            yield self.checkpoint(state)
        yield from self.go_on(state) if state.stop_reason is None else self.finish(state)

    def _learn(self, state: ListingState, user: User | None) -> None:
        """Take from the profile what the listing needs: secUid, counter, creation."""
        if user is None or user.sec_uid is None:
            self.stop(state, "error", "the page names no account")
            return
        state.target_key = user.user_id or state.target_key
        if state.resource == "profile":
            state.received = state.unique = state.expected = 1
            self.stop(state, "end")
            return
        state.args = {"sec_uid": user.sec_uid}
        state.expected, state.expected_from = user.video_count, "profile"
        state.grace = half_unit(user.video_count) if "video_count" in user.rounded_counts else 0
        if user.created_at is not None:
            state.floor_ms = max(state.floor_ms, int(user.created_at.timestamp() * 1000) - DAY_MS)

    def go_on(self, state: ListingState) -> Iterator[Any]:
        """Ask for the next page, or give the verdict of a listing that had stopped."""
        if state.stop_reason is not None:
            yield self.verdict(state)
            return
        yield self._page_request(state)

    def _page_request(self, state: ListingState, *, fresh_identity: bool = False) -> Request:
        args = {**state.args, "cursor": state.cursor}
        return self.ladder_request(
            state.resource, args, state, self.parse_videos, fresh_identity=fresh_identity
        )

    async def parse_videos(self, response: Response) -> AsyncIterator[Any]:
        """Yield the Videos of a page that count, and go on or end."""
        state, ok = self.account(response)
        page = self.read(response, state, first_rank=state.received) if ok else None
        outputs = await self._take(state, page) if page else self.finish(state)
        if self.session is not None:
            await self.session.settled((state.target, state.resource))
        for output in outputs:
            yield output

    async def _take(self, state: ListingState, page: PageRead) -> list[Any]:
        listing = Listing(state, paging_of(state.resource), self.limits(), await self._seen_ids(state))
        records = listing.take(page, await self._known(state, page))
        outputs: list[Any] = [*records, self.checkpoint(state, page.rejected)]
        if state.stop_reason is None:
            outputs.append(self._page_request(state, fresh_identity=listing.fresh_device))
        else:
            del self._seen[state.target]
            outputs.append(self.verdict(state))
        return outputs

    async def _seen_ids(self, state: ListingState) -> set[str]:
        seen = self._seen.get(state.target)
        if seen is None:
            seen = self._seen[state.target] = await self._stored_ids(state)
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
        """Return what earlier finished listings of this account stored, of this page."""
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
