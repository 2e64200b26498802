"""``scrapy publish`` and what becomes of a post: how it is told, and the exit status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.publish.options import AGREED, PRIVATE, PULL
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.desk import Shell
    from tiktok_spiders.publish.posts import PostStore

pytestmark = pytest.mark.usefixtures("logged_in")


def test_still_processing_has_a_status_of_its_own(shell: Shell, video: Path) -> None:
    shell.official.switch(processing_s=3600)
    done = shell("post", str(video), *PRIVATE, "--no-wait")
    assert (done.status, "still processing" in done.out) == (3, True)
    done = shell("post", str(video), *PRIVATE, TIKTOK_PUBLISH_WAIT_S="0")
    assert (done.status, "still processing" in done.out) == (3, True)
    assert shell("status", "1").status == 3
    done = shell("cancel", "1")
    assert (done.status, "TikTok cancels pulls from an address only" in done.err) == (1, True)
    shell.official.clock(4000)
    assert shell("due").out == "post 1 of me: published\n"
    assert shell("status", "1").status == 0


def test_a_failure_tells_its_reason_and_status_is_1(shell: Shell, video: Path) -> None:
    shell.official.faults({"kind": "fail", "where": "video.init", "reason": "frame_rate_check_failed"})
    done = shell("post", str(video), *PRIVATE)
    assert done.status == 1
    assert "failed: TikTok gave up on the post (frame_rate_check_failed): convert the video" in done.out
    shell.official.app(audited=False)
    done = shell("post", str(video), *PRIVATE)
    assert done.status == 1
    assert "make the TikTok account itself private" in done.out
    done = shell("post", str(video), "--privacy", "FOLLOWER_OF_CREATOR", *AGREED)
    assert "choose one of PUBLIC_TO_EVERYONE, MUTUAL_FOLLOW_FRIENDS, SELF_ONLY" in done.out


def test_a_lost_answer_is_told_in_words(shell: Shell, video: Path) -> None:
    shell.official.faults({"kind": "lost", "where": "video.init"})
    for _ in range(2):
        done = shell("post", str(video), *PRIVATE)
        assert done.status == 4
        assert "unknown: " in done.out
        assert "scrapy publish resolve" in done.out
    assert len(shell.official.posts()) == 1
    assert shell("status", "1").status == 4
    assert shell("due").err == "Nothing is due.\n"
    assert shell("resolve", "1", "--posted").out.startswith("post 1 of me: published")
    assert shell("resolve", "1", "--posted").status == 1


def test_not_posted_is_queued_again(shell: Shell, video: Path) -> None:
    shell.official.faults({"kind": "lost", "where": "video.init"})
    shell("post", str(video), *PRIVATE)
    assert "waits for" in shell("resolve", "1", "--not-posted").out
    assert shell("due").status == 0


def test_a_time_queues_and_due_sends(shell: Shell, video: Path) -> None:
    later = shell("post", str(video), *PRIVATE, "--at", "2099-01-01T10:00:00+01:00")
    assert (later.status, later.out) == (0, "post 1 of me: waits for 2099-01-01 09:00:00Z\n")
    shell("post", str(video), *PRIVATE, "--at", "2020-01-01", "--caption", "now")
    assert shell.official.posts() == []
    assert [line[:4] for line in shell("due", "--list").lines] == [["2", "me", "video.mp4", "queued"]]
    done = shell("due")
    assert (done.status, done.out) == (0, "post 2 of me: published\n")
    assert shell("cancel", "1").out == "post 1 of me: cancelled: cancelled before its time\n"
    assert shell("cancel", "1").status == 1


def test_what_is_for_later_stays_for_later(shell: Shell, video: Path) -> None:
    later = (*PRIVATE, "--at", "2099-01-01")
    for _ in range(2):
        done = shell("post", str(video), *later)
        assert (done.status, done.out) == (0, "post 1 of me: waits for 2099-01-01 00:00:00Z\n")
    done = shell("post", str(video), *PRIVATE)
    assert (done.status, done.out) == (3, "post 1 of me: waits for 2099-01-01 00:00:00Z\n")
    assert shell.official.posts() == []


def test_what_was_put_back_is_tried_again_by_the_same_command(
    shell: Shell, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiktok_spiders.publish.drain.SHORT_WAIT_S", 0.0)
    shell.official.faults({"kind": "status", "where": "creator_info"})
    done = shell("post", str(video), *PRIVATE)
    assert (done.status, "waits for" in done.out) == (3, True), done
    assert shell("post", str(video), *PRIVATE).status == 0


def test_a_changed_file_is_set_aside(shell: Shell, video: Path) -> None:
    shell("post", str(video), *PRIVATE, "--at", "2020-01-01")
    video.write_bytes(video.read_bytes() + b"\0")
    done = shell("due")
    assert (done.status, "is not what it was when it was queued" in done.out) == (1, True)
    assert shell.official.posts() == []


def test_a_pull_is_cancelled_at_tiktok(shell: Shell) -> None:
    shell.official.switch(pull_s=3600)
    assert shell("post", "--url", PULL, *PRIVATE, "--no-wait").status == 3
    assert shell("cancel", "1").status == 0
    assert shell("status", "1").status == 1


def test_status_as_json_and_with_history(shell: Shell, video: Path, queue: PostStore) -> None:
    shell("post", str(video), *PRIVATE)
    publish_id = queue.newest()[0].publish_id
    told: dict[str, Any] = shell("status", str(publish_id), "--json", "--history").json
    assert (told["id"], told["state"], told["inits"]) == (1, "published", 1)
    assert [step["new"] for step in told["history"]][-1] == "published"
    table = shell("status", "1", "--history").lines[1:]
    assert table[0][2] == "queued"
    assert json.loads(shell("status", "--json").out)["publish_id"] == publish_id
    shell.official.remove()
    done = shell("status", "1")
    assert (done.status, "TikTok was not asked" in done.err) == (0, True)


def test_how_states_are_said(shell: Shell, video: Path, queue: PostStore) -> None:
    shell("post", str(video), *PRIVATE, "--at", "2020-01-01")
    queue.claim(1, "test")
    assert "a process is about to send it" in shell("status", "1").out
    queue.move(1, State.STARTING)
    queue.move(1, State.UPLOADING, uploaded_bytes=1910)
    assert (
        "50 % of the file are sent; it goes on with the same command, or after 2020-01-01 00:00:00Z with"
        in shell("status", "1").out
    )
    assert shell("status").lines[0][5] == "50 %"
