"""TikTok Shop: products, what they cost and what buyers say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.product import Product
from tiktok_spiders.listing import Branch
from tiktok_spiders.spiders.counted import expect
from tiktok_spiders.spiders.headers import HeaderSpider
from tiktok_spiders.spiders.schemas import ShopArguments
from tiktok_spiders.urls import Target, parse_target, search_region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.pages.base import PageRead
    from tiktok_spiders.spiders.arguments import GivenTarget
    from tiktok_spiders.spiders.lists import ListKey

LISTS = {
    "queries": ("shop_search", "shop_search", "query"),
    "categories": ("shop_category", "category", "category"),
    "sellers": ("shop_store", "seller", "seller_id"),
    "trending": ("shop_trending", "", ""),
}
"""Argument to the resource of its list, the kind of its targets, and the name of a target in requests."""

FEEDS = frozenset(resource for resource, _, _ in LISTS.values())


class ShopSpider(HeaderSpider):
    """Yield Products from searches, categories, stores and pages; Skus, Sellers and Reviews with them."""

    name = "shop"
    kind = "product"
    header = "product"
    arguments_class = ShopArguments
    arguments: ShopArguments

    def resources(self, given: GivenTarget) -> tuple[str, ...]:
        """Return the list of a target, or a product and its reviews."""
        if given.argument in LISTS:
            return (LISTS[given.argument][0],)
        return ("product", "reviews") if self.arguments.reviews else ("product",)

    def branches_of(self, resource: str) -> tuple[str, ...]:
        """Return what is asked for each product of a list."""
        if resource not in FEEDS:
            return ()
        wanted = {"product": self.arguments.details, "reviews": self.arguments.reviews}
        return tuple(name for name, is_wanted in wanted.items() if is_wanted)

    def recognise(self, given: GivenTarget) -> Target:
        """Return what a target names; a search is refused for a market that has none."""
        if given.argument == "trending":
            region = self.arguments.region
            return Target(kind="shop", key=region or "", text=given.text, region=region)
        kind = LISTS[given.argument][1] if given.argument in LISTS else "product"
        target = parse_target(given.text, expect=kind, origins=self.origins)
        region = target.region or self.arguments.region
        if kind == "shop_search" and region:
            search_region(region)
        return replace(target, region=region)

    def open_target(self, state: ListingState, target: Target) -> Iterator[Any]:
        """Ask for a product's page, or begin a list."""
        region = target.region or self.arguments.region or ""
        state.args = {"region": region}
        if state.resource in FEEDS:
            name = next(name for resource, _, name in LISTS.values() if resource == state.resource)
            state.args |= {name: target.key} if name else {}
            state.asked = self.arguments.max_products
            yield from self.begin(state)
            return
        yield self.ladder_request(
            "product", {"product_id": target.key, "region": region}, state, self.parse_header
        )

    def asks_for(self, state: ListingState) -> str:
        """Return the page that holds a list's first cards, then the calls by which that page goes on."""
        return state.resource if state.cursor or state.resource not in FEEDS else f"{state.resource}_page"

    def key_of(self, walked: ListingState) -> ListKey:
        """Return what tells the members of a branch: all feeds of a category share theirs."""
        return (walked.target, walked.resource) if walked.resource in FEEDS else super().key_of(walked)

    def prepare(self, state: ListingState, header: Product) -> None:
        """Give the reviews of a product their number."""
        state.args = {"product_id": header.product_id, "region": state.args.get("region", "")}
        state.asked = self.arguments.reviews
        expect(state, header, "review_count")
        if header.review_count == 0:
            self.stop(state, "end")

    def foresee(self, state: ListingState, page: PageRead, seen: set[str]) -> None:
        """Note the sub-categories that a category's page names: its own feed ends early."""
        super().foresee(state, page, seen)
        if state.resource != "shop_category" or not page.onward:
            return
        state.inner = True
        below = (
            Branch(resource="shop_category", args={**state.args, "category": one}) for one in page.onward
        )
        state.branches = [*state.branches, *below]

    def taken(self, state: ListingState, records: list[Record]) -> list[Record]:
        """Ask for page and reviews of each product of a list."""
        if state.resource in FEEDS:
            state.branches = [*state.branches, *self._about(state, records)]
        return records

    def _about(self, state: ListingState, records: list[Record]) -> Iterator[Branch]:
        for one in records:
            if not isinstance(one, Product):
                continue
            args = {"product_id": one.product_id, "region": state.args.get("region", "")}
            if self.arguments.details:
                yield Branch(resource="product", args=args, expected=1)
            if self.arguments.reviews and one.review_count != 0:
                asked = self.arguments.reviews
                yield Branch(resource="reviews", args=args, expected=one.review_count, asked=asked)
