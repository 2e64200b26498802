"""Live rooms and subtitle files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.standin.conftest import Web

_SIGI = re.compile(r'<script id="SIGI_STATE" type="application/json">(.*?)</script>', re.DOTALL)


async def sigi(web: Web, path: str) -> Any:
    found = _SIGI.search(await web.text(path))
    assert found
    return json.loads(found[1])["LiveRoom"]


async def test_a_room_on_air(web: Web) -> None:
    truth = await web.truth("live", "live_larch")
    assert truth["is_live"]
    page = (await sigi(web, "/@live_larch/live"))["liveRoomUserInfo"]
    told = (await web.json("/api-live/user/room/", params={"uniqueId": "live_larch", "sourceType": "54"}))[
        "data"
    ]
    assert page == told
    assert (told["user"]["roomId"], told["user"]["status"]) == (truth["room_id"], 2)
    assert (told["liveRoom"]["title"], told["liveRoom"]["liveRoomStats"]["userCount"]) == (
        truth["title"],
        truth["viewers"],
    )
    profile = (await web.scopes("/@live_larch"))["webapp.user-detail"]["userInfo"]["user"]
    assert profile["roomId"] == truth["room_id"]
    room = (await web.json("/webcast/room/info", params={"aid": "1988", "room_id": truth["room_id"]}))["data"]
    assert (room["status"], room["owner"]["display_id"], room["title"]) == (2, "live_larch", truth["title"])
    detail = await web.json("/api/live/detail/", params={"roomID": truth["room_id"]})
    assert detail["LiveRoomInfo"]["ownerInfo"]["uniqueId"] == "live_larch"


async def test_who_is_not_on_air(web: Web) -> None:
    assert (await sigi(web, "/@many_moths/live"))["liveRoomUserInfo"]["user"]["roomId"] == ""
    told = await web.json("/api-live/user/room", params={"uniqueId": "many_moths"})
    assert told["data"]["liveRoom"]["status"] == 4
    assert not (await web.truth("live", "many_moths"))["is_live"]


async def test_nobody(web: Web) -> None:
    for handle in ("nobody", "banned_basil"):
        assert "liveRoomUserInfo" not in await sigi(web, f"/@{handle}/live")
        assert (await web.json("/api-live/user/room/", params={"uniqueId": handle}))["statusCode"] == 10202
    assert (await web.truth("live", "nobody"))["status_code"] == 10202
    assert (await web.json("/webcast/room/info", params={"room_id": "1"}))["data"]["status"] == 4
    assert (await web.json("/api/live/detail/", params={"roomID": ""}))["statusCode"] == 10210


async def test_which_rooms_are_alive(web: Web) -> None:
    room = (await web.truth("live", "live_larch"))["room_id"]
    found = await web.json("/webcast/room/check_alive/", params={"room_ids": f"{room},17,x"})
    assert [(each["room_id"], each["alive"]) for each in found["data"]] == [(int(room), True), (17, False)]


async def subtitled(web: Web, *, rich: bool) -> tuple[str, list[dict[str, Any]]]:
    for handle in ("many_moths", "daily.dune"):
        for item_id, post in web.catalogue.truth(handle)["posts"].items():
            if post["subtitles"] and (post["serial"] % 7 == 3) == rich:
                page = (await web.scopes(f"/@_/video/{item_id}"))["webapp.video-detail"]
                return item_id, page["itemInfo"]["itemStruct"]["video"]["subtitleInfos"]
    raise AssertionError


async def test_subtitle_files_say_what_the_truth_says(web: Web) -> None:
    item_id, infos = await subtitled(web, rich=True)
    tracks = (await web.truth("subtitles", item_id))["tracks"]
    assert [(info["Format"], info["Source"], info["LanguageCodeName"]) for info in infos] == [
        (track["format"], track["source"], track["language"]) for track in tracks
    ]
    texts = []
    for info in infos:
        async with web.client.session.get(info["Url"]) as answer:
            body = await answer.read()
        assert len(body) == int(info["Size"])
        texts.append(body.decode())
    vtt, srt, translated, caption = texts
    assert vtt.startswith("WEBVTT\n\n")
    assert srt.startswith("1\r\n00:00:00,000 --> ")
    assert translated.count(" --> ") == len(tracks[2]["lines"])
    said = json.loads(caption)["utterances"]
    assert [[each["start_time"], each["end_time"], each["text"]] for each in said] == tracks[3]["lines"]
    for text, track in ((vtt, tracks[0]), (srt, tracks[1])):
        assert len(re.findall(r"^\d\d:\d\d:\d\d[.,]\d{3} --> ", text, re.MULTILINE)) == len(track["lines"])


async def test_most_videos_have_one_file_or_none(web: Web) -> None:
    item_id, infos = await subtitled(web, rich=False)
    assert len(infos) == len((await web.truth("subtitles", item_id))["tracks"]) == 1
    silent = next(
        item for item, post in web.catalogue.truth("many_moths")["posts"].items() if not post["subtitles"]
    )
    assert await web.truth("subtitles", silent) == {"tracks": []}


@pytest.mark.parametrize(("life", "kind"), [(172_800, "text/vtt"), (-7200, "text/html")])
async def test_subtitle_addresses_expire(web: Web, life: int, kind: str) -> None:
    async with web.client.put("/_standin/switches", json={"url_life": life}):
        _, infos = await subtitled(web, rich=False)
    async with web.client.session.get(infos[0]["Url"]) as answer:
        assert (answer.status, answer.content_type) == (200, kind)
