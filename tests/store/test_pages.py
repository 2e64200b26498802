from __future__ import annotations

import json

import pytest

from tests.store.make import LATER, TARGET, begin, checkpoint, row, rows, sound, source, user, verdict, video
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.run import Rejected
from tiktok_spiders.store import Page, Store, queries


def _page(run_id: str, *ids: str, cursor: str = "1", **values: object) -> Page:
    records = tuple(
        video(each, run_id=run_id, source=source(rank=rank), **values) for rank, each in enumerate(ids)
    )
    return Page(records=records, checkpoint=checkpoint(run_id, cursor))


def test_a_page_and_its_checkpoint_are_one(store: Store) -> None:
    run_id = begin(store)
    store.write([_page(run_id, "71", "72"), _page(run_id, "73", cursor="2")])
    assert store.checkpoints(run_id) == {(TARGET, "videos"): {"cursor": "2"}}
    assert store.seen_ids(run_id, TARGET, "videos") == {"71", "72", "73"}
    assert [each["rank"] for each in rows(store, "sightings")] == [0, 1, 0]


def test_the_verdict_gets_what_the_whole_listing_came_to(store: Store) -> None:
    run_id = begin(store)
    store.write([_page(run_id, "71", "72")])
    store.write([_page(run_id, "73")])
    last = _page(run_id, "71", description="changed", scraped_at=LATER)
    other = user(run_id=run_id)
    page = Page(records=(*last.records, other), checkpoint=last.checkpoint, verdict=verdict(run_id, unique=3))
    (written,) = store.write([page])
    assert written.verdict is not None
    assert (written.verdict.new, written.verdict.updated, written.verdict.unique) == (3, 1, 3)
    assert store.verdicts(run_id) == {(TARGET, "videos"): ("complete", "end")}
    stored = row(store, "verdicts")
    assert (stored["new"], stored["updated"], stored["transports"]) == (3, 1, {})


@pytest.mark.parametrize("rank", [0, None])
def test_author_and_sound_of_a_post_do_not_count_for_its_listing(store: Store, rank: int | None) -> None:
    run_id = begin(store)
    beside = (user(run_id=run_id, source=source(), detail=1), sound(run_id=run_id, detail=1))
    post = video(run_id=run_id, source=source(rank=rank), detail=3)
    page = Page(records=(*beside, post), checkpoint=checkpoint(run_id), verdict=verdict(run_id))
    (written,) = store.write([page])
    assert written.new == 3
    assert written.verdict is not None
    assert written.verdict.new == 1


def test_records_without_a_checkpoint_count_for_their_verdict(store: Store) -> None:
    run_id = begin(store)
    store.write([Page(records=(user(run_id=run_id),))])
    (written,) = store.write([Page(verdict=verdict(run_id, resource="profile"))])
    assert written.verdict is not None
    assert (written.verdict.new, written.verdict.updated) == (1, 0)
    assert store.checkpoints(run_id) == {}


def test_a_later_verdict_of_a_resumed_run_takes_the_place_of_the_first(store: Store) -> None:
    run_id = begin(store)
    store.write([Page(verdict=verdict(run_id, status="failed", stop_reason="shutdown"))])
    store.write([Page(verdict=verdict(run_id))])
    assert store.verdicts(run_id) == {(TARGET, "videos"): ("complete", "end")}


@pytest.mark.parametrize(
    ("stop_reason", "known"),
    [("end", {"71"}), ("max_items", {"71"}), ("shutdown", set()), ("captcha", set())],
)
def test_known_ids_are_those_of_an_earlier_listing_that_ended_well(
    store: Store, stop_reason: str, known: set[str]
) -> None:
    first, second = begin(store, name="1"), begin(store, name="2")
    store.write(
        [_page(first, "71"), Page(verdict=verdict(first, stop_reason=stop_reason, target_key="6001"))]
    )
    store.write([_page(second, "72"), Page(verdict=verdict(second, target_key="6001"))])
    asked = {"resource": "videos", "ids": ["71", "72", "73"], "run_id": second}
    assert store.known_ids(target_key="6001", **asked) == known
    assert store.known_ids(target_key="6002", **asked) == set()


def test_rejected_members_are_kept_once_with_their_reason(store: Store) -> None:
    run_id = begin(store)
    refused = Rejected(record_type="video", record_id="79", reason="no \x00 id", payload="{}\ud800")
    page = Page(rejected=(refused,), checkpoint=checkpoint(run_id, rejected=(refused,)))
    (written,) = store.write([page])
    assert written.rejected == ()
    found = rows(store, "rejected_rows")
    assert [(each["record_id"], each["resource"], each["payload"]) for each in found] == [
        ("79", "videos", "{}\\ud800")
    ]


@pytest.mark.parametrize(
    "bad",
    [
        {"description": "lone surrogate \ud800"},
        {"play_count": 2**63},
        {"run_id": "no-such-run"},
        {"topics": (object(),)},
    ],
)
def test_a_bad_row_stands_alone_and_the_rest_is_kept(store: Store, bad: dict[str, object]) -> None:
    run_id = begin(store)
    good = [video(str(number), run_id=run_id) for number in range(70, 79)]
    records = (*good[:4], video("99", **{"run_id": run_id, **bad}), *good[4:])
    (written,) = store.write([Page(records=records, checkpoint=checkpoint(run_id))])
    assert [each.record_id for each in written.rejected] == ["99"]
    assert written.new == 9
    assert len(rows(store, "videos")) == 9
    stored = row(store, "rejected_rows")
    assert stored["reason"] == written.rejected[0].reason
    assert json.loads(stored["payload"])["video_id"] == "99"
    assert store.checkpoints(run_id) == {(TARGET, "videos"): {"cursor": "1"}}


def test_a_record_that_has_no_table_is_rejected(store: Store) -> None:
    class Other(Record):
        key_field = "record_type"

    other = Other(record_type="other", scraped_at=LATER)
    (written,) = store.write([Page(records=(other, video()))])
    assert "no table for other" in written.rejected[0].reason
    assert len(rows(store, "videos")) == 1


def test_a_checkpoint_of_no_run_is_an_error_and_nothing_is_written(store: Store) -> None:
    with pytest.raises(StoreError):
        store.write([Page(records=(video(),), checkpoint=checkpoint("no-such-run"))])
    assert rows(store, "videos") == []


def test_counts(store: Store) -> None:
    run_id = begin(store)
    store.write([_page(run_id, "71"), Page(verdict=verdict(run_id))])
    with store.reading() as connection:
        assert queries.counts(connection)["videos"] == 1


def test_one_sec_uid_of_two_users_rejects_the_second(store: Store) -> None:
    first, second = user("6001", sec_uid="S"), user("6002", sec_uid="S", scraped_at=LATER)
    store.write([Page(records=(first,))])
    (written,) = store.write([Page(records=(second, video()))])
    assert [each.record_id for each in written.rejected] == ["6002"]
    assert len(rows(store, "videos")) == 1


def test_a_stub_of_something_that_is_gone_is_new_only_once(store: Store) -> None:
    gone = video(status="missing", detail=0)
    assert [each.new for each in store.write([Page(records=(gone,))])] == [1]
    assert [each.new for each in store.write([Page(records=(gone,))])] == [0]


def test_raw_text_that_no_database_takes_is_escaped(store: Store) -> None:
    store.write([Page(records=(video(raw={"desc": "\ud800"}),))])
    assert row(store, "raw_payloads")["payload"] == '{"desc":"\\ud800"}'
    assert row(store, "videos")["raw_ref"] == row(store, "raw_payloads")["raw_ref"]
