"""Users that a search finds: ``/api/search/user/full/`` and the app's ``users``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.app_user import answer_time
from tiktok_spiders.pages.found_user import FoundUser, found_user
from tiktok_spiders.pages.listed import Listed, Reading
from tiktok_spiders.pages.search_answer import SearchAnswer, search_page

if TYPE_CHECKING:
    from tiktok_spiders.items.user import User
    from tiktok_spiders.pages.base import Capture, PageRead

_LISTED = Listed(
    "user search",
    SearchAnswer,
    ("user_list", "users"),
    FoundUser,
    record="user",
    id_keys=("uid", "id", "sec_uid", "unique_id"),
)


def read_search_users(body: bytes, capture: Capture) -> PageRead:
    """Return the users of a search, thin, with its cursor and ``search_id``; either spelling is read.

    A member that cannot be read is set aside. Raises `PageLayoutError` for what is not JSON.
    """
    return search_page(_LISTED.read(body, capture, _records))


def _records(found: FoundUser, reading: Reading[SearchAnswer], rank: int, raw: Any) -> tuple[User]:
    now = answer_time(reading.answer.extra, reading.capture.scraped_at)
    return (found_user(found, reading.capture, reading.misread, rank=rank, raw=raw, now=now),)
