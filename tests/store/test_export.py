from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.export_store import DAY_1, DAY_2, begin, fill, page, rich_video, user, verdict, video
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.common import Source
from tiktok_spiders.store import export
from tiktok_spiders.store.export import EXPORT_TYPES, Selection, class_of, exported, find_run, related
from tiktok_spiders.store.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    url = (
        f"sqlite:///{tmp_path}/s.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    )
    opened = Store.open(url)
    yield opened
    opened.close()


def records(store, record_type, **selection):
    return [record for chunk in exported(store, record_type, Selection(**selection)) for record in chunk]


def keys(store, record_type="video", **selection):
    key = class_of(record_type).key_field
    return [getattr(record, key) for record in records(store, record_type, **selection)]


def test_records_come_back_as_they_went_in(store):
    first, _ = fill(store)
    (given,) = (record for record in records(store, "video", run_id=first) if record.video_id == "11")
    expected = rich_video("11", first)
    assert given == expected


def test_verdicts_come_back_as_they_went_in(store):
    first, _ = fill(store)
    (given,) = records(store, "verdict")
    assert replace(given, new=None, updated=None) == verdict(first)


def test_everything(store):
    fill(store)
    assert keys(store) == ["10", "11", "12"]
    assert keys(store, "user") == ["1"]
    assert keys(store, "sound") == ["2"]
    assert keys(store, "hashtag") == ["9"]
    assert [run.name for run in records(store, "run")] == ["first", "second"]


def test_stubs_are_no_records(store):
    run_id = begin(store, "r")
    store.write([page([video("10", run_id)], run_id)])
    assert keys(store, "user") == []
    assert keys(store, "sound") == []


def test_of_a_run(store):
    first, second = fill(store)
    assert keys(store, run_id=first) == ["10", "11", "12"]
    (again,) = records(store, "video", run_id=second)
    assert (again.video_id, again.play_count) == ("10", 20)
    assert again.source == Source(spider="video", target="10", section="videos", rank=None)
    assert keys(store, "user", run_id=second) == []
    assert len(records(store, "verdict", run_id=second)) == 0
    assert [run.name for run in records(store, "run", run_id=second)] == ["second"]
    assert {row.run_id for row in records(store, "video_counters", run_id=second)} == {second}


def test_without_a_run_the_newest_source_is_told(store):
    _, second = fill(store)
    by_id = {record.video_id: record for record in records(store, "video")}
    assert (by_id["10"].run_id, by_id["10"].source.target) == (second, "10")
    assert (by_id["11"].source.target, by_id["11"].source.rank) == ("@a", 1)


@pytest.mark.parametrize(("target", "expected"), [("@a", ["10", "11"]), ("a", ["10", "11"]), ("@b", ["12"])])
def test_of_a_target(store, target, expected):
    fill(store)
    assert keys(store, target=target) == expected
    assert len(records(store, "verdict", target=target)) == (target != "@b")
    assert [run.name for run in records(store, "run", target=target)] == ([] if target == "@b" else ["first"])
    assert {row.video_id for row in records(store, "video_counters", target=target)} == set(expected)


def test_since(store):
    fill(store)
    assert keys(store, since=DAY_2) == ["10"]
    assert keys(store, since=DAY_1) == ["10", "11", "12"]
    assert [row.observed_at for row in records(store, "video_counters", since=DAY_2)] == [DAY_2]
    assert records(store, "verdict", since=DAY_2) == []


def test_counters_are_rows_of_their_own(store):
    fill(store)
    rows = [row for row in records(store, "video_counters") if row.video_id == "10"]
    assert [(row.observed_at, row.play_count) for row in rows] == [(DAY_1, 10), (DAY_2, 20)]
    assert records(store, "user_counters")[0].follower_count == 5


def test_a_resumed_run_has_each_record_once(store):
    run_id = begin(store, "named")
    store.write([page([video("10", run_id), video("11", run_id, rank=1)], run_id)])
    assert begin(store, "named") == run_id
    store.write([page([video("11", run_id, rank=1), video("12", run_id, rank=2)], run_id)])
    store.write([page([video("12", run_id, target="@z")], run_id, target="@z")])
    assert keys(store, run_id=find_run(store, "named")) == ["10", "11", "12"]


def test_hashtags_without_an_id(store):
    run_id = begin(store, "r")
    store.write([page([rich_video("11", run_id)], run_id)])
    (given,) = records(store, "video")
    assert [(tag.hashtag_id, tag.name) for tag in given.hashtags] == [("9", "cats"), (None, "dogs")]


def test_a_user_without_an_id(store):
    run_id = begin(store, "r")
    store.write([page([user(run_id, user_id=None, unique_id="z", sec_uid="MS4")], run_id)])
    (given,) = records(store, "user")
    assert (given.user_id, given.sec_uid, given.unique_id) == (None, "MS4", "z")
    assert (given.run_id, given.source.target) == (run_id, "@a")


def test_chunks(store, monkeypatch):
    monkeypatch.setattr(export, "CHUNK_ROWS", 2)
    first, _ = fill(store)
    chunks = [
        [record.video_id for record in chunk] for chunk in exported(store, "video", Selection(run_id=first))
    ]
    assert chunks == [["10", "11"], ["12"]]


def test_find_run(store):
    first, _ = fill(store)
    assert find_run(store, "first") == find_run(store, first) == first
    with pytest.raises(StoreError, match="'third'"):
        find_run(store, "third")


def test_related(store):
    fill(store)
    assert related(store, "sound", {"2", "3"})["2"].title == "song"
    assert related(store, "user", set()) == {}


def test_every_type_can_be_asked_for(store):
    for record_type in EXPORT_TYPES:
        assert records(store, record_type) == []
