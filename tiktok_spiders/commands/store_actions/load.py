"""``scrapy store import``: pages that a crawl could not save, into the store."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.config import Config
from tiktok_spiders.store.adopt import adopt_runs
from tiktok_spiders.store.spill import read_spill
from tiktok_spiders.store.store import Store

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

NAME = "import"
HELP = "Store the pages of unsaved-RUN_ID.jsonl files; doing it twice changes nothing"

PAGES_A_TRANSACTION = 50


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="file that a crawl left behind")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Store each file's pages and say what became of them; the files stay."""
    config = Config.from_settings(settings)
    for file in options.files:
        if not Path(file).is_file():
            raise UsageError(f"there is no file {file}")
    store = Store.open(config.database_url)
    try:
        for file in options.files:
            print(_load(store, Path(file)))
    finally:
        store.close()
    return 0


def _load(store: Store, path: Path) -> str:
    pages = records = new = updated = rejected = 0
    remaining = read_spill(path)
    while batch := list(islice(remaining, PAGES_A_TRANSACTION)):
        adopt_runs(store, batch)
        written = store.write(batch)
        pages += len(batch)
        records += sum(len(page.records) for page in batch)
        new += sum(page.new for page in written)
        updated += sum(page.updated for page in written)
        rejected += sum(len(page.rejected) for page in written)
    told = f"{path}: {pages} pages, {records} records: {new} new, {updated} updated"
    return f"{told}, {rejected} rejected" if rejected else told
