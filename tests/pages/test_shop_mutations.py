"""Any leaf of the Shop may become anything: it costs itself at most, and only the known error is raised."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages.golden import Case
from tests.pages.mutate import mutated, paths
from tests.pages.shop_answers import capture, encoded
from tests.pages.test_coerce import ANY_JSON
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.shop_list import read_product_list
from tiktok_spiders.pages.shop_product import read_product_page
from tiktok_spiders.pages.shop_reviews import read_reviews
from tiktok_spiders.pages.shop_store import read_store_page

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

READERS = [read_product_page, read_product_list, read_store_page, read_reviews]


def state(case: Case) -> Any:
    """Return the state in a page, as the bare JSON that the parsers take too."""
    body = case.body.decode()
    if body.startswith("{"):
        return json.loads(body)
    return json.loads(body.partition('id="__MODERN_ROUTER_DATA__">')[2].partition("</script>")[0])


ANSWERS = [
    (read_product_page, state(Case("shop_product", "flat_masked_2025_08"))),
    (read_product_page, state(Case("shop_product", "made_up_newer_page"))),
    (read_product_list, state(Case("shop_list", "category_id_2025_06"))),
    (read_product_list, state(Case("shop_list", "made_up_search_page"))),
    (read_store_page, state(Case("shop_store", "flat_2025"))),
    (read_store_page, state(Case("shop_store", "made_up_page"))),
    (read_reviews, state(Case("shop_reviews", "api_2026_02"))),
    (read_reviews, state(Case("shop_reviews", "made_up_api_envelope"))),
]
IGNORED = [HealthCheck.too_slow, HealthCheck.data_too_large]


def checked(found: PageRead) -> None:
    for record in found.records:
        assert msgspec.json.encode(record)
        assert getattr(record, record.key_field).isdigit()
    assert all(each.reason for each in found.rejected)


@settings(max_examples=120, deadline=None, suppress_health_check=IGNORED)
@given(st.data())
def test_odd_members_are_survived(data: st.DataObject) -> None:
    read, answer = data.draw(st.sampled_from(ANSWERS))
    with contextlib.suppress(PageLayoutError):
        checked(read(encoded(data.draw(mutated(answer))), capture(keep_raw=data.draw(st.booleans()))))


PRODUCT = state(Case("shop_product", "flat_masked_2025_08"))["product_info"]
NEWER = state(Case("shop_product", "made_up_newer_page"))["loaderData"]
(NEWER_ROUTE,) = [each for each in NEWER.values() if each]
NEWER_PRODUCT = NEWER_ROUTE["page_config"]["components_map"][1]["component_data"]["product_info"]
KEYS = [("product_id",), ("product_model", "product_id")]
LEAVES = [(info, place) for info in (PRODUCT, NEWER_PRODUCT) for place in paths(info)]


@settings(max_examples=120, deadline=None, suppress_health_check=IGNORED)
@given(st.sampled_from(LEAVES), ANY_JSON)
def test_one_odd_value_never_costs_the_product(leaf: tuple[Any, tuple[Any, ...]], value: Any) -> None:
    info, place = leaf
    changed = copy.deepcopy(info)
    parent = changed
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = value
    if place in KEYS or place == ("product_model",):
        return
    found = read_product_page(encoded({"product_info": changed}), capture())
    checked(found)
    assert found.records[0].record_type == "product"


@settings(max_examples=60, deadline=None, suppress_health_check=IGNORED)
@given(st.sampled_from(READERS), st.dictionaries(st.sampled_from(
    ["data", "code", "products", "productList", "product_info", "shop_info", "product_reviews", "has_more",
     "load_more_params", "components_map", "page_config", "loaderData", "review_ratings", "related_videos"]
), ANY_JSON))  # fmt: skip
def test_answers_of_odd_values_only(read: Any, answer: dict[str, Any]) -> None:
    with contextlib.suppress(PageLayoutError):
        checked(read(encoded(answer), capture()))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(READERS), st.binary(max_size=200))
def test_any_body_is_read_or_refused(read: Any, body: bytes) -> None:
    for prefix in (b"", b"{", b'<script id="__MODERN_ROUTER_DATA__">', b'{"loaderData":{"a":'):
        with contextlib.suppress(PageLayoutError):
            read(prefix + body, capture())


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(READERS), st.integers(1, 3000), st.sampled_from(["[", '{"a":', '{"data":']))
def test_depth_is_no_matter(read: Any, depth: int, opening: str) -> None:
    for key in ("data", "product_info", "products", "product_reviews", "components_map"):
        body = f'{{"{key}": {opening * depth}1{("]" if opening == "[" else "}") * depth}}}'
        with contextlib.suppress(PageLayoutError):
            read(body.encode(), capture())


def test_every_cut_of_a_page_is_read_or_refused() -> None:
    body = Case("shop_product", "made_up_newer_page").body
    for end in range(0, len(body), 97):
        with contextlib.suppress(PageLayoutError):
            checked(read_product_page(body[:end], capture()))
