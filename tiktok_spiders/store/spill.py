"""Pages that could not be saved, in a file of JSON Lines: one record, checkpoint or verdict a line.

``{"page": 0, "record_type": "video", "item": {…}}``; lines of one ``page`` belong together.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.run import Checkpoint, Rejected
from tiktok_spiders.store.decode import record_from
from tiktok_spiders.store.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_CLASSES: dict[str, type[Any]] = {**RECORD_CLASSES, "checkpoint": Checkpoint, "rejected": Rejected}

_OTHERS = frozenset({"checkpoint", "rejected", "verdict"})


def write_spill(path: Path, pages: Sequence[Page]) -> int:
    """Append ``pages`` to a file of mode 600 and return their number.

    Workers of one run have one file: each waits until the one before it has written all of its pages.
    """
    encode = msgspec.json.Encoder().encode
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        _lock(descriptor)
        file.seek(0, os.SEEK_END)
        first = 0 if not file.tell() else _next_page(path)
        for number, page in enumerate(pages, first):
            for record_type, item in _members(page):
                line = {"page": number, "record_type": record_type, "item": asdict(item)}
                file.write(encode(line) + b"\n")
    return len(pages)


def _lock(descriptor: int) -> None:
    """Lock a file until it is closed, where the system can."""
    with suppress(ImportError):
        import fcntl  # noqa: PLC0415 -- not there on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX)


def read_spill(path: Path) -> Iterator[Page]:
    """Yield the pages of a file that `write_spill` made. Raises StoreError for a line it cannot read."""
    for _, lines in groupby(_lines(path), key=lambda line: line[0]):
        members = [(record_type, item) for _, record_type, item in lines]
        yield Page(
            records=tuple(item for record_type, item in members if record_type not in _OTHERS),
            checkpoint=_one(members, "checkpoint"),
            verdict=_one(members, "verdict"),
            rejected=tuple(item for record_type, item in members if record_type == "rejected"),
        )


def _members(page: Page) -> Iterator[tuple[str, Any]]:
    for record in page.records:
        yield record.record_type, record
    for rejected in page.rejected:
        yield "rejected", rejected
    if page.checkpoint is not None:
        yield "checkpoint", page.checkpoint
    if page.verdict is not None:
        yield "verdict", page.verdict


def _one(members: Iterable[tuple[str, Any]], wanted: str) -> Any:
    return next((item for record_type, item in members if record_type == wanted), None)


def _next_page(path: Path) -> int:
    return max((number for number, _, _ in _lines(path)), default=-1) + 1


def _lines(path: Path) -> Iterator[tuple[int, str, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                read = msgspec.json.decode(line)
                record_class = _CLASSES[read["record_type"]]
                yield read["page"], read["record_type"], record_from(record_class, read["item"])
            except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
                raise StoreError(f"{path}:{number} is not a line of unsaved records: {error}") from error
