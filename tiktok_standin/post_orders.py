"""The orders of ``/api/post/item_list/`` and their cursors.

A cursor of the orders by time is the last item's time in ms, whose odd milliseconds tell items of the same
second apart; that of the popular order decreases and is no time.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Account
    from tiktok_standin.posts import Post

POPULAR, OLDEST = "1", "2"
_TOP = 1_000_000


def ordered(account: Account, order: str) -> list[Post]:
    """Return the account's listed posts: most played, oldest or (any other order) newest first."""
    if order == POPULAR:
        return sorted(account.listed, key=lambda post: (-post.plays, post.id))
    return account.listed if order == OLDEST else account.listed[::-1]


def cursor(posts: list[Post], order: str, end: int) -> int:
    """Return the cursor after the first ``end`` posts, which are at least one."""
    if order == POPULAR:
        return _TOP - end
    second = posts[end - 1].created_at
    same = takewhile(lambda post: post.created_at == second, reversed(posts[:end]))
    return second * 1000 + sum(1 for _ in same)


def start(posts: list[Post], order: str, cursor: int) -> int:
    """Return how many posts a cursor has behind it; 0 is the start."""
    if not cursor:
        return 0
    if order == POPULAR:
        return min(max(0, _TOP - cursor), len(posts))
    second, behind = divmod(cursor, 1000)
    earlier = (post.created_at < second if order == OLDEST else post.created_at > second for post in posts)
    return sum(earlier) + min(behind, sum(post.created_at == second for post in posts))
