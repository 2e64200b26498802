"""The application: which handler answers which path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import (
    control,
    embeds,
    links,
    listing,
    media,
    open_routes,
    pages,
    sdk,
    shop_pages,
    shop_routes,
    signed,
    social_routes,
    trending,
)
from tiktok_standin.faults import FaultPlan
from tiktok_standin.gate import gate
from tiktok_standin.log import RequestLog
from tiktok_standin.shop_catalogue import SHOP, ShopCatalogue
from tiktok_standin.switches import Switches
from tiktok_standin.world import WORLD, World

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Catalogue

_BODY_LIMIT = 16 << 20


def make_app(
    catalogue: Catalogue,
    plan: FaultPlan | None = None,
    *,
    log: RequestLog | None = None,
    switches: Switches | None = None,
) -> web.Application:
    """Build the stand-in for a catalogue; without a plan nothing goes wrong.

    It decides by path and Host header only, so it may sit behind any front.
    """
    app = web.Application(middlewares=[gate], client_max_size=_BODY_LIMIT)
    app[WORLD] = World(catalogue, plan or FaultPlan(), switches or Switches(), log or RequestLog())
    app.add_routes(social_routes.routes())
    app.add_routes([*_api(), *_pages(), *_embeds(), *_media(), *sdk.routes(), *control.routes()])
    open_routes.add(app)
    _shop(app)
    app.add_routes(_links())
    app.on_cleanup.append(_close_log)
    return app


async def _close_log(app: web.Application) -> None:
    app[WORLD].log.close()


def _shop(app: web.Application) -> None:
    catalogue = app[WORLD].catalogue
    app[SHOP] = ShopCatalogue(catalogue.seed, catalogue.now)
    app.add_routes(shop_routes.routes())


def _api() -> list[web.RouteDef]:
    return [
        web.get("/api/creator/item_list/", listing.creator_item_list),
        web.get("/api/repost/item_list/", listing.repost_item_list),
        web.get("/api/post/item_list/", signed.guarded(listing.post_item_list, full=True)),
        web.get("/api/recommend/item_list/", signed.guarded(trending.recommend_item_list)),
        web.get("/api/favorite/item_list{slash:/?}", trending.favorite_item_list),
        web.get("/api/user/detail/", signed.guarded(signed.user_detail)),
        web.get("/api/item/detail/", signed.guarded(signed.item_detail)),
        web.get("/api/{rest:.*}", signed.unknown),
    ]


def _pages() -> list[web.RouteDef]:
    return [
        web.get("/", shop_pages.root, name="page.home"),
        web.get("/foryou", pages.home, name="page.foryou"),
        web.get("/explore", pages.home, name="page.explore"),
        web.get("/login", pages.login, name="login"),
        web.get("/robots.txt", pages.robots, name="robots"),
        web.get("/@{user:[^/]*}/video/{id:[0-9]+}{slash:/?}", pages.video, name="page.video"),
        web.get("/share/video/{id:[0-9]+}{slash:/?}", pages.video, name="page.share"),
        web.get("/@{user:[^/]*}/photo/{id:[0-9]+}{slash:/?}", pages.photo, name="page.photo"),
        web.get("/@{user:[^/]+}{slash:/?}", pages.user, name="page.user"),
    ]


def _embeds() -> list[web.RouteDef]:
    return [
        web.get("/embed/v2/{id:[0-9]+}", embeds.video, name="embed.video"),
        web.get("/embed/@{user}", embeds.user, name="embed.user"),
        web.get("/oembed", embeds.oembed, name="oembed"),
    ]


def _media() -> list[web.RouteDef]:
    stored = r"/{key:[0-9a-f]{32,40}}/{expiry:[0-9a-f]{8}}/video/tos/{region}/{bucket}/{file}/"
    return [
        web.get("/video/tos/{region}/{bucket}/{file}/", media.video, name="media.video"),
        web.get("/aweme/v1/play/", media.region_bound, name="media.region_bound"),
        web.get(r"/{bucket:tos-[\w-]+}/{file}", media.picture, name="media.picture"),
        web.get(stored, media.stored, name="media.stored"),
    ]


def _links() -> list[web.RouteDef]:
    return [
        web.get("/t/{code}{slash:/?}", links.follow, name="link"),
        web.get("/{code}{slash:/?}", links.short_host, name="short_host"),
    ]
