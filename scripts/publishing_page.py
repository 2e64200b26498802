"""The generated parts of docs/publishing.md: TikTok's codes with what to do about each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.page_text import cell
from scripts.spider_pages import refreshed
from tiktok_spiders.publish.codes import CODES, FAIL_REASONS, OAUTH
from tiktok_spiders.publish.errors import Retry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tiktok_spiders.publish.codes import Code

PAGE = Path(__file__).resolve().parent.parent / "docs/publishing.md"

AGAIN = {
    Retry.NEVER: "no",
    Retry.LATER: "by itself, later",
    Retry.SAME: "by itself, once",
    Retry.UNKNOWN: "never by itself",
}


def publishing_page() -> str:
    """Return docs/publishing.md with its tables as the code has them now."""
    blocks = {"codes": table(CODES), "login codes": table(OAUTH), "fail reasons": table(FAIL_REASONS)}
    return refreshed(PAGE.read_text(), blocks)


def table(codes: Mapping[str, Code]) -> Iterator[str]:
    """Yield a row for each code."""
    yield from ("| TikTok says | error | tried again | what to do |", "|---|---|---|---|")
    for name, code in codes.items():
        yield f"| `{name}` | `{code.kind.__name__}` | {AGAIN[code.retry]} | {cell(code.remedy)} |"
