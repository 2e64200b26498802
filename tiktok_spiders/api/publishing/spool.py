"""The folder of uploads on their way: private, with a quota, and empty of what no post needs."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from fastapi.concurrency import run_in_threadpool

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.publish.chunks import SIZE_MAX
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import FileIO

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
PIECE = 1024 * 1024
"""Bytes that are written at a time."""

LOOK_EVERY = 64 * PIECE
"""Bytes after which an upload looks again how much others have written."""

YOUNG_S = 60.0
NAME_BYTES = 120
FULL_S = 60.0
_FORBIDDEN = str.maketrans({"/": "_", "\\": "_", ":": "_"})


class Spool:
    """Has a folder for each upload, with the file in it under the user's own name."""

    def __init__(self, folder: Path, quota: int, *, largest: int = SIZE_MAX) -> None:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
        self.folder, self.quota, self.largest = folder.resolve(), quota, largest
        self._used = 0

    def begin(self, name: str) -> Upload:
        """Make room for an upload. Raises ``ApiError`` if there is none."""
        self.look()
        self.take(0)
        folder = self.folder / secrets.token_hex(16)
        folder.mkdir(mode=PRIVATE_FOLDER)
        return Upload(self, folder / clean_name(name))

    def take(self, count: int) -> None:
        """Count bytes. Raises ``ApiError`` where they are too many for the quota."""
        if self._used + count > self.quota or self.quota == 0:
            raise ApiError(
                "API_UNAVAILABLE",
                "the room for uploads on their way is used up; come again when others are sent",
                retry_after=FULL_S,
            )
        self._used += count

    def look(self) -> None:
        """Count what lies here: other processes write, and remove, as well."""
        self._used = sum(_size(path) for path in self.folder.glob("*/*"))

    def remove(self, path: Path) -> None:
        """Remove an upload; a path outside of the folder is left alone."""
        if path.parent.parent == self.folder:
            shutil.rmtree(path.parent, ignore_errors=True)

    def sweep(self, needed: Callable[[], set[str]]) -> int:
        """Remove uploads that no post needs and nobody is writing; return how many."""
        return sum(self._swept(entry, needed) for entry in list(self.folder.iterdir()))

    def _swept(self, entry: Path, needed: Callable[[], set[str]]) -> bool:
        if time.time() - _changed(entry) < YOUNG_S:
            return False
        path = next(entry.iterdir(), None) if entry.is_dir() and not entry.is_symlink() else None
        if path is None:
            return _drop(entry)
        with path.open("rb") as file:
            if not _locked(file.fileno()):
                return False
            # Asked for under the lock: an upload lets go of it only when its post is in the queue.
            return str(path) not in needed() and _drop(entry)


class Upload:
    """One file that comes in. Its lock tells other processes that it does."""

    def __init__(self, spool: Spool, path: Path) -> None:
        self.path, self.size = path, 0
        self._spool, self._buffer, self._looked = spool, bytearray(), 0
        self._handed_over = False
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
        self._file: FileIO = os.fdopen(number, "wb", buffering=0)
        _locked(number)

    async def write(self, data: bytes) -> None:
        """Take bytes in. Raises ``ApiError`` where they are too many."""
        self.size += len(data)
        if self.size > self._spool.largest:
            raise too_large(self._spool.largest)
        self._spool.take(len(data))
        self._buffer += data
        if len(self._buffer) >= PIECE:
            await self.flush()

    async def flush(self) -> None:
        """Write what has come in."""
        data, self._buffer = bytes(self._buffer), bytearray()
        try:
            await run_in_threadpool(_write, self._file, data)
        except OSError as error:
            raise ApiError(
                "API_UNAVAILABLE", "the disk takes no more uploads now", retry_after=FULL_S
            ) from error
        if self.size - self._looked >= LOOK_EVERY:
            self._looked = self.size
            await run_in_threadpool(self._spool.look)

    def hand_over(self) -> None:
        """Leave it to somebody else whether the file stays."""
        self._handed_over = True

    def drop(self) -> None:
        """Remove what has come in."""
        self._spool.remove(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close the file; where something went wrong, nothing of it stays."""
        if kind is not None and not self._handed_over:
            self.drop()
        self._file.close()


def too_large(most: int) -> ApiError:
    """Return the error of a body that is larger than ``most`` bytes."""
    return ApiError("TOO_LARGE", f"a file of at most {most} bytes is taken", headers={"Connection": "close"})


def clean_name(name: str) -> str:
    """Return a file name that is one part of a path, as like the user's as may be."""
    bare = printable(name.rpartition("/")[2].rpartition("\\")[2]).translate(_FORBIDDEN).lstrip(".")
    while len(bare.encode()) > NAME_BYTES:
        bare = bare[1:]
    return bare.strip() or "video"


def _write(file: FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _locked(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:
        return time.time()


def _drop(entry: Path) -> bool:
    shutil.rmtree(entry, ignore_errors=True)
    return True
