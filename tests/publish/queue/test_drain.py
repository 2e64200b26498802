"""Posts from the queue to their end."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.queue.desk import Desk


async def test_a_file_is_posted_whole(desk: Desk, video: Path) -> None:
    post = await desk.post(video, caption="Hello ✨")

    assert post.state == "published", post.reason
    (truth,) = desk.official.posts()
    assert truth["sha256"] == hashlib.sha256(video.read_bytes()).hexdigest()
    assert (truth["caption"], truth["privacy"]) == ("Hello ✨", "SELF_ONLY")
    assert desk.steps(post) == [
        "queued",
        "claimed",
        "starting",
        "uploading",
        "processing",
        "published",
    ]
    assert desk.inits() == 1
