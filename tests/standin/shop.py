"""What tests ask the Shop of a stand-in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standin.conftest import Web

KIT = "1731088507416187562"
SIGNED = {"X-Gnarly": "standin", "X-Tts-Oec-Bsid": "standin"}
COOKIES = {"Cookie": "ttwid=1%7Ca%7C1760000000%7Cb; oec_lucifer=standin"}
LISTS = "/api/shop/brandy_desktop/s/product_list"
REVIEWS = "/api/shop/pdp_desktop/get_product_reviews"
_STATE = re.compile(r'id="__MODERN_ROUTER_DATA__">(.*?)</script>', re.DOTALL)


def page_of(text: str) -> tuple[str, dict[str, Any]]:
    """Return the route and the page in the state of a Shop page."""
    found = _STATE.search(text)
    assert found, "no state"
    routes = {name: page for name, page in json.loads(found[1])["loaderData"].items() if page}
    ((name, page),) = routes.items()
    return name, page


def components(page: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a page's components by their names."""
    parts = page["page_config"]["components_map"]
    return {part["component_name"]: part["component_data"] for part in parts if "component_data" in part}


async def parts(web: Web, path: str, **options: Any) -> dict[str, Any]:
    """Return the components of a page."""
    return components(page_of(await web.text(path, **options))[1])


async def truth(web: Web, path: str) -> Any:
    """Return something true of the Shop."""
    return await web.json(f"/_standin/shop/{path}")


async def post(web: Web, path: str, body: Any) -> Any:
    """Post as the page script does; None for an empty answer."""
    async with web.client.post(path, params=SIGNED, json=body, headers=COOKIES) as answer:
        text = await answer.text()
        return json.loads(text) if text else None


async def further(web: Web, feed: dict[str, Any], **params: Any) -> Any:
    """Ask for the cards after those of a page."""
    told = feed["load_more_params"] | params
    info = {"component_type": "feed_list", "component_name": "feed_list_search_word"}
    body = {"component_info": json.dumps(info), "load_more_params": json.dumps(told)}
    return await post(web, LISTS, body)


async def whole(web: Web, feed: dict[str, Any]) -> list[str]:
    """Walk a list to its end and return its ids."""
    found: list[str] = []
    while True:
        found += [card["product_id"] for card in feed.get("products") or feed.get("productList") or []]
        if not feed["has_more"]:
            return found
        feed = (await further(web, feed))["data"]
