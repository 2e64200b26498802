"""The last rung below all others: what the store remembers of a target."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from tiktok_spiders.items.common import Source
from tiktok_spiders.store.export import Selection, exported
from tiktok_spiders.store.selection import ENTITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.listing import ListingState
    from tiktok_spiders.store import Store

RECALLED = frozenset({"blocked", "captcha", "login", "region", "age", "robots", "error"})
"""Stop reasons after which the store may answer: TikTok has said nothing about the target itself."""

HEADERS = ("profile", "hashtag", "sound", "video", "product")
"""Sections whose records come with any list of the same target."""


def recall(store: Store, state: ListingState, spider: str) -> list[Record]:
    """Return what earlier runs stored of a list, header first, marked ``transport=store``.

    ``scraped_at`` stays the time at which the record was last seen: that is its age. Such records are never
    written back, and a verdict counts them under ``transports`` only.
    """
    source = Source(spider=spider, target=state.target, section=state.resource)
    found = islice(_stored(store, state), state.asked)
    return [replace(record, transport="store", source=source) for record in found]


def _stored(store: Store, state: ListingState) -> Iterator[Record]:
    wanted = Selection(target=state.target, sections=(*HEADERS, state.resource))
    for record_type in ENTITIES:
        for chunk in exported(store, record_type, wanted):
            yield from chunk
