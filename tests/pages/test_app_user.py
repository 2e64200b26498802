from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.pages.app_user import app_user
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.wire_app import AppFile, AppUser

if TYPE_CHECKING:
    from tiktok_spiders.items import User

CAPTURE = Case("search_users", "app").capture()


def user(is_author: bool = False, **keys: Any) -> User:
    return app_user(AppUser(uid="5", **keys), CAPTURE, Misread(), is_author=is_author)


@pytest.mark.parametrize(
    ("keys", "verified"),
    [
        ({"custom_verify": "Verified account", "enterprise_verify_reason": ""}, True),
        ({"enterprise_verify_reason": "verified account"}, True),
        ({"custom_verify": "", "enterprise_verify_reason": ""}, False),
        ({"custom_verify": ""}, False),
        ({}, None),
        ({"custom_verify": 1}, None),
    ],
)
def test_verified(keys: dict[str, Any], *, verified: bool | None) -> None:
    assert user(**keys).verified is verified


@pytest.mark.parametrize(
    ("keys", "is_private"),
    [
        ({"is_private_account": 1, "secret": 0}, True),
        ({"is_private_account": 0, "secret": 1}, False),
        ({"secret": 1}, True),
        ({}, None),
    ],
)
def test_private(keys: dict[str, Any], *, is_private: bool | None) -> None:
    assert user(**keys).is_private is is_private


@pytest.mark.parametrize(
    ("value", "room_id", "is_live"),
    [
        ("7400000000000000001", "7400000000000000001", True),
        ("0", None, False),
        ("", None, False),
        (None, None, None),
    ],
)
def test_room(value: Any, room_id: str | None, *, is_live: bool | None) -> None:
    found = user(room_id_str=value)
    assert (found.room_id, found.is_live) == (room_id, is_live)


def test_zeros_of_an_author_block_are_not_told() -> None:
    zeros = {"following_count": 0, "aweme_count": 0, "total_favorited": 0, "follower_count": 0}
    author, account = user(is_author=True, **zeros), user(**zeros)
    assert (author.following_count, author.video_count, author.heart_count, author.follower_count) == (
        None,
        None,
        None,
        0,
    )
    assert (account.following_count, account.video_count, account.heart_count) == (0, 0, 0)


@pytest.mark.parametrize(
    ("uri", "key"),
    [
        ("tos-maliva-avt-0068/558760129d7442462356976f130b7779", "558760129d7442462356976f130b7779"),
        ("7351566799259343264.webp", "7351566799259343264"),
        ("", None),
        (5, None),
    ],
)
def test_avatar_key(uri: Any, key: str | None) -> None:
    assert user(avatar_thumb=AppFile(uri=uri)).avatar_key == key


def test_account_without_any_identifier() -> None:
    with pytest.raises(ValueError, match="no user_id, sec_uid or unique_id"):
        app_user(AppUser(nickname="n"), CAPTURE, Misread())
