"""Pages and API answers of the Shop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiktok_spiders.containers import ContainerError, is_json_object, members, router_data, shop_state
from tiktok_spiders.outcome.item import is_nothing
from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.payloads import by_code, envelope_status, read_api, value
from tiktok_spiders.outcome.retry import answer
from tiktok_spiders.outcome.signs import is_shell, sign_of, title_of

if TYPE_CHECKING:
    import msgspec

# Shorter pages without state are refusals: the shortest page of a product has several times as much.
_SHORTEST_PAGE = 30_000
_SHOP_CODE = re.compile(rb'"(?:error_code|code)"\s*:\s*"?(2300\d{4})\b')
_PRODUCT = "product_info"
_OTHER_NAMES = {"products": "productList"}
_NO_REGION = re.compile(rb'"StatusMessage"\s*:\s*"region not supported"', re.IGNORECASE)
_LINKED_PRODUCT = re.compile(rb'application/ld\+json.{0,200}?>[^<]*"@type"\s*:\s*"Product"', re.DOTALL)


def read_shop(body: bytes, anchor: str | None) -> Answer:
    """Return what a Shop page, or the answer of a Shop API, means.

    Kept apart are the check of a visitor (a captcha), the soft block (code 23004014), what is not for sale in
    the visitor's region (23002102), and what is gone (a state without it).
    """
    try:
        if is_json_object(body) and b'"loaderData"' not in body[:4096]:
            return _api(body, anchor)
        routes = router_data(body)
        if routes is None:
            return _without_state(body, anchor)
        return _state(body, routes, anchor)
    except ContainerError as error:
        return answer(Outcome.INVALID, str(error), confirm=True)


def _api(body: bytes, anchor: str | None) -> Answer:
    """Return what JSON means: its own status, then that of its data."""
    decided = read_api(body, None)
    if decided.outcome is not Outcome.OK or anchor is None:
        return decided
    found = members(body)
    data = bytes(found.get("data", b"null"))
    if _NO_REGION.search(body):
        return answer(Outcome.REGION, "region not supported", code=decided.code)
    if anchor == _PRODUCT:
        inner = members(data) if is_json_object(data) and _PRODUCT in members(data) else found
        return _component(body, anchor) or _product(inner)
    if anchor not in found and not is_json_object(data):
        return answer(Outcome.EMPTY, f"neither {anchor} nor data in the answer", code=decided.code)
    place = body if anchor in found else data
    other = _OTHER_NAMES.get(anchor, anchor)
    return read_api(place, other if other in members(place) else anchor)


def _state(body: bytes, routes: dict[str, msgspec.Raw], anchor: str | None) -> Answer:
    if anchor is not None and (decided := _component(body, anchor)):
        return decided
    if found := _SHOP_CODE.search(body):
        return by_code(int(found[1]))
    if anchor == _PRODUCT or not any(
        anchor is None or anchor.encode() in bytes(raw) for raw in routes.values()
    ):
        return answer(Outcome.MISSING, f"no {anchor} in the state", confirm=True)
    return answer(Outcome.OK)


def _component(body: bytes, anchor: str) -> Answer | None:
    """Return what the components of a name say; None where the page has none that is filled."""
    state = shop_state(body)
    named = [each for each in (state.components if state else ()) if _is_named(each.component_type, anchor)]
    for each in named:
        data = bytes(each.component_data)
        if is_json_object(data):
            parts = members(data)
            return _product(parts) if anchor == _PRODUCT else _refused(parts) or answer(Outcome.OK)
    if named and anchor == _PRODUCT and _SHOP_CODE.search(body) is None:
        return answer(Outcome.EMPTY, f"{anchor} without its data")
    return None


def _is_named(name: object, anchor: str) -> bool:
    return isinstance(name, str) and (name == anchor or (anchor != _PRODUCT and name.startswith(anchor)))


def _product(parts: dict[str, msgspec.Raw]) -> Answer:
    if refused := _refused(parts):
        return refused
    if is_nothing(parts.get(_PRODUCT)):
        return answer(Outcome.MISSING, f"no {_PRODUCT}", confirm=True)
    return answer(Outcome.OK)


def _refused(parts: dict[str, msgspec.Raw]) -> Answer | None:
    code, words = envelope_status(parts)
    if code in (None, 0):
        return None
    region = value(parts, "sale_region")
    return by_code(code, f"{words} (sale region {region})".strip() if region else words)


def _without_state(body: bytes, anchor: str | None) -> Answer:
    if sign := sign_of(body):
        return sign
    if title_of(body) == b"TikTok Shop":
        return answer(Outcome.MISSING, "a bare Shop page", confirm=True)
    if anchor == _PRODUCT and _LINKED_PRODUCT.search(body):
        return answer(Outcome.OK)
    if is_shell(body) or len(body) >= _SHORTEST_PAGE:
        return answer(Outcome.EMPTY, "a Shop page without state")
    return answer(Outcome.BLOCKED, "a short Shop page without state")
