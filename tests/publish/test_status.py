"""What became of a post, against the stand-in: facts 62 to 65."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publish.posting import FILE, INFO, PULL, refused, sent
from tiktok_spiders.publish.errors import PostFailedError, Retry
from tiktok_spiders.publish.posting import cancel, init_video, status

if TYPE_CHECKING:
    from tests.publish.rig import Rig


async def test_fact_62_a_failed_post_is_an_error_although_its_answer_is_ok(at_once: Rig) -> None:
    session = at_once.session()
    at_once.official.faults({"kind": "fail", "where": "video.init", "reason": "frame_rate_check_failed"})
    begun = await init_video(session, INFO, FILE)
    (await status(session, begun.publish_id)).raise_failed()
    await sent(session, begun)
    found = await status(session, begun.publish_id)
    assert (found.outcome, found.fail_reason) == ("failed", "frame_rate_check_failed")
    with pytest.raises(PostFailedError, match="23 to 60 frames") as caught:
        found.raise_failed()
    assert (caught.value.fail_reason, caught.value.retry) == ("frame_rate_check_failed", Retry.NEVER)


@pytest.mark.parametrize("key", ["publicaly_available_post_id", "publicly_available_post_id"])
@pytest.mark.parametrize("form", ["numbers", "strings", "scalar"])
async def test_fact_63_the_ids_of_a_public_post(at_once: Rig, key: str, form: str) -> None:
    at_once.official.switch(post_id_key=key, post_id_form=form)
    session = at_once.session()
    begun = await init_video(session, {"privacy_level": "PUBLIC_TO_EVERYONE"}, FILE)
    await sent(session, begun)
    found = await status(session, begun.publish_id)
    (truth,) = at_once.official.posts()
    assert found.post_ids == tuple(str(one) for one in truth["post_ids"])
    assert int(found.post_ids[0]) > 2**53
    private = await init_video(session, INFO, FILE)
    await sent(session, private)
    found = await status(session, private.publish_id)
    assert (found.outcome, found.post_ids) == ("published", ())


async def test_fact_64_the_id_may_come_later(at_once: Rig) -> None:
    at_once.official.switch(moderation_s=60)
    session = at_once.session()
    begun = await init_video(session, {"privacy_level": "PUBLIC_TO_EVERYONE"}, FILE)
    await sent(session, begun)
    found = await status(session, begun.publish_id)
    assert (found.outcome, found.post_ids) == ("published", ())
    at_once.later(61)
    assert len((await status(session, begun.publish_id)).post_ids) == 1


async def test_fact_65_an_unknown_post_and_another_s(rig: Rig) -> None:
    one, two = rig.session(), rig.session("creator.two", "two")
    error = await refused(status(one, "v_pub_file~v2-1.1"))
    assert (error.code, error.status) == ("invalid_publish_id", 400)
    begun = await init_video(one, INFO, FILE)
    error = await refused(status(two, begun.publish_id))
    assert error.code == "token_not_authorized_for_specified_publish_id"
    assert "--account" in error.remedy


async def test_a_pull_can_be_cancelled(rig: Rig) -> None:
    rig.official.switch(pull_s=60)
    session = rig.session()
    begun = await init_video(session, INFO, PULL)
    assert begun.upload_url is None
    assert (await status(session, begun.publish_id)).downloaded_bytes == 0
    await cancel(session, begun.publish_id)
    with pytest.raises(PostFailedError, match="publish_cancelled"):
        (await status(session, begun.publish_id)).raise_failed()
    error = await refused(cancel(session, begun.publish_id))
    assert error.code == "publish_not_cancellable"
