"""The shape of a whole item, as a page or a list tells it, with holes for what differs between posts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tiktok_standin import shape_video
from tiktok_standin.template import Template


@dataclass(frozen=True, slots=True)
class Features:
    """What decides which keys an item has."""

    page: bool
    photo: bool = False
    subtitles: bool = True
    pinned: bool = False
    advert: bool = False
    classified: bool = False
    rich: bool = False
    old: bool = False
    """An older answer: no exact counters, and ``bitrateInfo`` is one object instead of a list."""


@cache
def item_template(features: Features) -> Template:
    """Return the template of all items with these features."""
    return Template(_item(features))


def _item(features: Features) -> dict[str, Any]:
    shape = _common(features.page) | (_page_only(features) if features.page else {})
    shape |= {"isPinnedItem": True} if features.pinned else {}
    shape |= {"imagePost": "<<=image_post>>"} if features.photo else {}
    shape |= {"isContentClassified": True} if features.classified else {}
    shape |= _rich() if features.rich else {}
    if not (features.page and features.classified):
        shape["video"] = _video(features)
    if features.old:
        _make_old(shape)
    return shape


def _make_old(shape: dict[str, Any]) -> None:
    for key in ("statsV2", "authorStatsV2"):
        del shape[key]
    if "bitrateInfo" in shape.get("video", ()):
        shape["video"]["bitrateInfo"] = shape["video"]["bitrateInfo"][0]


def _video(features: Features) -> dict[str, Any]:
    if features.photo:
        return shape_video.still()
    return shape_video.video(subtitles=features.subtitles, page=features.page, rich=features.rich)


def _common(page: bool) -> dict[str, Any]:  # noqa: FBT001
    return {
        "AIGCDescription": "",
        "CategoryType": "<<=category>>",
        "author": "<<=author>>",
        "authorStats": "<<=author_stats>>",
        "authorStatsV2": "<<=author_stats_v2>>",
        "backendSourceEventTracking": "",
        "challenges": "<<=challenges>>",
        "collected": False,
        "contents": "<<=contents>>",
        "createTime": "<<=created>>",
        "creatorAIComment": {"eligibleVideo": False, "hasAITopic": False, "notEligibleReason": 101},
        "desc": "<<=desc>>",
        "digged": False,
        "duetDisplay": 0,
        "duetEnabled": True,
        "forFriend": False,
        "id": "<<id>>",
        "isAd": False,
        "isReviewing": False,
        "itemCommentStatus": "<<=comment_status>>",
        "item_control": {"can_repost": True},
        "music": shape_video.music(page=page),
        "officalItem": False,
        "originalItem": False,
        "privateItem": False,
        "secret": False,
        "shareEnabled": True,
        "stats": {
            "collectCount": "<<=collect>>",
            "commentCount": "<<=comments>>",
            "diggCount": "<<=likes>>",
            "playCount": "<<=plays>>",
            "shareCount": "<<=shares>>",
        },
        "statsV2": {
            "collectCount": "<<saves>>",
            "commentCount": "<<comments>>",
            "diggCount": "<<likes>>",
            "playCount": "<<plays>>",
            "repostCount": "0",
            "shareCount": "<<shares>>",
        },
        "stitchDisplay": 0,
        "stitchEnabled": True,
        "textExtra": "<<=text_extra>>",
        "textLanguage": "<<language>>",
        "textTranslatable": True,
    }


def _page_only(features: Features) -> dict[str, Any]:
    control = ("can_share", "can_comment", "can_music_redirect", "can_creator_redirect", "can_repost")
    return {
        "scheduleTime": 0,
        "warnInfo": [],
        "takeDown": 0,
        "effectStickers": [],
        "stickersOnItem": [{"stickerText": ["part one", "part two"], "stickerType": 4}],
        "isAd": features.advert,
        "comments": [],
        "indexEnabled": True,
        "diversificationLabels": ["Cooking", "Food & Drink", "Lifestyle"],
        "adAuthorization": features.advert,
        "locationCreated": "<<region>>",
        "suggestedWords": ["paper boats", "tide pools"],
        "diversificationId": 10040,
        "channelTags": [],
        "item_control": dict.fromkeys(control, True),
        "IsAigc": False,
        "ShowAIGC": False,
        "creatorAIComment": {
            "hasAITopic": False,
            "categoryList": [],
            "eligibleVideo": False,
            "notEligibleReason": 101,
        },
    }


def _rich() -> dict[str, Any]:
    """Return keys that only some items carry."""
    return {
        "BAInfo": "{}",
        "adLabelVersion": 0,
        "aigcLabelType": 1,
        "duetInfo": {"duetFromId": "0"},
        "effectStickers": [{"ID": "800012", "name": "Paper Frame", "stickerStats": {"useCount": 0}}],
        "itemMute": False,
        "playlistId": "",
        "showNotPass": False,
        "vl1": False,
        "anchors": [_anchor()],
        "poi": _place(),
        "videoSuggestWordsList": {
            "video_suggest_words_struct": [
                {
                    "hint_text": "Search: ",
                    "scene": "feed_bar",
                    "words": [{"word": "paper boats", "word_id": "4021"}],
                }
            ]
        },
    }


def _anchor() -> dict[str, Any]:
    return {
        "id": "0",
        "type": 54,
        "keyword": "Paper Frame",
        "description": "",
        "schema": "",
        "extraInfo": '{"subtype":"effect"}',
        "icon": {"urlList": [shape_video.image_url("p16", "a")]},
        "thumbnail": {"urlList": [shape_video.image_url("p16", "a")], "height": 64, "width": 64},
    }


def _place() -> dict[str, Any]:
    return {
        "id": "22535796481546280",
        "name": "Old Harbour",
        "address": "1 Quay Street",
        "category": "Outdoors",
        "city": "Port Sample",
        "cityCode": "1234567",
        "province": "Sample Province",
        "country": "Sampleland",
        "countryCode": "7654321",
        "fatherPoiId": "",
        "fatherPoiName": "",
        "ttTypeCode": "15a3b4c5",
        "ttTypeNameSuper": "Outdoors and Nature",
        "ttTypeNameMedium": "Waterfront",
        "ttTypeNameTiny": "Harbour",
        "type": 1,
        "typeCode": "",
    }
