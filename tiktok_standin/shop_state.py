"""The state of a Shop page: what every page has around its components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import clock, places, scopes
from tiktok_standin.cookies import visitor_of
from tiktok_standin.shop_shell import Load
from tiktok_standin.world import world_of

if TYPE_CHECKING:
    from aiohttp import web


def region_of(request: web.Request) -> str:
    """Return the region that a request is answered for.

    It is the one of the path or of ``?region=``, else the country of the exit; the switch may let the exit
    alone decide. It need not be one that has a Shop.
    """
    here = places.country_of(request)
    if world_of(request).switches.shop_region == "exit":
        return here
    return (named_region(request) or request.query.get("region") or here).upper()


def named_region(request: web.Request) -> str:
    """Return the region in the path, as written there; empty if it names none."""
    parts = request.match_info.get("prefix", "").split("/")
    return next((part for part in parts if len(part) == 2), "")


def load_of(request: web.Request) -> Load:
    """Return what the page script is told about this load of a page."""
    world, visitor = world_of(request), visitor_of(request)
    world.visitors.meet(request, visitor).told = True
    nonce = world.loads.nonce(visitor, world.next_serial())
    return Load(nonce, scopes.device_of(visitor), scopes.odin_of(visitor))


def state(
    request: web.Request, route: str, page_name: str, components: list[dict[str, Any]], shared: dict[str, Any]
) -> bytes:
    """Return the JSON text of ``__MODERN_ROUTER_DATA__`` with these components and ``global_data``."""
    region = region_of(request)
    agent = request.headers.get("User-Agent", "")
    own = {
        "basic_info": {
            "lang": "en",
            "device_system": "mac",
            "is_mobile": "Mobile" in agent,
            "scm_version": "-",
            "is_login": logged_in(request),
            "web_id": scopes.device_of(visitor_of(request)),
        },
        "route_info": {
            "route_page_name": page_name,
            "page_name": page_name,
            "request_url": f"https://www.tiktok.com{request.path_qs}",
            "is_api": False,
        },
        "region_info": {
            "path_region": region,
            "real_region": places.country_of(request),
            "real_region_source": "IP",
        },
        "bot_info": {"is_mock_bot": False, "is_bot": False, "request_time": clock.epoch() * 1000},
        "page_config": {
            "global_fe_config": {"page_name": page_name},
            "components_map": components,
            "global_data": shared,
        },
    }
    text = msgspec.json.encode({"loaderData": {"layout": None, route: own}, "errors": None})
    return text.replace(b"/", b"\\u002F").replace(b"<", b"\\u003C").replace(b">", b"\\u003E")


def logged_in(request: web.Request) -> bool:
    """Tell whether the visitor has an account."""
    return bool(request.cookies.get("sessionid"))


def component(kind: str, name: str, data: Any = None, **source: Any) -> dict[str, Any]:
    """Return an entry of ``components_map``; one without data only says where its data would come from."""
    made: dict[str, Any] = {
        "component_type": kind,
        "component_name": name,
        "fe_config": {"data_source": source or {"need_fetch_at_first_screen": True}},
    }
    return made if data is None else made | {"component_data": data}
