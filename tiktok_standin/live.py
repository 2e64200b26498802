"""Who is on air: the page of a live room, and the endpoints that tell of rooms without a signature."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import counts, ids, people, shape_user, shell
from tiktok_standin.world import hosts_of, html_answer, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.catalogue import Account
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.people import User

ON_AIR, ENDED = 2, 4
_QUALITY = {"icon_type": 0, "level": 0, "name": "540p", "resolution": "", "sdk_key": "sd", "v_codec": ""}


async def page(request: web.Request) -> web.Response:
    """Answer ``/@user/live``: its state is in another script than that of other pages."""
    account = _account(request, request.match_info["user"])
    room: dict[str, Any] = {"loadingState": {"getUserInfo": 0}, "needLogin": False, "showLiveGate": False}
    if account is not None:
        room |= {
            "liveRoomStatus": _status(account.user),
            "liveRoomUserInfo": room_info(account, hosts_of(request)),
        }
    state = {"AppContext": {"appContext": {"language": "en"}}, "LiveRoom": room}
    return html_answer(shell.sigi_page(msgspec.json.encode(state)))


async def user_room(request: web.Request) -> web.Response:
    """Answer ``/api-live/user/room/`` by handle."""
    account = _account(request, request.query.get("uniqueId", ""))
    if account is None:
        return json_answer({"data": {}, "message": "user_not_found", "statusCode": people.NOT_FOUND})
    return json_answer({"data": room_info(account, hosts_of(request)), "message": "", "statusCode": 0})


async def live_detail(request: web.Request) -> web.Response:
    """Answer ``/api/live/detail/`` by the room's id."""
    account = _of_room(request, request.query.get("roomID", ""))
    if account is None:
        return json_answer(
            {"LiveRoomInfo": {}, "statusCode": 10210, "status_code": 10210} | log_fields(request)
        )
    info = {
        "id": account.user.room_id,
        "status": ON_AIR,
        "title": title(account.user),
        "liveUrl": _stream(account.user, "m3u8"),
        "ownerInfo": shape_user.author(account.user, hosts_of(request), page=False),
        "liveRoomStats": {"userCount": viewers(account.user)},
    }
    return json_answer({"LiveRoomInfo": info, "statusCode": 0, "status_code": 0} | log_fields(request))


async def room_detail(request: web.Request) -> web.Response:
    """Answer ``/webcast/room/info``; a room that nobody knows has ended."""
    room_id = request.query.get("room_id", "")
    account = _of_room(request, room_id)
    if account is None:
        return json_answer({"data": {"id_str": room_id, "status": ENDED}, "status_code": 0})
    return json_answer({"data": _webcast(account.user), "extra": {"now": 0}, "status_code": 0})


def _webcast(user: User) -> dict[str, Any]:
    flv = {"SD1": _stream(user, "flv"), "HD1": _stream(user, "hd.flv")}
    return {
        "id_str": user.room_id,
        "status": ON_AIR,
        "title": title(user),
        "user_count": viewers(user),
        "owner": {
            "id_str": user.id,
            "display_id": user.handle,
            "nickname": user.nickname,
            "sec_uid": user.sec_uid,
            "bio_description": user.signature,
        },
        "stream_url": {
            "hls_pull_url": _stream(user, "m3u8"),
            "rtmp_pull_url": _stream(user, "flv"),
            "flv_pull_url": flv,
            "live_core_sdk_data": {"pull_data": _pull_data(user)},
        },
    }


async def check_alive(request: web.Request) -> web.Response:
    """Answer ``/webcast/room/check_alive/`` for each of the rooms named."""
    rooms = [room for room in request.query.get("room_ids", "").split(",") if room.isdecimal()]
    found = [
        {"alive": _of_room(request, room) is not None, "room_id": int(room), "room_id_str": room}
        for room in rooms
    ]
    return json_answer({"data": found, "extra": {"now": 0}, "status_code": 0})


def _account(request: web.Request, name: str) -> Account | None:
    account = world_of(request).catalogue.account(name)
    return account if account is not None and account.user.visible else None


def _of_room(request: web.Request, room_id: str) -> Account | None:
    accounts = world_of(request).catalogue.accounts()
    return next((each for each in accounts if room_id and each.user.room_id == room_id), None)


def _status(user: User) -> int:
    return ON_AIR if user.room_id else ENDED


def title(user: User) -> str:
    """Return the title of a room."""
    return f"{user.nickname} live 🔴 <late>" if user.room_id else ""


def viewers(user: User) -> int:
    """Return how many people watch."""
    return ids.number("viewers", user.room_id, below=5000) if user.room_id else 0


def started(user: User) -> int:
    """Return when a room was opened, in epoch seconds; 0 for who is not on air."""
    return int(user.room_id) >> 32 if user.room_id else 0


def room_info(account: Account, hosts: Hosts) -> dict[str, Any]:
    """Return user, counters and room as the page and ``user/room`` tell them."""
    user = account.user
    return {
        "user": {
            **shape_user.avatars(user, hosts),
            "followStatus": 0,
            "id": user.id,
            "nickname": user.nickname,
            "roomId": user.room_id,
            "secUid": user.sec_uid,
            "secret": user.private,
            "signature": user.signature,
            "status": _status(user),
            "uniqueId": user.handle,
            "verified": user.verified,
        },
        "stats": {
            "followerCount": counts.rounded(user.followers),
            "followingCount": counts.rounded(user.following),
        },
        "liveRoom": _room(user, hosts),
    }


def _room(user: User, hosts: Hosts) -> dict[str, Any]:
    if not user.room_id:
        return {"status": ENDED, "title": "", "startTime": 0, "streamId": ""}
    cover = f"{hosts.p16.decode()}/tos-alisg-p-0037/o{ids.hex_word('room', user.room_id, length=30)}~x.image"
    return {
        "coverUrl": cover,
        "squareCoverImg": cover,
        "title": title(user),
        "startTime": started(user),
        "status": ON_AIR,
        "paidEvent": {"event_id": 0, "paid_type": 0},
        "liveSubOnly": 0,
        "liveRoomMode": 6,
        "hashTagId": 5,
        "gameTagId": 0,
        "liveRoomStats": {"enterCount": viewers(user) * 38, "userCount": viewers(user)},
        "streamData": {"pull_data": _pull_data(user)},
        "streamId": str(ids.number("stream", user.room_id, below=1 << 62)),
        "multiStreamScene": 0,
        "multiStreamSource": 0,
    }


def _pull_data(user: User) -> dict[str, Any]:
    main = {"flv": _stream(user, "flv"), "hls": _stream(user, "m3u8"), "sdk_params": '{"VCodec":"h264"}'}
    return {
        "options": {"default_quality": _QUALITY, "qualities": [_QUALITY], "show_quality_button": False},
        "stream_data": json.dumps({"common": {"session_id": "standin"}, "data": {"sd": {"main": main}}}),
    }


def _stream(user: User, kind: str) -> str:
    return f"https://pull-f5-tt01.tiktokcdn.com/game/stream-{user.room_id}_sd.{kind}"
