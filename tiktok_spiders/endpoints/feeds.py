"""How to ask for feeds without a cursor: For You, and the categories of Explore."""

from __future__ import annotations

from tiktok_spiders.endpoints.asking import api_call
from tiktok_spiders.endpoints.paging import Batches
from tiktok_spiders.pages.item_list import read_item_list

CATEGORIES: dict[str, int] = {
    "all": 120,
    "singing-dancing": 119,
    "comedy": 104,
    "sports": 112,
    "anime-comics": 100,
    "relationship": 107,
    "shows": 101,
    "lipsync": 110,
    "daily-life": 105,
    "beauty": 102,
    "games": 103,
    "society": 114,
    "outfit": 109,
    "cars": 115,
    "food": 111,
    "animals": 113,
    "family": 106,
    "drama": 108,
    "fitness": 117,
    "education": 116,
    "technology": 118,
}
"""Categories of Explore: our name to TikTok's ``categoryType`` (probed in October 2026; they may change)."""

RECOMMEND_ITEM_LIST = api_call(
    name="recommend_item_list",
    path="/api/recommend/item_list/",
    asks={},
    fixed={"count": 30, "from_page": "fyp", "pullType": 1},
    read=read_item_list,
    paging=Batches(),
    signed=True,
    anchor="itemList",
)

EXPLORE_ITEM_LIST = api_call(
    name="explore_item_list",
    path="/api/explore/item_list/",
    asks={"categoryType": "category"},
    fixed={"count": 16},
    read=read_item_list,
    paging=Batches(),
    anchor="itemList",
)
