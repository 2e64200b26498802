"""Control of the Shop below ``/_standin/shop/``: the day, and the truth to compare with. All JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from tiktok_standin import shop_truth
from tiktok_standin.shop_catalogue import ShopCatalogue, shop_of
from tiktok_standin.shop_regions import REGIONS
from tiktok_standin.world import json_answer, world_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_standin.shop_products import Product

_MOST_DAYS = 366


class _Day(msgspec.Struct, forbid_unknown_fields=True):
    days: int


def routes() -> list[web.RouteDef]:
    """Return the control routes."""
    return [
        web.get("/_standin/shop/day", _day),
        web.put("/_standin/shop/day", _set_day),
        web.get("/_standin/shop/special", _special),
        web.get("/_standin/shop/products", _products),
        web.get("/_standin/shop/products/{id}", _product),
        web.get("/_standin/shop/reviews/{id}", _reviews),
        web.get("/_standin/shop/search/{words:.*}", _search),
        web.get("/_standin/shop/trending", _trending),
        web.get("/_standin/shop/categories", _categories),
        web.get("/_standin/shop/categories/{id}", _category),
        web.get("/_standin/shop/sellers", _sellers),
        web.get("/_standin/shop/sellers/{id}", _seller),
    ]


async def _day(request: web.Request) -> web.Response:
    return json_answer({"days": shop_of(request).day})


async def _set_day(request: web.Request) -> web.Response:
    """Take the number of days since the start; going back is allowed."""
    try:
        wanted = msgspec.json.decode(await request.read(), type=_Day).days
    except msgspec.MsgspecError as error:
        return json_answer({"error": str(error)}, status=400)
    if not 0 <= wanted <= _MOST_DAYS:
        return json_answer({"error": f"days: 0 to {_MOST_DAYS}"}, status=400)
    shop_of(request).day = wanted
    return await _day(request)


async def _special(request: web.Request) -> web.Response:
    shop = shop_of(request)
    listed = shop.for_sale(_region(request))
    return json_answer(
        shop.special
        | {
            "masked": [product.id for product in listed if product.masked],
            "newer": [product.id for product in listed if product.newer],
            "with_json_ld": [product.id for product in listed if product.json_ld],
            "elsewhere": shop.elsewhere(_region(request)),
        }
    )


async def _products(request: web.Request) -> web.Response:
    return json_answer({"ids": _ids(shop_of(request).for_sale(_region(request)))})


async def _product(request: web.Request) -> web.Response:
    shop, region = shop_of(request), _region(request)
    product = shop.product(request.match_info["id"])
    if product is None:
        return _missing()
    return json_answer(shop_truth.product(world_of(request), shop, product, region))


async def _reviews(request: web.Request) -> web.Response:
    shop = shop_of(request)
    product = shop.product(request.match_info["id"])
    return _missing() if product is None else json_answer(shop_truth.reviews(shop, product))


async def _search(request: web.Request) -> web.Response:
    shop, region, words = shop_of(request), _region(request), request.match_info["words"]
    served, every = shop.search(words, region), shop.matching(words, region)
    return json_answer({"query": words, "region": region, "ids": _ids(served), "matching": len(every)})


async def _trending(request: web.Request) -> web.Response:
    return json_answer({"ids": _ids(shop_of(request).trending(_region(request)))})


async def _categories(request: web.Request) -> web.Response:
    return json_answer({"categories": shop_truth.categories(shop_of(request), _region(request))})


async def _category(request: web.Request) -> web.Response:
    shop, region, name = shop_of(request), _region(request), request.match_info["id"]
    found = shop.category(name)
    if found is None:
        return _missing()
    every, feed = shop.in_category(name, region), shop.category_feed(name, region)
    return json_answer(found.shape() | {"feed": _ids(feed), "ids": _ids(every)})


async def _sellers(request: web.Request) -> web.Response:
    shop, region = shop_of(request), _region(request)
    return json_answer(
        {"sellers": {each.id: len(shop.of_seller(each.id, region)) for each in shop.sellers()}}
    )


async def _seller(request: web.Request) -> web.Response:
    shop: ShopCatalogue = shop_of(request)
    seller = shop.seller(request.match_info["id"])
    return _missing() if seller is None else json_answer(shop_truth.seller(shop, seller, _region(request)))


def _region(request: web.Request) -> str:
    wanted = request.query.get("region", "US").upper()
    return wanted if wanted in REGIONS else "US"


def _ids(products: Iterable[Product]) -> list[str]:
    return [product.id for product in products]


def _missing() -> web.Response:
    body: dict[str, Any] = {"error": "not in the catalogue"}
    return json_answer(body, status=404)
