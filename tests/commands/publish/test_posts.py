"""``scrapy publish`` with posts: what is shown, what is refused, and the exit status."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.commands.publish.options import PHOTOS, PRIVATE, PUBLIC, PULL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.publish.desk import Shell

pytestmark = pytest.mark.usefixtures("logged_in")


def test_a_file_is_posted(shell: Shell, video: Path) -> None:
    options = (
        "--allow-comment",
        "--your-brand",
        "--ai-generated",
        "--cover-ms",
        "500",
        "--caption",
        "Hi #sea",
    )
    done = shell("post", str(video), *PUBLIC, *options)
    assert done.status == 0, done.err
    assert done.out.startswith("post 1 of me: published")
    assert (
        "post 1: the account is Creator One, the post PUBLIC_TO_EVERYONE. By posting, you agree" in done.err
    )
    assert "3.8 kB of 3.8 kB sent" in done.err
    (truth,) = shell.official.posts()
    assert truth["sha256"] == hashlib.sha256(video.read_bytes()).hexdigest()
    assert truth["post_info"] == {
        "title": "Hi #sea",
        "privacy_level": "PUBLIC_TO_EVERYONE",
        "disable_comment": False,
        "disable_duet": True,
        "disable_stitch": True,
        "brand_content_toggle": False,
        "brand_organic_toggle": True,
        "is_aigc": True,
        "video_cover_timestamp_ms": 500,
    }


def test_the_same_command_ten_times_is_one_post(shell: Shell, video: Path) -> None:
    said = {shell("post", str(video), *PRIVATE).out for _ in range(10)}
    assert said == {"post 1 of me: published\n"}
    assert len(shell.official.posts()) == 1
    again = shell("post", str(video), *PRIVATE)
    assert (again.status, "was asked for before" in again.err) == (0, True)
    assert shell("post", str(video), *PRIVATE, "--caption", "other").out.startswith("post 2")
    taken = shell("post", str(video), *PRIVATE, "--key", "k")
    assert taken.out.startswith("post 3")
    taken = shell("post", str(video), *PRIVATE, "--key", "k", "--caption", "x")
    assert (taken.status, "the key k is post 3's" in taken.err) == (2, True)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["post"], "name a file or an address"),
        (["post", "{file}", "--url", PULL], "name a file or an address"),
        (["post", "{file}"], "no privacy level was chosen"),
        (["post", "{file}", "--privacy", "SELF_ONLY"], "By posting, you agree to TikTok's Music Usage"),
        (["post", "{file}", *PRIVATE, "--branded-content"], "branded content cannot be private"),
        (["post", "{file}", *PRIVATE, "--caption", "é" * 2201], "2201 UTF-16 units"),
        (["post", "{file}", *PRIVATE, "--at", "soon"], "--at is 'soon': an ISO time"),
        (["post", "{file}", *PRIVATE, "--key", " "], "a key is 1 to 200"),
        (["post", "{file}", "--draft", "--caption", "x"], "a draft cannot carry caption"),
        (["post", "{file}", "--draft", "--privacy", "SELF_ONLY"], "a draft cannot carry privacy"),
        (["post", "{file}", "--draft", "--your-brand"], "a draft cannot carry commercial disclosure"),
        (["post", "--url", "http://static.example.com/v.mp4", *PRIVATE], "no https address"),
        (["post", "nothing.mp4", *PRIVATE], "nothing.mp4 is no file that is there"),
        (["photos", *PRIVATE], "--url"),
        (["photos", *PHOTOS, *PRIVATE, "--cover", "2"], "photo 2 as the cover"),
        (["videos", "--limit", "0"], "--limit is 0"),
        (["status", "--history"], "--history is about one post"),
        (["status", "77"], "there is no post 77"),
        (["cancel", "x"], "there is no post x"),
        (["resolve", "1"], "one of the arguments --posted --not-posted is required"),
        (["listen", "--port", "70000"], "--port is 70000"),
        (["post", "{file}", "--secret", "x"], "takes no"),
    ],
)
def test_a_refused_option_is_one_line_and_no_request(
    shell: Shell, video: Path, argv: list[str], words: str
) -> None:
    done = shell(*(each.format(file=video) if each == "{file}" else each for each in argv))
    assert (done.status, done.out) == (2, ""), done
    assert words in done.err
    assert [call["endpoint"] for call in shell.official.ask("GET", "/log")] == []


def test_media_is_checked_before_any_request(shell: Shell, tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    done = shell("post", str(text), *PRIVATE)
    assert done.status == 1
    assert shell.official.ask("GET", "/log") == []


def test_a_draft_is_delivered_not_published(shell: Shell, video: Path) -> None:
    done = shell("post", str(video), "--draft")
    assert done.status == 0
    assert "draft delivered: it is in the creator's inbox, and not public" in done.out
    assert shell.official.calls("creator_info") == []
    (truth,) = shell.official.posts()
    shell.official.finish(truth["publish_id"])
    assert shell("status", "1").out.startswith("post 1 of me: published as ")


def test_a_pull_and_photos(shell: Shell) -> None:
    assert shell("post", "--url", PULL, *PRIVATE).status == 0
    title = ("--title", "Two", "--description", "days", "--cover", "1", "--auto-add-music")
    done = shell("photos", *PHOTOS, *PRIVATE, *title)
    assert done.status == 0, done.err
    pull, photos = shell.official.posts()
    assert (pull["source"], photos["kind"]) == ("url", "photos")
    assert (photos["caption"], photos["description"]) == ("Two", "days")
    assert photos["source_info"]["photo_cover_index"] == 1
    assert shell("photos", *PHOTOS, "--draft").status == 0
    assert [line[2] for line in shell("status").lines] == ["2 photos (draft)", "2 photos", PULL]


def test_redis_counts_the_calls(shell: Shell, redis_url: str) -> None:
    assert shell("accounts", TIKTOK_REDIS_URL=redis_url).status == 0
    assert shell("videos", "--limit", "1", TIKTOK_REDIS_URL=redis_url).status == 0


def test_two_accounts_have_to_be_named(shell: Shell, log_in: Callable[..., None], video: Path) -> None:
    log_in("creator.two", "two")
    done = shell("post", str(video), *PRIVATE)
    assert (done.status, "there are several accounts: name one of me, two" in done.err) == (1, True)
    assert shell("post", str(video), *PRIVATE, "--account", "two").status == 0
    assert shell.official.posts()[0]["handle"] == "creator.two"


def test_videos(shell: Shell) -> None:
    listed = shell("videos", "--limit", "25").lines
    assert len(listed) == 25
    assert listed[0][-1] == "Video 45 of creator.one"
    assert shell("videos", "--account", "me", "--limit", "1", "--json").json["id"] == listed[0][0]


def test_what_is_interrupted_says_how_to_go_on(
    shell: Shell, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tiktok_spiders.commands.publish_actions.asking.run_post", interrupted)
    done = shell("post", str(video), *PRIVATE)
    assert (done.status, "run it again to go on" in done.err) == (130, True)
    monkeypatch.undo()
    assert shell("post", str(video), *PRIVATE).status == 0
