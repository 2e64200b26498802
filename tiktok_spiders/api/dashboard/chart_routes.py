"""Charts as pictures: ``/ui/charts/….svg``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from tiktok_spiders.api.analytics.buckets import Period
from tiktok_spiders.api.analytics.metrics import UserMetric, VideoMetric
from tiktok_spiders.api.analytics.trends import trends
from tiktok_spiders.api.dashboard import charts
from tiktok_spiders.api.dashboard.charts import Size, Theme
from tiktok_spiders.api.dashboard.page import PageRoute, glanced_with
from tiktok_spiders.api.dashboard.records import growth_of, prices_of, seen_of_video
from tiktok_spiders.api.state import Given
from tiktok_spiders.api.stored.params import Key, NameKey

CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""A chart opened by itself runs nothing and loads nothing; its colours stand in it."""

router = APIRouter(
    prefix="/ui/charts",
    include_in_schema=False,
    route_class=PageRoute,
    dependencies=[Depends(glanced_with("read"))],
)

Themed = Annotated[Theme, Query()]
Sized = Annotated[Size, Query()]


@router.get("/trends.svg")
async def of_trends(
    state: Given,
    period: Period = "month",
    metric: VideoMetric = "views",
    theme: Themed = "light",
    size: Sized = "wide",
) -> Response:
    """Draw what the videos published day by day have come to."""
    found = await state.analytics.ask(trends, period, metric, "published")
    return _picture(charts.bars([(row["date"], row["value"]) for row in found["trends"]], theme, size))


@router.get("/users/{user}.svg")
def of_user(
    state: Given,
    user: NameKey,
    metric: UserMetric = "followers",
    theme: Themed = "light",
    size: Sized = "wide",
) -> Response:
    """Draw how an account grew."""
    points = growth_of(state, user, metric)["points"]
    series = {str(metric): [(point["date"], point["value"]) for point in points]}
    return _picture(charts.lines(series, theme, size))


@router.get("/products/{product}.svg")
def of_product(
    state: Given,
    product: Annotated[str, Path(pattern=r"^[0-9]{1,32}$")],
    theme: Themed = "light",
    size: Sized = "wide",
) -> Response:
    """Draw what a product cost, a line for each region."""
    found = prices_of(state, product)["regions"]
    series = {
        f"{each['region'] or 'no region'} {each['currency'] or ''}".strip(): [
            (point["date"], point["price"]) for point in each["points"]
        ]
        for each in found
    }
    return _picture(charts.lines(series, theme, size))


@router.get("/videos/{video}.svg")
def of_video(state: Given, video: Key, theme: Themed = "light", size: Sized = "wide") -> Response:
    """Draw how often a video had been seen."""
    points = [
        (datetime.fromisoformat(row["observed_at"]), row["views"]) for row in seen_of_video(state, video)
    ]
    return _picture(charts.lines({"views": points}, theme, size))


def _picture(drawn: bytes) -> Response:
    headers = {"Content-Security-Policy": CSP, "Cache-Control": "private, max-age=30"}
    return Response(drawn, media_type="image/svg+xml", headers=headers)
