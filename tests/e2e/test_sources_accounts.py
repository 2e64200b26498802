"""Who follows whom, playlists, collections, live rooms, reposts, likes and orders of accounts."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser_crawl import BrowserCrawl
from tests.chromium import needs_browser
from tests.crawling import Crawl, duplicates, terminate
from tests.killing import let_it_fetch
from tests.source_truth import PLAYLIST, ids_of, rows_of, told, verdict_of, wrong, wrong_user, wrong_video

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin_process import StandinProcess

CAP = 90
LISTS = "playlists,collections,followers,following,live,reposts,liked"
TWIN, DUNE, MOSS, LIVE, MANY = "twin.seconds", "daily.dune", "monthly_moss", "live_larch", "many_moths"
CLOSED = {"private_plum": "private", "banned_basil": "missing", "nosuchhandle": "missing"}
OPEN = (TWIN, DUNE, MOSS, LIVE, MANY, "empty.elm")
FIELDS = {"followers": "follower", "following": "following"}

pytestmark = needs_browser


@pytest.fixture
def site(sources: StandinProcess) -> StandinProcess:
    """A TikTok that shows 90 followers at most, of whomever."""
    sources.set_plan()
    sources.reset_switches()
    sources.set_switches(relation_cap=CAP)
    sources.clear_log()
    return sources


@pytest.fixture(scope="module")
def whole(sources: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> BrowserCrawl:
    """One crawl of all lists of some accounts."""
    sources.set_switches(relation_cap=CAP)
    crawl = BrowserCrawl(tmp_path_factory.mktemp("lists"), sources.url)
    crawl.run("user", users=[*OPEN, *CLOSED], include=LISTS)
    return crawl


def relations(crawl: Crawl, target: str, section: str) -> list[dict[str, Any]]:
    return rows_of(crawl, "relation", target, section)


@pytest.mark.parametrize("section", FIELDS)
@pytest.mark.parametrize("target", OPEN)
def test_every_member_of_a_relation_list_comes_once_and_right(
    site: StandinProcess, whole: BrowserCrawl, target: str, section: str
) -> None:
    truth, verdict = told(site, section, target), verdict_of(whole, target, section)
    found = relations(whole, target, section)
    assert [one["member_id"] for one in found] == truth.get("ids", [])
    assert verdict["unique"] == verdict["new"] == len(found)
    owner = site.truth(target)["user"]["id"]
    for place, one in enumerate(found):
        member = truth["members"][one["member_id"]]
        names = (one["member_unique_id"], one["member_sec_uid"], one["member_nickname"])
        assert names == (member["handle"], member["sec_uid"], member["nickname"])
        assert (one["owner_id"], one["owner_unique_id"], one["direction"], one["position"]) == (
            owner,
            target,
            FIELDS[section],
            place,
        )
        assert one["list_total"] == truth["total"]
    users = {user["user_id"]: user for user in rows_of(whole, "user", target, section)}
    assert set(users) <= set(truth.get("ids", []))
    for key, user in users.items():
        assert wrong_user(user, truth["members"][key]) == {}


@pytest.mark.parametrize("section", FIELDS)
@pytest.mark.parametrize("target", OPEN)
def test_a_relation_lists_verdict(
    site: StandinProcess, whole: BrowserCrawl, target: str, section: str
) -> None:
    truth, verdict = told(site, section, target), verdict_of(whole, target, section)
    code = truth["status_code"]
    hidden = {10222: ("private", "private"), 10102: ("blocked", "login")}
    if code:
        assert (verdict["status"], verdict["stop_reason"]) == hidden[code]
    elif truth["capped"]:
        assert (verdict["status"], verdict["stop_reason"]) == ("capped", "cap")
        assert verdict["message"].startswith(f"TikTok's list ends after {CAP}; TikTok counts ")
    else:
        assert (verdict["status"], verdict["coverage"]) == ("complete", 1.0)


def test_the_world_has_all_kinds_of_relation_lists(site: StandinProcess) -> None:
    truths = [told(site, section, target) for target in OPEN for section in FIELDS]
    assert {truth["status_code"] for truth in truths} == {0, 10222, 10102}
    assert {truth.get("capped") for truth in truths} == {True, False, None}


@pytest.mark.parametrize("kind", ["playlist", "collection"])
@pytest.mark.parametrize("target", OPEN)
def test_playlists_and_collections_come_with_all_their_videos_in_order(
    site: StandinProcess, whole: BrowserCrawl, target: str, kind: str
) -> None:
    truth = told(site, f"{kind}s", target)
    found = rows_of(whole, "playlist", target, f"{kind}s")
    assert [one["playlist_id"] for one in found] == truth["ids"]
    held = rows_of(whole, "playlist_item", target, f"{kind}_videos")
    for one in found:
        wanted = truth["lists"][one["playlist_id"]]
        assert (one["kind"], wrong(one, wanted, PLAYLIST)) == (kind, {})
        places = [
            (each["position"], each["video_id"]) for each in held if each["playlist_id"] == one["playlist_id"]
        ]
        assert places == list(enumerate(wanted["ids"]))
    lists, videos = (verdict_of(whole, target, name) for name in (f"{kind}s", f"{kind}_videos"))
    assert (lists["status"], lists["unique"]) == ("complete", len(truth["ids"]))
    assert (videos["status"], videos["unique"]) == ("complete", len(held))


def test_videos_of_lists_are_right(site: StandinProcess, whole: BrowserCrawl) -> None:
    posts = {key: post for name in site.handles() for key, post in site.truth(name)["posts"].items()}
    videos = whole.records("video")
    assert len(videos) > 500
    for video in videos:
        assert wrong_video(video, posts[video["video_id"]]) == {}


def test_reposts_and_likes(site: StandinProcess, whole: BrowserCrawl) -> None:
    user = site.truth(DUNE)["user"]
    for section, name in (("reposts", "reposts"), ("liked", "likes")):
        assert ids_of(whole, DUNE, section) == user[name]
        assert verdict_of(whole, DUNE, section)["status"] == "complete"
    hidden = verdict_of(whole, MOSS, "liked")
    assert (hidden["status"], ids_of(whole, MOSS, "liked")) == ("private", [])
    assert "does not show what it likes" in hidden["message"]


def test_who_is_on_air(site: StandinProcess, whole: BrowserCrawl) -> None:
    for target in OPEN:
        truth = told(site, "live", target)
        (user,) = rows_of(whole, "user", target, "live")
        assert (user["is_live"], user["room_id"]) == (truth["is_live"], truth["room_id"] or None)
        verdict = verdict_of(whole, target, "live")
        assert (verdict["status"], verdict["unique"]) == ("complete", 1)


@pytest.mark.parametrize("target", CLOSED)
def test_all_lists_of_a_closed_account_are_closed(whole: BrowserCrawl, target: str) -> None:
    own = {one["resource"]: one["status"] for one in whole.records("verdict") if one["target"] == target}
    assert set(own) == {*LISTS.split(","), "playlist_videos", "collection_videos"}
    assert set(own.values()) == {CLOSED[target]}


def test_nothing_went_wrong_silently(whole: BrowserCrawl) -> None:
    assert whole.status == 0, whole.stderr
    assert "Traceback" not in whole.stderr
    assert duplicates((one["target"], one["resource"]) for one in whole.records("verdict")) == []


@pytest.mark.parametrize("limit", [1, 29, 30, 31])
def test_limits_are_exact(site: StandinProcess, tmp_path: Path, limit: int) -> None:
    crawl = Crawl(tmp_path, site.url)
    crawl.run(
        "user",
        users=f"{TWIN},{DUNE}",
        include="followers,playlists,reposts",
        max_relations=limit,
        max_videos=limit,
    )
    assert len(relations(crawl, TWIN, "followers")) == limit
    assert verdict_of(crawl, TWIN, "followers")["stop_reason"] == "max_items"
    assert len(ids_of(crawl, DUNE, "reposts")) == limit
    for target in (TWIN, DUNE):
        truth = told(site, "playlists", target)
        wanted = sum(min(limit, len(one["ids"])) for one in truth["lists"].values())
        assert len(rows_of(crawl, "playlist_item", target, "playlist_videos")) == wanted


def test_without_a_browser_collections_are_out_of_reach_and_the_rest_is_not(
    site: StandinProcess, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path, site.url).run("user", users=TWIN, include="collections,followers,live")
    assert verdict_of(crawl, TWIN, "followers")["status"] == "complete"
    assert verdict_of(crawl, TWIN, "live")["status"] == "complete"
    for section in ("collections", "collection_videos"):
        verdict = verdict_of(crawl, TWIN, section)
        assert verdict["status"] in {"blocked", "failed"}
        assert verdict["message"].count("TIKTOK_BROWSER is off") == 1


def test_new_only_leaves_known_relations_out(
    site: StandinProcess, whole: BrowserCrawl, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path, site.url, whole.database_url)
    crawl.run("user", users=f"{TWIN},{DUNE}", include="followers,reposts,playlists", new_only="true")
    assert relations(crawl, TWIN, "followers") == []
    assert ids_of(crawl, DUNE, "reposts") == []
    for target, section in ((TWIN, "followers"), (DUNE, "reposts")):
        assert verdict_of(crawl, target, section)["stop_reason"] == "known_item"


def test_a_killed_listing_goes_on_and_nothing_comes_twice(site: StandinProcess, tmp_path: Path) -> None:
    site.set_switches(relation_cap=3000)
    crawl = Crawl(tmp_path, site.url)
    arguments: dict[str, Any] = {"users": MOSS, "include": "followers", "run": "killed"}
    process = crawl.start("user", **arguments)
    assert let_it_fetch(site, process, 40)
    terminate(process, signal.SIGKILL)
    before = site.stats()["by_endpoint"]["user/list"]
    crawl.run("user", **arguments)
    asked = site.stats()["by_endpoint"]["user/list"]
    truth = told(site, "followers", MOSS)
    stored = [row[0] for row in crawl.rows("SELECT member_id FROM relations")]
    assert sorted(stored) == sorted(truth["ids"])
    (verdict,) = crawl.records("verdict")
    assert (verdict["status"], verdict["unique"]) == ("capped", 3000)
    assert before < asked <= before + -(-3000 // 29)


FAULTS = ("empty", "repeated_page", "stuck_cursor", "has_more_true", "no_item_list", "http")


def test_faults_cost_nothing(site: StandinProcess, tmp_path: Path) -> None:
    """One answer in five is spoilt, in six ways."""
    site.set_plan(
        *(
            {"kind": kind, "where": "*/*", "share": 0.04, "seed": seed, "status": 503}
            for seed, kind in enumerate(FAULTS)
        )
    )
    crawl = BrowserCrawl(tmp_path, site.url, settings={"TIKTOK_BROWSER_CONTEXTS": 2, "TIKTOK_IDENTITIES": 2})
    crawl.run("user", users=f"{TWIN},{DUNE},{MANY}", include=LISTS)
    assert sum(site.stats()["faults"].values()) > 10
    site.set_plan()
    for target in (TWIN, DUNE, MANY):
        for section in FIELDS:
            found = [one["member_id"] for one in relations(crawl, target, section)]
            assert sorted(found) == sorted(told(site, section, target).get("ids", [])), section
        for kind in ("playlist", "collection"):
            truth = told(site, f"{kind}s", target)
            held = rows_of(crawl, "playlist_item", target, f"{kind}_videos")
            wanted = [(key, video) for key, one in truth["lists"].items() for video in one["ids"]]
            assert sorted((one["playlist_id"], one["video_id"]) for one in held) == sorted(wanted)
    user = site.truth(DUNE)["user"]
    assert sorted(ids_of(crawl, DUNE, "liked")) == sorted(user["likes"])


def test_the_orders_of_an_accounts_own_videos(site: StandinProcess, tmp_path: Path) -> None:
    truth = site.truth(DUNE)
    by_plays = sorted(truth["ids"], key=lambda key: (-truth["posts"][key]["plays"], key))
    orders = {"popular": by_plays, "oldest": truth["ids"][::-1]}
    for order, ids in orders.items():
        crawl = BrowserCrawl(tmp_path / order, site.url)
        crawl.run("user", users=DUNE, sort=order)
        assert ids_of(crawl, DUNE, f"videos_{order}") == ids
        verdict = verdict_of(crawl, DUNE, f"videos_{order}")
        assert (verdict["status"], verdict["coverage"]) == ("complete", 1.0)
