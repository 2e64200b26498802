"""Sounds and the videos that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.spiders.counted import expect
from tiktok_spiders.spiders.headers import HeaderSpider
from tiktok_spiders.spiders.schemas import SoundArguments

if TYPE_CHECKING:
    from tiktok_spiders.items.sound import Sound
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.urls import Target


class SoundSpider(HeaderSpider):
    """Yield a Sound for each target and the Videos of its ranked list, which TikTok cuts off somewhere."""

    name = "sound"
    kind = "sound"
    header = "sound"
    arguments_class = SoundArguments
    arguments: SoundArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the list, or the header where no video is wanted."""
        return ("sound",) if self.arguments.max_videos == 0 else ("sound_videos",)

    def header_args(self, target: Target) -> dict[str, str]:
        """Return what names the sound."""
        return {"sound": target.key}

    def prepare(self, state: ListingState, header: Sound) -> None:
        """Ask by the sound's identifier."""
        state.args = {"sound_id": header.sound_id}
        state.asked = self.arguments.max_videos
        expect(state, header, "video_count")
