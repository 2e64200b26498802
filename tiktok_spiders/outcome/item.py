"""The ``itemInfo`` of a page or of the detail API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.outcome.model import Outcome
from tiktok_spiders.outcome.retry import answer

if TYPE_CHECKING:
    from tiktok_spiders.outcome.model import Answer

_NOTHING = (b"", b"null", b"{}", b"[]")


class _Item(msgspec.Struct):
    video: msgspec.Raw = msgspec.Raw()
    image_post: msgspec.Raw = msgspec.field(name="imagePost", default=msgspec.Raw())
    classified: bool | None = msgspec.field(name="isContentClassified", default=None)


class _ItemInfo(msgspec.Struct):
    item: _Item | None = msgspec.field(name="itemStruct", default=None)


def read_item(raw: msgspec.Raw, code: int | None) -> Answer:
    """Return what an ``itemInfo`` with status 0 means: sensitive content comes without its video."""
    try:
        item = msgspec.json.decode(raw, type=_ItemInfo).item
    except (ValueError, RecursionError):
        return answer(Outcome.OK, code=code)
    if item is None:
        return answer(Outcome.MISSING, "no itemStruct", code=code, confirm=True)
    if item.classified and is_nothing(item.video) and is_nothing(item.image_post):
        return answer(Outcome.AGE, "classified content without its video", code=code)
    return answer(Outcome.OK, code=code)


def is_nothing(raw: msgspec.Raw | None) -> bool:
    """Tell whether a member is absent, null or without members."""
    return raw is None or b"".join(bytes(memoryview(raw)[:64]).split()) in _NOTHING
