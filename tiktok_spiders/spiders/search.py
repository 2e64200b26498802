"""Searches for videos, accounts and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.spiders.headers import own_state
from tiktok_spiders.spiders.lists import ListSpider
from tiktok_spiders.spiders.schemas import SearchArguments
from tiktok_spiders.urls import parse_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.urls import Target

RESOURCES = {"videos": "search_videos", "users": "search_users", "suggestions": "suggestions"}
"""Kind of result to resource."""


class SearchSpider(ListSpider):
    """Yield the Videos, Users and Suggestions that TikTok finds for each query."""

    name = "search"
    kind = "search"
    arguments_class = SearchArguments
    arguments: SearchArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return one resource for each kind of result."""
        return tuple(RESOURCES[kind] for kind in self.arguments.kinds)

    def recognise(self, given: GivenTarget) -> Target:
        """Return the query."""
        return parse_target(given.text, expect="search", origins=self.origins)

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Begin a list for each kind of result."""
        for number, name in enumerate((state.resource, *state.siblings)):
            own = own_state(state, name, first=number == 0)
            own.args = {"query": target.key}
            own.asked = self.arguments.max_results
            yield from self.begin(own)
