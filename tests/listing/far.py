"""Lists kept in memory that page as TikTok's ranked lists, relations and feeds do, and that go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.run import Rejected
from tiktok_spiders.items.video import Video
from tiktok_spiders.listing import Limits, Listing, ListingState
from tiktok_spiders.pages.base import PageRead

if TYPE_CHECKING:
    from collections.abc import Collection

    from tiktok_spiders.endpoints.paging import Paging

NOW = 1_790_000_000
BOUND = 400
"""Requests after which a listing counts as one that never ends."""


def video(number: int, **given: Any) -> Video:
    """Return a video whose place in the list says nothing about its time."""
    day = datetime.fromtimestamp(NOW, UTC) - timedelta(days=number * 7919 % 1000)
    return Video(
        scraped_at=datetime.fromtimestamp(NOW, UTC),
        video_id=str(7_000_000_000_000_000_000 + number),
        type="video",
        url="https://www.tiktok.com/@_/video/1",
        **{"created_at": day, **given},
    )


@dataclass
class Ranked:
    """A list by offset, as TikTok ranks it: ``faults`` by the number of the request, counted from 1."""

    size: int
    page: int = 30
    faults: dict[int, str] = field(default_factory=dict)
    overlap: bool = False
    """Whether pages begin with the last member of the page before."""

    truncated: bool = False
    """Whether the end is said to be none."""

    requests: int = 0

    def answer(self, cursor: str) -> PageRead:
        """Answer the next request."""
        self.requests += 1
        fault = self.faults.get(self.requests)
        start = 0 if fault == "repeated_page" else self.start(cursor)
        end = min(start + self.page, self.size)
        members = tuple(map(video, range(max(start - self.overlap, 0), end)))
        told: dict[str, Any] = {"records": members, "cursor": self.cursor(end), "has_more": end < self.size}
        told["truncated"] = self.truncated and end == self.size
        return PageRead(**{**told, **_broken(fault, cursor, members)})

    def start(self, cursor: str) -> int:
        """Return the place that a cursor names."""
        return int(cursor)

    def cursor(self, place: int) -> str:
        """Return the cursor that names a place."""
        return str(place)


@dataclass
class Falling(Ranked):
    """A list whose cursor is the time of the last member seen, newest first."""

    def start(self, cursor: str) -> int:
        return 0 if cursor == "0" else NOW - int(cursor)

    def cursor(self, place: int) -> str:
        return str(NOW - place)


def _broken(fault: str | None, cursor: str, members: tuple[Video, ...]) -> dict[str, Any]:
    empty: dict[str, Any] = {"records": (), "cursor": cursor, "has_more": True}
    bad = (Rejected(record_type="video", record_id=None, reason="x"),)
    return {
        "empty_page": empty,
        "stuck_cursor": {"cursor": cursor, "has_more": True},
        "false_end": {"records": (), "cursor": cursor, "has_more": False, "false_end": True},
        "truncated": {"truncated": True},
        "has_more_false": {"has_more": False},
        "no_list": {"records": (), "has_more": False},
        "has_more_true": {"has_more": True},
        "bad_item": {"records": members[1:], "rejected": bad},
    }.get(fault or "", {})


def walk(
    far: Ranked, paging: Paging, *, known: Collection[str] = (), limits: Limits | None = None, **given: Any
) -> tuple[list[Video], ListingState]:
    """Walk a list to its end; fail when it has none."""
    state = ListingState(target="t", resource="hashtag_videos", **given)
    listing = Listing(state, paging, limits or Limits(), set())
    listing.begin(NOW)
    records: list[Any] = []
    while state.stop_reason is None:
        assert far.requests < BOUND, "the listing never ends"
        page = far.answer(state.cursor)
        ids = {record.video_id for record in page.records if isinstance(record, Video)}
        records += listing.take(page, ids & set(known))
    return records, state
