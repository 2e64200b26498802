"""The answers, as OpenAPI tells of them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from tiktok_spiders.api.analytics.buckets import Period
from tiktok_spiders.api.analytics.metrics import UserMetric, VideoMetric
from tiktok_spiders.api.analytics.trends import Basis
from tiktok_spiders.api.names import VideoOut


class DateRange(BaseModel):
    """The days asked for, both included; null is open."""

    start: date | None
    end: date | None


class _Answer(BaseModel):
    as_of: datetime = Field(description="When the store was asked; answers are given again for a minute.")


class OverviewOut(_Answer):
    """Totals of the videos published in a span."""

    total_videos: int
    total_users: int = Field(description="Accounts that published them.")
    total_views: int
    total_likes: int
    avg_engagement_rate: float | None = Field(
        description="100 × Σ(likes + comments + shares) / Σviews over the videos whose views are known and "
        "above 0; null when there are none."
    )
    date_range: DateRange


class TrendOut(BaseModel):
    """One hour or day (UTC)."""

    date: str = Field(description="A day as `2026-01-31`, an hour as `2026-01-31T12:00:00Z`.")
    value: int
    videos: int = Field(description="Videos published in it, or observed in it again.")


class TrendsOut(_Answer):
    """A metric, bucket by bucket."""

    period: Period
    metric: VideoMetric
    basis: Basis
    trends: list[TrendOut] = Field(description="Every bucket of the window, the oldest first.")


class TopVideosOut(_Answer):
    """The videos of which a metric is greatest, the greatest first."""

    metric: VideoMetric
    date_range: DateRange
    videos: list[VideoOut]


class GrowthUser(BaseModel):
    """The account."""

    id: str | None = Field(description="Identifier, a pseudonym, or null while only other names are known.")
    username: str | None


class GrowthPoint(BaseModel):
    """One observation."""

    date: datetime
    value: int
    gain: int | None = Field(description="Since the observation before; null for the first of all.")


class GrowthOut(_Answer):
    """How an account grew."""

    user: GrowthUser
    metric: UserMetric
    date_range: DateRange
    first: int | None
    last: int | None
    gain: int | None = Field(description="`last` minus `first`.")
    gain_percent: float | None = Field(description="100 × `gain` / `first`; null where `first` is 0.")
    points: list[GrowthPoint] = Field(description="The newest of the span, the oldest of them first.")
    has_more: bool = Field(description="Whether the span holds older ones.")


class PriceProduct(BaseModel):
    """The product."""

    id: str
    title: str | None


class PricePoint(BaseModel):
    """One observation; what was not told then is null."""

    date: datetime
    price: str = Field(description="Lowest price, a decimal number.")
    price_max: str | None
    original_price: str | None
    currency: str | None
    sales_count: int | None
    stock: int | None


class RegionPrices(BaseModel):
    """A product's prices where it is sold."""

    region: str | None = Field(description="ISO 3166-1 alpha-2; null where it is not known.")
    currency: str | None
    lowest: str
    highest: str
    latest: str
    points: list[PricePoint] = Field(description="The oldest first.")


class PricesOut(_Answer):
    """What a product cost."""

    product: PriceProduct
    date_range: DateRange
    regions: list[RegionPrices]
    has_more: bool = Field(description="Whether the span holds older observations.")
