"""A file as it was when it was queued, and whether it still is that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.publish.claim import machine
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.idempotency import file_hash
from tiktok_spiders.publish.post import LocalFile

if TYPE_CHECKING:
    from pathlib import Path

_AGAIN = "post it again with the file as it is now, or put the file back and run the same command"


def local_file(path: Path) -> LocalFile:
    """Return a file with its hash; it is read whole. Raises ``RefusedError`` for one that cannot be read."""
    try:
        found = path.resolve(strict=True)
        if not found.is_file():
            raise _changed(f"{path} is not a file", "name a video file")
        about = found.stat()
        hashed = file_hash(found)
    except OSError as error:
        raise _changed(f"{path} cannot be read ({error.strerror})", "name a file that is there") from None
    return LocalFile(path=found, machine=machine(), size=about.st_size, mtime=about.st_mtime, hash=hashed)


def check_file(file: LocalFile) -> None:
    """Raise ``RefusedError`` unless the file is here and holds what it held.

    A file that was queued on another machine counts if this one sees the same bytes under the same path.
    """
    where = "" if file.machine == machine() else f"; it was queued on the machine {file.machine}"
    try:
        same = file.path.stat().st_size == file.size and file_hash(file.path) == file.hash
    except OSError as error:
        raise _changed(f"{file.path} cannot be read ({error.strerror}){where}", _AGAIN) from None
    if not same:
        raise _changed(f"{file.path} is not what it was when it was queued{where}", _AGAIN)


def _changed(what: str, remedy: str) -> RefusedError:
    return RefusedError(what, code="file", remedy=remedy)
