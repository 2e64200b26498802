"""What an item links to: anchors, products, effects, its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.items.common import Anchor, EffectRef, Poi, ProductRef
from tiktok_spiders.pages.coerce import Misread, identifier, integer, text
from tiktok_spiders.pages.counters import told
from tiktok_spiders.pages.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.pages.wire_item import WireItem
    from tiktok_spiders.pages.wire_parts import WireAnchor, WireEffect, WirePoi

_DEPTH = 5
_ANCHOR = Table(
    "anchor",
    ("anchor_id", "id", identifier),
    ("type", "type", integer),
    ("keyword", "keyword", text),
    ("description", "description", text),
)
_POI = Table(
    "poi",
    ("poi_id", "id", identifier),
    ("name", "name", text),
    ("address", "address", text),
    ("city", "city", text),
    ("city_code", "city_code", text),
    ("province", "province", text),
    ("country", "country", text),
    ("country_code", "country_code", text),
    ("category", "category", text),
    ("type_code", "tt_type_code", text),
    ("type_super", "tt_type_name_super", text),
    ("type_medium", "tt_type_name_medium", text),
    ("type_tiny", "tt_type_name_tiny", text),
    ("father_id", "father_poi_id", text),
    ("father_name", "father_poi_name", text),
)


def links_of(item: WireItem, misread: Misread) -> dict[str, Any]:
    """Return what the item links to; what is not told is left out."""
    found: dict[str, Any] = {}
    if item.effect_stickers is not None:
        found["effects"] = tuple([_effect(each, misread) for each in item.effect_stickers])
    if item.poi is not None:
        found["poi"] = _poi(item.poi, misread)
    if item.anchors is not None:
        found["anchors"] = tuple([_anchor(each, misread) for each in item.anchors])
        found["products"] = _products(item.anchors, misread)
    return found


def _effect(wire: WireEffect, misread: Misread) -> EffectRef:
    stats = wire.sticker_stats
    return EffectRef(
        effect_id=identifier(wire.id, "effect/effect_id", misread),
        name=text(wire.name, "effect/name", misread),
        use_count=told((stats.use_count,), "effect/use_count", misread) if stats else None,
    )


def _poi(wire: WirePoi, misread: Misread) -> Poi | None:
    found = {name: value for name, value in _POI.read(wire, misread).items() if value is not None}
    return Poi(**found) if found else None


def _anchor(wire: WireAnchor, misread: Misread) -> Anchor:
    target = text(wire.schema, "anchor/url", misread)
    is_web = target is not None and target.startswith(("https://", "http://"))
    return Anchor(**_ANCHOR.read(wire, misread), url=target if is_web else None)


def _products(anchors: list[WireAnchor], misread: Misread) -> tuple[ProductRef, ...]:
    """Return the products that the anchors' ``extraInfo`` names, each once."""
    found: dict[str, ProductRef] = {}
    for each in anchors:
        for entry in _product_entries(each.extra_info, _DEPTH):
            product_id = identifier(entry["product_id"], "product/product_id", misread)
            if product_id:
                title = text(entry.get("title"), "product/title", misread)
                found.setdefault(product_id, ProductRef(product_id=product_id, title=title))
    return tuple(found.values())


def _product_entries(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """Walk objects, lists and JSON inside text for objects with a ``product_id``."""
    if depth == 0:
        return
    if isinstance(value, str) and "product_id" in value:
        try:
            value = msgspec.json.decode(value)
        except (msgspec.DecodeError, UnicodeEncodeError):
            return
    if isinstance(value, dict):
        if "product_id" in value:
            yield value
        members: Any = value.values()
    else:
        members = value if isinstance(value, list) else ()
    for each in members:
        yield from _product_entries(each, depth - 1)
