"""Hashtags and sounds of the world: which posts use them, how lists rank them, what headers count."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tiktok_standin import captions, ids, sounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_standin.catalogue import Catalogue
    from tiktok_standin.posts import Post

Kind = Literal["hashtag", "sound"]

UNUSED = "emptyquay"
"""A hashtag that is known and that no post has."""

REFUSED = {"blockedword": 10209, "sensitiveword": 10211, "takendownword": 10212}
"""Hashtags that are known and not told, with the status code that says so."""

_LEAST_CAP, _CAP_SPREAD = 180, 821
_UNKNOWN = {"hashtag": 10205, "sound": 10203}


@dataclass(frozen=True, slots=True)
class Topic:
    """A hashtag (``key`` is its name) or a sound (``key`` is its id) with its posts as lists rank them."""

    kind: Kind
    key: str
    ranked: tuple[Post, ...] = ()

    def cap(self, bound: int) -> int:
        """Return how many posts the list shows at most; ``bound`` is the switch, 0 = the list's own cap."""
        return bound or _LEAST_CAP + ids.number("cap", self.kind, self.key, below=_CAP_SPREAD)

    def shown(self, bound: int) -> tuple[Post, ...]:
        """Return the posts that the whole list shows."""
        return self.ranked[: self.cap(bound)]

    def video_count(self, bound: int) -> int:
        """Return what the header counts: far more than a capped list shows, now and then a few more else."""
        uses = len(self.ranked)
        if uses > self.cap(bound):
            return uses * self._factor
        unseen = ids.number("unseen", self.kind, self.key, below=36)
        return uses + (unseen if uses and unseen < 7 else 0)

    def view_count(self, bound: int) -> int:
        """Return how many views the header counts."""
        factor = self._factor if len(self.ranked) > self.cap(bound) else 1
        return sum(post.plays for post in self.ranked) * factor

    @property
    def _factor(self) -> int:
        return 20 + ids.number("factor", self.kind, self.key, below=2000)


class Topics:
    """Finds topics in a catalogue; the index is made at the first question and again after growth."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._size = -1
        self._hashtags: dict[str, list[Post]] = {}
        self._sounds: dict[str, list[Post]] = {}
        self._names: dict[str, str] = {}
        self._compatible: dict[str, str] = {}
        self._ranked: dict[tuple[Kind, str], Topic] = {}

    def hashtag(self, name: str = "", *, hashtag_id: str = "") -> Topic | int:
        """Find a hashtag by name or id; a status code if there is none."""
        self._refresh()
        key = self._spelled(name.lower()) if name else self._names.get(hashtag_id, "")
        if key in REFUSED:
            return REFUSED[key]
        return self._topic("hashtag", key, self._hashtags.get(key))

    def _spelled(self, name: str) -> str:
        """Return the hashtag that a name means: its own or else a compatible one."""
        return name if name in self._hashtags else self._compatible.get(_plain(name), name)

    def sound(self, sound_id: str) -> Topic | int:
        """Find a sound by id; a status code if there is none."""
        self._refresh()
        if sound_id in sounds.REFUSED:
            return sounds.REFUSED[sound_id]
        return self._topic("sound", sound_id, self._sounds.get(sound_id))

    def hashtags(self) -> list[Topic]:
        """Return all hashtags that are told, the most used first."""
        self._refresh()
        return self._all("hashtag", self._hashtags)

    def sounds(self) -> list[Topic]:
        """Return all sounds that are told, the most used first."""
        self._refresh()
        return self._all("sound", self._sounds)

    def _all(self, kind: Kind, known: dict[str, list[Post]]) -> list[Topic]:
        found = [self._ranking(kind, key, posts) for key, posts in known.items()]
        return sorted(found, key=lambda topic: (-len(topic.ranked), topic.key))

    def _topic(self, kind: Kind, key: str, posts: list[Post] | None) -> Topic | int:
        return _UNKNOWN[kind] if posts is None else self._ranking(kind, key, posts)

    def _ranking(self, kind: Kind, key: str, posts: list[Post]) -> Topic:
        known = self._ranked.get((kind, key))
        if known is None:
            known = self._ranked[kind, key] = Topic(kind, key, tuple(_ranked(kind, key, posts)))
        return known

    def _refresh(self) -> None:
        if self._size == self._catalogue.size:
            return
        self._size = self._catalogue.size
        self._ranked.clear()
        self._hashtags = {UNUSED: []}
        self._sounds = {song: [] for song in sounds.songs()}
        for post in self._catalogue.open_posts():
            self._sounds.setdefault(post.sound_id, []).append(post)
            for name in dict.fromkeys(captions.hashtags(post.caption)):
                self._hashtags.setdefault(name, []).append(post)
        self._names = {captions.hashtag_id(name): name for name in self._hashtags}
        self._compatible = {_plain(name): name for name in self._hashtags}


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _ranked(kind: Kind, key: str, posts: Iterable[Post]) -> list[Post]:
    """Order posts as lists do: much played ones early, but neither by plays nor by time alone."""
    return sorted(posts, key=lambda post: (-_score(kind, key, post), post.id))


def _score(kind: Kind, key: str, post: Post) -> float:
    return (1 + post.plays) * (0.05 + ids.share("rank", kind, key, post.id))
