"""The readable CSV column of a list of nested records. The complete one stands beside it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tiktok_spiders.feeds.cells import list_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Readable:
    """A column that shows one text a member; members without that text are passed over."""

    column: str
    show: Callable[[Any], str | None]
    join: Callable[[Iterable[str]], str] = list_cell

    def cell(self, members: Iterable[Any]) -> str:
        """Return the cell of a list of members."""
        return self.join(text for member in members if (text := self.show(member)) is not None)


def _pair(name: str, value: str) -> Callable[[Any], str | None]:
    both = attrgetter(name, value)

    def shown(member: Any) -> str | None:
        left, right = both(member)
        return right if left is None else f"{left}={right or ''}"

    return shown


READABLE: dict[str, Readable] = {
    "HashtagRef": Readable("hashtag_names", attrgetter("name")),
    "Mention": Readable("mention_unique_ids", attrgetter("unique_id")),
    "Image": Readable("image_urls", attrgetter("url")),
    "Subtitle": Readable("subtitle_languages", attrgetter("language")),
    "Rendition": Readable("rendition_names", attrgetter("name")),
    "EffectRef": Readable("effect_names", attrgetter("name")),
    "Anchor": Readable("anchor_keywords", attrgetter("keyword")),
    "ProductRef": Readable("product_ids", attrgetter("product_id")),
    "ShopVideo": Readable("video_urls", attrgetter("url")),
    "Option": Readable("option_names", attrgetter("name")),
    "SkuProperty": Readable("properties", _pair("name", "value")),
    "Category": Readable("category_path", attrgetter("name"), " > ".join),
    "NameValue": Readable("specifications", _pair("name", "value")),
}
"""By the members' class."""
