"""The page of a product, and the same components as ``page_data`` answers them."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import shop_shape_h5, shop_shape_new, shop_shell
from tiktok_standin.shop_catalogue import shop_of
from tiktok_standin.shop_related import related_videos
from tiktok_standin.shop_shape_seller import shop_info
from tiktok_standin.shop_state import component, load_of, logged_in, named_region, region_of, state
from tiktok_standin.shop_tree import slug
from tiktok_standin.shop_view import View, origins_for, picture_urls
from tiktok_standin.world import html_answer, world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.shop_products import Product

NOT_HERE, SOFT_BLOCK = 23002102, 23004014
MESSAGES = {NOT_HERE: "Product not for sale in the region", SOFT_BLOCK: "Request is blocked"}
_ROUTES = {
    "www": "shop/pdp/(product_name_slug$)/(product_id)/page",
    "region": "(region)/pdp/(product_name_slug$)/(product_id)/page",
    "view": "view/product/(product_id)/page",
}


async def product_page(request: web.Request) -> web.Response:
    """Answer the page of a product; the id decides, whatever the address calls it."""
    product = shop_of(request).product(request.match_info["id"])
    if product is not None and product.kind == "gone_bare":
        return html_answer(shop_shell.page(load_of(request), shop_shell.TITLE, state=None))
    seen = view_of(request, product) if product is not None else None
    if seen is None or seen.product.kind == "gone":
        return answer(request, absent(), shop_shell.TITLE)
    if seen.region not in seen.product.regions:
        return answer(request, not_here(seen.product), shop_shell.TITLE)
    return _whole(request, seen)


def answer(
    request: web.Request,
    data: dict[str, Any],
    title: str,
    *,
    extra: list[dict[str, Any]] | None = None,
    **parts: Any,
) -> web.Response:
    """Answer a product page whose component ``product_info`` holds this."""
    components = [
        component("user_info", "user_info"),
        component("page_header", "page_header"),
        *(extra or []),
        component("product_info", "product_info", data),
        component("feed_list", "feed_list_you_may_like", type="recommended_for_you", params={"count": 30}),
    ]
    shared = {"product_info": {"error_code": data["error_code"], "categories": data["categories"]}}
    if "product_info" in data:
        shared["product_info"]["product_info"] = _two_ids(data["product_info"])
    text = state(request, _route(request), "product_detail", components, shared)
    return html_answer(shop_shell.page(load_of(request), title, state=text, **parts))


def absent(code: int = 0, *, region: str = "") -> dict[str, Any]:
    """Return the component of a product that is not told: gone without a code, else refused."""
    return {
        "categories": [],
        "sale_region": region,
        "error_code": code,
        "error_message": MESSAGES.get(code, ""),
    }


def not_here(product: Product) -> dict[str, Any]:
    """Return the component of a product that is sold elsewhere."""
    home = "US" if "US" in product.regions else min(product.regions)
    return absent(NOT_HERE, region=home)


def view_of(request: web.Request, product: Product) -> View:
    """Return a product as this visitor sees it."""
    switches = world_of(request).switches
    masked = product.masked and switches.shop_masks and not logged_in(request)
    origins = origins_for(request.headers.get("Host", ""))
    return View(shop_of(request), product, region_of(request), origins, masked)


def product_data(seen: View, world_videos: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the component ``product_info`` of a product that is for sale."""
    shape = shop_shape_new if seen.product.newer else shop_shape_h5
    seller = seen.shop.seller(seen.product.seller_id)
    shares = seller.shares if seller else ()
    return {
        "categories": [each.shape() for each in seen.shop.path(seen.product)],
        "sale_region": seen.region,
        "error_code": 0,
        "error_message": "",
        "product_info": shape.product_info(seen),
        "shop_performance": [
            {"score_percentile": share, "type": kind} for kind, share in enumerate(shares, 1)
        ],
        **({"related_videos": world_videos} if world_videos else {}),
    }


def companions(seen: View) -> list[dict[str, Any]]:
    """Return the components beside ``product_info``: the way to it, and its seller."""
    product, seller = seen.product, seen.shop.seller(seen.product.seller_id)
    crumbs = [("TikTok Shop", "https://www.tiktok.com/shop")]
    crumbs += [
        (each.name, f"https://www.tiktok.com/shop/c/{slug(each.name)}/{each.id}")
        for each in seen.shop.path(product)
    ]
    crumbs.append((product.title, product.url()))
    made = [
        component(
            "bread_crumbs", "bread_crumbs", {"bread_crumbs": [{"name": n, "link": u} for n, u in crumbs]}
        )
    ]
    if seller is not None:
        made.append(
            component("shop_info", "shop_info", shop_info(seen.shop, seller, seen.region, seen.origins))
        )
    return made


def _whole(request: web.Request, seen: View) -> web.Response:
    product = seen.product
    title = f"{product.title} - TikTok Shop"
    tags = _tags(seen) + (_json_ld(seen) if product.json_ld or product.kind == "json_ld" else "")
    body = shop_shell.product(product.title, [review.text for review in seen.shop.reviews(product)[:4]])
    if product.kind == "json_ld":
        return html_answer(shop_shell.page(load_of(request), title, state=None, tags=tags, body=body))
    data = product_data(seen, related_videos(world_of(request), product))
    return answer(request, data, title, extra=companions(seen), tags=tags, body=body)


def _route(request: web.Request) -> str:
    if "/view/" in request.path:
        return _ROUTES["view"]
    return _ROUTES["region" if named_region(request) else "www"]


def _two_ids(info: dict[str, Any]) -> dict[str, Any]:
    model = info.get("product_model", info)
    found = {"seller_id": model["seller_id"], "product_id": model["product_id"]}
    return {"product_model": found} if "product_model" in info else found


def _tags(seen: View) -> str:
    product = seen.product
    shot = picture_urls(seen.pictures[0], seen.origins, 800, "resize-jpeg")[0]
    told = {
        "og:type": "website",
        "og:site_name": "TikTok Shop",
        "og:url": product.url(),
        "og:title": product.title,
        "og:image": shot,
    }
    return "".join(
        f'<meta data-react-helmet="true" property="{name}" content="{html.escape(text)}" />'
        for name, text in told.items()
    )


def _json_ld(seen: View) -> str:
    product, offer, stars = seen.product, seen.offer, seen.shop.stars(seen.product)
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "productID": product.id,
        "url": product.url(),
        "image": [picture_urls(key, seen.origins, 800, "resize-jpeg")[0] for key in seen.pictures],
        "description": product.description,
        "offers": {
            "@type": "Offer",
            "price": offer.region.decimal(offer.least.price),
            "priceCurrency": offer.region.currency,
            "availability": "https://schema.org/InStock",
        },
    }
    if stars:
        score = round(sum(stars) / len(stars), 1)
        told["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": score,
            "reviewCount": len(stars),
        }
    text = msgspec.json.encode(told).decode().replace("<", "\\u003C")
    return f'<script type="application/ld+json">{text}</script>'
