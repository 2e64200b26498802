"""The paging engine against a list kept in memory that behaves as ``creator/item_list`` does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from tiktok_spiders.endpoints.paging import DAY_MS, FIRST_POST_MS, Opaque, TimeWindow
from tiktok_spiders.items.run import Rejected
from tiktok_spiders.items.video import Video
from tiktok_spiders.listing import Limits, Listing, ListingState, make_verdict
from tiktok_spiders.listing.engine import MAX_REPEATS
from tiktok_spiders.pages.base import PageRead

NOW = 1_763_000_000
WEEK = 7 * 86_400


@dataclass
class Far:
    """The far side: posts by epoch second, newest first, 15 a page, looking back a week."""

    posts: list[int]
    pinned: list[int] = field(default_factory=list)
    more: bool | None = None
    requests: int = 0

    def answer(self, cursor: str) -> PageRead:
        self.requests += 1
        start = int(cursor) / 1000
        older = [post for post in sorted(self.posts, reverse=True) if post <= start]
        page = [post for post in older if post >= start - WEEK][:15]
        first = self.requests == 1
        records = [video(post, pinned=True) for post in self.pinned if first] + [video(post) for post in page]
        more = len(older) > len(page) if self.more is None else self.more
        return PageRead(records=tuple(records), has_more=more)


def video(post: int, *, pinned: bool = False) -> Video:
    return Video(
        scraped_at=datetime.fromtimestamp(NOW, UTC),
        video_id=str((post << 32) + 7),
        type="video",
        url="https://www.tiktok.com/@_/video/1",
        created_at=datetime.fromtimestamp(post, UTC),
        is_pinned=pinned,
    )


def crawl(far: Far, **given: object) -> tuple[list[Video], ListingState]:
    state = ListingState(target="t", resource="videos", **given)
    listing = Listing(state, TimeWindow(), Limits(), set())
    listing.begin(NOW)
    records: list[Video] = []
    while state.stop_reason is None:
        assert far.requests < 400
        records += listing.take(far.answer(state.cursor))
    return records, state


def times(records: list[Video]) -> list[int]:
    return [int(record.created_at.timestamp()) for record in records if record.created_at]


DAILY = [NOW - 3600 - day * 86_400 for day in range(100)]
GAPS = [NOW - 60, NOW - 120 * 86_400, NOW - 300 * 86_400, NOW - 301 * 86_400]


@pytest.mark.parametrize("posts", [[], [NOW - 5], DAILY, GAPS, [NOW - 10] * 1 + [NOW - WEEK]])
def test_everything_comes_once(posts: list[int]) -> None:
    records, state = crawl(Far(posts), expected=len(posts))
    assert times(records) == sorted(posts, reverse=True)
    assert state.unique == len(posts)
    assert make_verdict(state, run_id="r", spider="user", now=NOW).status == "complete"


@pytest.mark.parametrize("limit", [1, 14, 15, 16, 30])
def test_limit_is_exact(limit: int) -> None:
    records, state = crawl(Far(DAILY), expected=100, asked=limit)
    assert times(records) == DAILY[:limit]
    assert state.stop_reason == "max_items"
    verdict = make_verdict(state, run_id="r", spider="user", now=NOW)
    assert (verdict.status, verdict.coverage) == ("limited", 1.0)


def test_posts_before_a_long_silence_are_found_while_they_are_lacking() -> None:
    far = Far(GAPS)
    records, state = crawl(far, expected=4)
    assert len(records) == 4
    assert state.stop_reason == "end"


def test_a_list_that_never_ends_stops_after_few_empty_windows_when_nothing_is_lacking() -> None:
    far = Far([NOW - 5], more=True)
    _, state = crawl(far, expected=1)
    assert state.stop_reason == "empty_windows"
    assert far.requests <= 5
    assert make_verdict(state, run_id="r", spider="user", now=NOW).status == "complete"


def test_a_list_that_never_ends_and_is_short_says_short() -> None:
    _, state = crawl(Far([NOW - 5], more=True), expected=3)
    assert state.stop_reason == "empty_windows"
    verdict = make_verdict(state, run_id="r", spider="user", now=NOW)
    assert (verdict.status, verdict.unique, verdict.coverage) == ("short", 1, 0.3333)


def test_the_accounts_creation_bounds_the_look_back() -> None:
    far = Far([NOW - 5], more=True)
    _, state = crawl(far, expected=3, floor_ms=(NOW - 3 * WEEK) * 1000)
    assert state.stop_reason == "empty_windows"
    assert far.requests <= 6


def test_posts_older_than_the_account_are_still_collected() -> None:
    records, _ = crawl(Far(DAILY), expected=100, floor_ms=DAILY[10] * 1000)
    assert times(records) == DAILY


def test_a_false_no_more_is_not_believed_while_posts_are_lacking() -> None:
    class Liar(Far):
        def answer(self, cursor: str) -> PageRead:
            page = super().answer(cursor)
            return PageRead(records=page.records, has_more=False)

    records, state = crawl(Liar(DAILY), expected=100)
    assert len(records) == 100
    assert state.stop_reason == "end"


def test_an_answer_that_withholds_posts_is_asked_again_when_the_listing_ends_short() -> None:
    class Moody(Far):
        """Every third answer is empty, though there are posts."""

        def answer(self, cursor: str) -> PageRead:
            page = super().answer(cursor)
            return PageRead(has_more=True) if self.requests % 3 == 0 else page

    records, state = crawl(Moody(DAILY), expected=100)
    assert sorted(times(records), reverse=True) == DAILY
    assert state.stop_reason in {"end", "empty_windows"}
    assert make_verdict(state, run_id="r", spider="user", now=NOW).status == "complete"


def test_the_member_that_a_cursor_names_is_missed_once() -> None:
    far = Far(DAILY)
    state = ListingState(target="t", resource="videos", expected=100)
    listing = Listing(state, TimeWindow(), Limits(), set())
    listing.begin(NOW)
    listing.take(far.answer(state.cursor))
    cursor = state.cursor
    listing.take(PageRead(has_more=True))
    assert (state.cursor, listing.fresh_device) == (cursor, True)
    listing.take(PageRead(has_more=True))
    assert int(state.cursor) == int(cursor) - WEEK * 1000


def test_gaps_are_asked_once_and_the_first_reason_stands() -> None:
    far = Far([NOW - 60, NOW - 30 * 86_400])
    _, state = crawl(far, expected=5)
    assert state.stop_reason == "end"
    assert state.gaps == []
    assert make_verdict(state, run_id="r", spider="user", now=NOW).status == "short"


def test_no_more_is_believed_at_once_when_nothing_is_lacking() -> None:
    far = Far(DAILY[:7], more=False)
    _, state = crawl(far, expected=7)
    assert far.requests == 1
    assert state.stop_reason == "end"


def test_since_ends_the_listing_and_pinned_posts_do_not() -> None:
    since = NOW - 10 * 86_400
    records, state = crawl(Far(DAILY, pinned=[DAILY[90]]), expected=100, since=float(since))
    assert times(records) == [post for post in DAILY if post >= since]
    assert state.stop_reason == "since"
    assert make_verdict(state, run_id="r", spider="user", now=NOW).coverage is None


def test_since_ends_in_a_silence() -> None:
    far = Far(GAPS)
    records, state = crawl(far, expected=4, since=float(NOW - 30 * 86_400))
    assert times(records) == GAPS[:1]
    assert state.stop_reason == "since"
    assert far.requests <= 7


def test_until_begins_later() -> None:
    until = NOW - 20 * 86_400
    far = Far(DAILY)
    records, _ = crawl(far, until=float(until), expected=100, asked=5)
    assert times(records) == [post for post in DAILY if post <= until][:5]
    assert far.requests == 1


def test_pinned_posts_count_once_and_do_not_move_the_cursor() -> None:
    records, _ = crawl(Far(DAILY, pinned=[DAILY[60], DAILY[99]]), expected=100)
    assert sorted(times(records), reverse=True) == DAILY


def test_a_repeated_page_asks_for_another_device_and_then_gives_up() -> None:
    first = Far(DAILY).answer(str(NOW * 1000))
    state = ListingState(target="t", resource="videos", expected=100)
    listing = Listing(state, TimeWindow(), Limits(), set())
    listing.begin(NOW)
    listing.take(first)
    cursor = state.cursor
    listing.take(first)
    assert (listing.fresh_device, state.cursor, state.stop_reason) == (True, cursor, None)
    for _ in range(MAX_REPEATS):
        listing.take(first)
    assert state.stop_reason == "repeated_page"
    assert make_verdict(state, run_id="r", spider="user", now=NOW).status == "short"


def test_a_good_page_after_a_repeated_one_goes_on() -> None:
    far = Far(DAILY)
    state = ListingState(target="t", resource="videos", expected=100)
    listing = Listing(state, TimeWindow(), Limits(), set())
    listing.begin(NOW)
    first = far.answer(state.cursor)
    listing.take(first)
    listing.take(first)
    assert len(listing.take(far.answer(state.cursor))) == 7
    assert (state.repeats, listing.fresh_device) == (0, False)


def test_new_only_stops_at_the_first_known_post_but_not_at_a_pinned_one() -> None:
    page = Far(DAILY, pinned=[DAILY[50]]).answer(str(NOW * 1000))
    known = {video(post).video_id for post in (DAILY[50], *DAILY[3:])}
    state = ListingState(target="t", resource="videos", expected=100, new_only=True)
    listing = Listing(state, TimeWindow(), Limits(), set())
    listing.begin(NOW)
    assert times(listing.take(page, known)) == DAILY[:3]
    assert state.stop_reason == "known_item"


def test_members_that_could_not_be_read_still_move_the_cursor() -> None:
    far = Far(DAILY)
    page = far.answer(str(NOW * 1000))
    bad = tuple(
        Rejected(record_type="video", record_id=record.video_id, reason="x") for record in page.records
    )
    state = ListingState(target="t", resource="videos", expected=100)
    listing = Listing(state, TimeWindow(), Limits(), set())
    listing.begin(NOW)
    listing.take(PageRead(rejected=bad, has_more=True))
    assert int(state.cursor) < NOW * 1000
    assert int(state.cursor) // 1000 == min(times(list(page.records)))


def test_a_resumed_listing_goes_on_where_its_state_stands() -> None:
    far = Far(DAILY)
    state = ListingState(target="t", resource="videos", expected=100)
    listing = Listing(state, TimeWindow(), Limits(), set())
    listing.begin(NOW)
    records = listing.take(far.answer(state.cursor))
    again = ListingState.load(state.dump())
    listing = Listing(again, TimeWindow(), Limits(), {record.video_id for record in records})
    while again.stop_reason is None:
        records += listing.take(far.answer(again.cursor))
    assert times(records) == DAILY


@pytest.mark.parametrize(
    ("page", "cursor", "stop"),
    [
        (PageRead(cursor="30", has_more=True, records=(video(1),)), "30", None),
        (PageRead(cursor="0", has_more=True, records=(video(1),)), "0", None),
        (PageRead(cursor="30", has_more=False, records=(video(1),)), "30", "end"),
        (PageRead(cursor=None, has_more=None, records=(video(1),)), "0", "end"),
    ],
)
def test_opaque_cursor(page: PageRead, cursor: str, stop: str | None) -> None:
    state = ListingState(target="t", resource="x")
    listing = Listing(state, Opaque(), Limits(), set())
    listing.begin(NOW)
    listing.take(page)
    assert (state.cursor, state.stop_reason) == (cursor, stop)


def test_opaque_page_without_news_is_repeated() -> None:
    state = ListingState(target="t", resource="x")
    listing = Listing(state, Opaque(), Limits(), {video(1).video_id})
    listing.begin(NOW)
    listing.take(PageRead(cursor="30", has_more=True, records=(video(1),)))
    assert listing.fresh_device


def test_nothing_is_older_than_tiktok() -> None:
    state = ListingState(target="t", resource="x", cursor=str(FIRST_POST_MS + DAY_MS), expected=9)
    listing = Listing(state, TimeWindow(), Limits(revisits=0), set())
    for _ in range(3):
        listing.take(PageRead(has_more=True))
    assert state.stop_reason == "end"
