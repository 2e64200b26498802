"""Which handler answers which path of the Shop."""

from __future__ import annotations

from importlib.resources import files

from aiohttp import web

from tiktok_standin import shop_api, shop_control, shop_pages, shop_shell, shop_signed
from tiktok_standin.shop_product_page import product_page
from tiktok_standin.shop_regions import REGIONS

_SCRIPT = (files(__package__) / "shop_script.js").read_bytes()
_PREFIX = "{prefix:(?:shop/)?(?:[A-Za-z]{2}/)?}"
_CODES = "|".join(f"{code}|{code.lower()}" for code in REGIONS)


def routes() -> list[web.RouteDef]:
    """Return all routes of the Shop."""
    return [*_pages(), *_calls(), *_script_routes(), *shop_control.routes()]


def _pages() -> list[web.RouteDef]:
    """Both hosts' forms: ``/shop/…``, ``/shop/us/…`` and ``/us/…``, with or without a slug before an id."""
    named = "{slug:(?:[^/]+/)?}{id:[0-9]+}{slash:/?}"
    return [
        web.get(
            "/{prefix:(?:shop/)?}view/product/{id:[0-9]+}{slash:/?}", product_page, name="page.shop.view"
        ),
        web.get(f"/{_PREFIX}pdp/{named}", product_page, name="page.shop.product"),
        web.get(f"/{_PREFIX}store/{named}", shop_pages.store, name="page.shop.store"),
        web.get(f"/{_PREFIX}c/{named}", shop_pages.category, name="page.shop.category"),
        web.get(f"/{_PREFIX}s{{slash:/?}}", shop_pages.search, name="page.shop.search"),
        web.get(f"/{_PREFIX}s/{{words}}", shop_pages.search, name="page.shop.words"),
        web.get(
            f"/{{prefix:shop(?:/(?:{_CODES}))?|{_CODES}}}{{slash:/?}}", shop_pages.home, name="page.shop.home"
        ),
    ]


def _calls() -> list[web.RouteDef]:
    guarded, prefix = shop_signed.guarded, "/api/{prefix:shop/(?:[A-Za-z]{2}/)?}"
    return [
        web.post(f"{prefix}brandy_desktop/s/product_list", guarded(shop_api.product_list)),
        web.post(f"{prefix}brandy_desktop/store/product_list", guarded(shop_api.product_list)),
        web.post(f"{prefix}pdp_desktop/get_product_reviews", guarded(shop_api.reviews)),
        web.post(f"{prefix}pdp_desktop/page_data", guarded(shop_api.page_data)),
        web.post("/api/{rest:shop/.*}", shop_api.unknown),
    ]


def _script_routes() -> list[web.RouteDef]:
    return [
        web.get(shop_shell.SCRIPT_PATH, _script, name="sdk.shop"),
        web.post("/webapp/sdk/lucifer", shop_signed.give_cookie, name="sdk.lucifer"),
    ]


async def _script(_request: web.Request) -> web.Response:
    headers = {"Cache-Control": "public, max-age=3600"}
    return web.Response(body=_SCRIPT, content_type="text/javascript", charset="utf-8", headers=headers)
