"""What searches find: a set of results for each query, and an order for each session of searching."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from tiktok_standin import ids, people
from tiktok_standin.catalogue import Account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiktok_standin.catalogue import Catalogue
    from tiktok_standin.posts import Post

NOTHING = "zzz"
"""Queries that begin like this find nothing."""

LONGEST = 100
"""Queries of more characters find nothing."""

QUERIES = ("bread", "moss", "night trains", "river", "高铁", "🔥", "سوق", "family day", "heron", "zzznothing")
"""Some queries with many results, few and none."""

_LEAST_DEPTH, _DEPTH_SPREAD = 120, 281
_LEAST_NAMESAKES, _NAMESAKES_SPREAD = 8, 500
_KEPT, _SESSIONS = 256, 20_000
_TAILS = ("", " tutorial", " for beginners", " at home", " 2026", " challenge", " original sound", " asmr")


def terms(query: str) -> tuple[str, ...]:
    """Return the words that results have to contain; none for a query that finds nothing."""
    text = query.lower().replace("#", " ").replace("@", " ")
    return () if len(query) > LONGEST or text.strip().startswith(NOTHING) else tuple(text.split())


def suggestions(query: str) -> list[str]:
    """Return what is suggested for a beginning of a query."""
    stem = " ".join(query.split()).lower()
    if not terms(query):
        return []
    return [f"{stem}{tail}" for tail in _TAILS[: 4 + ids.number("suggest", stem, below=5)]]


class Searches:
    """Results of a catalogue, kept for the last queries; and the sessions, by the ids of their answers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._size = -1
        self._texts: list[tuple[str, Post]] = []
        self._posts: OrderedDict[str, tuple[Post, ...]] = OrderedDict()
        self._users: OrderedDict[str, tuple[Account, ...]] = OrderedDict()
        self._sessions: OrderedDict[str, str] = OrderedDict()

    def depth(self, kind: str, query: str, bound: int) -> int:
        """Return how many results a search shows at most; ``bound`` is the switch, 0 = the query's own."""
        return bound or _LEAST_DEPTH + ids.number("depth", kind, query.lower(), below=_DEPTH_SPREAD)

    def posts(self, query: str) -> tuple[Post, ...]:
        """Return all posts that a query finds, the best first."""
        self._refresh()
        known = self._posts.get(query)
        return _keep(self._posts, query, self._matching(query)) if known is None else known

    def users(self, query: str) -> tuple[Account, ...]:
        """Return all accounts that a query finds: those of the world first, then namesakes from elsewhere."""
        self._refresh()
        known = self._users.get(query)
        return _keep(self._users, query, self._named(query)) if known is None else known

    def session(self, search_id: str, answer_id: str) -> str:
        """Return what orders the results: what ordered the answer of that id, else something new."""
        seed = self._sessions.get(search_id, answer_id)
        self._sessions[answer_id] = seed
        if len(self._sessions) > _SESSIONS:
            self._sessions.popitem(last=False)
        return seed

    def _matching(self, query: str) -> tuple[Post, ...]:
        words = terms(query)
        if not words:
            return ()
        found = [post for text, post in self._texts if all(word in text for word in words)]
        return tuple(sorted(found, key=lambda post: (-post.plays * ids.share("found", post.id), post.id)))

    def _named(self, query: str) -> tuple[Account, ...]:
        words = terms(query)
        if not words:
            return ()
        here = [account for account in self._catalogue.accounts() if _is_named(account, words)]
        count = _LEAST_NAMESAKES + ids.number("namesakes", *words, below=_NAMESAKES_SPREAD)
        return (*here, *(_namesake(words, number) for number in range(count)))

    def _refresh(self) -> None:
        if self._size == self._catalogue.size:
            return
        self._size = self._catalogue.size
        self._texts = [(post.caption.lower(), post) for post in self._catalogue.open_posts()]
        self._posts.clear()
        self._users.clear()


def _is_named(account: Account, words: tuple[str, ...]) -> bool:
    text = f"{account.user.handle} {account.user.nickname}".lower()
    return account.user.status_code == people.OK and all(word in text for word in words)


def _namesake(words: tuple[str, ...], number: int) -> Account:
    slug = re.sub(r"[^a-z0-9]", "", "".join(words))[:12] or "user"
    user = people.make_user(f"{slug}{ids.hex_word('namesake', *words, number, length=8)}")
    user.nickname = f"{' '.join(words)[:20]} {number} ✨"
    user.uncounted = ids.number("namesake posts", user.handle, below=300)
    return Account(user)


def _keep(kept: OrderedDict[str, Any], query: str, found: Any) -> Any:
    kept[query] = found
    if len(kept) > _KEPT:
        kept.popitem(last=False)
    return found


def ordered(found: Sequence[Any], seed: str) -> list[Any]:
    """Return results in the order of a session: the better ones tend to come early."""
    places = {place: (1 + place) * (0.2 + ids.share("order", seed, place)) for place in range(len(found))}
    return [found[place] for place in sorted(places, key=lambda place: places[place])]
