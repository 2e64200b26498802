"""Minors are hidden whatever was chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scrapy.exceptions import DropItem

from tests.pipelines.people import (
    COMMENT,
    ID,
    PLAYLIST,
    PSEUDONYM,
    RELATION,
    REVIEW,
    SOUND,
    USER,
    VIDEO,
    pipeline,
    seen,
    text_of,
)


def test_a_minors_account_keeps_numbers_only() -> None:
    made = pipeline("none").process_item(replace(USER, is_minor_flag=True))
    assert (made.user_id, made.bio, made.region, made.nickname, made.avatar_url) == (
        PSEUDONYM,
        None,
        None,
        None,
        None,
    )
    assert (made.follower_count, made.is_minor_flag, made.is_pseudonymous) == (5, True, True)


def test_a_minors_account_is_not_kept_without_a_key() -> None:
    with pytest.raises(DropItem):
        pipeline("none", key=None).process_item(replace(USER, is_minor_flag=True))


def test_what_follows_does_not_tell_a_minors_names() -> None:
    stage = pipeline("none")
    stage.process_item(replace(USER, is_minor_flag=True))
    own = seen(VIDEO, "user", "videos")
    later = [
        own,
        COMMENT,
        RELATION,
        REVIEW,
        USER,
        SOUND,
        PLAYLIST,
        replace(RELATION, owner_id=ID, member_id="2"),
    ]
    for record in later:
        assert ID not in text_of(stage.process_item(record))
    mentioned = replace(VIDEO, author_id="2", author_sec_uid=None, author_unique_id="b")
    assert ID not in text_of(stage.process_item(mentioned))
    assert stage.process_item(mentioned).author_unique_id == "b"
    other = replace(COMMENT, user_id="2", sec_uid=None, unique_id="b")
    assert stage.process_item(other) is other
