"""The way of a video: login, upload, queue, TikTok."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api.publishing.publisher import Publisher


async def test_a_user_is_connected_and_a_video_posted(publisher: Publisher) -> None:
    page = await publisher.connect()
    assert page.status_code == 200
    assert "is connected" in page.text
    answer = await publisher.upload(caption="hello #world", key="first")
    assert answer.status_code == 202, answer.text
    post = answer.json()
    assert answer.headers["Location"] == f"/api/v1/tiktok/posts/{post['id']}"
    done = await publisher.until(post["id"], "published")
    assert [step["new"] for step in done["history"]] == [
        "queued", "claimed", "starting", "uploading", "processing", "published",
    ]  # fmt: skip
    (there,) = publisher.official.posts()
    assert there["post_info"]["title"] == "hello #world"
    assert there["post_info"]["privacy_level"] == "SELF_ONLY"
    await publisher.emptied()
