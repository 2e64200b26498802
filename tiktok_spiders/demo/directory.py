"""Where the demo puts what it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.demo.failure import DemoError

if TYPE_CHECKING:
    from pathlib import Path

MARKER = ".tiktok-demo"
DATABASE = "tiktok.db"
LOG = "standin.log"
FILES = (
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    "users.jsonl",
    "videos.jsonl",
    "videos.csv",
    "products.jsonl",
    LOG,
)
"""All that the demo writes, and all that it ever removes."""


def prepare(directory: Path, *, force: bool) -> None:
    """Make ``directory``, or empty it of an earlier demo's files.

    Raises DemoError for a directory with other content, unless ``force``: then the demo's files are written
    into it. Files of other names are never touched.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not force and any(directory.iterdir()) and not (directory / MARKER).exists():
            raise DemoError(
                f"{directory} is not empty and no earlier demo made it: use --force or another --dir"
            )
        for name in FILES:
            (directory / name).unlink(missing_ok=True)
        (directory / MARKER).write_text("Made by `scrapy demo`; the next demo may replace its files.\n")
    except OSError as error:
        raise DemoError(f"cannot use {directory}: {error.strerror}") from None
