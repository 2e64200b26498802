"""Processes that die while they post, and many at once."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.publish.media_files import make_sparse
from tests.publish.publish_kills import Office, kill_after_init, kill_in_init

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.publish.open_control import OpenControl


@pytest.fixture
def office(official: OpenControl, tmp_path: Path) -> Iterator[Office]:
    made = Office(official, tmp_path)
    made.log_in(datetime.now(UTC))
    yield made
    made.close()


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Six chunks."""
    return make_sparse(tmp_path / "large.mp4", 66_000_000)


@pytest.mark.slow
def test_killed_after_the_init_the_same_command_goes_on(office: Office, large: Path) -> None:
    expected = hashlib.sha256(large.read_bytes()).hexdigest()
    dice = random.Random(6)
    for number in range(2):
        caption = f"kill {number}"
        office.official.faults({"kind": "slow", "where": "upload", "first": None, "seconds": 0.3})
        kill = kill_after_init(office, large, caption, dice, span_s=0.8)
        assert kill.was_alive

        office.official.faults()
        post = office.post(file=str(large), caption=caption)

        assert post["state"] == "published", post["reason"]
        (truth,) = office.truths(caption)
        assert truth["sha256"] == expected
        assert len(truth["chunks"]) == 6


@pytest.mark.slow
def test_killed_between_an_init_and_its_answer_nobody_begins_again(office: Office, video: Path) -> None:
    kill_in_init(office, video, "one")

    first = office.post(file=str(video), caption="one")
    second = office.post(file=str(video), caption="one")

    assert first["state"] == second["state"] == "unknown"
    assert "it may have begun, so it is not begun again" in first["reason"]
    assert len(office.truths("one")) == 1


@pytest.mark.slow
def test_two_processes_drain_one_queue(office: Office, video: Path) -> None:
    from tests.publish.queue.desk import PRIVATE
    from tiktok_spiders.publish import submit

    account = office.tokens.get()
    for number in range(4):
        office.posts.add(submit.video_file(account, video, options=PRIVATE, caption=f"due {number}"))

    for process in [office.start("drain") for _ in range(2)]:
        office.finish(process)

    assert {str(post.state) for post in office.posts.newest()} == {"published"}
    assert len(office.official.calls("video.init")) == len(office.official.posts()) == 4


@pytest.mark.slow
def test_the_same_command_in_several_processes_is_one_post(office: Office, video: Path) -> None:
    asked = {"file": str(video), "caption": "once"}
    processes = [office.start("post", **asked) for _ in range(4)]

    states = {office.finish(process)["posts"][0]["state"] for process in processes}

    assert states == {"published"}
    assert len(office.truths("once")) == 1
    assert len(office.official.calls("video.init")) == 1
