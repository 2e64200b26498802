"""Write examples.jsonl: one record of each type that each spider brings.

Usage: ``python -m scripts.examples [SPIDER …]``. Runs the commands of docs/spiders/*.md against a stand-in,
in a browser where they need one, and keeps of each record type the record that tells most.
Then run ``make docs``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.spider_pages import EXAMPLES, RESOURCES, examples
from tests.documented import DOCS, WORLD, Typist, blocks, section, targets
from tests.standin_process import StandinProcess
from tiktok_spiders.items.registry import RECORD_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Record = dict[str, Any]

STANDIN = "https://standin.example"
"""Stands in the examples for the stand-in's address, which has another port each time."""


def main(spiders: list[str]) -> int:
    """Crawl for the spiders named, or for all; keep the examples of the others."""
    wanted = spiders or sorted(name for name, asked in RESOURCES.items() if asked)
    kept = [one for one in (examples() if EXAMPLES.exists() else []) if one["source"]["spider"] not in wanted]
    with StandinProcess(*WORLD) as standin, tempfile.TemporaryDirectory() as directory:
        for name in wanted:
            place = Path(directory) / name
            place.mkdir()
            kept += best(crawled(name, Typist(place, standin)))
    kept.sort(key=_place)
    EXAMPLES.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in kept))
    return 0


def commands(spider: str, standin: StandinProcess) -> Iterator[str]:
    """Yield the commands of a spider's page with targets of the stand-in."""
    for block in blocks(section(DOCS / "spiders" / f"{spider}.md", "Commands")):
        text = block
        for placeholder, target in targets(standin)[spider].items():
            text = text.replace(placeholder, target)
        yield from text.splitlines()


def crawled(spider: str, typist: Typist) -> list[Record]:
    """Return what the commands of a spider's page bring; raise ``RuntimeError`` for one that fails."""
    feed = typist.directory / "all.jsonl"
    for line in commands(spider, typist.standin):
        done = typist.crawl(line, feed)
        print(f"$ {line}\n{done.stderr[-2000:]}")
        if done.returncode:
            raise RuntimeError(f"{line} ended with exit status {done.returncode}:\n{done.stderr}")
    text = feed.read_text(encoding="utf-8").replace(typist.standin.url, STANDIN)
    return [json.loads(line) for line in text.split("\n") if line]


def best(records: Iterable[Record]) -> Iterator[Record]:
    """Yield of each type the first record that tells most."""
    found: dict[str, Record] = {}
    for one in records:
        other = found.get(one["record_type"])
        if other is None or _told(one) > _told(other):
            found[one["record_type"]] = one
    yield from found.values()


def _told(record: Record) -> tuple[bool, int]:
    # Of verdicts, one of a list that TikTok's own number was compared with tells most.
    told = sum(value not in (None, "", [], {}) for value in record.values())
    return bool(record.get("pages", 0) and record.get("message")), told


def _place(record: Record) -> tuple[str, int]:
    return record["source"]["spider"], list(RECORD_CLASSES).index(record["record_type"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
