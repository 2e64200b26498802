"""What pages show of single records: asked of the parts that answer the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.api.analytics.growth import growth
from tiktok_spiders.api.analytics.prices import prices
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.api.stored import kinds
from tiktok_spiders.api.stored.details import detail
from tiktok_spiders.api.stored.history import history
from tiktok_spiders.api.stored.params import DetailQuery, HistoryQuery

if TYPE_CHECKING:
    from starlette.responses import Response

    from tiktok_spiders.api.analytics.metrics import UserMetric
    from tiktok_spiders.api.state import State
    from tiktok_spiders.api.stored.kinds import Kind

POINTS = 365
OBSERVED = 200


def data_of(answer: Response) -> dict[str, Any]:
    """Return what an answer of the API holds."""
    found: dict[str, Any] = msgspec.json.decode(bytes(answer.body))
    return found


def record_of(state: State, kind: Kind, key: str) -> dict[str, Any]:
    """Return a record by its short names. Raises ``ApiError`` where there is none."""
    return data_of(detail(state.store, kind, key, DetailQuery()))


def money_of(state: State, key: str) -> dict[str, Any]:
    """Return region and currency of a product's price."""
    query = DetailQuery(view="record", fields="region,currency")
    return data_of(detail(state.store, kinds.PRODUCTS, key, query))


def history_of(state: State, kind: Kind, key: str, limit: int = OBSERVED) -> dict[str, Any]:
    """Return what was noted of a record, the newest first."""
    return data_of(history(state.store, kind, key, HistoryQuery.model_validate({"limit": limit})))


def seen_of_video(state: State, key: str) -> list[dict[str, Any]]:
    """Return the counters of a video whose views are known, the oldest first."""
    rows = history_of(state, kinds.VIDEOS, key)["counters"]
    return [row for row in reversed(rows) if row["views"] is not None]


def growth_of(state: State, key: str, metric: UserMetric = "followers") -> dict[str, Any]:
    """Return how an account grew."""
    found: dict[str, Any] = state.analytics.ask_now(growth, key, metric, Span(), POINTS)
    return found


def prices_of(state: State, key: str) -> dict[str, Any]:
    """Return what a product cost."""
    found: dict[str, Any] = state.analytics.ask_now(prices, key, None, Span(), POINTS)
    return found
