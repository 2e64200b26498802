"""Hashtags and the videos that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.spiders.counted import expect
from tiktok_spiders.spiders.headers import HeaderSpider
from tiktok_spiders.spiders.schemas import HashtagArguments

if TYPE_CHECKING:
    from tiktok_spiders.items.hashtag import Hashtag
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.urls import Target


class HashtagSpider(HeaderSpider):
    """Yield a Hashtag for each target and the Videos of its ranked list, which TikTok cuts off somewhere."""

    name = "hashtag"
    kind = "hashtag"
    header = "hashtag"
    arguments_class = HashtagArguments
    arguments: HashtagArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the list, or the header where no video is wanted."""
        return ("hashtag",) if self.arguments.max_videos == 0 else ("hashtag_videos",)

    def header_args(self, target: Target) -> dict[str, str]:
        """Return what names the hashtag."""
        return {"hashtag": target.key}

    def prepare(self, state: ListingState, header: Hashtag) -> None:
        """Ask by the hashtag's identifier, which only its header tells."""
        if header.hashtag_id is None:
            self.stop(
                state, "error", "the hashtag's page tells no identifier: its videos cannot be asked for"
            )
            return
        state.args = {"hashtag_id": header.hashtag_id}
        state.asked = self.arguments.max_videos
        expect(state, header, "video_count")
