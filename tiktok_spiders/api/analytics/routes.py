"""The routes below ``/api/v1/analytics``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.analytics import models
from tiktok_spiders.api.analytics.buckets import Period
from tiktok_spiders.api.analytics.growth import growth
from tiktok_spiders.api.analytics.metrics import UserMetric, VideoMetric
from tiktok_spiders.api.analytics.overview import overview
from tiktok_spiders.api.analytics.prices import prices
from tiktok_spiders.api.analytics.span import Asked
from tiktok_spiders.api.analytics.top import top_videos
from tiktok_spiders.api.analytics.trends import Basis, trends
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.errors import told
from tiktok_spiders.api.state import Given

router = APIRouter(
    prefix="/api/v1/analytics",
    tags=["analytics"],
    dependencies=[Depends(allow("read"))],
    responses=told(400, 401, 403, 429, 500, 503),
)

Points = Annotated[int, Query(ge=1, le=1000, description="Observations at most, the newest.")]


@router.get("/overview", response_model=models.OverviewOut)
async def get_overview(state: Given, span: Asked) -> Json:
    """Give totals of the stored videos published from `start_date` to `end_date`."""
    return Json(await state.analytics.ask(overview, span))


@router.get("/trends", response_model=models.TrendsOut)
async def get_trends(
    state: Given,
    period: Annotated[
        Period, Query(description="The last 24 hours, by hour, or the last 7 or 30 days, by day.")
    ] = "week",
    metric: VideoMetric = "views",
    basis: Annotated[
        Basis,
        Query(
            description="`published`: what the videos published in a bucket have now. `observed`: what all "
            "videos gained from one observation to the next, in the bucket of the later one; a counter that "
            "falls counts as it is."
        ),
    ] = "published",
) -> Json:
    """Give a metric of the stored videos in each hour or day (UTC) up to now."""
    return Json(await state.analytics.ask(trends, period, metric, basis))


@router.get("/top/videos", response_model=models.TopVideosOut)
async def get_top_videos(
    state: Given,
    span: Asked,
    metric: VideoMetric = "views",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Json:
    """Give the videos published from `start_date` to `end_date` of which a metric is greatest."""
    return Json(await state.analytics.ask(top_videos, metric, span, limit))


@router.get("/users/{user}/growth", response_model=models.GrowthOut, responses=told(404))
def get_growth(
    state: Given,
    user: Annotated[str, Path(pattern=r"^@?[\w.-]{1,100}$", description="Identifier or handle.")],
    span: Asked,
    metric: UserMetric = "followers",
    limit: Points = 365,
) -> Json:
    """Give what was observed of an account from `start_date` to `end_date`."""
    return Json(state.analytics.ask_now(growth, user, metric, span, limit))


@router.get("/products/{product}/prices", response_model=models.PricesOut, responses=told(404))
def get_prices(
    state: Given,
    product: Annotated[str, Path(pattern=r"^[0-9]{1,32}$", description="Identifier.")],
    span: Asked,
    region: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$", description="Country; none: all.")] = None,
    limit: Points = 365,
) -> Json:
    """Give the prices of a product observed from `start_date` to `end_date`, in each region."""
    return Json(state.analytics.ask_now(prices, product, region, span, limit))
