from __future__ import annotations

from datetime import UTC, datetime

from tiktok_spiders.pages.base import Capture
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.user_block import author_user
from tiktok_spiders.pages.wire_user import WireUser, WireUserStats

CAPTURE = Capture(url="https://www.tiktok.com/", scraped_at=datetime(2026, 11, 21, tzinfo=UTC))


def read(author: WireUser, stats: WireUserStats | None = None, stats_v2: WireUserStats | None = None):
    return author_user(author, stats, stats_v2, CAPTURE, Misread())


def test_author_is_thin_and_has_no_status():
    user = read(WireUser(id="1234567", unique_id="Demo", is_embed_banned=False))
    assert (user.detail, user.status, user.status_code) == (1, None, None)
    assert (user.unique_id, user.embed_allowed) == ("demo", None)


def test_absent_link_of_an_author_is_unknown():
    assert read(WireUser(id="1234567")).bio_link is None


def test_author_tells_likes_given_and_no_friends():
    user = read(WireUser(id="1234567"), WireUserStats(digg_count=0, friend_count=0))
    assert (user.liked_count, user.friend_count) == (0, None)


def test_author_of_a_recent_list_repeats_rounded_counters():
    user = read(
        WireUser(id="1234567"), WireUserStats(follower_count=427700), WireUserStats(follower_count="427700")
    )
    assert (user.follower_count, user.rounded_counts) == (427700, ("follower_count",))


def test_block_without_any_name_is_no_user():
    assert read(WireUser(nickname="Demo")) is None
