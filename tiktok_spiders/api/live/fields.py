"""Parameters that the live routes have in common."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from fastapi import Path, Query

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.endpoints.feeds import CATEGORIES

DEEPEST = 1000
"""Members of a listing that a live look-up goes through; what lies deeper is for jobs."""

NAME = r"^@?[\w.-]{1,80}$"
ID = r"^[1-9][0-9]{4,19}$"
SHOP_ID = r"^[1-9][0-9]{16,19}$"
HASHTAG = r"^#?[^\s/\\?#\x00-\x1f\x7f-\x9f]{1,100}$"
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
WORDS = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"

Username = Annotated[
    str, Path(pattern=NAME, description="A handle with or without `@`, a numeric id or a secUid.")
]
HashtagName = Annotated[str, Path(pattern=HASHTAG, description="With or without `#` (as `%23`).")]
SoundId = Annotated[str, Path(pattern=ID, description="A sound's id.")]
ProductId = Annotated[str, Path(pattern=SHOP_ID, description="A product's id.")]
VideoName = Annotated[
    str,
    Path(
        min_length=5,
        max_length=2048,
        pattern=PRINTABLE,
        description="An id, or an address with every reserved character percent-encoded; short links too.",
    ),
]
CategoryId = Annotated[str | None, Query(pattern=ID, description="Id of a category of the Shop.")]
Explored = Annotated[
    str | None,
    Query(
        pattern=f"^({'|'.join(CATEGORIES)})$",
        description=f"Category of Explore; none: what everybody is shown. One of {', '.join(CATEGORIES)}.",
    ),
]
Words = Annotated[str, Query(min_length=1, max_length=200, pattern=WORDS, description="Words to search for.")]
ShopWords = Annotated[
    str, Query(min_length=2, max_length=200, pattern=WORDS, description="Words to search the Shop for.")
]
MaxFound = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
MaxTrending = Annotated[int, Query(ge=1, le=50, description="How many at most.")]
Count = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=40,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="`cursor` of the answer before. Each look-up goes through the listing from its start, so "
        f"deep pages cost more, and none lies deeper than {DEEPEST}; feeds differ each time.",
    ),
]
UseCache = Annotated[bool, Query(description="`false`: ask TikTok, however fresh the kept answer is.")]
View = Annotated[
    Literal["short", "record"], Query(description="`record`: all fields, by the field dictionary's names.")
]
Region = Annotated[
    str | None, Query(pattern=r"^[A-Za-z]{2}$", description="Market of the Shop, ISO 3166-1 alpha-2.")
]


def offset_of(cursor: str | None, count: int) -> int:
    """Return where a page begins. Raises ``ApiError`` for what is no cursor of ours."""
    if cursor is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        head, number = text.split(":")
        offset = int(number) if number.isascii() and number.isdecimal() else -1
    except (ValueError, binascii.Error):
        head, offset = "", -1
    if head != "at" or not 0 < offset <= DEEPEST - count:
        raise ApiError("INVALID_REQUEST", "cursor: not one of this API, or deeper than a live look-up goes")
    return offset


def cursor_at(offset: int) -> str:
    """Return the cursor of the page that begins there."""
    return base64.urlsafe_b64encode(f"at:{offset}".encode()).decode().rstrip("=")
