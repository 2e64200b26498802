"""From state to state: by a person, by a move, and what is kept at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publish.queue.desk import strand
from tiktok_spiders.publish.drain import run_post
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.resolve import cancel, resolve
from tiktok_spiders.publish.states import MoveError, State
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.queue.desk import Desk


async def test_resolve_is_the_only_way_on_from_unknown(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    with pytest.raises(RefusedError, match="is queued: only an unknown one is resolved"):
        resolve(desk.posts, post, posted=True)
    strand(desk, post.id, State.STARTING)
    post = await desk.run(post)

    waiting = resolve(desk.posts, post, posted=False)
    assert (waiting.state, waiting.publish_id) == (State.QUEUED, None)
    strand(desk, post.id, State.STARTING)
    post = await desk.run(post)
    assert resolve(desk.posts, post, posted=True).state == "published"
    assert desk.inits() == 0


async def test_cancel_before_its_time(desk: Desk, video: Path) -> None:
    post = desk.add(video)

    post = await cancel(desk.context(), post)

    assert post.state == "cancelled"
    with pytest.raises(RefusedError, match="it is cancelled already"):
        await cancel(desk.context(), post)
    posted = await desk.post(video)
    assert posted.id == post.id
    with pytest.raises(RefusedError, match="on the account: delete it in the app"):
        await cancel(desk.context(), posted)


async def test_cancel_of_a_file_under_way(desk: Desk, video: Path) -> None:
    desk.official.switch(processing_s=900)
    post = await desk.run(desk.add(video), wait=False)

    with pytest.raises(RefusedError, match="cancels pulls from an address only, and this is a file"):
        await cancel(desk.context(), post)


async def test_posts_are_found_by_number_and_by_publish_id(desk: Desk, video: Path) -> None:
    post = await desk.post(video)

    assert desk.posts.get(post.id) == desk.posts.get(str(post.id)) == desk.posts.get(str(post.publish_id))
    assert desk.posts.get(99) is None
    assert desk.posts.get("v_pub_file~v2.0") is None
    assert desk.posts.newest(State.PUBLISHED, account="me") == [post]
    assert desk.posts.newest(State.FAILED) == []
    with pytest.raises(LookupError, match="no such post"):
        await run_post(desk.context(), 99)


async def test_a_move_that_may_not_be_changes_nothing(desk: Desk, video: Path) -> None:
    post = await desk.post(video)

    with pytest.raises(MoveError):
        desk.posts.move(post.id, State.QUEUED)

    assert desk.posts.get(post.id) == post
    same = desk.posts.move(post.id, State.PUBLISHED, post_ids=["1"])
    assert same.post_ids == ("1",)
    assert desk.steps(post).count("published") == 1


async def test_the_upload_address_is_sealed_and_dropped_at_the_end(desk: Desk, video: Path) -> None:
    desk.official.faults({"kind": "status", "where": "upload", "first": None, "status": 503})
    post = await desk.run(desk.add(video), wait=False)

    url = desk.posts.upload_url(post.id)
    assert post.state == "uploading"
    assert "goes on where it stopped" in str(post.reason)
    assert url is not None
    token = url.partition("upload_token=")[2]
    files = [path.read_bytes() for path in video.parent.glob("publish.db*")]
    assert token
    assert not any(token.encode() in data for data in files)

    desk.official.faults()
    post = await desk.run(post)
    assert post.state == "published"
    assert desk.posts.upload_url(post.id) is None
    assert desk.inits() == 1


async def test_an_upload_address_that_no_key_opens_is_replaced(desk: Desk, video: Path) -> None:
    desk.official.faults({"kind": "status", "where": "upload", "first": None, "status": 503})
    post = await desk.run(desk.add(video), wait=False)
    desk.official.faults()
    other = Vault.from_key("another-key-of-this-test-0123456789-abcdef")
    strand(desk, post.id, State.UPLOADING, sealed=other.encrypt("publish-upload", b"{}"))

    post = await desk.run(post)

    assert post.state == "published"
    assert (desk.inits(), sum(each["complete"] for each in desk.official.posts())) == (2, 1)
