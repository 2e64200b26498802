"""docs/publishing-errors.md: every code that TikTok answers publishing with, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.page_text import cell, page
from tiktok_spiders.publish.codes import CODES, FAIL_REASONS, OAUTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.publish.codes import Code

ABOUT = "What TikTok answers, what to do, and whether the same is tried again by itself."
PARTS = (
    ("Answers to calls", "code", CODES),
    ("Reasons of a post that failed", "reason", FAIL_REASONS),
    ("Answers to logins", "code", OAUTH),
)
AGAIN = {"never": "no", "later": "later", "same": "at once, once", "unknown": "no"}


def publish_codes_page() -> str:
    """Return the page: a table for each kind of answer."""
    lines: list[str] = []
    for title, head, codes in PARTS:
        lines += [f"## {title}", "", f"| {head} | error | what to do | again |", "|---|---|---|---|"]
        lines += [*_rows(codes), ""]
    return page("Errors of publishing", ABOUT, lines)


def _rows(codes: Mapping[str, Code]) -> list[str]:
    return [
        f"| `{name}` | `{code.kind.__name__}` | {cell(code.remedy)} | {AGAIN[code.retry]} |"
        for name, code in codes.items()
    ]
