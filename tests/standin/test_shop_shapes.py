"""The Shop's answers carry every key of recorded ones, with the same types, but for what only pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin.shop import REVIEWS, parts, post, truth
from tests.standin.test_shapes import lacking

if TYPE_CHECKING:
    from tests.standin.conftest import Web

OF_PAGES = (
    "biz_type", "chain_key", "customer_service_schema", "default_address_id", "marketing_config",
    "privacy_policy",
    "promotion_logos", "shipping", "sku_style", "template", "terms_of_service", "logistic.logistic_",
    "logistic.lead", "logistic.transit_", "logistic.with_voucher", "logistic.logistics_service_id",
    "logistic.event_tracking.", "pdp_logistic_module", "da_info", "buy_button", "deduction_text", "quantity",
    "pdp_button_area_id", "purchase_notice", "need_refresh", "seller.im_schema", "seller.shop_recommend",
)  # fmt: skip


def wanting(name: str, *answers: object) -> set[str]:
    return {path for path in lacking(name, *answers) if not any(word in path for word in OF_PAGES)}


async def test_products(web: Web) -> None:
    special = await truth(web, "special")
    ids = [each for each in (await truth(web, "products"))["ids"] if each not in special["newer"]]
    masked = [each for each in special["masked"] if each not in special["newer"]][:4]
    pages = [await parts(web, f"/us/pdp/{each}") for each in (*ids[:90], *masked)]
    found = [page["product_info"] for page in pages]
    assert wanting("shop_page", *found) == set()
    assert wanting("shop_flat", *found) == set()
    videos = [each["related_videos"] for each in found if "related_videos" in each]
    addresses = {"author_avatar_url", "content_url", "cover_image_url", "expiration_time"}
    assert lacking("shop_related_videos", *videos) == {f"[].{name}:str" for name in addresses}
    reviews = [(await post(web, REVIEWS, {"product_id": each}))["data"] for each in ids[:20]]
    assert lacking("shop_reviews", *reviews) == set()


async def test_lists(web: Web) -> None:
    search = (await parts(web, "/us/s?q=women"))["feed_list_search_word"]["products"]
    assert lacking("shop_cards", search) == set()
    tree = (await truth(web, "categories"))["categories"]
    page = await parts(web, f"/shop/c/any/{tree[0]['category_id']}")
    assert lacking("shop_category_cards", page["feed_list_category_products"]["productList"]) == set()


async def test_sellers(web: Web) -> None:
    sellers = list((await truth(web, "sellers"))["sellers"])[:8]
    found = [(await parts(web, f"/us/store/any/{each}"))["shop_info"] for each in sellers]
    assert lacking("shop_store_info", *found) == set()
    rest = lacking("shop_info", *found)
    assert all(path.startswith((".background", ".shop_identity_label.identity_logo_light")) for path in rest)
