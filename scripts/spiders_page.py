"""docs/spiders.md: every spider with a link to its page, then the arguments that all take."""

from __future__ import annotations

from typing import Any

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scripts.knobs import arguments_table, knobs
from scripts.page_text import cell, page, summary
from tiktok_spiders.spiders.arguments import Arguments

ABOUT = (
    "Give arguments with `-a name=value`. Lists are comma-separated. A wrong argument ends the crawl "
    "before its first request with exit status 2."
)


def spiders_page() -> str:
    """Return the page."""
    lines = ["| spider | |", "|---|---|"]
    for name, spider in spiders().items():
        lines.append(f"| [`{name}`](spiders/{name}.md) | {cell(*summary(spider.__doc__ or ''))} |")
    lines += ["", "## Every spider", "", *arguments_table(knobs(Arguments))]
    return page("Spiders", ABOUT, lines)


def spiders() -> dict[str, Any]:
    """Return the spider classes by name."""
    loader = SpiderLoader(Settings({"SPIDER_MODULES": ["tiktok_spiders.spiders"]}))
    return {name: loader.load(name) for name in sorted(loader.list())}
