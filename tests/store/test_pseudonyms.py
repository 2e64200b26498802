"""Rows under a pseudonym and plain ones never mix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.make import EARLIER, LATER, NOON, put, rich_video, row, rows, user
from tests.store.make_sources import comment, review
from tiktok_spiders.store import Page

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

HIDDEN = {"user_id": "p_a", "is_pseudonymous": True}


def _plain(**values: object) -> object:
    return comment(user_id="6002", unique_id="b", nickname="B", text="hello", like_count=3, **values)


def test_a_newer_row_under_a_pseudonym_leaves_nothing_of_the_plain_one(store: Store) -> None:
    put(store, _plain())
    (written,) = store.write([Page(records=(comment(scraped_at=LATER, detail=1, **HIDDEN),))])
    stored = row(store, "comments")
    names = ("user_id", "unique_id", "nickname", "text", "like_count", "is_pseudonymous")
    assert [stored[name] for name in names] == ["p_a", None, None, None, None, True]
    assert (stored["first_seen_at"], stored["last_seen_at"], stored["detail"]) == (NOON, LATER, 1)
    assert (written.new, written.updated) == (0, 1)
    assert rows(store, "names") == []


def test_an_older_one_is_passed_over(store: Store) -> None:
    put(store, _plain())
    put(store, comment(scraped_at=EARLIER, language="en", **HIDDEN))
    stored = row(store, "comments")
    assert (stored["user_id"], stored["language"], stored["is_pseudonymous"]) == ("6002", None, False)


def test_a_newer_plain_row_takes_the_place_of_one_under_a_pseudonym(store: Store) -> None:
    put(store, comment(language="en", **HIDDEN), review(reviewer_id="p_b", is_pseudonymous=True))
    put(store, _plain(scraped_at=LATER))
    stored = row(store, "comments")
    assert (stored["user_id"], stored["language"], stored["is_pseudonymous"]) == ("6002", None, False)
    assert row(store, "reviews")["reviewer_id"] == "p_b"


def test_a_thin_plain_answer_takes_nobodys_place(store: Store) -> None:
    put(store, rich_video("71", description="a", is_pseudonymous=True))
    put(store, rich_video("71", description="b", detail=1, scraped_at=LATER))
    stored = row(store, "videos")
    assert (stored["description"], stored["is_pseudonymous"]) == ("a", True)


def test_child_lists_go_with_their_row(store: Store) -> None:
    put(store, rich_video("71"))
    put(
        store,
        rich_video("71", hashtags=None, author_id="p_a", is_pseudonymous=True, detail=1, scraped_at=LATER),
    )
    assert rows(store, "video_hashtags") == []
    assert len(rows(store, "video_subtitles")) == 1
    stored = row(store, "videos")
    assert (stored["author_id"], stored["is_pseudonymous"]) == ("p_a", True)


def test_both_in_one_batch(store: Store) -> None:
    put(store, _plain(), comment(scraped_at=LATER, **HIDDEN))
    stored = row(store, "comments")
    assert (stored["user_id"], stored["nickname"]) == ("p_a", None)


def test_a_stub_takes_either(store: Store) -> None:
    put(store, comment(**HIDDEN))
    put(store, user("p_a", is_pseudonymous=True))
    assert row(store, "users")["is_pseudonymous"] is True
