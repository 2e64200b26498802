"""Comments of a video and replies to one: both APIs answer alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.pages.answer import Answer, cursor_text
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import count, flag
from tiktok_spiders.pages.comment import comment_of
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.listed import Listed, Reading
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.wire_comment import WireComment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.pages.base import Capture


class _Comments(Answer, kw_only=True):
    cursor: Any = None
    has_more: Any = None
    total: Any = None


_NO_PARENT = (None, "", "0", 0)
_LISTED = Listed("comment list", _Comments, ("comments",), WireComment, record="comment", id_keys=("cid",))


def read_comments(body: bytes, capture: Capture) -> PageRead:
    """Return the comments, or replies, of a video with cursor, status and TikTok's own total.

    Replies that a comment shows already follow it, without a rank. Of ``capture.args``, ``video_author_id``
    tells the author's own comments, and ``video`` and ``comment`` are the video and parent of what does not
    name them. A null list without a total is that of an unknown video. Raises `PageLayoutError` for what is
    not JSON.
    """
    reading = _LISTED.read(body, capture, _records)
    answer, misread = reading.answer, reading.misread
    code, message = answer.status(misread)
    total = count(answer.total, "answer/total", misread)
    return PageRead(
        records=tuple(reading.records),
        rejected=tuple(reading.rejects),
        list_present=reading.present or total is not None,
        cursor=cursor_text(answer.cursor),
        has_more=flag(answer.has_more, "answer/has_more", misread),
        total=total,
        status_code=code,
        status_message=message,
        misread=misread,
    )


def _records(wire: WireComment, reading: Reading[_Comments], rank: int | None, raw: Any) -> list[Record]:
    capture, misread = reading.capture, reading.misread
    records: list[Record] = [comment_of(wire, capture, misread, rank=rank, raw=raw)]
    if wire.reply_comment is not None:
        records += _previews(wire, reading)
    return records


def _previews(comment: WireComment, reading: Reading[_Comments]) -> Iterator[Record]:
    """Yield the replies that are shown below a comment; previews of their own they have none."""
    if type(comment.reply_comment) is not list:
        reading.misread.add("comment/reply_comment")
        return
    for each in comment.reply_comment:
        raw = msgspec.json.encode(each)
        try:
            wire = decode_leniently(raw, WireComment, "comment", reading.misread)
            wire.reply_comment = None
            if wire.reply_id in _NO_PARENT:
                wire.reply_id = comment.cid
            yield from _records(wire, reading, None, None)
        except ValueError as error:
            reading.rejects.append(rejected("comment", raw, str(error), ("cid",)))
