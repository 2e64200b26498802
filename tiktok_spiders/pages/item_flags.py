"""Labels, switches and settings of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.pages.coerce import (
    Misread,
    flag,
    identifier,
    integer,
    nonzero,
    region,
    text,
    texts,
)
from tiktok_spiders.pages.table import Table

if TYPE_CHECKING:
    from tiktok_spiders.pages.wire_item import WireItem


def _stated(value: object, _field: str, _misread: Misread) -> bool:
    """Return whether a disclosure holds anything."""
    return bool(value)


def _json_texts(value: object, field: str, misread: Misread) -> tuple[str, ...] | None:
    """Return each member of a list as JSON text."""
    if type(value) is list:
        return tuple([each if type(each) is str else msgspec.json.encode(each).decode() for each in value])
    misread.add(field)
    return None


_SIMPLE = Table(
    "video",
    ("topics", "diversification_labels", texts),
    ("topic_id", "diversification_id", integer),
    ("category_id", "category_type", integer),
    ("keyword_tags", "keyword_tags", texts),
    ("channel_tags", "channel_tags", texts),
    ("location_created", "location_created", region),
    ("is_ad", "is_ad", flag),
    ("is_ad_authorized", "ad_authorization", flag),
    ("is_paid_partnership", "ba_info", _stated),
    ("is_ai_generated", "is_aigc", flag),
    ("ai_label_type", "aigc_label_type", integer),
    ("ai_description", "aigc_description", text),
    ("is_pinned", "is_pinned_item", flag),
    ("is_muted", "item_mute", flag),
    ("is_private", "private_item", flag),
    ("for_friends", "for_friend", flag),
    ("is_secret", "secret", flag),
    ("is_reviewing", "is_reviewing", flag),
    ("is_original", "original_item", flag),
    ("is_official", "offical_item", flag),
    ("is_indexable", "index_enabled", flag),
    ("is_taken_down", "take_down", nonzero),
    ("warnings", "warn_info", _json_texts),
    ("comment_setting", "item_comment_status", integer),
    ("can_share", "share_enabled", flag),
    ("duet_enabled", "duet_enabled", flag),
    ("stitch_enabled", "stitch_enabled", flag),
    ("playlist_id", "playlist_id", identifier),
)
_CONTROL = Table(
    "video",
    ("can_comment", "can_comment", flag),
    ("can_share", "can_share", flag),
    ("can_repost", "can_repost", flag),
)


def flags_of(item: WireItem, misread: Misread) -> dict[str, Any]:
    """Return labels, switches and settings; what is not told is left out."""
    found = _SIMPLE.read(item, misread)
    if item.item_control is not None:
        found |= _CONTROL.read(item.item_control, misread)
    if item.duet_info is not None:
        found["duet_from_id"] = identifier(item.duet_info.duet_from_id, "video/duet_from_id", misread)
    if item.stickers_on_item is not None:
        shown = [texts(each.sticker_text, "video/sticker_texts", misread) for each in item.stickers_on_item]
        found["sticker_texts"] = tuple([line for lines in shown for line in lines or ()])
    found["suggested_words"] = _suggested(item, misread)
    found["is_sensitive"] = _sensitive(item, misread)
    return found


def _suggested(item: WireItem, misread: Misread) -> tuple[str, ...] | None:
    """Return the union of the two lists of suggested searches, in order."""
    more = item.video_suggest_words_list
    if item.suggested_words is None and more is None:
        return None
    words = list(texts(item.suggested_words, "video/suggested_words", misread) or ())
    for block in (more.video_suggest_words_struct if more else None) or ():
        words += [
            word for each in block.words or () if (word := text(each.word, "video/suggested_words", misread))
        ]
    return tuple(dict.fromkeys(words))


def _sensitive(item: WireItem, misread: Misread) -> bool | None:
    if item.is_content_classified is None and item.mask_type is None:
        return None
    marks = (
        flag(item.is_content_classified, "video/is_sensitive", misread),
        nonzero(item.mask_type, "video/is_sensitive", misread),
    )
    return True if True in marks else (False if False in marks else None)
