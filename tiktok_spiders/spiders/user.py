"""Accounts and what they published, shared and liked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.items.user import User
from tiktok_spiders.listing import ListingState, half_unit
from tiktok_spiders.spiders.arguments import UserArguments
from tiktok_spiders.spiders.lists import ListSpider

DAY_MS = 86_400_000

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

    from tiktok_spiders.urls import Target


class UserSpider(ListSpider):
    """Yield a User for each target and, newest first, its Videos; its reposts and liked videos if asked."""

    name = "user"
    kind = "user"
    arguments_class = UserArguments
    arguments: UserArguments

    def resources(self) -> tuple[str, ...]:
        """Return the listings asked for; the profile counts by itself only when nothing is listed."""
        listed = self.arguments.include if self.arguments.max_videos != 0 else ()
        return listed or ("profile",)

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Ask for the profile: it tells what the listings need."""
        yield self.ladder_request("profile", {"user": target.key}, state, self.parse_profile)

    async def parse_profile(self, response: Response) -> AsyncIterator[Any]:
        """Yield the User, then begin the listings."""
        state, ok = self.account(response)
        page = self.read(response, state) if ok or state.stop_reason == "private" else None
        user = next((one for one in page.records if isinstance(one, User)), None) if page else None
        outputs: list[Any] = list(page.records) if page else []
        if user is not None:
            outputs.append(Checkpoint(run_id=self.run_id, target=state.target, resource="profile", state={}))
        stopped = state.stop_reason is not None and user is None
        outputs += await self.end(state) if stopped else self._after_profile(state, user)
        for output in outputs:
            yield output

    def _after_profile(self, state: ListingState, user: User | None) -> Iterator[Any]:
        if state.stop_reason is None and (user is None or user.sec_uid is None):
            self.stop(state, "error", "the page names no account")
        if state.stop_reason is not None or user is None:
            yield from self.finish(state)
            return
        state.target_key = user.user_id or state.target_key
        for number, name in enumerate((state.resource, *state.siblings)):
            yield from self._begin_one(_own(state, name, first=number == 0), user)

    def _begin_one(self, state: ListingState, user: User) -> Iterator[Any]:
        state.args = {"sec_uid": user.sec_uid or ""}
        if state.resource == "profile":
            state.received = state.unique = state.expected = 1
            self.stop(state, "end")
        elif state.resource == "liked" and user.likes_are_public is False:
            self.stop(state, "private", "the account does not show what it likes")
        if state.stop_reason is not None:
            yield from self.finish(state)
            return
        state.asked = self.arguments.max_videos
        if state.resource == "videos":
            _expect(state, user)
        yield from self.begin(state)


def _own(state: ListingState, resource: str, *, first: bool) -> ListingState:
    """Return the state of one of the listings that wait for the profile; the first counts its request."""
    own = ListingState.load({**state.dump(), "resource": resource, "siblings": []})
    if not first:
        own.requests = own.bytes = 0
        own.outcomes, own.transports, own.endpoints = {}, {}, {}
    return own


def _expect(state: ListingState, user: User) -> None:
    """Take from the profile what tells when its videos are complete: counter and creation."""
    state.expected, state.expected_from = user.video_count, "profile"
    state.grace = half_unit(user.video_count) if "video_count" in user.rounded_counts else 0
    if user.created_at is not None:
        state.floor_ms = max(state.floor_ms, int(user.created_at.timestamp() * 1000) - DAY_MS)
