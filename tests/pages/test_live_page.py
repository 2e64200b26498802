from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import User

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

ROOM = Case("live_page", "room_on_air")

read = ROOM.read_answer


def page(state: Any) -> bytes:
    return b'<script id="SIGI_STATE">%b</script>' % json.dumps(state).encode()


def only(found: PageRead) -> User:
    (user,) = found.records
    assert isinstance(user, User)
    return user


@pytest.mark.parametrize(
    ("user", "room", "live"),
    [
        ({"roomId": "5", "status": 2}, {"status": 2}, ("5", True)),
        ({"roomId": "5", "status": 2}, {"status": 4}, (None, False)),
        ({"roomId": "5", "status": 4}, None, (None, False)),
        ({"roomId": "5"}, {"status": "4"}, (None, False)),
        ({"roomId": "5", "status": 9}, {"status": 9}, ("5", True)),
        ({"roomId": "", "status": 0}, None, (None, False)),
        ({"roomId": "5"}, None, ("5", True)),
        ({}, None, (None, None)),
    ],
)
def test_the_rooms_own_status_decides(user: dict[str, Any], room: Any, live: tuple[Any, ...]) -> None:
    told = {"id": "1", **user}
    for answer in (
        {"data": {"user": told, "liveRoom": room}},
        {"liveRoomUserInfo": told, "liveRoom": room},
        page({"LiveRoom": {"liveRoomUserInfo": {"user": told, "liveRoom": room}}}),
    ):
        found = only(read(answer))
        assert (found.room_id, found.is_live) == live


def test_a_room_without_an_account_tells_its_status() -> None:
    for answer in (
        {"data": {}, "statusCode": 10202, "message": "none"},
        {"statusCode": 10202, "message": "none"},
    ):
        found = read(answer)
        assert (found.records, found.list_present) == ((), False)
        assert (found.status_code, found.status_message) == (10202, "none")


def test_a_page_whose_account_was_never_on_air() -> None:
    found = read(page({"LiveRoom": {"liveRoomUserInfo": None}}))
    assert (found.records, found.list_present, found.status_code) == ((), False, 0)


def test_an_account_without_a_name_is_set_aside() -> None:
    found = read({"data": {"user": {"roomId": "5"}}})
    assert [each.reason for each in found.rejected] == ["no user_id, sec_uid or unique_id"]


def test_raw_is_kept_on_demand() -> None:
    assert only(read({"data": {"user": {"id": "1"}}}, keep_raw=True)).raw == {"user": {"id": "1"}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"{",
        b"[]",
        b"<html></html>",
        page({}),
        page({"LiveRoom": 5}),
        page({"LiveRoom": {}})[:-20],
    ],
)
def test_what_holds_no_room(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="live page at https://"):
        read(body)
