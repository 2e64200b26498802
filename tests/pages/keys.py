"""Which keys of a recorded answer its parser reads, found by changing each and reading again.

A key is read if another value in its place, or its absence, changes a record, the rest of the page or what
was misread. Keys that back up others are found in further rounds, in which all that was read is taken away.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from tests.pages.document import Document
from tiktok_spiders.exceptions import TikTokSpidersError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.pages.document import Path, Place
    from tests.pages.golden import Case

_NOTHING = 0.5
_OTHERS = (_NOTHING, "7", "https://odd.example/7.x")
"""Values to put in a key's place: one that nothing can be made of, and two that something can."""


class Keys:
    """The keys of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._document = Document(case.body)
        self._read: set[Path] = set()

    def unread(self) -> set[str]:
        """Return the dotted paths of all keys that are not read; of a whole part the path of the part."""
        every = set(self._document.places())
        while found := self._found_now():
            self._drop([path for path in sorted(found) if not _has_below(path, every)])
        unread = every - self._read
        return {".".join(path) for path in unread if path[:-1] not in unread}

    def _found_now(self) -> set[Path]:
        """Return the further paths that matter to the answer as it is now, level by level.

        What is below a part is looked at when the part is found to be read.
        """
        places, now = self._document.places(), self._outcome()
        before = set(self._read)
        tested: set[Path] = set()
        while next_ones := [
            path for path in sorted(places) if path not in tested and self._is_next(path, places)
        ]:
            tested.update(next_ones)
            self._read |= self._those_that_matter(next_ones, places, now)
        return self._read - before

    def _is_next(self, path: Path, places: dict[Path, list[Place]]) -> bool:
        above = path[:-1]
        return path not in self._read and (above in self._read or above not in places)

    def _those_that_matter(self, paths: list[Path], places: dict[Path, list[Place]], now: Any) -> set[Path]:
        """Return those of the paths that matter; most do not, so that many are tried at once."""
        if not self._matters([place for path in paths for place in places[path]], now):
            return set()
        if len(paths) == 1:
            return set(paths)
        halves = paths[: len(paths) // 2], paths[len(paths) // 2 :]
        return set().union(*(self._those_that_matter(half, places, now) for half in halves))

    def _matters(self, places: list[Place], now: Any) -> bool:
        leaves = [(parent, key) for parent, key in places if not isinstance(parent[key], dict | list)]
        for value in _OTHERS:
            with replaced(places if value == _NOTHING else leaves, value):
                if self._outcome() != now:
                    return True
        with removed(places):
            return bool(self._outcome() != now)

    def _drop(self, paths: list[Path]) -> None:
        """Take keys away for good, but for those without which a record is lost."""
        places = self._document.places()
        every = [place for path in paths for place in places.get(path, ())]
        if not every:
            return
        count = self._outcome()[0]
        with removed(every) as keep_removed:
            if self._outcome()[0] == count:
                keep_removed.append(True)
        if not keep_removed and len(paths) > 1:
            self._drop(paths[: len(paths) // 2])
            self._drop(paths[len(paths) // 2 :])

    def _outcome(self) -> tuple[int, Any]:
        """Return the number of records, and all that was read."""
        try:
            page = self._case.read(self._document.body())
        except TikTokSpidersError as error:
            return -1, type(error).__name__
        return len(page.records), msgspec.json.encode(page)


@contextmanager
def replaced(places: list[Place], value: Any) -> Iterator[None]:
    """Put a value in all the places, and the old ones back at the end."""
    old = [parent[key] for parent, key in places]
    for parent, key in places:
        parent[key] = value
    yield
    for (parent, key), before in zip(places, old, strict=True):
        parent[key] = before


@contextmanager
def removed(places: Iterable[Place]) -> Iterator[list[bool]]:
    """Take the keys away, and put all back in their order unless the list that is given is filled."""
    parents = {id(parent): (parent, list(parent.items())) for parent, _ in places}
    for parent, key in places:
        parent.pop(key, None)
    keep: list[bool] = []
    yield keep
    if not keep:
        for parent, items in parents.values():
            parent.clear()
            parent.update(items)


def _has_below(path: Path, every: set[Path]) -> bool:
    return any(other[: len(path)] == path and other != path for other in every)
