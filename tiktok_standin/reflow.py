"""The state of an item's page as a mobile browser gets it: other scopes, fewer keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import web

_CAPTION = 60
_ITEM = (
    *("id", "desc", "createTime", "video", "music", "challenges", "stats", "warnInfo", "textExtra"),
    *("effectStickers", "stickersOnItem", "comments", "indexEnabled", "imagePost", "locationCreated"),
    *("suggestedWords", "channelTags", "isContentClassified"),
)
_AUTHOR = (
    *("id", "uniqueId", "nickname", "avatarLarger", "avatarMedium", "avatarThumb"),
    *("signature", "verified", "secUid", "relation", "isADVirtual"),
)
_AUTHOR_STATS = ("followingCount", "followerCount", "heartCount", "videoCount", "diggCount")
_MUSIC = ("id", "title", "playUrl", "coverLarge", "coverMedium", "coverThumb", "authorName", "duration")


def scopes(detail: dict[str, Any], request: web.Request) -> dict[str, Any]:
    """Turn ``webapp.video-detail`` into the scopes of a mobile page."""
    own = {
        "statusCode": detail["statusCode"],
        "statusMessage": detail["statusMsg"],
        "itemInfo": _item_info(detail["itemInfo"]),
        "extra_info": {},
    }
    if "shareMeta" in detail:
        own["shareMeta"] = detail["shareMeta"] | {"cover_url": ""}
    return {
        "webapp.reflow.global.shareUser": {"statusCode": 0, "statusMessage": "", "shareUser": {}},
        "webapp.reflow.video.detail": own,
        "webapp.sharing.ssrVersion": "photo-original",
        "webapp.reflow.global.queryData": {"statusCode": 0, "queryData": dict(request.query)},
    }


def _item_info(info: dict[str, Any]) -> dict[str, Any]:
    if "itemStruct" not in info:
        return {}
    full = msgspec.json.decode(info["itemStruct"])
    return {"itemStruct": _item(full)}


def _item(full: dict[str, Any]) -> dict[str, Any]:
    item = _pick(full, _ITEM)
    counters = _pick(full["authorStats"], _AUTHOR_STATS)
    item |= {
        "desc": _cut(full["desc"]),
        "anchors": full.get("anchors", []),
        "author": _pick(full["author"], _AUTHOR) | _pick(counters, _AUTHOR_STATS[:4]),
        "authorStats": counters,
        "music": _pick(full["music"], _MUSIC),
        "stats": full["stats"] | {"collectCount": int(full["stats"]["collectCount"])},
        "keywordTags": [],
    }
    item["challenges"] = [
        {**_pick(challenge, ("id", "title", "desc")), "stats": {"videoCount": 1}}
        for challenge in full["challenges"]
    ]
    return item


def _cut(caption: str) -> str:
    return caption if len(caption) <= _CAPTION else caption[:_CAPTION] + "... "


def _pick(source: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: source[key] for key in keys if key in source}
