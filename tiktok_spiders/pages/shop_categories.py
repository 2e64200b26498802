"""The categories that a category's page names: its own feed ends early, theirs go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.containers import is_json_object, members
from tiktok_spiders.pages.coerce import Misread, identifier
from tiktok_spiders.pages.shop_decode import decoded, parts
from tiktok_spiders.pages.wire_shop_parts import WireCategory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.containers import ShopComponent

_COMPONENT, _MEMBER = "category", "categories"


def categories_below(components: Iterable[ShopComponent], misread: Misread) -> tuple[WireCategory, ...]:
    """Return the members of the page's lists of categories."""
    found: list[WireCategory] = []
    for each in components:
        raw = bytes(each.component_data)
        is_named = type(each.component_type) is str and each.component_type.startswith(_COMPONENT)
        if is_named and is_json_object(raw):
            value = decoded(members(raw).get(_MEMBER))
            found += parts(value, WireCategory, "category/categories", misread) or []
    return tuple(found)


def onward_of(below: Iterable[WireCategory], own: str | None, misread: Misread) -> tuple[str, ...]:
    """Return the identifiers of the categories right below ``own``, each once.

    One that tells another parent is left out, so that a walk stays below where it began.
    """
    found: dict[str, None] = {}
    for each in below:
        key = identifier(each.category_id, "category/category_id", misread)
        parent = identifier(each.parent_id, "category/parent_id", misread)
        if key is not None and key != own and (own is None or parent in (None, own)):
            found[key] = None
    return tuple(found)
