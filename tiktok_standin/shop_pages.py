"""Search, category, store and home pages of the Shop, each with its first cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tiktok_standin import pages, shop_shell
from tiktok_standin.shop_catalogue import shop_of
from tiktok_standin.shop_feeds import NAMES, PAGE, Feed
from tiktok_standin.shop_regions import REGIONS
from tiktok_standin.shop_shape_card import card
from tiktok_standin.shop_shape_seller import shop_info
from tiktok_standin.shop_state import component, load_of, named_region, region_of, state
from tiktok_standin.shop_tree import slug
from tiktok_standin.shop_view import View, origins_for
from tiktok_standin.world import html_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import web

    from tiktok_standin.shop_products import Product
    from tiktok_standin.shop_tree import Category


async def search(request: web.Request) -> web.Response:
    """Answer ``/shop/s/{words}`` and ``/{region}/s?q=``; where words cannot be searched, without a list."""
    words = request.match_info.get("words") or request.query.get("q", "")
    region = region_of(request)
    possible = region in REGIONS and REGIONS[region].searchable
    related = component("related_link", "related_link_search_words", {"related_links": []})
    feed = Feed("search", words, region) if possible else None
    return _listed(request, feed, "search", f"{words} - TikTok Shop", [related])


async def category(request: web.Request) -> web.Response:
    """Answer ``/shop/c/{slug}/{id}``, with the categories right below."""
    shop, region = shop_of(request), region_of(request)
    found = shop.category(request.match_info["id"])
    if found is None:
        return _listed(request, None, "category", shop_shell.TITLE, [])
    below = _categories(found.children)
    feed = Feed("category", found.id, region) if region in REGIONS else None
    return _listed(request, feed, "category", f"{found.name} - TikTok Shop", [below], below=found.children)


async def store(request: web.Request) -> web.Response:
    """Answer ``/shop/store/{slug}/{id}``."""
    shop, region = shop_of(request), region_of(request)
    seller = shop.seller(request.match_info["id"])
    if seller is None or region not in REGIONS:
        return _listed(request, None, "store", shop_shell.TITLE, [])
    info = shop_info(shop, seller, region, _origins(request))
    return _listed(
        request,
        Feed("store", seller.id, region),
        "store",
        f"{seller.name} - TikTok Shop",
        [component("shop_info", "shop_info", info)],
    )


async def home(request: web.Request) -> web.Response:
    """Answer ``/shop``: what sells well, and the root categories."""
    roots, region = shop_of(request).tree(), region_of(request)
    feed = Feed("home", "", region) if region in REGIONS else None
    return _listed(request, feed, "home", shop_shell.TITLE + " | Trending", [_categories(roots)], below=roots)


async def root(request: web.Request) -> web.Response:
    """Answer ``/``: the Shop's home on its own host, TikTok's on all others."""
    at_shop = request.headers.get("Host", "").startswith("shop.")
    return await (home(request) if at_shop else pages.home(request))


def page_of(request: web.Request, feed: Feed, products: list[Product], offset: int) -> dict[str, Any]:
    """Return one page of a list, as state and API tell it."""
    shop, origins = shop_of(request), _origins(request)
    shown = products[offset : offset + PAGE]
    more = offset + PAGE < len(products)
    made = [card(View(shop, each, feed.region, origins), category=feed.kind == "category") for each in shown]
    following = {"load_more_params": feed.params(shop, offset + PAGE)} if more else {}
    return {"productList" if feed.kind == "category" else "products": made, "has_more": more, **following}


def _listed(
    request: web.Request,
    feed: Feed | None,
    name: str,
    title: str,
    beside: list[dict[str, Any]],
    *,
    below: Iterable[Category] = (),
) -> web.Response:
    components = [component("page_header", "page_header"), *beside]
    body = shop_shell.links(((_local(_category_url(each)), each.name) for each in below), "category-link")
    if feed is not None:
        products = feed.products(shop_of(request))
        data = page_of(request, feed, products, 0)
        components.append(
            component("feed_list", NAMES[feed.kind], data, type=feed.kind, params={"count": PAGE})
        )
        body += shop_shell.cards((_local(each.url()), each.title) for each in products[:PAGE])
    route = "(region)/(route_page_name)/page" if named_region(request) else f"shop/{name}/page"
    text = state(request, route, name, components, {})
    return html_answer(shop_shell.page(load_of(request), title, state=text, body=body))


def _categories(found: list[Category]) -> dict[str, Any]:
    shapes = [each.shape() | {"link": _category_url(each)} for each in found]
    return component("category_list", "category_list", {"categories": shapes})


def _category_url(found: Category) -> str:
    return f"https://www.tiktok.com/shop/c/{slug(found.name)}/{found.id}"


def _local(url: str) -> str:
    return urlsplit(url).path


def _origins(request: web.Request) -> tuple[str, ...]:
    return origins_for(request.headers.get("Host", ""))
