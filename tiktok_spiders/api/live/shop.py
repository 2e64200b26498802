"""``/api/v1/shop/…``: products, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.live import asks, shown
from tiktok_spiders.api.live.fields import CategoryId, MaxFound, MaxTrending, ProductId, Region, ShopWords
from tiktok_spiders.api.live.looking import Look
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.urls import search_region, shop_region

if TYPE_CHECKING:
    from collections.abc import Callable

ROUTER = APIRouter(
    prefix="/api/v1/shop",
    tags=["live"],
    dependencies=[Depends(allow("live", "search"))],
    responses=shown.ERRORS,
)


@ROUTER.get("/search", response_model=shown.ProductsAnswer)
async def shop_search(
    look: Look, q: ShopWords, max_results: MaxFound = 20, category: CategoryId = None, region: Region = None
) -> Json:
    """Search the Shop. `category` keeps those of what was found that are in it, whose pages are opened."""
    market = _market(region, search_region)
    asked = asks.shop_search(q, market, max_results, details=category is not None)
    return await look.several(asked, "products", None if category is None else _within(category))


@ROUTER.get("/trending", response_model=shown.ProductsAnswer)
async def shop_trending(
    look: Look, max_results: MaxTrending = 20, category: CategoryId = None, region: Region = None
) -> Json:
    """List what the Shop's first page shows, or a category's."""
    market = _market(region, shop_region)
    if category is None:
        return await look.several(asks.shop_trending(market, max_results), "products")
    return await look.several(asks.shop_category(category, market, max_results), "products")


@ROUTER.get("/products/{product}", response_model=shown.ProductAnswer)
async def shop_product(look: Look, product: ProductId, region: Region = None) -> Json:
    """Look up a product."""
    return await look.one(asks.shop_product(product, _market(region, shop_region)))


def _market(code: str | None, known: Callable[[str], Any]) -> str | None:
    try:
        return None if code is None else str(known(code).code)
    except TargetError as error:
        raise ApiError("INVALID_REQUEST", f"region: {error}") from None


def _within(category: str) -> Callable[[dict[str, Any]], bool]:
    return lambda record: any(one["category_id"] == category for one in record.get("categories") or ())
