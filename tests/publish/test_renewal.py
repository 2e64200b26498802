"""When a post may begin a second time."""

from __future__ import annotations

import pytest

from tiktok_spiders.publish.posting import PostStatus
from tiktok_spiders.publish.renewal import judge
from tiktok_spiders.publish.states import State


def status(name: str, reason: str = "", stored: int | None = None) -> PostStatus:
    return PostStatus(publish_id="v.1", status=name, fail_reason=reason, uploaded_bytes=stored)


@pytest.mark.parametrize(
    ("found", "sent_whole", "state"),
    [
        (status("PROCESSING_UPLOAD", stored=99), True, None),
        (status("PROCESSING_UPLOAD", stored=100), False, State.PROCESSING),
        (status("PROCESSING_UPLOAD"), False, None),
        (status("PROCESSING_UPLOAD"), True, State.UNKNOWN),
        (status("FAILED", "internal"), True, None),
        (status("FAILED", "spam_risk"), True, State.PROCESSING),
        (status("PUBLISH_COMPLETE"), True, State.PROCESSING),
        (status("SEND_TO_USER_INBOX"), True, State.PROCESSING),
        (status("SOMETHING_NEW"), False, State.PROCESSING),
        (None, True, State.UNKNOWN),
        (None, False, State.FAILED),
    ],
)
def test_begins_anew_only_where_the_first_is_certainly_nothing(
    found: PostStatus | None, sent_whole: bool, state: State | None
) -> None:
    assert judge(found, size=100, sent_whole=sent_whole).state is state
