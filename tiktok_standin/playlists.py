"""Playlists and collections of accounts: derived from the account and a number, so nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_standin import ids, people

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Account, Catalogue
    from tiktok_standin.people import User
    from tiktok_standin.posts import Post

_LEAST_POSTS, _MANY_POSTS, _MANY = 12, 1000, 45
_NAMES = ("Best of", "📼 Älteres", "=1+1", "旅の記録", "Part two", "How to <i>", "رحلات", "Leftovers")


@dataclass(frozen=True, slots=True)
class Playlist:
    """An account's own posts (a playlist) or other people's (a collection), in the owner's order."""

    id: str
    name: str
    owner: User
    number: int
    posts: tuple[Post, ...]


class Playlists:
    """Playlists and collections of a catalogue, found by owner or by id."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._owners: dict[str, tuple[str, int]] = {}
        self._pool: tuple[int, list[Post]] = (-1, [])

    def playlists(self, account: Account) -> list[Playlist]:
        """Return the playlists of an account; few posts make none."""
        count = _playlist_count(account)
        return [self._playlist(account, number, count) for number in range(count)]

    def collections(self, account: Account) -> list[Playlist]:
        """Return what an account collected of others."""
        open_ = account.user.status_code == people.OK
        count = ids.number("collections", account.user.id, below=4) if open_ else 0
        return [self._collection(account, number) for number in range(count)]

    def playlist(self, playlist_id: str) -> Playlist | None:
        """Find a playlist by its id."""
        return self._find(playlist_id, "mix")

    def collection(self, collection_id: str) -> Playlist | None:
        """Find a collection by its id."""
        return self._find(collection_id, "collection")

    def _find(self, sought: str, kind: str) -> Playlist | None:
        if not self._owners:
            self._index()
        handle, number = self._owners.get(f"{kind} {sought}", ("", 0))
        account = self._catalogue.account(handle)
        if account is None:
            return None
        made = self.playlists(account) if kind == "mix" else self.collections(account)
        return made[number] if number < len(made) else None

    def _index(self) -> None:
        for account in self._catalogue.accounts():
            for number in range(_MANY):
                for kind in ("mix", "collection"):
                    self._owners[f"{kind} {_id(kind, account.user, number)}"] = (account.user.handle, number)

    def _playlist(self, account: Account, number: int, count: int) -> Playlist:
        listed = (
            account.listed[::7] if count == _MANY and number == 0 else account.listed[number :: 2 * count]
        )
        posts = tuple(reversed(listed) if number % 2 else listed)
        return Playlist(_id("mix", account.user, number), _name(number), account.user, number, posts)

    def _collection(self, account: Account, number: int) -> Playlist:
        pool = self._everything()
        count = 3 + ids.number("collected", account.user.id, number, below=80)
        places = [
            ids.number("collected", account.user.id, number, index, below=len(pool)) for index in range(count)
        ]
        posts = tuple(dict.fromkeys(pool[place].id for place in places)) if pool else ()
        found = [self._catalogue.post(item_id) for item_id in posts]
        return Playlist(
            _id("collection", account.user, number),
            _name(number + 3),
            account.user,
            number,
            tuple(post for post in found if post is not None),
        )

    def _everything(self) -> list[Post]:
        """Return the open posts as they were at first: what was collected does not change as others post."""
        if self._pool[0] < 0:
            self._pool = (
                self._catalogue.size,
                sorted(self._catalogue.open_posts(), key=lambda post: post.id),
            )
        return self._pool[1]


def _playlist_count(account: Account) -> int:
    listed = len(account.listed)
    if account.user.status_code != people.OK or listed < _LEAST_POSTS:
        return 0
    return _MANY if listed >= _MANY_POSTS else ids.number("playlists", account.user.id, below=5)


def _id(kind: str, user: User, number: int) -> str:
    return ids.item_id(user.created_at or 1_600_000_000, ids.number(kind, user.id, number, below=1 << 32))


def _name(number: int) -> str:
    return f"{_NAMES[number % len(_NAMES)]} {number}"
