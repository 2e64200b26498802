"""The upsert rules of the data dictionary, each by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.make import (
    EARLIER,
    LATER,
    NOON,
    begin,
    checkpoint,
    everything,
    put,
    rich_video,
    row,
    rows,
    sound,
    source,
    user,
    video,
)
from tiktok_spiders.items.common import HashtagRef, Poi, ProductRef
from tiktok_spiders.store import Page, Store


def test_none_never_overwrites(store: Store) -> None:
    put(store, video(description="a", play_count=5, is_ad=True))
    put(store, video(scraped_at=LATER))
    stored = row(store, "videos")
    assert (stored["description"], stored["play_count"], stored["is_ad"]) == ("a", 5, True)


def test_known_empty_overwrites(store: Store) -> None:
    put(store, video(description="a", play_count=5, is_ad=True, topics=("x",)))
    put(store, video(scraped_at=LATER, description="", play_count=0, is_ad=False, topics=()))
    stored = row(store, "videos")
    assert [stored[name] for name in ("description", "play_count", "is_ad", "topics")] == ["", 0, False, []]


@pytest.mark.parametrize(("detail", "expected"), [(1, "old"), (2, "new"), (3, "new")])
def test_detail_levels(store: Store, detail: int, expected: str) -> None:
    put(store, video(description="old", detail=2))
    put(store, video(description="new", detail=detail, scraped_at=LATER, ratio="720p"))
    stored = row(store, "videos")
    assert (stored["description"], stored["ratio"]) == (expected, "720p")
    assert stored["detail"] == max(2, detail)


def test_thin_answers_tell_handle_nickname_and_verified_by_time(store: Store) -> None:
    put(store, user(unique_id="a", nickname="A", verified=False, bio="bio", detail=3))
    put(store, user(unique_id="b", nickname="B", verified=True, bio="no", detail=1, scraped_at=LATER))
    put(store, user(unique_id="c", nickname="C", verified=False, detail=3, scraped_at=NOON))
    stored = row(store, "users")
    assert [stored[name] for name in ("unique_id", "nickname", "verified", "bio")] == ["b", "B", True, "bio"]


def test_an_older_answer_only_fills_gaps(store: Store) -> None:
    put(store, video(description="new", play_count=10, scraped_at=NOON))
    put(
        store, video(description="old", play_count=9, like_count=3, ratio="1:1", scraped_at=EARLIER, detail=3)
    )
    stored = row(store, "videos")
    assert [stored[name] for name in ("description", "play_count", "like_count", "ratio")] == [
        "new",
        10,
        3,
        "1:1",
    ]
    assert (stored["first_seen_at"], stored["last_seen_at"]) == (EARLIER, NOON)
    assert stored["counters_at"] == NOON


@pytest.mark.parametrize(
    ("exact", "told", "expected"),
    [
        (12_345, 12_300, 12_345),
        (12_389, 12_400, 12_389),
        (12_345, 12_400, 12_400),
        (1_249_999, 1_200_000, 1_249_999),
        (2_680_875_280, 2_700_000_000, 2_680_875_280),
        (12_345, 12_346, 12_346),
    ],
)
def test_a_rounded_value_leaves_the_exact_one_that_it_rounds(
    store: Store, exact: int, told: int, expected: int
) -> None:
    put(store, video(play_count=exact))
    rounded = ("play_count",) if told % 100 == 0 else ()
    put(store, video(play_count=told, rounded_counts=rounded, scraped_at=LATER))
    stored = row(store, "videos")
    assert stored["play_count"] == expected
    assert stored["rounded_counts"] == (["play_count"] if expected == told and rounded else [])
    assert len(rows(store, "video_counters")) == 1 + (expected != exact)


def test_an_exact_value_replaces_the_rounded_one(store: Store) -> None:
    put(store, video(play_count=12_300, rounded_counts=("play_count",)))
    put(store, video(play_count=12_345, scraped_at=LATER))
    stored = row(store, "videos")
    assert (stored["play_count"], stored["rounded_counts"]) == (12_345, [])


@pytest.mark.parametrize(
    ("told", "expected"), [(1_000_000_001, 3_000_000_001), (1_500_000_001, 1_500_000_001)]
)
def test_less_than_half_of_a_value_above_32_bits_is_an_overflow(
    store: Store, told: int, expected: int
) -> None:
    put(store, user(heart_count=3_000_000_001))
    put(store, user(heart_count=told, scraped_at=LATER))
    assert row(store, "users")["heart_count"] == expected


def test_a_fall_is_kept(store: Store) -> None:
    put(store, user(follower_count=1000))
    put(store, user(follower_count=3, scraped_at=LATER))
    assert row(store, "users")["follower_count"] == 3
    assert [each["follower_count"] for each in rows(store, "user_counters")] == [1000, 3]


def test_address_and_expiry_change_together_and_the_later_wins(store: Store) -> None:
    put(store, video(play_url="https://v.example/new", url_expires_at=LATER))
    put(store, video(play_url="https://v.example/old", url_expires_at=NOON, scraped_at=LATER))
    stored = row(store, "videos")
    assert (stored["play_url"], stored["url_expires_at"]) == ("https://v.example/new", LATER)
    put(store, video(play_url="https://v.example/3", url_expires_at=LATER + timedelta(1), scraped_at=EARLIER))
    stored = row(store, "videos")
    assert (stored["play_url"], stored["url_expires_at"]) == ("https://v.example/3", LATER + timedelta(1))


def test_child_lists_are_replaced_whole_by_equal_detail(store: Store) -> None:
    put(store, rich_video("71"))
    put(store, rich_video("71", hashtags=(HashtagRef(hashtag_id="33", name="birds"),), scraped_at=LATER))
    assert [each["name"] for each in rows(store, "video_hashtags")] == ["birds"]
    assert len(rows(store, "video_renditions")) == 1
    put(store, rich_video("71", hashtags=(), renditions=None, scraped_at=LATER))
    assert rows(store, "video_hashtags") == []
    assert len(rows(store, "video_renditions")) == 1


def test_child_lists_are_only_added_to_by_lower_detail(store: Store) -> None:
    put(store, rich_video("71"))
    thin = (HashtagRef(hashtag_id="33", name="birds"), HashtagRef(hashtag_id="32", name="dogs"))
    for _ in range(2):
        put(store, rich_video("71", hashtags=thin, detail=1, scraped_at=LATER))
        found = [(each["position"], each["name"]) for each in rows(store, "video_hashtags")]
        assert found == [(0, "cats"), (1, "dogs"), (2, "birds")]
    put(store, rich_video("71", scraped_at=LATER))
    assert [each["name"] for each in rows(store, "video_hashtags")] == ["cats", "dogs"]


def test_child_lists_of_one_batch_are_merged_first(store: Store) -> None:
    thin = (HashtagRef(hashtag_id="33", name="birds"),)
    put(store, rich_video("71"), rich_video("71", hashtags=thin, detail=1, scraped_at=LATER))
    assert [each["name"] for each in rows(store, "video_hashtags")] == ["cats", "dogs", "birds"]


def test_an_older_child_list_only_fills_a_gap(store: Store) -> None:
    put(store, rich_video("71", products=None))
    put(store, rich_video("71", hashtags=(), products=(ProductRef(product_id="9"),), scraped_at=EARLIER))
    assert len(rows(store, "video_hashtags")) == 2
    assert row(store, "video_products")["product_id"] == "9"


def test_a_status_change_appends_to_statuses(store: Store) -> None:
    put(store, video(status="ok"))
    put(store, video(status="private", status_code=10222, country="DE", scraped_at=LATER))
    change = row(store, "statuses")
    assert [change[name] for name in ("entity", "id", "old", "new", "status_code", "country")] == [
        "video",
        "71",
        "ok",
        "private",
        10222,
        "DE",
    ]


def test_missing_sets_gone_at_and_keeps_the_data_until_it_is_seen_again(store: Store) -> None:
    put(store, video(description="a", status="ok", detail=2))
    put(store, video(status="missing", detail=3, scraped_at=LATER))
    stored = row(store, "videos")
    assert (stored["description"], stored["gone_at"], stored["detail"]) == ("a", LATER, 2)
    put(store, video(description="b", detail=2, scraped_at=LATER + timedelta(1)))
    stored = row(store, "videos")
    assert (stored["description"], stored["gone_at"], stored["status"]) == ("b", None, "ok")
    assert [each["new"] for each in rows(store, "statuses")] == ["missing", "ok"]


def test_names_are_kept_when_they_change(store: Store) -> None:
    put(store, user(nickname="A", verified=False, bio="x"))
    put(store, user(nickname="B", verified=True, nickname_changed_at=NOON, scraped_at=LATER))
    found = {each["field"]: (each["old"], each["new"], each["changed_at"]) for each in rows(store, "names")}
    assert found == {"nickname": ("A", "B", NOON), "verified": ("false", "true", LATER)}


def test_parents_get_stubs(store: Store) -> None:
    put(store, rich_video("71"))
    assert row(store, "users")["user_id"] == "6001"
    assert row(store, "sounds")["detail"] == 0
    assert [each["name"] for each in rows(store, "hashtags")] == ["cats", "dogs"]


def test_a_stub_becomes_a_row_and_counts_as_new(store: Store) -> None:
    put(store, rich_video("71"))
    (written,) = store.write([Page(records=(user("6001", nickname="A"), sound("5001", author_id="6002")))])
    assert (written.new, written.updated) == (2, 0)
    assert row(store, "users", user_id="6001")["nickname"] == "A"


def test_new_and_updated_are_told_apart(store: Store) -> None:
    first, again = video("71", description="a"), video("71", description="b", scraped_at=LATER)
    same = video("71", description="b", scraped_at=LATER + timedelta(1), cover_url="https://p.example/2")
    pages = [Page(records=(each,)) for each in (first, again, same)]
    assert [(each.new, each.updated) for each in store.write(pages)] == [(1, 0), (0, 1), (0, 0)]


def test_the_same_item_twice_is_the_same_store(store: Store) -> None:
    run_id = begin(store)
    records = (
        user(unique_id="a", sec_uid="S", follower_count=5, run_id=run_id),
        rich_video("71", run_id=run_id, poi=Poi(name="x"), status="missing", source=source(rank=0)),
        rich_video("72", run_id=run_id, raw={"a": 1}),
    )
    page = Page(records=records, checkpoint=checkpoint(run_id))
    store.write([page])
    before = everything(store)
    (written,) = store.write([page])
    assert (written.new, written.updated) == (0, 0)
    assert everything(store) == before
    assert before["raw_payloads"][0]["payload"] == '{"a":1}'


def test_answers_of_transport_store_are_never_written(store: Store) -> None:
    put(store, video(transport="store"))
    assert rows(store, "videos") == []


def test_a_history_row_is_due_after_a_day_even_without_a_change(store_url: str) -> None:
    store = Store.open(store_url, history_interval=timedelta(hours=24))
    for hours in (0, 23, 24, 25):
        put(store, video(play_count=5, scraped_at=NOON + timedelta(hours=hours)))
    assert [each["observed_at"] for each in rows(store, "video_counters")] == [NOON, NOON + timedelta(1)]
    store.close()


def test_what_is_not_told_is_not_carried_forward_in_history(store: Store) -> None:
    put(store, video(play_count=5, like_count=2))
    put(store, video(play_count=6, scraped_at=LATER))
    assert [each["like_count"] for each in rows(store, "video_counters")] == [2, None]


def test_an_estimated_time_never_displaces_a_told_one(store: Store) -> None:
    put(store, video(created_at=EARLIER))
    put(store, video(created_at=NOON, created_at_is_estimated=True, scraped_at=LATER))
    stored = row(store, "videos")
    assert (stored["created_at"], stored["created_at_is_estimated"]) == (EARLIER, False)
    put(store, video(scraped_at=LATER))
    assert row(store, "videos")["created_at_is_estimated"] is False


def test_workers_may_write_in_any_order(store: Store) -> None:
    records = [
        video(description="a", play_count=1, scraped_at=EARLIER, ratio="1"),
        video(description="b", play_count=3, scraped_at=LATER),
        video(description="c", like_count=2, scraped_at=NOON),
    ]
    for number, order in enumerate([(0, 1, 2), (2, 1, 0), (1, 0, 2)]):
        for index in order:
            put(store, replace(records[index], video_id=str(number)))
    found = [(each["description"], each["play_count"], each["ratio"]) for each in rows(store, "videos")]
    assert found == [("b", 3, "1")] * 3
