"""What a product cost, region by region."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.store.journal import product_history
from tiktok_spiders.store.shop_tables import products

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from tiktok_spiders.api.analytics.span import Span


def prices(
    connection: Connection, _as_of: datetime, product_id: str, region: str | None, span: Span, limit: int
) -> dict[str, Any]:
    """Return the newest observations of a span, the oldest of a region first.

    ``lowest`` and ``highest`` are the least and the greatest ``price`` of those, ``latest`` the last one.
    Raises ``ApiError`` for a product that is not stored.
    """
    sold = _sold(connection, product_id, region)
    rows = list(connection.execute(_points(product_id, list(sold), span, limit + 1)))
    shown = sorted(rows[:limit], key=lambda row: (row.region, row.observed_at))
    regions = groupby(shown, key=lambda row: row.region)
    return {
        "product": {"id": product_id, "title": next((row.title for row in sold.values() if row.title), None)},
        "date_range": span.shown(),
        "regions": [_of_region(sold[name], list(points)) for name, points in regions],
        "has_more": len(rows) > limit,
    }


def _sold(connection: Connection, product_id: str, region: str | None) -> dict[str, Any]:
    have = products.c
    chosen = sa.select(have.region, have.title, have.currency).where(
        have.product_id == product_id, have.detail > 0
    )
    chosen = chosen if region is None else chosen.where(have.region == region.upper())
    found = {row.region: row for row in connection.execute(chosen.order_by(have.region))}
    if not found:
        raise ApiError("NOT_FOUND", "no such product is stored")
    return found


def _points(product_id: str, regions: Sequence[str], span: Span, limit: int) -> sa.Select[Any]:
    seen = product_history.c
    chosen = sa.select(product_history).where(
        seen.product_id == product_id,
        seen.region.in_(regions),
        seen.price_min.is_not(None),
        *span.holds(seen.observed_at),
    )
    return chosen.order_by(seen.observed_at.desc(), seen.region).limit(limit)


def _of_region(product: Any, rows: Sequence[Any]) -> dict[str, Any]:
    amounts = [row.price_min for row in rows]
    told = next((row.currency for row in reversed(rows) if row.currency), None)
    return {
        "region": product.region or None,
        "currency": told or product.currency,
        "lowest": min(amounts),
        "highest": max(amounts),
        "latest": amounts[-1],
        "points": [_point(row) for row in rows],
    }


def _point(row: Any) -> dict[str, Any]:
    return {
        "date": row.observed_at,
        "price": row.price_min,
        "price_max": row.price_max,
        "original_price": row.original_price_min,
        "currency": row.currency,
        "sales_count": row.sold_count,
        "stock": row.stock_total,
    }
