"""A decoded comment or reply, made into a `Comment`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.common import Image, Mention
from tiktok_spiders.pages.app_user import file_url, is_verified
from tiktok_spiders.pages.coerce import (
    Misread,
    flag,
    identifier,
    integer,
    language,
    moment,
    positive,
    text,
    text_kept,
    url,
)
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.item import upload_time
from tiktok_spiders.pages.offsets import Offsets
from tiktok_spiders.pages.quick import quick
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.pages.wire_app import AppFile, AppUser

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_app import AppSpan
    from tiktok_spiders.pages.wire_comment import WireComment, WireCommentImage

_COMMENT = quick(Comment)
_NOBODY, _NO_FILE = AppUser(), AppFile()
_SIMPLE = Table(
    "comment",
    ("reply_to_comment_id", "reply_to_reply_id", identifier),
    ("text", "text", text_kept),
    ("language", "comment_language", language),
    ("liked_by_author", "is_author_digged", flag),
    ("pinned_by_author", "author_pin", flag),
    ("position", "stick_position", integer),
    ("status", "status", integer),
    ("is_translatable", "is_comment_translatable", flag),
    ("is_high_purchase_intent", "is_high_purchase_intent", flag),
)
_COMMENTER = Table(
    "comment",
    ("user_id", "uid", identifier),
    ("sec_uid", "sec_uid", text),
    ("unique_id", "unique_id", handle),
    ("nickname", "nickname", text),
)


def comment_of(
    wire: WireComment, capture: Capture, misread: Misread, *, rank: int | None, raw: Any = None
) -> Comment:
    """Return the record of a comment; ``rank`` is None for one that came along with another.

    Raises ``ValueError`` for a comment without an identifier, or of no known video.
    """
    comment_id = identifier(wire.cid, "comment/comment_id", misread)
    if comment_id is None:
        raise ValueError("no comment_id")
    video_id = identifier(wire.aweme_id, "comment/video_id", misread) or _asked(capture, "video")
    if video_id is None:
        raise ValueError("no video_id")
    found = _SIMPLE.read(wire, misread)
    parent = identifier(wire.reply_id, "comment/parent_comment_id", misread) or _asked(capture, "comment")
    user = wire.user or _NOBODY
    commenter = _COMMENTER.read(user, misread)
    created = moment(wire.create_time, "comment/created_at", misread, capture.scraped_at)
    return _COMMENT(
        **capture.envelope(detail=2, rank=rank),
        raw=raw,
        comment_id=comment_id,
        video_id=video_id,
        **found,
        parent_comment_id=parent,
        created_at=created or upload_time(comment_id, capture.scraped_at),
        **_counts(wire, misread),
        by_video_author=_by_author(commenter.get("user_id"), capture),
        labels=_labels(wire.label_list, misread),
        mentions=_mentions(wire.text_extra, found.get("text"), misread),
        images=_images(wire.image_list, misread),
        is_folded=_is_folded(wire.fold_status, misread),
        share_url=_share_url(wire, misread),
        **commenter,
        avatar_thumb_url=file_url(user.avatar_thumb, "comment/avatar_thumb_url", misread),
        verified=is_verified(user, misread),
        rank=rank,
    )


def _asked(capture: Capture, name: str) -> str | None:
    """Return the identifier that the answer was asked for, which its members need not repeat."""
    value = capture.args.get(name, "")
    return value if value.isdecimal() else None


def _counts(wire: WireComment, misread: Misread) -> dict[str, Any]:
    counts = {
        "like_count": counter((wire.digg_count,), "comment/like_count", misread),
        "reply_count": counter((wire.reply_comment_total,), "comment/reply_count", misread),
    }
    return {**counts, "rounded_counts": rounded_names(counts)}


def _by_author(user_id: str | None, capture: Capture) -> bool | None:
    author_id = capture.args.get("video_author_id")
    return user_id == author_id if user_id and author_id else None


def _labels(value: object, misread: Misread) -> tuple[str, ...] | None:
    """Return the labels: plain texts, or objects that hold one as ``text``."""
    if type(value) is not list:
        if value is not None:
            misread.add("comment/labels")
        return None
    shown = [each.get("text") if type(each) is dict else each for each in value]
    return tuple([label for each in shown if (label := text(each, "comment/labels", misread))])


def _mentions(spans: list[AppSpan] | None, shown: str | None, misread: Misread) -> tuple[Mention, ...] | None:
    """Return the spans that name an account; the others are hashtags."""
    if not spans:
        return None if spans is None else ()
    offsets = Offsets(shown or "")
    return tuple([_mention(each, offsets, misread) for each in spans if each.user_id or each.sec_uid])


def _mention(span: AppSpan, offsets: Offsets, misread: Misread) -> Mention:
    start = integer(span.start, "mention/offset", misread)
    end = integer(span.end, "mention/offset", misread)
    return Mention(
        user_id=identifier(span.user_id, "mention/user_id", misread),
        sec_uid=text(span.sec_uid, "mention/sec_uid", misread),
        start=None if start is None else offsets.point(start),
        end=None if end is None else offsets.point(end),
    )


def _images(
    wires: list[WireCommentImage] | msgspec.UnsetType | None, misread: Misread
) -> tuple[Image, ...] | None:
    """Return the pictures; null is known to be none."""
    if wires is msgspec.UNSET:
        return None
    return tuple([_image(*each, misread) for each in enumerate(wires or ())])


def _image(index: int, wire: WireCommentImage, misread: Misread) -> Image:
    file = wire.origin_url or wire.crop_url or _NO_FILE
    address = url(file.url_list, "image/url", misread)
    return Image(
        index=index,
        url=address or file_url(wire.crop_url, "image/url", misread),
        width=positive(file.width, "image/width", misread),
        height=positive(file.height, "image/height", misread),
        key=text(file.uri, "image/key", misread),
    )


def _is_folded(value: object, misread: Misread) -> bool | None:
    status = integer(value, "comment/is_folded", misread)
    return None if status is None else status > 0


def _share_url(wire: WireComment, misread: Misread) -> str | None:
    """Return the address without its query, which names the commenter."""
    address = url(wire.share_info.url, "comment/share_url", misread) if wire.share_info else None
    return address.partition("#")[0].partition("?")[0] if address else None
