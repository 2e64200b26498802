"""Suggested searches: while typing (``sug_list``), and in the guide of the search page (``data``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.suggestion import Suggestion
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import identifier, text
from tiktok_spiders.pages.listed import Listed, Reading
from tiktok_spiders.pages.wire_parts import Wire

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture


class _Word(Wire, rename=None):
    content: Any = None
    word: Any = None
    word_id: Any = None
    id: Any = None


_LISTED = Listed(
    "suggestions", Answer, ("sug_list", "data"), _Word, record="suggestion", id_keys=("content", "word")
)


def read_suggestions(body: bytes, capture: Capture) -> PageRead:
    """Return the suggested searches for ``capture.args["query"]``, in order; there are no further pages.

    Kind ``preview`` for ``sug_list``, ``guide`` for ``data``. A member without a text is set aside. Raises
    `PageLayoutError` for what is not JSON.
    """
    reading = _LISTED.read(body, capture, _records)
    code, message = reading.answer.status(reading.misread)
    return PageRead(
        records=tuple(reading.records),
        rejected=tuple(reading.rejects),
        list_present=reading.present,
        has_more=False,
        status_code=code,
        status_message=message,
        misread=reading.misread,
    )


def _records(wire: _Word, reading: Reading[Answer], rank: int, raw: Any) -> tuple[Suggestion]:
    capture, misread = reading.capture, reading.misread
    shown = text(wire.content, "suggestion/text", misread) or text(wire.word, "suggestion/text", misread)
    if shown is None:
        raise ValueError("no text")
    word_id = wire.word_id if wire.word_id is not None else wire.id
    return (
        Suggestion(
            **capture.envelope(detail=2, rank=rank),
            raw=raw,
            query=capture.args.get("query") or capture.target,
            text=shown,
            word_id=identifier(word_id, "suggestion/word_id", misread),
            kind="preview" if getattr(reading.answer, "sug_list", None) is not None else "guide",
            rank=rank,
        ),
    )
