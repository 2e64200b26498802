"""Where in an answer a product stands: in a component of its page, or flat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tiktok_spiders.containers import is_json_object, members, shop_state
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.coerce import integer
from tiktok_spiders.pages.shop_decode import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping

    import msgspec

    from tiktok_spiders.containers import ShopState
    from tiktok_spiders.pages.coerce import Misread

PRODUCT = "product_info"
_SHOP = "shop_info"
_VIDEOS = "related_videos"
_SHAPES = (b'"product_base"', b'"product_model"')


@dataclass(frozen=True, slots=True)
class ProductSource:
    """A product's raw data, with what stands beside it."""

    beside: Mapping[str, msgspec.Raw] = field(default_factory=dict)
    """Members beside the product, and the product."""

    shop: Any = None
    """The seller's own data."""

    videos: Any = None
    """Posts that the page shows."""

    region_info: msgspec.Raw | None = None
    """The page's market."""

    has_state: bool = False
    """Whether the answer had a state at all."""

    @property
    def product(self) -> msgspec.Raw | None:
        """The product; None where there is none."""
        raw = self.beside.get(PRODUCT)
        return raw if raw is not None and bytes(raw).strip() not in (b"{}", b"null", b"") else None

    def status(self, misread: Misread) -> tuple[int, str]:
        """Return the status beside the product, with the market in which it would be sold."""
        code = integer(decoded(self.beside.get("error_code")), "product/status_code", misread) or 0
        words = decoded(self.beside.get("error_message"))
        told = words if type(words) is str else ""
        region = decoded(self.beside.get("sale_region"))
        return code, f"{told} (sale region {region})".strip() if code and region else told


def find_product(body: bytes) -> ProductSource:
    """Return what an answer holds of a product. Raises `ContainerError` for a broken one."""
    state = shop_state(body)
    if state is None:
        return ProductSource()
    named: dict[str, dict[str, msgspec.Raw]] = {}
    for each in state.components:
        raw = bytes(each.component_data)
        if type(each.component_type) is str and is_json_object(raw):
            named.setdefault(each.component_type, members(raw))
    beside = named.get(PRODUCT) or _flat(body) or _global(state)
    return ProductSource(
        beside=beside,
        shop=decoded(beside.get(_SHOP)) or _shop(named.get(_SHOP, {})),
        videos=next((decoded(each[_VIDEOS]) for each in (beside, *named.values()) if _VIDEOS in each), None),
        region_info=state.region_info,
        has_state=True,
    )


def answer_status(body: bytes, misread: Misread) -> tuple[int, str]:
    """Return the status of a JSON answer; 0 for a page."""
    if not is_json_object(body):
        return 0, ""
    names = Answer.__struct_fields__
    return Answer(**{key: decoded(raw) for key, raw in members(body).items() if key in names}).status(misread)


def _flat(body: bytes) -> dict[str, msgspec.Raw]:
    """Return the members beside a product in JSON that holds it at the top, or in its data."""
    if not is_json_object(body):
        return {}
    outer = members(body)
    data = bytes(outer.get("data", b"null"))
    for found in (outer, members(data) if is_json_object(data) else {}):
        if PRODUCT in found:
            return found
    return {}


def _global(state: ShopState) -> dict[str, msgspec.Raw]:
    """Return the product of the page's global data, which often holds no more than its id."""
    raw = bytes(state.global_data)
    found = bytes(members(raw).get(PRODUCT, b"null")) if is_json_object(raw) else b"null"
    return members(found) if is_json_object(found) and any(shape in found for shape in _SHAPES) else {}


def _shop(found: Mapping[str, msgspec.Raw]) -> Any:
    inner = decoded(found.get(_SHOP))
    return inner if type(inner) is dict else {key: decoded(raw) for key, raw in found.items()} or None
