"""Clients of the real TikTok against the stand-in: what they list is what is true."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.real_clients import flat_ids, posts_of

if TYPE_CHECKING:
    from tests.e2e.real_clients import Clients
    from tests.standin_process import StandinProcess

WWW = "https://www.tiktok.com"
FEW = ["single.sparrow", "no_embed_newt", "missing_mink"]
MORE_THAN_A_PAGE = [
    "pinned_pine",
    "twin.seconds",
    "photo_fern",
    "odd.captions__",
    "mixed_marsh",
    "daily.dune",
]
WITH_GAPS = ["monthly_moss", "quiet.heron"]
CLOSED = ["private_plum", "banned_basil", "young_yarrow"]


@pytest.mark.parametrize("handle", FEW + MORE_THAN_A_PAGE + WITH_GAPS)
def test_yt_dlp_lists_every_post_in_order(tiktok: StandinProcess, clients: Clients, handle: str) -> None:
    ran = clients.yt_dlp("-J", "--flat-playlist", f"{WWW}/@{handle}")
    assert flat_ids(ran) == tiktok.truth(handle)["ids"]


def test_yt_dlp_lists_more_than_a_thousand_posts(tiktok: StandinProcess, clients: Clients) -> None:
    ran = clients.yt_dlp("-J", "--flat-playlist", f"{WWW}/@many_moths")
    assert flat_ids(ran) == tiktok.truth("many_moths")["ids"]


@pytest.mark.parametrize("handle", FEW + MORE_THAN_A_PAGE + WITH_GAPS)
def test_gallery_dl_opens_every_post_in_order(tiktok: StandinProcess, clients: Clients, handle: str) -> None:
    posts = posts_of(clients.gallery_dl("-j", "--simulate", f"{WWW}/@{handle}/posts"))
    truth = tiktok.truth(handle)
    assert list(posts) == truth["ids"]
    for item_id, post in posts.items():
        assert post["desc"] == truth["posts"][item_id]["caption"]
        assert post["post_type"] == {"photo": "image", "video": "video"}[truth["posts"][item_id]["kind"]]


@pytest.mark.parametrize("handle", CLOSED)
def test_clients_refuse_closed_accounts(clients: Clients, handle: str) -> None:
    assert clients.yt_dlp("-J", "--flat-playlist", f"{WWW}/@{handle}").status != 0
    messages = json.loads(clients.gallery_dl("-j", "--simulate", f"{WWW}/@{handle}/posts").stdout)
    assert [message[0] for message in messages] == [-1]


def test_yt_dlp_finds_nothing_in_the_list_of_a_private_account(
    tiktok: StandinProcess, clients: Clients
) -> None:
    sec_uid = tiktok.truth("private_plum")["user"]["sec_uid"]
    ran = clients.yt_dlp("-J", "--flat-playlist", f"tiktokuser:{sec_uid}")
    assert ran.status != 0
    assert "likely either private" in ran.stderr


def test_yt_dlp_reads_one_video(tiktok: StandinProcess, clients: Clients) -> None:
    truth = tiktok.truth("daily.dune")
    post = truth["posts"][truth["ids"][3]]
    ran = clients.yt_dlp("-J", f"{WWW}/@daily.dune/video/{post['id']}")
    assert ran.status == 0, ran.stderr
    read = json.loads(ran.stdout)
    assert {key: read[key] for key in ("id", "description", "timestamp", "duration")} == {
        "id": post["id"],
        "description": post["caption"],
        "timestamp": post["created_at"],
        "duration": post["duration"],
    }
    assert (read["uploader"], read["uploader_id"]) == ("daily.dune", truth["user"]["id"])
    assert read["channel_id"] == truth["user"]["sec_uid"]
    assert read["view_count"] == pytest.approx(post["plays"], rel=0.1)
    codecs = {form["vcodec"] for form in read["formats"]}
    assert {"h264", "h265"} <= codecs
    assert all(form["width"] and form["filesize"] for form in read["formats"] if form.get("tbr"))


def test_gallery_dl_reads_one_photo_post(tiktok: StandinProcess, clients: Clients) -> None:
    truth = tiktok.truth("photo_fern")
    post = next(each for each in truth["posts"].values() if each["images"] > 1)
    ran = clients.gallery_dl("-j", "--simulate", f"{WWW}/@photo_fern/photo/{post['id']}")
    assert posts_of(ran)[post["id"]]["stats"]["diggCount"] == pytest.approx(post["likes"], rel=0.1)
    pictures = [one for one in json.loads(ran.stdout) if one[0] == 3 and one[2]["type"] == "image"]
    assert [one[2]["num"] for one in pictures] == list(range(1, post["images"] + 1))


def test_yt_dlp_downloads_the_bytes_that_are_served(tiktok: StandinProcess, clients: Clients) -> None:
    item_id = tiktok.truth("daily.dune")["ids"][0]
    args = ("-f", "play", "-o", "%(id)s.%(ext)s", "--dump-json", "--no-simulate")
    ran = clients.yt_dlp(*args, f"{WWW}/@daily.dune/video/{item_id}")
    assert ran.status == 0, ran.stderr
    address = json.loads(ran.stdout)["url"]
    assert (clients.home / f"{item_id}.mp4").read_bytes() == tiktok.media(address)


def test_gallery_dl_reads_one_video(tiktok: StandinProcess, clients: Clients) -> None:
    truth = tiktok.truth("daily.dune")
    post = truth["posts"][truth["ids"][3]]
    read = posts_of(clients.gallery_dl("-j", f"{WWW}/@daily.dune/video/{post['id']}"))[post["id"]]
    assert (read["user"], read["desc"]) == ("daily.dune", post["caption"])
    assert int(read["createTime"]) == post["created_at"]
    assert read["video"]["duration"] == post["duration"]
    assert read["author"]["secUid"] == truth["user"]["sec_uid"]


@pytest.mark.parametrize(("handle", "kind"), [("photo_fern", "photo"), ("daily.dune", "video")])
def test_gallery_dl_downloads_the_bytes_that_are_served(
    tiktok: StandinProcess, clients: Clients, handle: str, kind: str
) -> None:
    posts = tiktok.truth(handle)["posts"].values()
    post = next(each for each in posts if each["kind"] == kind and each["images"] != 1)
    url = f"{WWW}/@{handle}/video/{post['id']}"
    assert clients.gallery_dl("-o", "filename={num}", "-o", "audio=false", url).status == 0
    listed = json.loads(clients.gallery_dl("-j", "-o", "audio=false", url).stdout)
    served = {str(one[2]["num"]): tiktok.media(one[1]) for one in listed if one[0] == 3}
    saved = {path.name: path.read_bytes() for path in (clients.home / "gallery").iterdir()}
    assert len(served) == max(1, post["images"])
    assert saved == served
