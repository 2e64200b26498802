"""The calls that Shop pages make: the next cards of a list, reviews, and a product's components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import shop_reviews, shop_shape_review
from tiktok_standin.shop_catalogue import shop_of
from tiktok_standin.shop_feeds import Feed, arranged, unseal
from tiktok_standin.shop_pages import page_of
from tiktok_standin.shop_product_page import absent, companions, not_here, product_data, view_of
from tiktok_standin.shop_related import related_videos
from tiktok_standin.shop_state import component, region_of
from tiktok_standin.shop_view import origins_for
from tiktok_standin.world import json_answer, refused, world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.shop_reviews import Review

EXPIRED = 100000
MOST_REVIEWS = 20
_MEDIA, _VERIFIED = 2, 3


class _Filter(msgspec.Struct):
    filter_option_id: str = ""


class _Params(msgspec.Struct):
    offset: int = 0
    page_token: str = ""
    search_word: str = ""
    filters: list[_Filter] = msgspec.field(default_factory=list)
    exclude_product_ids: list[str] = msgspec.field(default_factory=list)


class _ListCall(msgspec.Struct):
    component_info: str
    load_more_params: str


class _ReviewFilter(msgspec.Struct):
    filter_type: int = 1
    filter_value: int = 6


class _ReviewCall(msgspec.Struct):
    product_id: str
    page_start: int = 1
    page_size: int = MOST_REVIEWS
    sort_rule: int = 1
    review_filter: _ReviewFilter = msgspec.field(default_factory=_ReviewFilter)


def expired() -> web.Response:
    """Answer as for ``load_more_params`` that are too old, or not ours: a code, no data."""
    return json_answer({"code": EXPIRED, "message": "internal error"})


def fine(data: dict[str, Any]) -> web.Response:
    """Answer data."""
    return json_answer({"code": 0, "message": "success", "data": data})


async def product_list(request: web.Request) -> web.Response:
    """Answer the next 30 cards of whatever list the ``load_more_params`` belong to."""
    body = await request.read()
    place, told = list_place(request, body), _told(body)
    if place is None or told is None:
        return expired()
    feed, offset = place
    found = arranged(shop_of(request), feed, [each.filter_option_id for each in told.filters])
    page = page_of(request, feed, found, offset)
    for name in ("products", "productList"):
        if name in page:
            page[name] = [each for each in page[name] if each["product_id"] not in told.exclude_product_ids]
    return fine(page)


def _told(body: bytes) -> _Params | None:
    try:
        call = msgspec.json.decode(body, type=_ListCall)
        msgspec.json.decode(call.component_info, type=dict[str, Any])
        return msgspec.json.decode(call.load_more_params, type=_Params)
    except msgspec.MsgspecError:
        return None


def list_place(request: web.Request, body: bytes) -> tuple[Feed, int] | None:
    """Return the list that a call goes on with, and where; None for one that is too old or not ours.

    Words alone, without a token, start a list where words can be searched.
    """
    told = _told(body)
    if told is None:
        return None
    shop, region = shop_of(request), region_of(request)
    if not told.page_token and told.search_word and not told.offset:
        feed = Feed("search", told.search_word, region)
        return (feed, 0) if feed.products(shop) else None
    place = unseal(shop, told.page_token, world_of(request).switches.shop_cursor_life)
    return place if place is not None and place[1] == told.offset else None


async def reviews(request: web.Request) -> web.Response:
    """Answer a page of reviews, at most 20, counted from page 1."""
    try:
        call = msgspec.json.decode(await request.read(), type=_ReviewCall)
    except msgspec.MsgspecError:
        return expired()
    shop = shop_of(request)
    product = shop.product(call.product_id)
    if product is None or product.kind != "normal":
        return fine({"has_more": False, "total_reviews": "0", "product_reviews": []})
    every = shop.reviews(product)
    found = _chosen(every, call)
    size = min(MOST_REVIEWS, max(1, call.page_size))
    start = (max(1, call.page_start) - 1) * size
    origins = origins_for(request.headers.get("Host", ""))
    stars = [review.rating for review in every]
    counts = {star: str(count) for star, count in shop_reviews.distribution(stars).items()}
    return fine(
        {
            "has_more": start + size < len(found),
            "total_reviews": str(len(found)),
            "product_reviews": [
                shop_shape_review.listed(each, product, origins) for each in found[start : start + size]
            ],
            "review_ratings": {
                "review_count": str(len(every)),
                "overall_score": shop_reviews.score(stars),
                "rating_result": counts,
            },
        }
    )


def _chosen(found: list[Review], call: _ReviewCall) -> list[Review]:
    kind, stars = call.review_filter.filter_type, call.review_filter.filter_value
    chosen = [
        review
        for review in found
        if (kind != _MEDIA or review.images)
        and (kind != _VERIFIED or review.verified)
        and (stars not in range(1, 6) or review.rating == stars)
    ]
    return sorted(chosen, key=lambda review: -review.time) if call.sort_rule == 2 else chosen


async def page_data(request: web.Request) -> web.Response:
    """Answer a product's components; Brazil is refused in a way of its own."""
    if region_of(request) == "BR":
        base = {"StatusCode": 400, "StatusMessage": "region not supported"}
        return fine({"components_map": [], "global_api_data": {"nova_config": {"base_resp": base}}})
    product = shop_of(request).product(_product_id(await request.read()))
    if product is None or product.kind != "normal":
        return fine(
            {"components_map": [component("product_info", "product_info", absent())], "global_data": {}}
        )
    seen = view_of(request, product)
    if seen.region not in product.regions:
        return fine(
            {
                "components_map": [component("product_info", "product_info", not_here(product))],
                "global_data": {},
            }
        )
    data = product_data(seen, related_videos(world_of(request), product))
    parts = [*companions(seen), component("product_info", "product_info", data)]
    return fine(
        {"components_map": parts, "global_data": {"product_info": {"categories": data["categories"]}}}
    )


def _product_id(body: bytes) -> str:
    """Return the product that a call is about: ``product_model`` stands at the top or deep inside."""
    try:
        found = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.MsgspecError:
        return ""
    for name in ("global_data", "product_info", "product_info"):
        if isinstance(found.get(name), dict):
            found = found[name]
    model = found.get("product_model")
    return str(model.get("product_id", "")) if isinstance(model, dict) else ""


async def unknown(_request: web.Request) -> web.Response:
    """Refuse every other call."""
    return refused()
