"""The Shop's categories: 28 roots, and two levels below each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tiktok_standin.shop_words import LEAVES, ROOTS

_KNOWN = {"Womenswear & Underwear": "601152", "Beauty & Personal Care": "601450"}
_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Category:
    """One category. ``level`` counts from 1; a root's ``parent_id`` is ``0``."""

    id: str
    name: str
    level: int
    parent_id: str = "0"
    noun: str = ""
    """What its products are; empty for a root."""

    children: list[Category] = field(default_factory=list)

    def shape(self) -> dict[str, object]:
        """Return the category as answers tell it."""
        return {
            "category_id": self.id,
            "level": self.level,
            "is_leaf": not self.children,
            "parent_id": self.parent_id,
            "category_name": self.name,
            "name_key": f"magellan_{self.id}",
        }


def slug(text: str) -> str:
    """Return the words of a name as addresses have them."""
    return _PLAIN.sub("-", text.lower()).strip("-")


def plant() -> list[Category]:
    """Return the roots with all below them."""
    return [_root(index, name, nouns) for index, (name, nouns) in enumerate(ROOTS)]


def _root(index: int, name: str, nouns: tuple[str, ...]) -> Category:
    root = Category(_KNOWN.get(name, str(700_000 + index * 1_000)), name, 1)
    base = 800_000 + index * 1_000
    root.children = [_group(base + place * 100, noun, root.id) for place, noun in enumerate(nouns)]
    return root


def _group(number: int, noun: str, parent_id: str) -> Category:
    group = Category(str(number), f"{noun}s", 2, parent_id, noun)
    group.children = [
        Category(str(number + place), form.format(noun), 3, group.id, noun)
        for place, form in enumerate(LEAVES, 1)
    ]
    return group
