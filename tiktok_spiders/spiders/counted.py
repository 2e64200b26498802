"""What a header's counter makes a list expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.listing import half_unit

if TYPE_CHECKING:
    from tiktok_spiders.items.hashtag import Hashtag
    from tiktok_spiders.items.product import Product
    from tiktok_spiders.items.sound import Sound
    from tiktok_spiders.items.user import User
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.listing import ListingState


def expect(
    state: ListingState,
    header: Hashtag | Product | Sound | User | Video,
    counter: str,
    source: str = "header",
) -> None:
    """Expect as many members as a header counts, or half a unit fewer where TikTok has rounded the count.

    ``source``: where the number stands, for the verdict's ``expected_from``.
    """
    count: int | None = getattr(header, counter)
    if count is None:
        return
    state.expected, state.expected_from = count, source
    state.grace = half_unit(count) if counter in header.rounded_counts else 0
