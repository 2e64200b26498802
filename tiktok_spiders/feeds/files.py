"""Files that appear whole or not at all."""

from __future__ import annotations

import gzip
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

STDOUT = "-"

BUFFER_BYTES = 2**18


@contextmanager
def whole_file(path: str, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes its name only when all is written; ``-`` is standard output.

    Until then it is ``.NAME.PID.part`` beside it, which an error removes. A name that ends in ``.gz``
    is compressed. ``FileExistsError`` for a name that is taken, unless ``force``.
    """
    if path == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    refuse_taken(target, force=force)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb", buffering=BUFFER_BYTES) as file:
            yield from _compressed(file, target)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise


def refuse_taken(target: Path, *, force: bool) -> None:
    """Raise ``FileExistsError`` where ``target`` is there and is not to be replaced."""
    if target.exists() and not force:
        raise FileExistsError(f"{target} exists; --force replaces it")


def _compressed(file: IO[bytes], target: Path) -> Iterator[IO[bytes]]:
    if target.suffix != ".gz":
        yield file
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=5, mtime=0) as packed:
        yield cast("IO[bytes]", packed)
