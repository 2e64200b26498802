"""The world that the stand-in serves, and the truth that tests compare with."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from tiktok_standin import cast, posts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from tiktok_standin.people import User
    from tiktok_standin.posts import Post


@dataclass(slots=True)
class Account:
    """A user with all posts, hidden ones included, in any order."""

    user: User
    posts: list[Post] = field(default_factory=list)
    listed: list[Post] = field(init=False)
    """Listed posts, oldest first."""

    times: list[int] = field(init=False)
    """Their times in epoch seconds, for bisection."""

    def __post_init__(self) -> None:
        self.refresh()
        if self.posts:  # an account is older than its first post
            self.user.created_at = min(self.user.created_at, self.posts[0].created_at - 86_400)

    def refresh(self) -> None:
        """Put the posts in order again after a change."""
        self.posts.sort(key=lambda post: (post.created_at, int(post.id)))
        self.listed = [post for post in self.posts if post.listed]
        self.times = [post.created_at for post in self.listed]

    @property
    def video_count(self) -> int:
        """What the profile counts, which may be more than lists show."""
        return len(self.listed) + self.user.uncounted

    def at_or_before(self, moment: int) -> int:
        """Return how many listed posts are not younger than a time in epoch seconds."""
        return bisect_right(self.times, moment)


class Catalogue:
    """All accounts and posts, found by handle, numeric id, secUid or item id."""

    def __init__(self, accounts: Iterable[Account], *, now: int, seed: int = 1) -> None:
        self.now = now
        self.seed = seed
        self._accounts = {account.user.handle: account for account in accounts}
        self._names: dict[str, str] = {}
        self._posts: dict[str, Post] = {}
        self._ids: list[str] = []
        for account in self._accounts.values():
            user = account.user
            self._names |= dict.fromkeys((user.handle, user.id, user.sec_uid), user.handle)
            self._posts.update((post.id, post) for post in account.posts)

    @classmethod
    def seeded(
        cls, seed: int = 1, users: int = 60, videos: tuple[int, int] = (0, 1500), *, now: int = cast.NOW
    ) -> Catalogue:
        """Build a varied world: the named special cases first, then everyday accounts up to ``users``.

        ``videos`` bounds how many posts an everyday account has; few have many. ``now`` is in epoch seconds.
        """
        people = cast.special(seed, now) + cast.everyday(seed, now, users, videos)
        return cls((Account(user, made) for user, made in people[:users]), now=now, seed=seed)

    @classmethod
    def bulk(cls, users: int, videos: int, *, seed: int = 1, now: int = cast.NOW) -> Catalogue:
        """Build ``users`` alike accounts of ``videos`` posts each, cheaply, for benchmarks."""
        made = cast.bulk(seed, now, users, videos)
        return cls((Account(user, posts_) for user, posts_ in made), now=now, seed=seed)

    @classmethod
    def of(cls, accounts: Iterable[tuple[User, list[Post]]], *, now: int = cast.NOW) -> Catalogue:
        """Build exactly these accounts."""
        return cls((Account(user, made) for user, made in accounts), now=now)

    @property
    def handles(self) -> list[str]:
        """All handles in the order of building."""
        return list(self._accounts)

    def account(self, name: str) -> Account | None:
        """Find an account by handle (any case), numeric id or secUid."""
        handle = self._names.get(name) or self._names.get(name.lower())
        return None if handle is None else self._accounts[handle]

    def post(self, item_id: str) -> Post | None:
        """Find a post by its id."""
        return self._posts.get(item_id)

    @property
    def size(self) -> int:
        """How many posts there are, hidden ones included; it changes only as the world grows."""
        return len(self._posts)

    def accounts(self) -> Iterator[Account]:
        """Yield all accounts in the order of building."""
        yield from self._accounts.values()

    def open_posts(self) -> Iterator[Post]:
        """Yield the listed posts of open accounts, which lists across accounts may show."""
        for account in self._accounts.values():
            if account.user.status_code == 0:
                yield from account.listed

    def sample(self, dice: Random, count: int) -> list[Post]:
        """Return up to so many listed posts of open accounts by chance."""
        drawn = [self._posts[key] for key in dice.sample(self._order(), min(2 * count, len(self._posts)))]
        return [post for post in drawn if post.listed and self._accounts[post.handle].user.status_code == 0][
            :count
        ]

    def _order(self) -> list[str]:
        if len(self._ids) != len(self._posts):
            self._ids = list(self._posts)
        return self._ids

    def add_posts(self, handle: str, count: int, *, now: int | None = None) -> list[str]:
        """Let an account post ``count`` times between its newest post and ``now``; return ids, oldest first.

        Raises KeyError for an unknown handle.
        """
        account = self._accounts[handle]
        self.now = max(self.now, now or 0)
        start = max((post.created_at for post in account.posts), default=self.now - 86_400)
        step = (self.now - start) / (count + 1)
        added = [self._grown(account, start, step, index) for index in range(1, count + 1)]
        account.posts += added
        self._posts.update((post.id, post) for post in added)
        account.refresh()
        return [post.id for post in added]

    def _grown(self, account: Account, start: int, step: float, index: int) -> Post:
        serial = len(account.posts) + index - 1
        return posts.make_post(account.user.handle, serial, int(start + step * index), seed=self.seed)

    def truth(self, handle: str) -> dict[str, Any]:
        """Return what is true of an account as plain data; ``ids`` are the listed ones, newest first.

        Raises KeyError for an unknown handle.
        """
        account = self._accounts[handle]
        return {
            "user": asdict(account.user),
            "video_count": account.video_count,
            "ids": [post.id for post in reversed(account.listed)],
            "pinned": [post.id for post in account.listed if post.pinned],
            "hidden": {post.id: post.status_code for post in account.posts if not post.listed},
            "posts": {post.id: asdict(post) for post in account.posts},
        }
