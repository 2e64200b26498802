"""Faults as the Shop shows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.shop import KIT, REVIEWS, components, further, page_of, parts, post, truth
from tiktok_standin.faults import FaultPlan

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

PAGES, CALLS = "page.shop.*", "shop/*"
LIST = "shop/brandy_desktop/*"


@pytest.fixture
def with_fault(serving: Serving) -> Callable[..., AbstractAsyncContextManager[Web]]:
    """Serve with one rule."""
    return lambda kind, **rule: serving(plan=FaultPlan.of({"kind": kind, **rule}))


async def listed(web: Web) -> Any:
    feed = (await parts(web, "/us/s?q=women"))["feed_list_search_word"]
    return feed, await further(web, feed)


async def test_the_security_check_is_as_recorded(with_fault: Any) -> None:
    async with with_fault("shop_security_check", where=PAGES) as web:
        text = await web.text(f"/shop/pdp/{KIT}")
    assert "<title>Security Check</title>" in text
    assert len(text) < 30_000
    config = text.partition('id="captcha-config">')[2].partition("</script>")[0]
    assert json.loads(config)["verify_data"]["code"] == "10000"
    assert json.loads(json.loads(config)["verify_data"]["server_sdk_env"])["idc"] == "my2"


@pytest.mark.parametrize(
    ("kind", "rule", "code"), [("shop_soft_block", {}, 23004014), ("code", {"code": 23002102}, 23002102)]
)
async def test_codes(with_fault: Any, kind: str, rule: dict[str, int], code: int) -> None:
    async with with_fault(kind, **rule) as web:
        for path in (f"/shop/pdp/{KIT}", "/us/s?q=women"):
            data = components(page_of(await web.text(path))[1])["product_info"]
            assert data["error_code"] == code
            assert "product_info" not in data
        assert (await post(web, REVIEWS, {"product_id": KIT}))["code"] == code


async def test_pages_without_state(with_fault: Any) -> None:
    async with with_fault("no_state", where=PAGES) as web:
        text = await web.text(f"/shop/pdp/{KIT}")
    assert "__MODERN_ROUTER_DATA__" not in text
    assert ">TikTok Shop</title>" not in text


@pytest.mark.parametrize(("kind", "more"), [("has_more_false", False), ("has_more_true", True)])
async def test_a_wrong_end(with_fault: Any, kind: str, more: bool) -> None:
    async with with_fault(kind, where=CALLS) as web:
        assert (await listed(web))[1]["data"]["has_more"] is more
        found = await post(web, REVIEWS, {"product_id": KIT, "page_start": 99})
        assert found["data"]["has_more"] is more


async def test_a_list_that_does_not_go_on(with_fault: Any) -> None:
    async with with_fault("stuck_cursor", where=LIST) as web:
        feed, found = await listed(web)
    assert found["data"]["load_more_params"] == feed["load_more_params"]
    assert found["data"]["has_more"]


async def test_a_page_again(with_fault: Any) -> None:
    async with with_fault("repeated_page", where=LIST) as web:
        feed, found = await listed(web)
        refused = await further(web, feed, page_token="x")
    assert found["data"]["products"] == feed["products"]
    assert "data" not in refused


async def test_no_list(with_fault: Any) -> None:
    async with with_fault("no_item_list", where=CALLS) as web:
        found = (await listed(web))[1]["data"]
    assert "products" not in found
    assert found["has_more"]


async def test_a_bad_card(with_fault: Any) -> None:
    async with with_fault("bad_item", where=CALLS) as web:
        found = (await listed(web))[1]["data"]["products"]
        told = (await truth(web, "search/women"))["ids"][30:60]
    assert [card["product_id"] for card in found][:15] == told[:15]
    assert found[15]["product_id"] == {"unexpected": []}


async def test_an_empty_call(with_fault: Any) -> None:
    async with with_fault("empty", where=LIST) as web:
        assert (await listed(web))[1] is None
        assert await post(web, REVIEWS, {"product_id": KIT})


async def test_only_one_product(with_fault: Any) -> None:
    async with with_fault("shop_soft_block", where=PAGES, only_target=KIT) as web:
        other = (await truth(web, "products"))["ids"][0]
        assert (await parts(web, f"/us/pdp/{other}"))["product_info"]["error_code"] == 0
        assert (await parts(web, f"/us/pdp/{KIT}"))["product_info"]["error_code"] == 23004014
