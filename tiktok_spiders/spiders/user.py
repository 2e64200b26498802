"""Accounts and what they published, shared and liked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.endpoints.paging import DAY_MS
from tiktok_spiders.listing import half_unit
from tiktok_spiders.spiders.arguments import UserArguments
from tiktok_spiders.spiders.headers import HeaderSpider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.items.user import User
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.urls import Target


class UserSpider(HeaderSpider):
    """Yield a User for each target and, newest first, its Videos; its reposts and liked videos if asked."""

    name = "user"
    kind = "user"
    header = "profile"
    readable = frozenset({"private"})
    arguments_class = UserArguments
    arguments: UserArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the listings asked for; the profile counts by itself only when nothing is listed."""
        listed = self.arguments.include if self.arguments.max_videos != 0 else ()
        return listed or ("profile",)

    def header_args(self, target: Target) -> dict[str, str]:
        """Return what names the account."""
        return {"user": target.key}

    def header_of(self, page: Any) -> User | None:
        """Return the account."""
        return next((one for one in page.records if one.record_type == "user"), None)

    def begin_lists(self, state: ListingState, header: User) -> Iterator[Any]:
        """Begin the lists of an account that its page names in full."""
        if state.stop_reason is None and header.sec_uid is None:
            self.stop(state, "error", "the page names no account")
        yield from super().begin_lists(state, header)

    def prepare(self, state: ListingState, header: User) -> None:
        """Give a list the account's identifier and, where the profile counts its members, their number."""
        state.args = {"sec_uid": header.sec_uid or ""}
        state.asked = self.arguments.max_videos
        if state.resource == "liked" and header.likes_are_public is False:
            self.stop(state, "private", "the account does not show what it likes")
        elif state.resource == "videos":
            _expect(state, header)


def _expect(state: ListingState, user: User) -> None:
    """Take from the profile what tells when its videos are complete: counter and creation."""
    state.expected, state.expected_from = user.video_count, "profile"
    state.grace = half_unit(user.video_count) if "video_count" in user.rounded_counts else 0
    if user.created_at is not None:
        state.floor_ms = max(state.floor_ms, int(user.created_at.timestamp() * 1000) - DAY_MS)
