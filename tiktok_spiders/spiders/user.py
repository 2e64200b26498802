"""Accounts: what they published, shared and liked, and who follows whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiktok_spiders.endpoints.paging import DAY_MS
from tiktok_spiders.items.playlist import Playlist, PlaylistItem
from tiktok_spiders.items.video import Video
from tiktok_spiders.listing import Branch
from tiktok_spiders.spiders.counted import expect
from tiktok_spiders.spiders.headers import HeaderSpider
from tiktok_spiders.spiders.schemas import UserArguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.user import User
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.pages.base import PageRead
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.urls import Target

VIDEO_LISTS = frozenset({"videos", "reposts", "liked"})

ITEMS_OF = {"playlists": "playlist_videos", "collections": "collection_videos"}
"""Resource of the videos in each member of a list."""

COUNTER_OF = {"followers": "follower_count", "following": "following_count"}
"""The profile's counter of a list's members."""

SORTED = {"latest": "videos", "popular": "videos_popular", "oldest": "videos_oldest"}
"""Resource of an account's own videos, by order."""


class UserSpider(HeaderSpider):
    """Yield a User for each target and its Videos; its Playlists and Relations too if asked."""

    name = "user"
    kind = "user"
    header = "profile"
    readable = frozenset({"private"})
    arguments_class = UserArguments
    arguments: UserArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the lists asked for; the profile counts by itself only when nothing is listed."""
        no_videos = self.arguments.max_videos == 0
        listed = (name for name in self.arguments.include if not (no_videos and name in VIDEO_LISTS))
        own = SORTED[self.arguments.sort]
        return tuple(own if name == "videos" else name for name in listed) or ("profile",)

    def branches_of(self, resource: str) -> tuple[str, ...]:
        """Return the resource of the videos in playlists and collections, where videos are wanted."""
        return (ITEMS_OF[resource],) if resource in ITEMS_OF and self.arguments.max_videos != 0 else ()

    def header_args(self, target: Target) -> dict[str, str]:
        """Return what names the account."""
        return {"user": target.key}

    def header_of(self, page: PageRead) -> User | None:
        """Return the account."""
        users: Iterator[Any] = (one for one in page.records if one.record_type == "user")
        return next(users, None)

    def begin_lists(self, state: ListingState, header: User) -> Iterator[Any]:
        """Begin the lists of an account that its page names in full."""
        if state.stop_reason is None and header.sec_uid is None:
            self.stop(state, "error", "the page names no account")
        yield from super().begin_lists(state, header)

    def prepare(self, state: ListingState, header: User) -> None:
        """Give a list the account's identifiers and, where the profile counts its members, their number."""
        state.args = {
            "sec_uid": header.sec_uid or "",
            "user": header.unique_id or "",
            "owner_id": header.user_id or "",
            "owner_unique_id": header.unique_id or "",
        }
        if state.resource in COUNTER_OF:
            state.args["direction"] = "follower" if state.resource == "followers" else "following"
            state.asked = self.arguments.max_relations
            expect(state, header, COUNTER_OF[state.resource], "profile")
        elif state.resource not in {"live", *ITEMS_OF}:
            state.asked = self.arguments.max_videos
        if state.resource == "liked" and header.likes_are_public is False:
            self.stop(state, "private", "the account does not show what it likes")
        elif state.resource in SORTED.values():
            expect(state, header, "video_count", "profile")
            if header.created_at is not None:
                state.floor_ms = max(state.floor_ms, int(header.created_at.timestamp() * 1000) - DAY_MS)

    def taken(self, state: ListingState, records: list[Record]) -> list[Record]:
        """Ask for the videos of each playlist, and say of each video where in its playlist it stands."""
        if self.branches_of(state.resource):
            state.branches = [*state.branches, *self._playlists(state, records)]
        if state.resource not in ITEMS_OF.values():
            return records
        first = state.unique - sum(isinstance(one, Video) for one in records)
        return list(_placed(records, state.args["playlist"], first))

    def _playlists(self, state: ListingState, records: list[Record]) -> Iterator[Branch]:
        for one in records:
            if isinstance(one, Playlist):
                yield Branch(
                    resource=ITEMS_OF[state.resource],
                    args={**state.args, "playlist": one.playlist_id},
                    expected=one.video_count,
                    asked=self.arguments.max_videos,
                )


def _placed(records: list[Record], playlist_id: str, first: int) -> Iterator[Record]:
    position = first
    for one in records:
        if not isinstance(one, Video):
            yield one
            continue
        yield replace(one, playlist_id=playlist_id)
        yield PlaylistItem(
            scraped_at=one.scraped_at,
            transport=one.transport,
            endpoint=one.endpoint,
            country=one.country,
            run_id=one.run_id,
            source=one.source,
            detail=2,
            playlist_id=playlist_id,
            position=position,
            video_id=one.video_id,
        )
        position += 1
