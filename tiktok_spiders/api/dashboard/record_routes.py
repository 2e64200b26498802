"""Pages of stored records: searches, and single videos, accounts and products."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from tiktok_spiders.api.dashboard.page import PageRoute, page, seen_with
from tiktok_spiders.api.dashboard.records import growth_of, history_of, money_of, prices_of, record_of
from tiktok_spiders.api.dashboard.search import searched
from tiktok_spiders.api.state import Given
from tiktok_spiders.api.stored import kinds
from tiktok_spiders.api.stored.params import Key, NameKey

OWN = 10
"""Videos on the page of an account."""

router = APIRouter(
    prefix="/ui",
    include_in_schema=False,
    route_class=PageRoute,
    dependencies=[Depends(seen_with("read"))],
)


@router.get("/{name}")
def search(request: Request, state: Given, name: Literal["videos", "users", "products"]) -> Response:
    """Show a form with filters and what they find."""
    context = searched(state, name, dict(request.query_params))
    code = 200 if context["found"] is not None else 400
    return page(request, "search.html", code=code, **context)


@router.get("/videos/{key}")
def video(request: Request, state: Given, key: Key) -> Response:
    """Show a video with what was noted of it over time."""
    found = record_of(state, kinds.VIDEOS, key)
    seen = history_of(state, kinds.VIDEOS, key)
    points = [row for row in seen["counters"] if row["views"] is not None]
    return page(request, "video.html", video=found, seen=seen["counters"], points=points)


@router.get("/users/{key}")
def user(request: Request, state: Given, key: NameKey) -> Response:
    """Show an account, how it grew, and its newest videos."""
    found = record_of(state, kinds.USERS, key)
    known = found["id"] or key
    videos = searched(state, "videos", {"user_id": known})["found"] or []
    return page(
        request, "user.html", user=found, key=known, growth=growth_of(state, known), videos=videos[:OWN]
    )


@router.get("/products/{key}")
def product(request: Request, state: Given, key: Annotated[str, Path(pattern=r"^[0-9]{1,32}$")]) -> Response:
    """Show a product and what it cost."""
    found = record_of(state, kinds.PRODUCTS, key)
    return page(
        request, "product.html", product=found, money=money_of(state, key), prices=prices_of(state, key)
    )
