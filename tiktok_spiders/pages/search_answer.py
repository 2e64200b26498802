"""What all answers of a search have around their lists: its identifier, its cursor, whether it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.pages.listed import Reading

FALSE_ENDS = ("empty_session",)
"""What an empty answer says that is no true end of a search: reported by users, recorded by nobody."""

_NIL_KEYS = ("search_nil_type", "search_nil_item")


class SearchAnswer(Answer, kw_only=True):
    """Base of the envelopes of searches."""

    cursor: Any = None
    has_more: Any = None
    hasMore: Any = None  # noqa: N815 - the wire's own name
    total: Any = None
    rid: Any = None
    extra: Any = None
    log_pb: Any = None
    search_nil_info: Any = None


def search_page(reading: Reading[Any]) -> PageRead:
    """Return the page of a search; `carry` holds the ``search_id`` for its next request."""
    answer, misread = reading.answer, reading.misread
    code, message = answer.status(misread)
    is_empty = not reading.records and not reading.rejects
    false_end = is_empty and _says_false_end(answer, message)
    search_id = None if false_end else _search_id(answer)
    return PageRead(
        records=tuple(reading.records),
        rejected=tuple(reading.rejects),
        list_present=reading.present,
        cursor=cursor_text(answer.cursor),
        has_more=first_flag((answer.has_more, answer.hasMore), "answer/has_more", misread),
        total=count(answer.total, "answer/total", misread),
        status_code=code,
        status_message=message,
        skipped=reading.skipped,
        carry={"search_id": search_id} if search_id else {},
        false_end=false_end,
        misread=misread,
    )


def _search_id(answer: SearchAnswer) -> str | None:
    """Return the identifier of the search: the first that is told of three names for it."""
    candidates = (answer.rid, _member(answer.extra, "logid"), _member(answer.log_pb, "impr_id"))
    return next((each for each in candidates if type(each) is str and each), None)


def _says_false_end(answer: SearchAnswer, message: str) -> bool:
    return any(mark in words for words in _reasons(answer, message) for mark in FALSE_ENDS)


def _reasons(answer: SearchAnswer, message: str) -> Iterator[str]:
    """Yield all that tells why there is nothing, in lower case."""
    told = [_member(answer.search_nil_info, key) for key in _NIL_KEYS]
    for each in (answer.search_nil_info, message, *told):
        if type(each) is str:
            yield each.lower()


def _member(value: object, key: str) -> Any:
    return value.get(key) if type(value) is dict else None
