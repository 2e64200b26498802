"""What TikTok shows to everybody: the For You feed and the categories of Explore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.endpoints.feeds import CATEGORIES
from tiktok_spiders.spiders.lists import ListSpider
from tiktok_spiders.spiders.schemas import TrendingArguments
from tiktok_spiders.urls import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.spiders.arguments import GivenTarget


class TrendingSpider(ListSpider):
    """Yield the Videos of a feed until the limit, or until batch after batch brings nothing new.

    Feeds have no cursor and nobody knows their length, so without a limit a verdict is ``capped``.
    """

    name = "trending"
    kind = "feed"
    arguments_class = TrendingArguments
    arguments: TrendingArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the feed."""
        return ("explore",) if given.argument == "category" else ("trending",)

    def recognise(self, given: GivenTarget) -> Target:
        """Return the feed as a target."""
        return Target(kind=given.argument, key=given.text, text=given.text)

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Begin the feed."""
        if state.resource == "explore":
            state.args = {"category": str(CATEGORIES[target.key])}
        state.asked = self.arguments.max_videos
        yield from self.begin(state)
