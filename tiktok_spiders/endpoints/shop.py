"""How to ask TikTok Shop: pages hold the first cards of a list, and the page itself asks for the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tiktok_spiders.endpoints.base import Endpoint, Reader
from tiktok_spiders.endpoints.paging import Opaque
from tiktok_spiders.pages.shop_list import read_product_list
from tiktok_spiders.pages.shop_product import read_product_page
from tiktok_spiders.pages.shop_reviews import read_reviews
from tiktok_spiders.pages.shop_store import read_store_page
from tiktok_spiders.urls import product_url, seller_url, shop_category_url, shop_home_url, shop_search_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.urls import Origins

LIST_CALL = "/brandy_desktop/s/product_list"
STORE_CALL = "/brandy_desktop/store/product_list"
REVIEWS_CALL = "/pdp_desktop/get_product_reviews"
"""Ends of the paths by which Shop pages ask; a market may stand before them."""

REVIEWS_SIZE = 20
"""The most reviews of a page."""

SEARCH_CAP, FEED_CAP = 270, 100
"""From how many products on an early end is a cap: searches end at about 300, category feeds at about 110."""


def _region(args: Mapping[str, str]) -> str | None:
    return args.get("region") or None


def _product(origins: Origins, args: Mapping[str, str]) -> str:
    return product_url(args["product_id"], _region(args), origins)


def _search(origins: Origins, args: Mapping[str, str]) -> str:
    return shop_search_url(args["query"], _region(args), origins)


def _category(origins: Origins, args: Mapping[str, str]) -> str:
    return shop_category_url(args["category"], _region(args), None, origins)


def _store(origins: Origins, args: Mapping[str, str]) -> str:
    return seller_url(args["seller_id"], _region(args), None, origins)


def _home(origins: Origins, args: Mapping[str, str]) -> str:
    return shop_home_url(_region(args), origins)


def _page(
    name: str,
    address: Callable[[Origins, Mapping[str, str]], str],
    cap: int | None,
    read: Reader = read_product_list,
) -> Endpoint:
    return Endpoint(
        name=name,
        kind="shop",
        address=address,
        read=read,
        paging=Cards(cap_from=cap),
        opens=address,
        anchor="feed_list",
    )


def _more(
    name: str, opens: Callable[[Origins, Mapping[str, str]], str], cap: int | None, path: str = LIST_CALL
) -> Endpoint:
    return Endpoint(
        name=name,
        kind="shop",
        address=opens,
        read=read_product_list,
        paging=Cards(cap_from=cap),
        signed=True,
        opens=opens,
        own_call=path,
        own_match=_at_offset,
        anchor="products",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards(Opaque):
    """The parameters of the next page, sent back as they came; those that do not go forward are no cursor."""

    newest_first: bool = False
    start: str = ""
    overlaps: bool = True

    def _is_earlier(self, cursor: str, asked: str) -> bool:
        following, here = (_offset(text) for text in (cursor, asked))
        return following is not None and here is not None and following <= here


def _at_offset(args: Mapping[str, str]) -> dict[str, str]:
    """Return the place of the page that is wanted: its tokens are each visit's own, the offset is not."""
    offset = _offset(args["cursor"])
    return {} if offset is None else {"offset": str(offset)}


def _offset(cursor: str) -> int | None:
    try:
        told = json.loads(cursor)
    except ValueError:
        return None
    offset = str(told.get("offset")) if isinstance(told, dict) else ""
    return int(offset) if offset.isdecimal() else None


PRODUCT_PAGE = Endpoint(
    name="product_page",
    kind="shop",
    address=_product,
    read=read_product_page,
    opens=_home,
    anchor="product_info",
)

SHOP_SEARCH_PAGE = _page("shop_search_page", _search, SEARCH_CAP)
SHOP_CATEGORY_PAGE = _page("shop_category_page", _category, FEED_CAP)
SHOP_STORE_PAGE = _page("shop_store_page", _store, SEARCH_CAP, read_store_page)
SHOP_HOME_PAGE = _page("shop_home_page", _home, 0)

SHOP_SEARCH_MORE = _more("shop_search_more", _search, SEARCH_CAP)
SHOP_CATEGORY_MORE = _more("shop_category_more", _category, FEED_CAP)
SHOP_STORE_MORE = _more("shop_store_more", _store, SEARCH_CAP, STORE_CALL)
SHOP_HOME_MORE = _more("shop_home_more", _home, 0)


def _reviews_call(origins: Origins, args: Mapping[str, str]) -> str:
    """Return the call's address at the host of the page that makes it."""
    page = urlsplit(_home(origins, args))
    return f"{page.scheme}://{page.netloc}/api/shop{REVIEWS_CALL}"


def _reviews_body(args: Mapping[str, str]) -> bytes:
    return json.dumps(
        {
            "product_id": args["product_id"],
            "page_start": int(args["cursor"]),
            "page_size": REVIEWS_SIZE,
            "sort_rule": 1,  # as the page itself asks, so that a list may go on by either way
            "review_filter": {"filter_type": 1, "filter_value": 6},  # all of them
            "component_name": "pdp_left_reviews",
        }
    ).encode()


REVIEWS_OWN = Endpoint(
    name="product_reviews_own",
    kind="shop",
    address=_product,
    read=read_reviews,
    paging=Opaque(newest_first=False, start="1"),
    signed=True,
    opens=_product,
    own_call=REVIEWS_CALL,
    own_match=lambda args: {"page_start": args["cursor"]},
    anchor="product_reviews",
)

REVIEWS_POST = Endpoint(
    name="product_reviews",
    kind="shop",
    address=_reviews_call,
    read=read_reviews,
    paging=Opaque(newest_first=False, start="1"),
    common=True,
    signed=True,
    body=_reviews_body,
    opens=_home,
    anchor="product_reviews",
)
