"""How a file is cut for the upload: one chunk, or equal ones and a larger last. Sizes are bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_CHUNK_MAX = 64_000_000
"""The largest file that goes in one chunk: 64 MB in the smaller of the two units that "MB" may mean."""

CHUNK = 10_000_000
"""The chunk of larger files: the last, which takes the rest, stays below twice as much."""

SIZE_MAX = 4 * 1024**3
"""The largest file that TikTok takes."""

_STORED = re.compile(r"bytes\s+0-(\d+)/(?:\d+|\*)\s*", re.IGNORECASE)


class Chunk(NamedTuple):
    """One piece of a file: its first and last byte, both counted from 0 and both in it."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Bytes in it."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """What ``source_info`` declares about a file, and the chunks that follow from it."""

    size: int
    chunk_size: int
    count: int

    @classmethod
    def of(cls, size: int) -> ChunkPlan:
        """Return the plan of a file. Raises ``ValueError`` for a file that is empty or too large."""
        if not 0 < size <= SIZE_MAX:
            raise ValueError(f"a file of {size} bytes: 1 to {SIZE_MAX} are allowed")
        if size <= ONE_CHUNK_MAX:
            return cls(size, size, 1)
        return cls(size, CHUNK, size // CHUNK)

    def chunks(self, start: int = 0) -> Iterator[Chunk]:
        """Yield the chunks from the one that begins at ``start``; none if everything is stored.

        Raises ``ValueError`` if no chunk begins there.
        """
        if start == self.size:
            return
        index, rest = divmod(start, self.chunk_size)
        if rest or not 0 <= index < self.count:
            raise ValueError(f"no chunk of {self} begins at {start}")
        for number in range(index, self.count):
            first = number * self.chunk_size
            yield Chunk(first, self.size - 1 if number == self.count - 1 else first + self.chunk_size - 1)

    def boundary_at_or_before(self, offset: int) -> int:
        """Return where the chunk begins that holds the byte at ``offset``; the size for its end."""
        if offset >= self.size:
            return self.size
        return min(offset // self.chunk_size, self.count - 1) * self.chunk_size

    def stored_bytes(self, content_range: str | None) -> int | None:
        """Return how many bytes are stored by an answer's ``Content-Range``; None if it does not say.

        Its number is their count or the index of the last one: only one of the two is the end of a chunk.
        """
        found = _STORED.fullmatch((content_range or "").strip())
        if found is None:
            return None
        number = int(found.group(1))
        return next((count for count in (number, number + 1) if self._is_end(count)), None)

    def _is_end(self, offset: int) -> bool:
        return offset == self.size or (
            offset % self.chunk_size == 0 and 0 <= offset // self.chunk_size < self.count
        )
