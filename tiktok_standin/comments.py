"""Comments and replies: each is made from its post and its place when it is asked for, and never kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tiktok_standin import captions, ids, people

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Catalogue
    from tiktok_standin.people import User
    from tiktok_standin.posts import Post

MOST = 8000
"""How many comments a post shows at most, replies included, however many it counts."""

_MONTH = 30 * 86_400
_READERS = 50_000
_PLACE_BITS = 14
_TEXTS = (
    "first!",
    "this made my day 😂",
    "wait, how?",
    "part two please",
    "saving this for later",
    "الله يسعدك ❤️",
    "すごい!",
    "où est-ce ?",
    "who else is here in the morning",
    "no way 💀💀",
    "I tried it and it works",
    "=SUM(A1:A9)",
)
_LANGUAGES = ("en", "en", "en", "en", "en", "ar", "ja", "fr", "en", "un", "en", "un")
_MENTION = "@quiet.heron look at this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment or, with a ``parent_id``, a reply."""

    id: str
    post: Post
    number: int
    """Place in the listing, from 0."""

    parent_id: str | None
    answered_id: str | None
    text: str
    language: str
    created_at: int
    likes: int
    reply_count: int
    pictures: int
    liked_by_author: bool
    pinned: bool
    by_author: bool
    user: User

    @property
    def mentions(self) -> list[dict[str, Any]]:
        """Return whom the text names, with places in UTF-16 units."""
        found = []
        for mark in captions.marks(self.text):
            if not mark.is_hashtag and mark.name == "quiet.heron":
                named = people.make_user(mark.name)
                found.append({"user": named, "start": mark.start, "end": mark.end})
        return found


def reader(number: int) -> User:
    """Return one of the people who comment."""
    user = people.make_user(f"reader{number:05d}.{ids.hex_word('reader', number, length=3)}")
    if number % 3 == 0:
        user.nickname = f"🦋 {user.nickname} ❤️"
    return user


class Comments:
    """The comments of the posts of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._born = catalogue.now

    def threads(self, post: Post) -> tuple[int, ...]:
        """Return how many replies each comment of the top level has, in the order of the listing."""
        return _threads(post.id, min(post.comments, MOST))

    def top(self, post: Post, thread: int) -> Comment:
        """Return the comment that begins a thread."""
        return self._make(post, thread, 0)

    def reply(self, post: Post, thread: int, place: int) -> Comment:
        """Return a reply of a thread; the first has place 1."""
        return self._make(post, thread, place)

    def thread_of(self, post: Post, comment_id: str) -> int | None:
        """Return the thread that a comment begins; None if there is none."""
        if not comment_id.isdecimal():
            return None
        thread, place = divmod((int(comment_id) & 0xFFFFFFFF) ^ _mask(post), 1 << _PLACE_BITS)
        known = place == 0 and thread < len(self.threads(post))
        return thread if known and self.top(post, thread).id == comment_id else None

    def _make(self, post: Post, thread: int, place: int) -> Comment:
        luck = ids.digest("comment", post.id, thread, place)
        replies = self.threads(post)[thread] if place == 0 else 0
        text, language, pictures = _text(luck)
        by_author = luck[0] < 10
        account = self._catalogue.account(post.handle)
        number = int.from_bytes(luck[1:4], "big") % _READERS
        return Comment(
            id=self._id(post, thread, place),
            post=post,
            number=thread if place == 0 else place - 1,
            parent_id=None if place == 0 else self._id(post, thread, 0),
            answered_id=self._id(post, thread, 1 + luck[4] % (place - 1))
            if place > 2 > luck[5] % 6
            else None,
            text=text,
            language=language,
            created_at=self._time(post, thread, place),
            likes=_likes(luck, thread, place),
            reply_count=replies,
            pictures=pictures,
            liked_by_author=luck[6] < 30,
            pinned=place == 0 and thread == 0 and luck[7] < 128,
            by_author=by_author,
            user=account.user if by_author and account is not None else reader(number),
        )

    def _id(self, post: Post, thread: int, place: int) -> str:
        wait = 8 + ids.number("sent", post.id, thread, place, below=160)
        return ids.item_id(
            self._time(post, thread, place) - wait, (thread << _PLACE_BITS | place) ^ _mask(post)
        )

    def _time(self, post: Post, thread: int, place: int) -> int:
        room = max(600, min(_MONTH, self._born - post.created_at) // 2)
        start = post.created_at + 200 + ids.number("commented", post.id, thread, below=room)
        return start + place * 61 + ids.number("replied", post.id, thread, place, below=60)


def _mask(post: Post) -> int:
    return ids.number("comments", post.id, below=1 << 32)


def _likes(luck: bytes, thread: int, place: int) -> int:
    most = 40_000 // (1 + thread) if place == 0 else 40
    return int.from_bytes(luck[8:10], "big") * most // 65_536


def _text(luck: bytes) -> tuple[str, str, int]:
    """Return text, language and number of pictures; a comment may be a picture only."""
    kind = luck[10]
    if kind < 10:
        return "", "un", 1 + luck[11] % 2
    if kind < 20:
        return _MENTION, "en", 0
    if kind < 40:
        language, text = captions.odd(luck[11])
        return text[:150], language, 0
    place = luck[11] % len(_TEXTS)
    return (
        f"{_TEXTS[place]} {luck[12]}" if kind < 200 else _TEXTS[place],
        _LANGUAGES[place],
        int(kind % 11 == 0),
    )


@lru_cache(maxsize=512)
def _threads(post_id: str, total: int) -> tuple[int, ...]:
    counts: list[int] = []
    left = total
    while left:
        luck = ids.digest("thread", post_id, len(counts))
        replies = _replies(luck) if counts else max(luck[2] % 24, 3)
        counts.append(min(left - 1, replies))
        left -= 1 + counts[-1]
    return tuple(counts)


def _replies(luck: bytes) -> int:
    if luck[0] < 170:
        return 0
    return 1 + luck[1] % 4 if luck[0] < 250 else 5 + luck[1] % 60
