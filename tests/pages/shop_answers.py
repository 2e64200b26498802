"""Made-up answers of the Shop, in small."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from tiktok_spiders.pages.base import Capture

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PRODUCT, SELLER = "1730000000000000001", "7490000000000000001"


def capture(**changes: Any) -> Capture:
    return Capture(**({"url": f"https://www.tiktok.com/shop/pdp/{PRODUCT}", "scraped_at": NOW} | changes))


def encoded(value: Any) -> bytes:
    """Return JSON; not-a-numbers and infinities become null, lone halves of characters stay escaped."""
    plain = json.dumps(value)
    return plain.replace("NaN", "null").replace("-Infinity", "null").replace("Infinity", "null").encode()


def page(*components: Any, head: str = "", **route: Any) -> bytes:
    config = {"components_map": list(components)}
    state = encoded({"loaderData": {"layout": None, "a/page": {"page_config": config} | route}}).decode()
    script = f'<script id="__MODERN_ROUTER_DATA__" type="application/json">{state}</script>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{script}</body></html>".encode()


def component(kind: str, data: Any) -> dict[str, Any]:
    return {"component_type": kind, "component_name": kind, "component_data": data}


def product_page(info: Any, **beside: Any) -> bytes:
    return page(component("product_info", {"product_info": info} | beside))


def flat(info: Any, **beside: Any) -> bytes:
    return encoded({"product_info": info} | beside)


def sku(number: int, price: Any, stock: Any = 5, **more: Any) -> dict[str, Any]:
    real = {"price_val": price, "currency": "USD"}
    return {"sku_id": f"17300000000000010{number:02}", "stock": stock, "price": {"real_price": real}} | more


def card(number: int, **more: Any) -> dict[str, Any]:
    return {"product_id": f"17300000000000020{number:02}", "seller_info": {"seller_id": SELLER}} | more


OG = '<meta property="og:title" content="{}"><meta property="og:image" content="https://p16.example.com/a.jpg">'
"""Tags of a page, to be given a title."""

NO_STATE = (
    b"",
    b"<html></html>",
    b"[]",
    page(),
    page(component("feed_list", None)),
    page(component("x", {})),
)
"""What holds no state of a Shop page."""

BROKEN = (b'{"a": ', b'<script id="__MODERN_ROUTER_DATA__">{"loaderData":</script>')
"""States that are cut off."""
