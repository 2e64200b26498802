"""How to search."""

from __future__ import annotations

from tiktok_spiders.endpoints.asking import api_call
from tiktok_spiders.endpoints.paging import Opaque
from tiktok_spiders.pages.search_general import read_search_general
from tiktok_spiders.pages.search_items import read_search_items
from tiktok_spiders.pages.search_users import read_search_users
from tiktok_spiders.pages.suggestions import read_suggestions

CAP_FROM = 100
"""Nobody tells how much there is to find: a search that ends behind so many is not called complete."""

SEARCHED = Opaque(newest_first=False, cap_from=CAP_FROM)
"""Results in TikTok's own order, which is not stable; a few hundred are reported to be the most."""

SEARCH_ITEM = api_call(
    name="search_item",
    path="/api/search/item/full/",
    asks={"keyword": "query", "offset": "cursor", "search_id": "search_id"},
    fixed={"count": 20, "from_page": "search"},
    read=read_search_items,
    paging=SEARCHED,
    signed=True,
    anchor="item_list",
)

SEARCH_GENERAL = api_call(
    name="search_general",
    path="/api/search/general/full/",
    asks={"keyword": "query", "offset": "cursor", "search_id": "search_id"},
    fixed={"from_page": "search"},
    read=read_search_general,
    paging=SEARCHED,
    signed=True,
    anchor="data",
)

SEARCH_USER = api_call(
    name="search_user",
    path="/api/search/user/full/",
    asks={"keyword": "query", "cursor": "cursor", "search_id": "search_id"},
    fixed={"from_page": "search"},
    read=read_search_users,
    paging=SEARCHED,
    signed=True,
    anchor="user_list",
)

SEARCH_PREVIEW = api_call(
    name="search_preview",
    path="/api/search/general/preview/",
    asks={"keyword": "query"},
    read=read_suggestions,
)
