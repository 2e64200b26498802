"""Write the reference pages of docs/ from the code, or tell where they differ from it.

Usage: ``python scripts/docs.py [--check]``. Generated: fields.md, field-sources.md, settings.md,
publishing-errors.md, spiders.md, and the marked parts of api.md and spiders/*.md. Compared with the code,
written by hand: stats.md.
"""

from __future__ import annotations

import difflib
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.api_page import api_page
from scripts.field_sources import field_sources_page
from scripts.fields_page import fields_page
from scripts.publish_codes_page import publish_codes_page
from scripts.settings_page import settings_page
from scripts.spider_pages import RESOURCES, spider_page
from scripts.spiders_page import spiders_page
from scripts.stat_names import stats_in_code, stats_in_docs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCS = ROOT / "docs"

PAGES: dict[str, Callable[[], str]] = {
    "api.md": api_page,
    "fields.md": fields_page,
    "field-sources.md": field_sources_page,
    "publishing-errors.md": publish_codes_page,
    "settings.md": settings_page,
    "spiders.md": spiders_page,
    **{f"spiders/{name}.md": partial(spider_page, name) for name in RESOURCES},
}


def problems() -> Iterator[str]:
    """Yield one text for each difference between docs and code."""
    for name, make in PAGES.items():
        path = DOCS / name
        old = path.read_text() if path.exists() else ""
        difference = list(
            difflib.unified_diff(old.splitlines(), make().splitlines(), name, "code", lineterm="", n=0)
        )
        if difference:
            yield "\n".join(["docs and code differ; run: make docs", *difference[:20]])
    coded, told = stats_in_code(), stats_in_docs(DOCS / "stats.md")
    yield from (f"docs/stats.md lacks {name}" for name in sorted(coded - told))
    yield from (f"docs/stats.md tells of {name}, which no code counts" for name in sorted(told - coded))


def main(argv: list[str]) -> int:
    """Write the pages, or with ``--check`` only compare; return the exit status."""
    if argv not in ([], ["--check"]):
        print(__doc__)
        return 2
    if not argv:
        for name, make in PAGES.items():
            (DOCS / name).write_text(make())
    found = list(problems())
    print("\n".join(found) or "docs and code agree")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
