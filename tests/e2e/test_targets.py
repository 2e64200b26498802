"""Targets as people have them: mistyped, foreign, short, doubled, gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.crawling import Crawl
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRONG = {
    "https://www.tiktok.com.evil.example/@someone": "is not on a host of TikTok",
    "http://127.0.0.1:8080/@someone": "is not on a host of TikTok",
    "https://me:geheim@www.tiktok.com/@someone": "credentials",
    "ftp://www.tiktok.com/@someone": "well-formed http(s) address",
    "https://www.tiktok.com/@someone/video/7123456789012345678": "names a video, not a user",
    "gar\x1b[31mba\x07ge\x9b\u202e!": "is not a handle",
}
"""Six of seven; the seventh is a handle that nobody has."""

UNKNOWN = "nobody_has_this"
PLACES = (1, 17, 18, 40, 77, 99)
"""Lines of the wrong ones, counted from 1."""


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StandinProcess, Crawl]]:
    """A stand-in of many small accounts and a crawl of a hundred targets, seven of them wrong."""
    with StandinProcess("--users", "100", "--videos", "0-3") as standin:
        closed = ("private_plum", "banned_basil", "young_yarrow")
        targets = [name for name in standin.handles() if name not in closed][:93]
        targets.insert(50, UNKNOWN)
        for line, wrong in zip(PLACES, WRONG, strict=True):
            targets.insert(line - 1, wrong)
        crawl = Crawl(tmp_path_factory.mktemp("hundred"), standin.url)
        yield standin, crawl.run("user", users=targets, include="")


def test_the_right_ones_are_collected(hundred: tuple[StandinProcess, Crawl]) -> None:
    _, crawl = hundred
    assert crawl.status == 0
    assert "Traceback" not in crawl.stderr
    statuses = [verdict["status"] for verdict in crawl.records("verdict")]
    assert (len(statuses), statuses.count("complete")) == (100, 93)
    assert len({user["user_id"] for user in crawl.records("user")}) == 93
    assert len(crawl.rows("SELECT * FROM users")) == 93


@pytest.mark.parametrize(("line", "wrong"), list(zip(PLACES, WRONG, strict=True)))
def test_a_wrong_one_is_named_with_line_and_reason(
    hundred: tuple[StandinProcess, Crawl], line: int, wrong: str
) -> None:
    _, crawl = hundred
    verdict = crawl.verdicts()[wrong]
    assert (verdict["status"], verdict["stop_reason"]) == ("failed", "invalid_target")
    assert verdict["message"].startswith(f"users.txt:{line}: ")
    assert WRONG[wrong] in verdict["message"]
    assert "geheim" not in crawl.stderr


def test_a_handle_that_nobody_has_is_missing(hundred: tuple[StandinProcess, Crawl]) -> None:
    _, crawl = hundred
    assert crawl.verdicts()[UNKNOWN]["status"] == "missing"
    assert "user_not_exist" in crawl.verdicts()[UNKNOWN]["message"]


def test_what_no_database_takes_is_reported_all_the_same(
    shared_standin: StandinProcess, tmp_path: Path, postgres_url: str
) -> None:
    awkward = ["nul\x00l", "".join(map(chr, range(0x4E00, 0x5600)))]
    crawl = Crawl(tmp_path, shared_standin.url, postgres_url)
    crawl.run("user", users=[*awkward, "single.sparrow"], timeout=30)
    assert crawl.status == 0
    assert "Traceback" not in crawl.stderr
    assert [verdict["status"] for verdict in crawl.verdicts().values()].count("failed") == 2
    assert crawl.verdicts()["single.sparrow"]["status"] == "complete"
    assert not list(tmp_path.glob("unsaved-*"))


def test_other_spellings_of_a_target_are_crawled_once(shared_standin: StandinProcess, tmp_path: Path) -> None:
    spelt = ["@daily.dune", "Daily.Dune", "https://www.tiktok.com/@daily.dune?lang=de", "daily.dune"]
    crawl = Crawl(tmp_path, shared_standin.url).run(
        "user", users=[*spelt, "http://m.tiktok.com/@daily.dune/"], include=""
    )
    assert len(shared_standin.log("page.user")) == len(crawl.records("user")) == 1
    assert "Was that all? Yes" in crawl.stderr


CODES = {
    "video": {"ZSvideo001": "complete", "ZSphoto001": "complete"},
    "user": {"ZSprofile1": "complete"},
}
"""Short links that lead to what a spider wants; all others fail."""

GONE = ("ZSdeadhome", "ZSgone0001")


@pytest.fixture
def links(shared_standin: StandinProcess) -> dict[str, str]:
    """Codes of short links: the stand-in's own, chains of hops, one without end, one that was never made."""
    hops = {f"ZShop0000{number}": f"https://www.tiktok.com/t/ZShop0000{number + 1}" for number in range(9)}
    chain = {
        "ZSchain001": "https://www.tiktok.com/t/ZSchain002",
        "ZSchain002": "https://vm.tiktok.com/ZSphoto001",
    }
    shared_standin.set_links(hops | chain)
    return {code: f"https://vm.tiktok.com/{code}/" for code in [*shared_standin.links(), "ZSgone0001"]}


