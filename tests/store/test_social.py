"""Comments, relations, playlists, suggestions, and subtitle texts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.make import (
    LATER,
    NOON,
    TARGET,
    begin,
    checkpoint,
    put,
    row,
    rows,
    source,
    user,
    verdict,
    video,
)
from tests.store.make_sources import comment, playlist, playlist_item, relation, suggestion
from tiktok_spiders.items.parts import Subtitle
from tiktok_spiders.store import Page

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

HOUR = timedelta(hours=1)


def _list(store: Store, *records: Any, section: str = "followers", at: Any = NOON, **end: Any) -> Any:
    """Write one whole listing as a run of its own; return its verdict."""
    run_id = begin(store)
    mine = tuple(_of(record, run_id, section, at) for record in records)
    given = {"target_key": "6001", "started_at": at, "finished_at": at + HOUR, **end}
    point = checkpoint(run_id)
    store.write([Page(records=mine, checkpoint=point)])
    (written,) = store.write([Page(verdict=verdict(run_id, resource=section, **given))])
    return written.verdict


def _of(record: Any, run_id: str, section: str, at: Any) -> Any:
    from dataclasses import replace

    return replace(record, run_id=run_id, source=source(section, rank=0), scraped_at=at)


def _left(store: Store) -> dict[str, Any]:
    return {each["member_id"]: each["left_at"] for each in rows(store, "relations")}


def test_replies_may_come_before_what_they_answer(store: Store) -> None:
    reply = comment("80", parent_comment_id="81", text="b", user_id="6002")
    put(store, reply)
    assert row(store, "comments", comment_id="81")["detail"] == 0
    (written,) = store.write([Page(records=(comment("81", text="a"),))])
    assert (written.new, written.updated) == (1, 0)
    put(
        store,
        comment("82", parent_comment_id="83"),
        comment("83", text="c"),
        comment("84", parent_comment_id="84"),
    )
    assert [each["detail"] for each in rows(store, "comments")] == [2, 2, 2, 2, 2]
    assert row(store, "videos")["video_id"] == "71"
    assert row(store, "users")["user_id"] == "6002"


def test_a_reply_to_a_reply_of_the_same_batch(store: Store) -> None:
    (written,) = store.write(
        [
            Page(
                records=(
                    comment("81", parent_comment_id="82"),
                    comment("82", parent_comment_id="83"),
                    comment("83"),
                )
            )
        ]
    )
    assert (written.new, written.rejected) == (3, ())


def test_the_likes_of_a_comment_are_those_of_the_newest_answer(store: Store) -> None:
    put(store, comment(like_count=5, text="a", rank=1, unique_id="a"))
    put(store, comment(like_count=3, rank=0, unique_id="b", scraped_at=LATER))
    stored = row(store, "comments")
    assert [stored[name] for name in ("like_count", "text", "rank", "unique_id")] == [3, "a", 0, "b"]


def test_a_relation_has_its_owner_direction_and_member(store: Store) -> None:
    put(store, relation(), relation(direction="following"), relation(owner_id="6002", member_id="6001"))
    put(store, relation(position=4, scraped_at=LATER))
    found = [(each["owner_id"], each["direction"], each["member_id"]) for each in rows(store, "relations")]
    assert found == [
        ("6001", "follower", "6002"),
        ("6001", "following", "6002"),
        ("6002", "follower", "6001"),
    ]
    stored = rows(store, "relations")[0]
    assert (stored["first_seen_at"], stored["last_seen_at"], stored["position"]) == (NOON, LATER, 4)
    assert [each["user_id"] for each in rows(store, "users")] == ["6001", "6002"]


def test_a_complete_listing_tells_who_left(store: Store) -> None:
    _list(store, relation("6002"), relation("6003"), relation("6004", owner_id="6009"))
    _list(store, relation("6002", direction="following"), section="following")
    _list(store, relation("6003"), at=NOON + timedelta(1))
    gone = NOON + timedelta(1) + HOUR
    found = {
        (each["owner_id"], each["direction"], each["member_id"]): each["left_at"]
        for each in rows(store, "relations")
    }
    assert found == {
        ("6001", "follower", "6002"): gone,
        ("6001", "follower", "6003"): None,
        ("6001", "following", "6002"): None,
        ("6009", "follower", "6004"): None,
    }
    _list(store, relation("6003"), at=NOON + timedelta(2))
    assert _left(store)["6003"] is None
    assert row(store, "relations", member_id="6002", direction="follower")["left_at"] == gone


@pytest.mark.parametrize("status", ["short", "capped", "limited", "blocked", "private"])
def test_anything_less_tells_nobody_left(store: Store, status: str) -> None:
    _list(store, relation("6002"), relation("6003"))
    _list(store, relation("6003"), at=NOON + timedelta(1), status=status)
    assert set(_left(store).values()) == {None}


def test_who_comes_back_has_not_left(store: Store) -> None:
    for day, members in enumerate([("6002", "6003"), ("6003",), ("6002", "6003")]):
        _list(store, *map(relation, members), at=NOON + timedelta(day))
    assert set(_left(store).values()) == {None}
    put(store, relation("6002", scraped_at=NOON))
    assert set(_left(store).values()) == {None}


def test_an_empty_complete_listing_says_that_all_left(store: Store) -> None:
    _list(store, relation("6002"))
    _list(store, at=NOON + timedelta(1))
    assert _left(store) == {"6002": NOON + timedelta(1) + HOUR}


def test_who_was_seen_elsewhere_meanwhile_has_not_left(store: Store) -> None:
    _list(store, relation("6002"), relation("6003"))
    put(store, relation("6002", scraped_at=NOON + timedelta(1) + HOUR / 2))
    _list(store, relation("6003"), at=NOON + timedelta(1))
    assert set(_left(store).values()) == {None}


def test_a_listing_under_pseudonyms_says_nothing_of_plain_rows(store: Store) -> None:
    _list(store, relation("6002"), relation("6003"))
    _list(
        store,
        relation("p_a", is_pseudonymous=True),
        relation("p_b", is_pseudonymous=True),
        at=NOON + timedelta(1),
    )
    _list(store, relation("p_a", is_pseudonymous=True), at=NOON + timedelta(2))
    assert {member for member, left in _left(store).items() if left} == {"p_b"}


def test_a_playlist_and_what_it_holds(store: Store) -> None:
    put(store, playlist_item(0, "71"), playlist_item(1, "72"))
    put(store, playlist(name="a", owner_id="6001", video_count=2))
    put(store, playlist(name="b", scraped_at=LATER), playlist_item(1, "73", scraped_at=LATER))
    assert [(each["position"], each["video_id"]) for each in rows(store, "playlist_items")] == [
        (0, "71"),
        (1, "73"),
    ]
    assert row(store, "playlists")["video_count"] == 2
    assert [(each["entity"], each["old"], each["new"]) for each in rows(store, "names")] == [
        ("playlist", "a", "b")
    ]
    assert [each["video_id"] for each in rows(store, "videos")] == ["71", "72", "73"]


def test_a_playlist_that_has_become_shorter(store: Store) -> None:
    items = [playlist_item(position, str(71 + position)) for position in range(3)]
    _list(store, *items, section="playlist_videos")
    period = {"expected": 3, "unique": 2}
    _list(store, *items[:2], section="playlist_videos", at=NOON + timedelta(1), **period)
    assert {each["gone_at"] for each in rows(store, "playlist_items")} == {None}
    whole = {"expected": 2, "unique": 2}
    _list(store, *items[:2], section="playlist_videos", at=NOON + timedelta(1), **whole)
    gone = [each["gone_at"] for each in rows(store, "playlist_items")]
    assert gone == [None, None, NOON + timedelta(1) + HOUR]
    _list(store, *items, section="playlist_videos", at=NOON + timedelta(2))
    assert [each["gone_at"] for each in rows(store, "playlist_items")] == [None, None, None]


def test_suggestions(store: Store) -> None:
    put(store, suggestion(rank=0), suggestion(kind="guide"), suggestion(kind=None), suggestion(query="x"))
    put(store, suggestion(rank=3, scraped_at=LATER))
    found = [(each["query"], each["kind"], each["rank"]) for each in rows(store, "suggestions")]
    assert found == [("ca", "", None), ("ca", "guide", None), ("ca", "preview", 3), ("x", "preview", None)]


def test_a_list_without_texts_leaves_the_text_of_a_subtitle(store: Store) -> None:
    def told(url: str, **values: Any) -> tuple[Subtitle, ...]:
        english = Subtitle(language="eng-US", source="ASR", format="webvtt", url=url, **values)
        return (english, Subtitle(language="deu-DE", source="MT", url=url))

    put(store, video(subtitles=told("https://v.example/1", text="hello")))
    put(store, video(subtitles=told("https://v.example/2"), scraped_at=LATER))
    put(
        store,
        video(subtitles=told("https://v.example/3", text="bye"), scraped_at=LATER + HOUR),
        video(subtitles=told("https://v.example/4"), scraped_at=LATER + 2 * HOUR),
    )
    found = [(each["url"][-1], each["text"]) for each in rows(store, "video_subtitles")]
    assert found == [("4", "bye"), ("4", None)]


@pytest.mark.parametrize(
    ("section", "made"),
    [
        ("comments", lambda number, **given: comment(str(number), user_id="6002", **given)),
        ("followers", lambda number, **given: relation(str(number), **given)),
        ("playlists", lambda number, **given: playlist(str(number), **given)),
        ("playlist_videos", lambda number, **given: video(str(number), **given)),
        ("suggestions", lambda number, **given: suggestion(str(number), **given)),
    ],
)
def test_a_listing_counts_and_knows_the_records_it_is_of(store: Store, section: str, made: Any) -> None:
    run_id = begin(store)
    place = {"run_id": run_id, "source": source(section, rank=0)}
    records = [
        each
        for number in (100, 101)
        for each in (made(number, **place), user(str(number), detail=1, **place))
    ]
    store.write([Page(records=tuple(records))])
    (written,) = store.write([Page(verdict=verdict(run_id, resource=section, target_key="6001"))])
    assert (written.verdict.new, written.verdict.updated) == (2, 0)
    assert store.seen_ids(run_id, TARGET, section) == {"100", "101"}
    known = store.known_ids(target_key="6001", resource=section, ids=["101", "102"], run_id="other")
    assert known == {"101"}
