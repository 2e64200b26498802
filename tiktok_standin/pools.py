"""Which posts the categories of ``/explore`` show, and which are related to a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_standin import categories, ids

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Catalogue
    from tiktok_standin.posts import Post

_LEAST_POOL, _POOL_SPREAD = 40, 121
_LEAST_RELATED, _RELATED_SPREAD = 8, 9


class Pools:
    """Which posts ``/explore`` shows of each category; made anew when the world has grown."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._size = -1
        self._pools: dict[int, list[Post]] = {}

    def of(self, category: int) -> list[Post]:
        """Return the posts of a category that batches are drawn from; none of an unknown category."""
        if self._size != self._catalogue.size:
            self._fill()
        return self._pools.get(category, [])

    def _fill(self) -> None:
        self._size = self._catalogue.size
        found: dict[int, list[Post]] = {number: [] for number in categories.NAMES}
        for post in self._catalogue.open_posts():
            found[categories.ALL].append(post)
            found[categories.of_post(post.id)].append(post)
        self._pools = {number: _best(number, members) for number, members in found.items()}


def _best(category: int, members: list[Post]) -> list[Post]:
    count = _LEAST_POOL + ids.number("explore", category, below=_POOL_SPREAD)
    return sorted(members, key=lambda post: (-post.plays * ids.share("explore", post.id), post.id))[:count]


def related(pools: Pools, post: Post) -> list[Post]:
    """Return the posts related to one."""
    pool = pools.of(categories.of_post(post.id)) + pools.of(categories.ALL)
    others = list({other.id: other for other in pool if other.id != post.id}.values())
    count = _LEAST_RELATED + ids.number("related", post.id, below=_RELATED_SPREAD)
    return sorted(others, key=lambda other: ids.share("related", post.id, other.id))[:count]
