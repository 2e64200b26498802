"""What a header's counter makes a list expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.listing import half_unit

if TYPE_CHECKING:
    from tiktok_spiders.items.hashtag import Hashtag
    from tiktok_spiders.items.sound import Sound
    from tiktok_spiders.listing import ListingState


def expect_header(state: ListingState, header: Hashtag | Sound) -> None:
    """Expect as many videos as a header counts, or half a unit fewer where TikTok has rounded the count."""
    if header.video_count is None:
        return
    state.expected, state.expected_from = header.video_count, "header"
    state.grace = half_unit(header.video_count) if "video_count" in header.rounded_counts else 0
