"""docs/settings.md: every setting with its default, what is allowed and what it is for."""

from __future__ import annotations

from scripts.knobs import knobs
from scripts.page_text import page
from tiktok_spiders.config import ALIASES, Config

ABOUT = (
    "Set them in the environment, in a `.env` file beside `scrapy.cfg`, or for one crawl with "
    "`-s NAME=VALUE`. A value that is not allowed ends the crawl before its first request."
)


def settings_page() -> str:
    """Return the page: settings, then the other names that some of them have."""
    lines: list[str] = []
    for name, default, allowed, description in knobs(Config):
        lines += [
            f"## TIKTOK_{name.upper()}",
            "",
            f"Default: {default}. Allowed: {allowed}.",
            "",
            description,
            "",
        ]
    if ALIASES:
        lines += ["## Other names", "", "| name | stands for |", "|---|---|"]
        lines += [f"| `{alias}` | `{name}` |" for alias, name in sorted(ALIASES.items())]
    return page("Settings", ABOUT, lines)
