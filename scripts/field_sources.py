"""docs/field-sources.md: which recorded answers fill a field, and which recorded keys nothing reads."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from scripts.page_text import page
from tests.pages import golden
from tests.pages.reasons import reasons
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.registry import RECORD_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

ABOUT = (
    "Parsers are tested with answers that TikTok once sent. For each field of a record this page names the "
    "recordings (folders of `tests/fixtures`) that fill it. A field that only made-up answers fill follows "
    "what is known of TikTok's keys, and nobody has recorded it yet; one that none fills is filled by the "
    "crawl or the store, or waits for an answer that tells it."
)
ABOUT_UNREAD = (
    "Keys that were recorded and that no parser reads. A pattern is the end of a key's dotted path, "
    "`*` is anything, and all below it is meant too; without kinds it holds for every answer. Tests fail for "
    "a recorded key that is neither read nor here. Keys that a recording holds only empty and that were left "
    "out of the tests' copy of it need no reason: the `cut.txt` beside the copy names them."
)
_NOT_READ = {"publication", "verdict"}
_ENVELOPE = {each.name for each in fields(Record)}


def field_sources_page() -> str:
    """Return the page: fields by record, then the keys that nothing reads."""
    filled = _filled()
    lines: list[str] = []
    for name, kind in RECORD_CLASSES.items():
        if name not in _NOT_READ:
            lines += [f"## {kind.__name__}", "", *_table(name, kind, filled), ""]
    lines += ["## Keys that are not read", "", ABOUT_UNREAD, "", "| keys | kinds | why |", "|---|---|---|"]
    lines += [
        f"| {_code(each.keys)} | {_code(each.kinds) or 'every'} | {each.reason} |" for each in reasons()
    ]
    return page("Where fields come from", ABOUT, lines)


def _filled() -> dict[tuple[str, str], list[golden.Case]]:
    """Return the cases that fill a field, by record type and field."""
    found: dict[tuple[str, str], dict[golden.Case, None]] = {}
    for case in golden.cases():
        for record in golden.plain_read(case)[1]:
            for field in _told(record):
                found.setdefault((record["record_type"], field), {})[case] = None
    return {key: list(cases) for key, cases in found.items()}


def _told(record: dict[str, Any]) -> Iterator[str]:
    kind = golden.kind_of(record["record_type"])
    for field, value in record.items():
        if value is not None and value != golden.default_of(kind, field):
            yield field


def _table(name: str, kind: type[Record], filled: dict[tuple[str, str], list[golden.Case]]) -> list[str]:
    own = [each.name for each in fields(kind) if each.name not in _ENVELOPE]
    return [
        "| field | filled from |",
        "|---|---|",
        *(f"| `{field}` | {_words(filled.get((name, field), []))} |" for field in own),
    ]


def _words(cases: list[golden.Case]) -> str:
    kinds: dict[str, list[str]] = {}
    for case in cases:
        if case.is_recorded:
            kinds.setdefault(case.kind, []).append(case.name)
    if kinds:
        return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items())
    return "made-up answers only" if cases else "none"


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)
