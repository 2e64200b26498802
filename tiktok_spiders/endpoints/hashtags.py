"""How to ask for hashtags, sounds and what uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.asking import api_call
from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.endpoints.paging import Opaque
from tiktok_spiders.pages.hashtag_page import read_hashtag_page
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.sound_page import read_sound_page
from tiktok_spiders.urls import hashtag_url, sound_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.urls import Origins

RANKED_COUNT = 30
"""What clients ask for at once; about 35 is the most."""

CAP_FROM = 150
"""A ranked list that ends behind so many members ends by TikTok's cap: about 180 is the least reported."""

RANKED = Opaque(newest_first=False, cap_from=CAP_FROM)
"""Lists by TikTok's own ranking: not in the order of time, and cut off somewhere."""


def _tag(origins: Origins, args: Mapping[str, str]) -> str:
    return hashtag_url(args["hashtag"], origins)


def _sound(origins: Origins, args: Mapping[str, str]) -> str:
    return sound_url(args["sound"], origins=origins)


HASHTAG_PAGE = Endpoint(
    name="hashtag_page", kind="page", address=_tag, read=read_hashtag_page, anchor="webapp.challenge-detail"
)

CHALLENGE_DETAIL = api_call(
    name="challenge_detail",
    path="/api/challenge/detail/",
    asks={"challengeName": "hashtag"},
    fixed={"from_page": "hashtag"},
    read=read_hashtag_page,
    signed=True,
    anchor="challengeInfo",
)

CHALLENGE_ITEM_LIST = api_call(
    name="challenge_item_list",
    path="/api/challenge/item_list/",
    asks={"challengeID": "hashtag_id", "cursor": "cursor"},
    fixed={"count": RANKED_COUNT, "from_page": "hashtag"},
    read=read_item_list,
    paging=RANKED,
    signed=True,
    anchor="itemList",
)

SOUND_PAGE = Endpoint(
    name="sound_page", kind="page", address=_sound, read=read_sound_page, anchor="webapp.music-detail"
)

MUSIC_DETAIL = api_call(
    name="music_detail",
    path="/api/music/detail/",
    asks={"musicId": "sound"},
    fixed={"from_page": "music"},
    read=read_sound_page,
    signed=True,
    anchor="musicInfo",
)

MUSIC_ITEM_LIST = api_call(
    name="music_item_list",
    path="/api/music/item_list/",
    asks={"musicID": "sound_id", "cursor": "cursor"},
    fixed={"count": RANKED_COUNT, "from_page": "music"},
    read=read_item_list,
    paging=RANKED,
    signed=True,
    anchor="itemList",
)
