"""The wanted keys of a comment or reply."""

from __future__ import annotations

from typing import Any

import msgspec

from tiktok_spiders.pages.wire_app import AppFile, AppSpan, AppUser  # noqa: TC001 - msgspec needs them
from tiktok_spiders.pages.wire_parts import Wire


class WireCommentImage(Wire, rename=None):
    """A picture in a comment."""

    origin_url: AppFile | None = None
    crop_url: AppFile | None = None


class WireShare(Wire, rename=None):
    """What is shared of a comment."""

    url: Any = None


class WireComment(Wire, rename=None):
    """One member of ``comments``."""

    cid: Any = None
    aweme_id: Any = None
    reply_id: Any = None
    reply_to_reply_id: Any = None
    text: Any = None
    comment_language: Any = None
    create_time: Any = None
    digg_count: Any = None
    reply_comment_total: Any = None
    reply_comment: Any = None
    is_author_digged: Any = None
    author_pin: Any = None
    label_list: Any = None
    text_extra: list[AppSpan] | None = None
    image_list: list[WireCommentImage] | msgspec.UnsetType | None = msgspec.UNSET
    stick_position: Any = None
    status: Any = None
    is_comment_translatable: Any = None
    is_high_purchase_intent: Any = None
    fold_status: Any = None
    share_info: WireShare | None = None
    user: AppUser | None = None
