"""Searches that TikTok suggests beside a video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.items.suggestion import Suggestion
from tiktok_spiders.pages.coerce import Misread, identifier, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_item import WireItem


def item_suggestions(
    item: WireItem, video_id: str, capture: Capture, misread: Misread
) -> tuple[Suggestion, ...]:
    """Return the suggested searches of an item, each text once; only lists of words tell identifiers."""
    words: dict[str, str | None] = {}
    for shown, word_id in _words(item, misread):
        words[shown] = words.get(shown) or word_id
    return tuple(
        Suggestion(
            **capture.envelope(detail=1, rank=rank),
            query=video_id,
            text=shown,
            word_id=word_id,
            kind="video",
            rank=rank,
        )
        for rank, (shown, word_id) in enumerate(words.items())
    )


def _words(item: WireItem, misread: Misread) -> Iterator[tuple[str, str | None]]:
    for shown in texts(item.suggested_words, "suggestion/text", misread) or ():
        yield shown, None
    blocks = item.video_suggest_words_list
    for block in (blocks.video_suggest_words_struct if blocks else None) or ():
        for each in block.words or ():
            if told := text(each.word, "suggestion/text", misread):
                yield told, identifier(each.word_id, "suggestion/word_id", misread)
