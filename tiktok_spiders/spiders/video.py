"""Single videos and photo posts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import Source
from tiktok_spiders.items.video import Video
from tiktok_spiders.spiders.arguments import VideoArguments
from tiktok_spiders.spiders.base import TikTokSpider
from tiktok_spiders.urls import video_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.urls import Target

GONE = frozenset({"missing", "private", "region", "age", "login"})
"""Stop reasons that say something about the post itself."""


class VideoSpider(TikTokSpider):
    """Yield a Video for each target, its author as a User and its Sound."""

    name = "video"
    kind = "video"
    arguments_class = VideoArguments
    arguments: VideoArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the one thing that is asked for."""
        return ("video",)

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Ask for the post's page."""
        state.expected = 1
        args = {"video": target.key, **({"user": target.handle} if target.handle else {})}
        yield self.ladder_request("video", args, state, self.parse_video)

    def go_on(self, state: ListingState) -> Iterator[Any]:
        """Give the verdict again: a post has one page, whose checkpoint comes with its end."""
        yield self.verdict(state)

    async def parse_video(self, response: Response) -> AsyncIterator[Any]:
        """Yield what the answer tells of the post, then the verdict."""
        state, ok = self.account(response)
        page = self.read(response, state) if ok else None
        records = list(page.records) if page else []
        if any(isinstance(record, Video) for record in records):
            state.pages = state.received = state.unique = 1
            self.stop(state, "end")
        elif page is not None and state.stop_reason is None:
            self.stop(state, "error", "the page names no post")
        elif state.stop_reason in GONE:
            records.append(self._gone(state))
        for output in (*records, *await self.end(state)):
            yield output

    def _gone(self, state: ListingState) -> Video:
        """Return a stub that says what became of the post, so that a stored one is marked."""
        return Video(
            scraped_at=datetime.now(UTC),
            run_id=self.run_id,
            source=Source(spider=self.name, target=state.target, section=state.resource),
            detail=0,
            video_id=state.target_key,
            type="video",
            url=video_url(state.target_key),
            status=state.stop_reason,
            status_code=state.status_code,
            status_message=state.message,
        )
