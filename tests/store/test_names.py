from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.make import LATER, hashtag, put, row, rows, video
from tiktok_spiders.items.common import HashtagRef

if TYPE_CHECKING:
    from tiktok_spiders.store import Store


def _tagged(*refs: HashtagRef) -> object:
    return video(hashtags=refs)


def test_a_hashtag_without_an_id_waits_under_its_name(store: Store) -> None:
    put(store, _tagged(HashtagRef(name="cats")))
    assert row(store, "hashtags")["hashtag_id"] == "name:cats"
    assert row(store, "video_hashtags")["hashtag_id"] == "name:cats"


def test_its_id_is_taken_over_by_all_that_refer_to_it(store: Store) -> None:
    put(store, _tagged(HashtagRef(name="cats")))
    put(store, hashtag("31", "cats", view_count=5, scraped_at=LATER))
    assert row(store, "hashtags")["view_count"] == 5
    assert row(store, "video_hashtags")["hashtag_id"] == "31"
    assert row(store, "hashtag_counters")["hashtag_id"] == "31"


def test_a_waiting_hashtag_is_folded_into_the_row_that_is_there(store: Store) -> None:
    put(store, _tagged(HashtagRef(name="cats")), hashtag("31", "katzen"))
    put(store, hashtag("31", "cats", scraped_at=LATER))
    assert row(store, "hashtags")["name"] == "cats"
    assert row(store, "video_hashtags")["hashtag_id"] == "31"


def test_a_reference_without_an_id_finds_the_known_hashtag(store: Store) -> None:
    put(store, hashtag("31", "cats"))
    put(store, hashtag(None, "cats", title="Cats"), _tagged(HashtagRef(name="cats")))
    assert row(store, "hashtags")["title"] == "Cats"
    assert row(store, "video_hashtags")["hashtag_id"] == "31"


def test_a_name_that_moves_to_another_id(store: Store) -> None:
    put(store, hashtag("31", "cats"))
    put(store, hashtag("32", "cats", scraped_at=LATER))
    assert [(each["hashtag_id"], each["name"]) for each in rows(store, "hashtags")] == [
        ("31", None),
        ("32", "cats"),
    ]
    assert row(store, "names", id="31")["old"] == "cats"


def test_two_ids_of_one_name_in_one_batch(store: Store) -> None:
    put(store, _tagged(HashtagRef(hashtag_id="31", name="cats"), HashtagRef(hashtag_id="32", name="cats")))
    assert [each["hashtag_id"] for each in rows(store, "video_hashtags")] == ["31", "32"]
