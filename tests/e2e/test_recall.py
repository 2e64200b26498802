"""Whole crawls against the stand-in's ground truth: everything, once, and said so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from tests.crawling import Crawl, duplicates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.standin_process import StandinProcess

WEEK = 7 * 86_400
CLOSED = {"private_plum": "private", "banned_basil": "missing", "young_yarrow": "missing"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One stand-in of 30 users, most with up to 200 videos, and one finished crawl of it."""
    from tests.standin_process import StandinProcess

    with StandinProcess("--users", "30", "--videos", "0-200") as standin:
        crawl = Crawl(tmp_path_factory.mktemp("world"), standin.url)
        yield standin, crawl.run("user", users=standin.handles())


def right_status(truth: dict[str, Any]) -> str:
    """Return the verdict that a whole listing of this account deserves."""
    handle = truth["user"]["handle"]
    if handle in CLOSED:
        return CLOSED[handle]
    return "complete" if truth["video_count"] == len(truth["ids"]) else "short"


def test_every_video_of_every_user_comes_once(world: tuple[StandinProcess, Crawl]) -> None:
    standin, crawl = world
    delivered = crawl.ids_by_author()
    for handle in standin.handles():
        expected = [] if handle in CLOSED else standin.truth(handle)["ids"]
        assert sorted(delivered.get(handle, [])) == sorted(expected), handle
        assert duplicates(delivered.get(handle, [])) == []
    assert crawl.status == 0
    assert "Traceback" not in crawl.stderr


def test_every_verdict_is_right(world: tuple[StandinProcess, Crawl]) -> None:
    standin, crawl = world
    verdicts = crawl.verdicts()
    for handle in standin.handles():
        truth, verdict = standin.truth(handle), verdicts[handle]
        assert verdict["status"] == right_status(truth), verdict
        if handle not in CLOSED:
            assert (verdict["expected"], verdict["unique"]) == (truth["video_count"], len(truth["ids"]))
            assert verdict["new"] == len(truth["ids"])


def test_feed_and_database_agree(world: tuple[StandinProcess, Crawl]) -> None:
    _, crawl = world
    fed = {video["video_id"]: video for video in crawl.records("video")}
    stored = dict(crawl.rows("SELECT video_id, play_count FROM videos WHERE detail > 0"))
    assert stored == {key: video["play_count"] for key, video in fed.items()}
    statuses = dict(crawl.rows("SELECT target, status FROM verdicts"))
    assert statuses == {target: verdict["status"] for target, verdict in crawl.verdicts().items()}
    assert crawl.rows("SELECT finish_reason FROM runs") == [("finished",)]


def test_records_tell_the_truth(world: tuple[StandinProcess, Crawl]) -> None:
    standin, crawl = world
    posts = {
        key: post for handle in standin.handles() for key, post in standin.truth(handle)["posts"].items()
    }
    for video in crawl.records("video"):
        post = posts[video["video_id"]]
        assert video["description"] == post["caption"].replace("\0", "\ufffd")
        assert video["type"] == ("photo" if post["images"] else "video")
        assert video["save_count"] == post["saves"]
        assert bool(video["is_pinned"]) == post["pinned"]
        assert len(video["images"] or ()) == post["images"]


def test_verdicts_follow_their_records_in_the_feed(world: tuple[StandinProcess, Crawl]) -> None:
    _, crawl = world
    ended: set[str] = set()
    for record in crawl.records():
        if record["record_type"] == "verdict":
            ended.add(record["target"])
        else:
            assert record["source"]["target"] not in ended


def test_new_only_with_nothing_new_asks_little(world: tuple[StandinProcess, Crawl], tmp_path: Path) -> None:
    standin, first = world
    standin.clear_log()
    again = Crawl(tmp_path, standin.url, first.database_url).run(
        "user", users=standin.handles(), new_only="true"
    )
    assert again.records("video") == []
    asked: Counter[str] = Counter()
    for entry in standin.log("creator/item_list"):
        asked[parse_qs(entry["query"])["secUid"][0]] += 1
    for handle in standin.handles():
        truth = standin.truth(handle)
        newest = max(
            (post["created_at"] for key, post in truth["posts"].items() if key in truth["ids"]), default=0
        )
        weeks = (crawl_time(standin) - newest) // WEEK if truth["ids"] else 3
        assert asked[truth["user"]["sec_uid"]] <= 1 + weeks, handle


def crawl_time(standin: StandinProcess) -> int:
    return int(standin.log()[-1]["time"])


def test_new_posts_are_all_found(start_standin: Callable[..., StandinProcess], tmp_path: Path) -> None:
    standin = start_standin("--users", "18", "--videos", "0-60")
    crawl = Crawl(tmp_path, standin.url)
    crawl.run("user", users=standin.handles())
    added: set[str] = set()
    for handle in ("daily.dune", "pinned_pine", "single.sparrow", "empty.elm"):
        added.update(standin.grow(handle, 3))
    crawl.run("user", users=standin.handles(), new_only="true")
    assert {video["video_id"] for video in crawl.records("video")} == added
    assert len(crawl.rows("SELECT DISTINCT run_id FROM runs")) == 2


@pytest.mark.parametrize("limit", [1, 14, 15, 16, 30])
def test_limits_are_exact(world: tuple[StandinProcess, Crawl], tmp_path: Path, limit: int) -> None:
    standin, _ = world
    handles = ["many_moths", "daily.dune", "single.sparrow", "pinned_pine"]
    crawl = Crawl(tmp_path, standin.url).run("user", users=handles, max_videos=limit)
    delivered = crawl.ids_by_author()
    for handle in handles:
        ids = standin.truth(handle)["ids"]
        assert len(delivered[handle]) == min(limit, len(ids))
        assert duplicates(delivered[handle]) == []
        reached = crawl.verdicts()[handle]["stop_reason"] == "max_items"
        assert reached == (len(ids) >= limit)


def test_a_period_is_cut_exactly(world: tuple[StandinProcess, Crawl], tmp_path: Path) -> None:
    standin, _ = world
    handles = ["many_moths", "pinned_pine", "quiet.heron"]
    crawl = Crawl(tmp_path, standin.url).run("user", users=handles, since="2026-03-01", until="2026-08-31")
    delivered = crawl.ids_by_author()
    first, last = 1_772_323_200, 1_788_220_799
    for handle in handles:
        truth = standin.truth(handle)
        wanted = [key for key in truth["ids"] if first <= truth["posts"][key]["created_at"] <= last]
        assert sorted(delivered.get(handle, [])) == sorted(wanted), handle


def test_only_the_profile(world: tuple[StandinProcess, Crawl], tmp_path: Path) -> None:
    standin, _ = world
    crawl = Crawl(tmp_path, standin.url).run("user", users="giant_gale", include="")
    (user,) = crawl.records("user")
    assert user["follower_count"] == standin.truth("giant_gale")["user"]["followers"]
    assert crawl.records("video") == []
    assert crawl.verdicts()["giant_gale"]["resource"] == "profile"
    assert crawl.verdicts()["giant_gale"]["status"] == "complete"
