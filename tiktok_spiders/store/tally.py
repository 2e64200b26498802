"""How many records of a page are new, and how many changed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tiktok_spiders.items.listed import listed_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.state import Change

Listing = tuple[str, str, str]
"""run_id, target, resource."""


def tally(outcomes: Iterable[tuple[Record, Change]]) -> dict[Listing, tuple[int, int]]:
    """Return listing → (new, updated), counting what the listing is of.

    That is the records of the type that the section lists; of an answer without any, its ranked records, or
    those with the most detail: the post, and not the author and the sound that come with it.
    """
    listings: dict[Listing, list[tuple[Record, Change]]] = defaultdict(list)
    for record, change in outcomes:
        source = record.source
        listings[record.run_id, source.target, source.section].append((record, change))
    return {listing: _count(found, listed_type(listing[2])) for listing, found in listings.items()}


def _count(found: list[tuple[Record, Change]], listed: str) -> tuple[int, int]:
    members = [change for record, change in found if record.record_type == listed]
    if not members:
        members = [change for record, change in found if record.source.rank is not None]
    if not members:
        most = max(record.detail for record, _ in found)
        members = [change for record, change in found if record.detail == most]
    return sum(change.new for change in members), sum(change.updated for change in members)
