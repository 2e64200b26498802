"""How to search."""

from __future__ import annotations

from tiktok_spiders.endpoints.asking import api
from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.endpoints.paging import Opaque
from tiktok_spiders.pages.search_general import read_search_general
from tiktok_spiders.pages.search_items import read_search_items
from tiktok_spiders.pages.search_users import read_search_users
from tiktok_spiders.pages.suggestions import read_suggestions

CAP_FROM = 100
"""Nobody tells how much there is to find: a search that ends behind so many is not called complete."""

SEARCHED = Opaque(newest_first=False, cap_from=CAP_FROM)
"""Results in TikTok's own order, which is not stable; a few hundred are reported to be the most."""

SEARCH_ITEM = Endpoint(
    name="search_item",
    kind="api",
    address=api(
        "/api/search/item/full/",
        {"keyword": "query", "offset": "cursor", "search_id": "search_id"},
        count=20,
        from_page="search",
    ),
    read=read_search_items,
    paging=SEARCHED,
    common=True,
    signed=True,
    anchor="item_list",
)

SEARCH_GENERAL = Endpoint(
    name="search_general",
    kind="api",
    address=api(
        "/api/search/general/full/",
        {"keyword": "query", "offset": "cursor", "search_id": "search_id"},
        from_page="search",
    ),
    read=read_search_general,
    paging=SEARCHED,
    common=True,
    signed=True,
    anchor="data",
)

SEARCH_USER = Endpoint(
    name="search_user",
    kind="api",
    address=api(
        "/api/search/user/full/",
        {"keyword": "query", "cursor": "cursor", "search_id": "search_id"},
        from_page="search",
    ),
    read=read_search_users,
    paging=SEARCHED,
    common=True,
    signed=True,
    anchor="user_list",
)

SEARCH_PREVIEW = Endpoint(
    name="search_preview",
    kind="api",
    address=api("/api/search/general/preview/", {"keyword": "query"}),
    read=read_suggestions,
    common=True,
)