@pytest.mark.parametrize("spider", ["video", "user"])
def test_short_links(
    shared_standin: StandinProcess, links: dict[str, str], spider: str, tmp_path: Path
) -> None:
    wanted = [
        "ZSdeadhome",
        "ZSgone0001",
        "ZSforeign1",
        "ZSproduct1",
        "ZSmusic001",
        "ZShop00000",
        "ZSvideo001",
    ]
    wanted += ["ZSprofile1", "ZSlive0001", "ZSphoto001", "ZSchain001"]
    options: dict[str, Any] = {f"{spider}s": [links[code] for code in wanted]}
    if spider == "user":
        options["include"] = ""
    crawl = Crawl(tmp_path, shared_standin.url, settings={"TIKTOK_RETRY_TIMES": 1})
    crawl.run(spider, **options)
    told = crawl.verdicts()
    verdicts = {code: told[links[code]] for code in wanted if links[code] in told}
    whole = {code for code, verdict in verdicts.items() if verdict["status"] == "complete"}
    if spider == "video":
        # A chain that ends where another link leads is that target's other spelling.
        assert "ZSvideo001" in whole
        assert len(whole & {"ZSphoto001", "ZSchain001"}) == 1
        assert len(whole) == 2
    else:
        assert len(whole) == 1
        assert whole <= {"ZSprofile1", "ZSlive0001"}
    for code in GONE:
        assert verdicts[code]["status"] == "missing", code
    assert "away from TikTok" in verdicts["ZSforeign1"]["message"]
    assert "redirects" in verdicts["ZShop00000"]["message"]
    assert "nothing that this spider collects" in verdicts["ZSmusic001"]["message"]
    for verdict in verdicts.values():
        assert verdict["requests"] >= (2 if verdict["status"] == "complete" else 1)
    assert not [entry for entry in shared_standin.log() if "landing" in entry["path"]]


STATUSES = {
    10204: ("missing", "missing"),
    10213: ("blocked", "age"),
    10215: ("missing", "missing"),
    10216: ("private", "private"),
    10217: ("missing", "missing"),
    10231: ("blocked", "region"),
}
"""TikTok's code of a hidden post to status and stop reason."""


@pytest.fixture(scope="module")
def posts(_shared_standin: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """One crawl of posts of every sort. The page and the mobile page of one are refused for good."""
    marsh, fern = _shared_standin.truth("mixed_marsh"), _shared_standin.truth("photo_fern")
    _shared_standin.set_plan({"kind": "http", "where": "page.video", "only_target": thin_id(_shared_standin)})
    closed = [next(iter(_shared_standin.truth(name)["posts"])) for name in ("private_plum", "banned_basil")]
    targets = [*marsh["posts"], fern["ids"][0], thin_id(_shared_standin), *closed, "7123456789012345678"]
    crawl = Crawl(tmp_path_factory.mktemp("posts"), _shared_standin.url, settings={"TIKTOK_RETRY_TIMES": 1})
    crawl.run("video", videos=targets)
    _shared_standin.set_plan()
    return crawl


def thin_id(standin: StandinProcess) -> str:
    """Return the id of the post whose pages are refused."""
    ids: list[str] = standin.truth("daily.dune")["ids"]
    return ids[3]


def test_hidden_posts_have_the_right_verdict(posts: Crawl, shared_standin: StandinProcess) -> None:
    marsh = shared_standin.truth("mixed_marsh")
    assert set(marsh["hidden"].values()) == set(STATUSES)
    for key, code in marsh["hidden"].items():
        verdict = posts.verdicts()[key]
        assert (verdict["status"], verdict["stop_reason"]) == STATUSES[code], verdict
        assert verdict["message"]
    classified = [key for key, post in marsh["posts"].items() if post["classified"]]
    assert [posts.verdicts()[key]["stop_reason"] for key in classified] == ["age"]


def test_a_removed_post_is_believed_when_a_second_source_agrees(posts: Crawl) -> None:
    verdict = posts.verdicts()["7123456789012345678"]
    assert verdict["status"] == "missing"
    assert verdict["outcomes"]["missing"] >= 2


def test_posts_of_closed_accounts(posts: Crawl, shared_standin: StandinProcess) -> None:
    for name, status in (("private_plum", "private"), ("banned_basil", "missing")):
        assert posts.verdicts()[next(iter(shared_standin.truth(name)["posts"]))]["status"] == status


def test_records_of_posts_tell_the_truth(posts: Crawl, shared_standin: StandinProcess) -> None:
    marsh, fern = shared_standin.truth("mixed_marsh"), shared_standin.truth("photo_fern")
    videos = {video["video_id"]: video for video in posts.records("video") if video["detail"]}
    shown = [key for key in marsh["ids"] if not marsh["posts"][key]["classified"]]
    assert set(videos) == {*shown, fern["ids"][0], thin_id(shared_standin)}
    for key in (*shown, fern["ids"][0]):
        post = (marsh["posts"] | fern["posts"])[key]
        video = videos[key]
        assert (video["description"], video["author_unique_id"]) == (post["caption"], post["handle"])
        assert (video["type"], len(video["images"] or ())) == (post["kind"], post["images"])
        assert (video["save_count"], video["comment_count"]) == (post["saves"], post["comments"])


def test_a_blocked_page_leaves_what_the_embed_tells(posts: Crawl, shared_standin: StandinProcess) -> None:
    key = thin_id(shared_standin)
    post = shared_standin.truth("daily.dune")["posts"][key]
    (video,) = [video for video in posts.records("video") if video["video_id"] == key]
    verdict = posts.verdicts()[key]
    assert (verdict["status"], verdict["endpoints"]) == ("complete", {"video_embed": 1})
    assert (video["description"], video["detail"], video["endpoint"]) == (post["caption"], 1, "video_embed")
    assert verdict["outcomes"]["blocked"] >= 2
