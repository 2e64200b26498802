"""Single videos and photo posts, what is said under them, and what TikTok puts beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.common import Source
from tiktok_spiders.items.video import Video
from tiktok_spiders.listing import Branch
from tiktok_spiders.spiders.counted import expect
from tiktok_spiders.spiders.headers import HeaderSpider
from tiktok_spiders.spiders.schemas import VideoArguments
from tiktok_spiders.spiders.subtitles import with_subtitles
from tiktok_spiders.urls import video_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.pages.base import PageRead
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.spiders.lists import ListKey
    from tiktok_spiders.urls import Target

GONE = frozenset({"missing", "private", "region", "age", "login"})
"""Stop reasons that say something about the post itself."""


class VideoSpider(HeaderSpider):
    """Yield a Video for each target, its author and its Sound; Comments and related Videos if asked."""

    name = "video"
    kind = "video"
    header = "video"
    arguments_class = VideoArguments
    arguments: VideoArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the post, and the lists asked for."""
        asked = {"comments": self.arguments.comments, "related": self.arguments.related}
        return ("video", *(name for name, limit in asked.items() if limit))

    def branches_of(self, resource: str) -> tuple[str, ...]:
        """Return the resource of the replies, where they are wanted."""
        return ("replies",) if resource == "comments" and self.arguments.replies else ()

    def header_args(self, target: Target) -> dict[str, str]:
        """Return what names the post."""
        return {"video": target.key, **({"user": target.handle} if target.handle else {})}

    def prepare(self, state: ListingState, header: Video) -> None:
        """Give a list the post's identifiers, and to comments their number."""
        state.args = {"video": header.video_id, "video_author_id": header.author_id or ""}
        state.asked = getattr(self.arguments, state.resource)
        if state.resource == "comments":
            expect(state, header, "comment_count")

    async def parse_header(self, response: Response) -> AsyncIterator[Any]:
        """Yield what the page tells of the post, its subtitles included, then begin the lists."""
        async for output in super().parse_header(response):
            if isinstance(output, Video) and self.arguments.subtitles:
                yield await with_subtitles(self, output, response)
            else:
                yield output

    async def without_header(self, state: ListingState, page: PageRead | None) -> list[Any]:
        """Return what ends the target, and a stub of what became of the post: a stored one is marked so."""
        gone = [self._gone(state)] if state.stop_reason in GONE else []
        return [*gone, *await super().without_header(state, page)]

    def read(self, response: Response, state: ListingState, *, first_rank: int = 0) -> PageRead | None:
        """Parse an answer; the cursor of comments is an offset, and so the rank of the first."""
        cursor = response.meta["args"].get("cursor", "")
        return super().read(response, state, first_rank=int(cursor) if cursor.isdecimal() else first_rank)

    def foresee(self, state: ListingState, page: PageRead, seen: set[str]) -> None:
        """Expect as many comments as there are beside their replies: TikTok counts both together."""
        if state.pages == 0 and state.resource == "comments":
            self._note_difference(state, page.total)
        if state.pages == 0 or state.resource != "comments":
            super().foresee(state, page, seen)
        if state.resource != "comments" or state.expected is None:
            return
        fresh = [one for one in page.records if isinstance(one, Comment) and one.comment_id not in seen]
        replies = sum(one.reply_count or 0 for one in fresh if one.parent_comment_id is None)
        state.expected = max(state.expected - replies, 0)

    def _note_difference(self, state: ListingState, total: int | None) -> None:
        """Count a video whose comments are another number in its page than in their list."""
        if state.expected is None or total is None:
            return
        if abs(state.expected - total) > state.grace:
            self.stats.inc_value("tiktok/comments/count_differs")

    async def count(
        self, response: Response, state: ListingState, page: PageRead, key: ListKey, *, has_begun: bool
    ) -> tuple[list[Record], bool]:
        """End replies at their list's own total, as some lists promise more for ever.

        A null list is that of an unknown video; it is taken for one where no number contradicts.
        """
        found = await super().count(response, state, page, key, has_begun=has_begun)
        own = page.total if state.resource == "replies" and state.stop_reason is None else None
        if own is not None and state.unique >= max(own, state.expected or 0):
            self.stop(state, "end")
        is_null = state.resource == "comments" and not page.list_present and state.received == 0
        if is_null and state.expected is None:
            self.stop(state, "missing", "the list of comments knows no such video")
        return found

    def taken(self, state: ListingState, records: list[Record]) -> list[Record]:
        """Ask for the replies to each comment; those that came along with it come again there."""
        if state.resource != "comments":
            return records
        comments = [one for one in records if isinstance(one, Comment) and one.parent_comment_id is None]
        if self.arguments.replies:
            state.branches = [*state.branches, *self._replies(state, comments)]
        return list(comments)

    def _replies(self, state: ListingState, comments: list[Comment]) -> Iterator[Branch]:
        for one in comments:
            if one.reply_count:
                yield Branch(
                    resource="replies",
                    args={**state.args, "comment": one.comment_id},
                    expected=one.reply_count,
                    asked=self.arguments.replies,
                )

    def _gone(self, state: ListingState) -> Video:
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
