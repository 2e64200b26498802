"""TikTokApi and yt-dlp, unmodified, on the lists across accounts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.chromium import BROWSER
from tests.e2e.real_clients import Clients, flat_ids, printed_by
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("tiktokapi_social.py")


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    """A stand-in of its own behind a proxy."""
    with StandinProcess("--proxies", "1") as process:
        yield process


def control(site: StandinProcess, path: str) -> Any:
    with build_opener(ProxyHandler({})).open(f"{site.url}/_standin/{quote(path)}", timeout=10) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def asked(site: StandinProcess) -> dict[str, str]:
    """What the program is told to ask for."""
    return {
        "hashtag": "fyp",
        "sound": next(iter(control(site, "sounds"))),
        "video": site.truth("chatty_cedar")["ids"][10],
        "word": "heron",
    }


@pytest.fixture(scope="module")
def found(
    site: StandinProcess, asked: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What the program printed."""
    if BROWSER is None:
        pytest.skip("no Chromium on this machine")
    home = tmp_path_factory.mktemp("tiktokapi")
    return printed_by(PROGRAM, site.proxy, BROWSER, *asked.values(), home=home)


def test_it_reads_a_hashtag(site: StandinProcess, found: dict[str, Any]) -> None:
    truth = control(site, "truth/hashtag/fyp")
    assert found["header"]["statsV2"]["videoCount"] == str(truth["video_count"])
    assert list(dict.fromkeys(found["hashtag"])) == truth["ids"][: len(set(found["hashtag"]))]
    assert len(found["hashtag"]) >= 70


def test_it_reads_a_sound(site: StandinProcess, found: dict[str, Any], asked: dict[str, str]) -> None:
    truth = control(site, f"truth/sound/{asked['sound']}")
    assert found["sound_header"]["music"]["title"] == truth["title"]
    assert list(dict.fromkeys(found["sound"])) == truth["ids"][: len(set(found["sound"]))]


def test_it_lists_comments(site: StandinProcess, found: dict[str, Any], asked: dict[str, str]) -> None:
    truth = control(site, f"truth/comments/{asked['video']}")
    assert [comment_id for comment_id, _, _ in found["comments"]] == truth["top"][: len(found["comments"])]
    for comment_id, text, handle in found["comments"]:
        known = truth["comments"][comment_id]
        assert (text, handle) == (known["text"], known["unique_id"])


def test_it_gets_no_replies_as_it_names_the_author(site: StandinProcess, found: dict[str, Any]) -> None:
    assert found["replies"] == []
    assert site.stats()["by_endpoint"]["comment/list/reply"] == 1


def test_it_finds_users_and_what_is_related(
    site: StandinProcess, found: dict[str, Any], asked: dict[str, str]
) -> None:
    users = {user["handle"] for user in control(site, "truth/search_users/heron")["users"].values()}
    assert set(found["users"]) <= users
    assert len(found["users"]) >= 25
    related = control(site, f"truth/related/{asked['video']}")["ids"]
    assert found["related"][: len(related)] == related


def test_yt_dlp_lists_a_collection(site: StandinProcess, tmp_path: Path) -> None:
    for handle in site.handles():
        lists = control(site, f"truth/collections/{handle}")["lists"].values()
        known = next((each for each in lists if each["video_count"] > 30), None)
        if known is not None:
            break
    assert known
    url = f"https://www.tiktok.com/@{handle}/collection/any-{known['playlist_id']}"
    ran = Clients(site.proxy, site.ca, tmp_path).yt_dlp("--flat-playlist", "--dump-single-json", url)
    assert flat_ids(ran) == known["ids"]


def test_yt_dlp_finds_a_live_room(site: StandinProcess, tmp_path: Path) -> None:
    truth = control(site, "truth/live/live_larch")
    url = "https://www.tiktok.com/@live_larch/live"
    ran = Clients(site.proxy, site.ca, tmp_path).yt_dlp("--dump-json", url)
    assert ran.status == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["id"], told["uploader"], told["live_status"]) == (truth["room_id"], "live_larch", "is_live")
    assert truth["title"] in told["title"]
    ended = Clients(site.proxy, site.ca, tmp_path).yt_dlp("https://www.tiktok.com/@many_moths/live")
    assert "not currently live" in ended.stderr
