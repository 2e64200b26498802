"""Answers that stay bad for one account: its verdict says what was wrong, the others are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawling import Crawl

if TYPE_CHECKING:
    from tests.standin_process import StandinProcess

LIST, PAGE = "creator/item_list", "page.user"

BAD = {
    "pinned_pine": ("truncated", PAGE, "not the JSON that was expected"),
    "twin.seconds": ("truncated", LIST, "truncated"),
    "odd.captions__": ("huge", PAGE, "larger than download max size"),
    "photo_fern": ("huge", LIST, "larger than download max size"),
    "single.sparrow": ("html", LIST, "markup instead of JSON"),
    "older_oak": ("html", PAGE, "page"),
    "no_embed_newt": ("reset", LIST, "connection"),
    "mixed_marsh": ("http", PAGE, "denies access"),
}
"""Account to fault, where it strikes and a word of the verdict."""

HARMLESS = {"giant_gale": ("charset", LIST), "daily.dune": ("gzip", LIST), "missing_mink": ("charset", PAGE)}
"""A wrong word about the body, which is whole."""

WELL = ("many_moths", "monthly_moss", "empty.elm")


@pytest.fixture(scope="module")
def spoilt(_shared_standin: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """One crawl in which some accounts never get a good answer."""
    strikes = {name: fault[:2] for name, fault in BAD.items()} | HARMLESS
    _shared_standin.set_plan(
        *({"kind": kind, "where": where, "only_target": name} for name, (kind, where) in strikes.items())
    )
    crawl = Crawl(tmp_path_factory.mktemp("spoilt"), _shared_standin.url, settings={"TIKTOK_RETRY_TIMES": 1})
    crawl.run("user", users=[*BAD, *HARMLESS, *WELL], max_videos=60)
    _shared_standin.set_plan()
    return crawl


@pytest.mark.parametrize("name", BAD)
def test_the_verdict_names_what_was_wrong(spoilt: Crawl, name: str) -> None:
    verdict = spoilt.verdicts()[name]
    assert verdict["status"] in {"failed", "blocked"}
    assert BAD[name][2].lower() in verdict["message"].lower()


@pytest.mark.parametrize("name", [*HARMLESS, *WELL])
def test_the_other_accounts_are_whole(spoilt: Crawl, shared_standin: StandinProcess, name: str) -> None:
    truth = shared_standin.truth(name)
    delivered = [video["video_id"] for video in spoilt.records("video") if video["source"]["target"] == name]
    pinned = [key for key in truth["pinned"] if key in delivered]
    assert len(delivered) == len(set(delivered)) == min(60, len(truth["ids"]))
    assert set(delivered) - set(pinned) <= set(truth["ids"][:60])


def test_database_and_feed_agree_on_what_is_left(spoilt: Crawl) -> None:
    assert spoilt.status == 0
    assert "Traceback" not in spoilt.stderr
    stored = {key for (key,) in spoilt.rows("SELECT video_id FROM videos")}
    assert stored == {video["video_id"] for video in spoilt.records("video")}
    statuses = dict(spoilt.rows("SELECT target, status FROM verdicts"))
    assert statuses == {target: verdict["status"] for target, verdict in spoilt.verdicts().items()}
