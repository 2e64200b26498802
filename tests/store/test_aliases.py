from __future__ import annotations

from tests.store.make import EARLIER, LATER, put, row, rows, user
from tiktok_spiders.store import Page, Store


def _aliases(store: Store) -> dict[tuple[str, str], tuple[str, bool]]:
    return {
        (each["kind"], each["value"]): (each["user_id"], each["is_current"])
        for each in rows(store, "user_aliases")
    }


def test_handle_and_sec_uid_name_the_user(store: Store) -> None:
    put(store, user("6001", unique_id="a", sec_uid="S"))
    assert _aliases(store) == {("unique_id", "a"): ("6001", True), ("sec_uid", "S"): ("6001", True)}


def test_a_former_handle_stays_as_not_current(store: Store) -> None:
    put(store, user("6001", unique_id="a"))
    put(store, user("6001", unique_id="b", scraped_at=LATER))
    assert _aliases(store) == {("unique_id", "a"): ("6001", False), ("unique_id", "b"): ("6001", True)}


def test_a_handle_that_moves_to_another_id(store: Store) -> None:
    put(store, user("6001", unique_id="a"))
    put(store, user("6002", unique_id="a", scraped_at=LATER))
    assert _aliases(store) == {("unique_id", "a"): ("6002", True)}
    old, new = rows(store, "users")
    assert (old["unique_id"], old["unique_id_is_current"], new["unique_id_is_current"]) == ("a", False, True)
    assert {(each["id"], each["old"], each["new"]) for each in rows(store, "names")} == {
        ("6001", "a", None),
        ("6002", None, "a"),
    }


def test_an_older_answer_moves_no_handle(store: Store) -> None:
    put(store, user("6001", unique_id="a"))
    put(store, user("6002", unique_id="a", scraped_at=EARLIER))
    assert _aliases(store) == {("unique_id", "a"): ("6001", True)}
    assert row(store, "users", user_id="6002")["unique_id_is_current"] is False


def test_a_user_without_an_id_waits_under_its_sec_uid_or_handle(store: Store) -> None:
    put(store, user(None, sec_uid="S", unique_id="a", is_private=True), user(None, unique_id="b"))
    assert [each["user_id"] for each in rows(store, "users")] == ["sec_uid:S", "unique_id:b"]


def test_a_waiting_user_becomes_the_one_of_its_id(store: Store) -> None:
    put(store, user(None, sec_uid="S", unique_id="a", is_private=True))
    put(store, user("6001", sec_uid="S", nickname="A", scraped_at=LATER))
    stored = row(store, "users")
    assert [stored[name] for name in ("user_id", "is_private", "nickname")] == ["6001", True, "A"]
    assert _aliases(store) == {("sec_uid", "S"): ("6001", True), ("unique_id", "a"): ("6001", True)}


def test_a_waiting_user_is_folded_into_the_row_that_is_there(store: Store) -> None:
    put(store, user(None, unique_id="a", bio="waiting", follower_count=3))
    put(store, user("6001", nickname="A"))
    put(store, user("6001", unique_id="a", scraped_at=LATER))
    stored = row(store, "users")
    assert [stored[name] for name in ("user_id", "bio", "nickname")] == ["6001", "waiting", "A"]
    assert row(store, "user_counters")["user_id"] == "6001"


def test_a_record_without_an_id_finds_the_known_user(store: Store) -> None:
    put(store, user("6001", unique_id="a", sec_uid="S"))
    put(store, user(None, sec_uid="S", bio="x"), user(None, unique_id="a", is_private=True))
    stored = row(store, "users")
    assert (stored["bio"], stored["is_private"]) == ("x", True)


def test_a_batch_that_names_the_id_later(store: Store) -> None:
    put(store, user(None, unique_id="a", bio="x"), user("6001", unique_id="a"))
    assert row(store, "users")["bio"] == "x"


def test_a_user_that_names_nobody_is_rejected(store: Store) -> None:
    (written,) = store.write([Page(records=(user(None), user("6001")))])
    assert [each.reason for each in written.rejected] == ["ValueError: user without user_id"]
    assert row(store, "users")["user_id"] == "6001"
