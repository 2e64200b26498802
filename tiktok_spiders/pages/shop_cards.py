"""The cards of an answer, wherever it holds them: a page's feed, the JSON of a list, a flat answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import is_json_object, members, opened, shop_state
from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.shop_card import card_of
from tiktok_spiders.pages.shop_categories import categories_below
from tiktok_spiders.pages.shop_decode import decoded, each_of
from tiktok_spiders.pages.shop_region import region_of

if TYPE_CHECKING:
    from tiktok_spiders.items.product import Product
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.items.seller import Seller
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.coerce import Misread
    from tiktok_spiders.pages.wire_shop_parts import WireCategory

_FEED = "feed_list"
_ABSENT = msgspec.Raw(b"null")


class CardList(msgspec.Struct, kw_only=True):
    """A list of cards, raw."""

    products: msgspec.Raw = _ABSENT
    product_list: msgspec.Raw = msgspec.field(name="productList", default=_ABSENT)
    has_more: Any = None
    hasMore: Any = None  # noqa: N815 - the wire's own name
    load_more_params: msgspec.Raw = _ABSENT
    cursor: Any = None

    @property
    def cards(self) -> Any:
        """The cards as JSON values; None where there is no list."""
        for raw in (self.products, self.product_list):
            if (found := decoded(raw)) is not None:
                return found
        return None

    @property
    def next_cursor(self) -> str | None:
        """The parameters of the next page as they have to be sent back, else a plain cursor."""
        found = decoded(self.load_more_params)
        if type(found) is str:
            return found or None
        return bytes(self.load_more_params).decode() if found else cursor_text(self.cursor)

    def more(self, misread: Misread) -> bool | None:
        """Whether TikTok says that there is more."""
        return first_flag((self.has_more, self.hasMore), "answer/has_more", misread)


@dataclass(frozen=True, slots=True)
class CardSource:
    """An answer with cards."""

    cards: CardList | None
    """The list; None where the answer has none."""

    shop: Any = None
    """A store's own data."""

    region_info: msgspec.Raw | None = None
    """The page's market."""

    status: tuple[int, str] = (0, "")
    """TikTok's status and its words."""

    below: tuple[WireCategory, ...] = ()
    """Categories that the page names beside its list."""


def find_cards(body: bytes, misread: Misread) -> CardSource:
    """Return what an answer holds. Raises `ContainerError` for a broken one."""
    state = shop_state(body)
    if state is not None and state.components:
        return _of_state(state.components, state.region_info, misread)
    if not is_json_object(body) or state is None:
        return CardSource(None)
    outer = members(body)
    data = bytes(outer.get("data", b"null"))
    inner = members(data) if is_json_object(data) else {}
    shop = next(
        (found for each in (inner, outer) for key in _SHOPS if (found := decoded(each.get(key)))), None
    )
    found = next((cards for raw in (data, body) if (cards := _list(msgspec.Raw(raw)))), None)
    return CardSource(found, shop, status=_status(outer, misread))


def read_cards(
    source: CardSource, capture: Capture, misread: Misread
) -> tuple[list[Product | Seller], list[Rejected]]:
    """Return the product of each card, each seller right after its first product."""
    value = source.cards.cards if source.cards else None
    region = region_of(None, source.region_info, capture, misread)
    ranks = iter(range(capture.first_rank, capture.first_rank + (len(value) if type(value) is list else 0)))

    def read(member: Any) -> tuple[Product, Seller | None]:
        return card_of(member, region, capture, misread, rank=next(ranks))

    pairs, rejects = each_of(value, "product/products", misread, read, "product_id")
    records: list[Product | Seller] = []
    met: set[str] = set()
    for product, seller in pairs:
        records.append(product)
        if seller is not None and seller.seller_id not in met:
            met.add(seller.seller_id)
            records.append(seller)
    return records, rejects


_SHOPS = ("shop_info", "shopInfo")


def _of_state(components: Any, region_info: msgspec.Raw, misread: Misread) -> CardSource:
    """Return the first feed that can be continued, else the first that has cards."""
    feeds: list[CardList] = []
    shop, status = None, (0, "")
    for each in components:
        raw = bytes(each.component_data)
        name = each.component_type if type(each.component_type) is str else ""
        if name.startswith(_FEED) and is_json_object(raw):
            found = _list(each.component_data)
            feeds += [found] if found else []
            status = _status(members(raw), misread) if status[0] == 0 else status
        elif name == _SHOPS[0] and is_json_object(raw):
            inner = decoded(members(raw).get(name))
            shop = inner if type(inner) is dict else decoded(raw)
    ongoing = [each for each in feeds if each.next_cursor is not None]
    cards = next(iter(ongoing + feeds), None)
    below = categories_below(components, misread)
    return CardSource(cards, shop, region_info, (0, "") if cards else status, below)


def _list(raw: msgspec.Raw) -> CardList | None:
    found = opened(raw, CardList)
    return found if found is not None and found.cards is not None else None


def _status(found: dict[str, msgspec.Raw], misread: Misread) -> tuple[int, str]:
    names = {"error_code": "code", "error_message": "message"} | {
        name: name for name in Answer.__struct_fields__
    }
    told = {names[key]: decoded(raw) for key, raw in found.items() if key in names}
    return Answer(**told).status(misread)
