"""Recorded answers with the records expected of them: one reported test for each field of each record.

A case is a folder ``tests/fixtures/<kind>/<case>/`` that holds

- ``answer.html`` or ``answer.json``: the recorded answer, trimmed of what no parser reads;
- ``meta.json``: ``url``, ``recorded`` (ISO time of the answer), ``kept_because``, and optional
  fields of `Capture` under ``capture``;
- ``expected.json``: ``records`` (a field that is left out is None) and ``page`` (the rest of `PageRead`).

``python -m tests.pages.golden KIND/CASE …`` writes ``expected.json`` anew: read it against the answer, field
by field, before committing it. A new kind needs a line in `READERS` and nothing else.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tiktok_spiders import items
from tiktok_spiders.pages.base import Capture, PageRead

FIXTURES = Path(__file__).parents[1] / "fixtures"

READERS = {
    "oembed": "tiktok_spiders.pages.oembed:read_oembed",
    "user_detail": "tiktok_spiders.pages.user_detail:read_user_detail",
    "user_embed": "tiktok_spiders.pages.user_embed:read_user_embed",
    "user_page": "tiktok_spiders.pages.user_page:read_user_page",
    "item_list": "tiktok_spiders.pages.item_list:read_item_list",
    "video_page": "tiktok_spiders.pages.video_page:read_video_page",
    "video_embed": "tiktok_spiders.pages.video_embed:read_video_embed",
}
"""Kind of answer → its parser, called with the body and the `Capture`."""


@dataclass(frozen=True)
class Case:
    """One recorded answer."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @property
    def folder(self) -> Path:
        return FIXTURES / self.kind / self.name

    @property
    def body(self) -> bytes:
        (answer,) = self.folder.glob("answer.*")
        return answer.read_bytes()

    @property
    def expected(self) -> dict[str, Any]:
        return json.loads((self.folder / "expected.json").read_text())

    def capture(self, **changes: Any) -> Capture:
        meta = json.loads((self.folder / "meta.json").read_text())
        given = {"url": meta["url"], "scraped_at": datetime.fromisoformat(meta["recorded"])}
        return Capture(**(given | meta.get("capture", {}) | changes))

    def read(self, **changes: Any) -> PageRead:
        module, _, function = READERS[self.kind].partition(":")
        return getattr(import_module(module), function)(self.body, self.capture(**changes))


def cases(*kinds: str) -> list[Case]:
    """Return the cases of the kinds (of all by default), found by listing the folders."""
    found = [Case(kind, folder.name) for kind in kinds or READERS for folder in (FIXTURES / kind).glob("*/")]
    return sorted(found, key=str)


@cache
def plain_read(case: Case) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Read a case and return the page without records, and the records, both as JSON values."""
    page = case.read()
    found = {each.name: getattr(page, each.name) for each in fields(page)}
    records = [_plain(record) for record in found.pop("records")]
    return _plain(found), records


def _plain(value: Any) -> dict[str, Any]:
    return msgspec.json.decode(msgspec.json.encode(value))


def field_params() -> list[Any]:
    """Return one parameter set ``case, index, field`` for each field of each expected record."""
    params = []
    for case in cases():
        seen: dict[str, int] = {}
        for index, record in enumerate(case.expected["records"]):
            kind = getattr(items, record["record_type"].title().replace("_", ""))
            number = seen[kind.__name__] = seen.get(kind.__name__, -1) + 1
            label = kind.__name__ + (f"[{number}]" if number else "")
            params += [
                pytest.param(case, index, each.name, id=f"{case}-{label}.{each.name}")
                for each in fields(kind)
            ]
    return params


def write_expected(case: Case) -> None:
    """Write ``expected.json`` from what the parser reads now."""
    page, records = plain_read(case)
    told = [{name: value for name, value in record.items() if value is not None} for record in records]
    text = json.dumps({"page": page, "records": told}, ensure_ascii=False, indent=1)
    (case.folder / "expected.json").write_text(text + "\n")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        write_expected(Case(*argument.split("/")))
