"""Recorded answers with the records expected of them: one reported test for each field of each record.

A case is a folder ``tests/fixtures/<kind>/<case>/`` that holds

- ``answer.html`` or ``answer.json``: the recorded answer, trimmed of what no parser reads;
- ``cut.txt``, where keys of the recording were left out: their dotted paths;
- ``meta.json``: ``url``, ``recorded`` (ISO time of the answer), ``kept_because``, and optional
  fields of `Capture` under ``capture``;
- ``expected.json``: ``records`` and ``page`` (the rest of `PageRead`); what is left out has its default.

``python -m tests.pages.golden KIND/CASE …`` writes ``expected.json`` anew: read it against the answer, field
by field, before committing it. A new kind needs a line in `READERS` and nothing else.
"""

from __future__ import annotations

import json
import sys
from dataclasses import MISSING, dataclass, fields
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
    "app_items": "tiktok_spiders.pages.app_items:read_app_items",
    "comment_list": "tiktok_spiders.pages.comment_list:read_comments",
    "search_general": "tiktok_spiders.pages.search_general:read_search_general",
    "search_items": "tiktok_spiders.pages.search_items:read_search_items",
    "search_users": "tiktok_spiders.pages.search_users:read_search_users",
    "suggestions": "tiktok_spiders.pages.suggestions:read_suggestions",
    "user_list": "tiktok_spiders.pages.user_list:read_user_list",
    "collection_list": "tiktok_spiders.pages.collection_list:read_collections",
    "collection_page": "tiktok_spiders.pages.collection_list:read_collections",
    "hashtag_page": "tiktok_spiders.pages.hashtag_page:read_hashtag_page",
    "live_page": "tiktok_spiders.pages.live_page:read_live_page",
    "playlist_list": "tiktok_spiders.pages.playlist_list:read_playlists",
    "sound_page": "tiktok_spiders.pages.sound_page:read_sound_page",
    "shop_list": "tiktok_spiders.pages.shop_list:read_product_list",
    "shop_product": "tiktok_spiders.pages.shop_product:read_product_page",
    "shop_reviews": "tiktok_spiders.pages.shop_reviews:read_reviews",
    "shop_store": "tiktok_spiders.pages.shop_store:read_store_page",
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
        found = json.loads((self.folder / "expected.json").read_text())
        told: dict[str, Any] = _told(found | {"page": _plain_page(PageRead()) | found.get("page", {})})
        return told

    def expected_value(self, index: int, field: str) -> Any:
        record = self.expected["records"][index]
        return record.get(field, default_of(kind_of(record["record_type"]), field))

    def capture(self, **changes: Any) -> Capture:
        meta = _meta(self.folder)
        given = {"url": meta["url"], "scraped_at": datetime.fromisoformat(meta["recorded"])}
        return Capture(**(given | meta.get("capture", {}) | changes))

    def read(self, body: bytes | None = None, **changes: Any) -> PageRead:
        module, _, function = READERS[self.kind].partition(":")
        given = self.body if body is None else body
        page: PageRead = getattr(import_module(module), function)(given, self.capture(**changes))
        return page

    def read_answer(self, answer: Any, **changes: Any) -> PageRead:
        """Return what the parser makes of another answer: bytes, or what becomes JSON."""
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return self.read(body, **changes)

    @property
    def cut_keys(self) -> dict[str, bool]:
        """The keys of the recording that the answer here leaves out, and whether they were empty there."""
        file = self.folder / "cut.txt"
        lines = file.read_text().splitlines() if file.exists() else []
        return {line.removesuffix(" (empty)"): line.endswith(" (empty)") for line in lines}

    @property
    def is_recorded(self) -> bool:
        """Whether TikTok sent it: a case that is made up says so in its name."""
        return not self.name.startswith("made_up")


@cache
def _meta(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "meta.json").read_text())
    return found


def cases(*kinds: str) -> list[Case]:
    """Return the cases of the kinds (of all by default), found by listing the folders."""
    found = [Case(kind, folder.name) for kind in kinds or READERS for folder in (FIXTURES / kind).glob("*/")]
    return sorted(found, key=str)


@cache
def plain_read(case: Case) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Read a case and return the page without records, and the records, both as JSON values."""
    page = case.read()
    return _plain_page(page), [_plain(record) for record in page.records]


def _plain_page(page: PageRead) -> dict[str, Any]:
    return _plain({each.name: getattr(page, each.name) for each in fields(page) if each.name != "records"})


def _plain(value: Any) -> dict[str, Any]:
    told: dict[str, Any] = _told(msgspec.json.decode(msgspec.json.encode(value)))
    return told


def _told(value: Any) -> Any:
    """Return JSON without what is None in the parts of a record: a part may get a field at any time."""
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items() if each is not None}
    return [_told(each) for each in value] if isinstance(value, list) else value


def kind_of(record_type: str) -> type[Any]:
    """Return the class of a record type."""
    kind: type[Any] = getattr(items, record_type.title().replace("_", ""))
    return kind


def _not_default(record: dict[str, Any]) -> dict[str, Any]:
    kind = kind_of(record["record_type"])
    told = {name: value for name, value in record.items() if value != default_of(kind, name)}
    return {"record_type": record["record_type"]} | told


def default_of(kind: type[Any], field: str) -> Any:
    """Return the default of a field as a JSON value; None where it has none."""
    (default,) = [each.default for each in fields(kind) if each.name == field]
    return None if default is MISSING else json.loads(msgspec.json.encode(default))


def field_params() -> list[Any]:
    """Return one parameter set ``case, index, field`` for each field of each expected record."""
    params = []
    for case in cases():
        seen: dict[str, int] = {}
        for index, record in enumerate(case.expected["records"]):
            kind = kind_of(record["record_type"])
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
    told = [_not_default(record) for record in records]
    text = json.dumps({"page": page, "records": told}, ensure_ascii=False, indent=1)
    (case.folder / "expected.json").write_text(text + "\n")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        write_expected(Case(*argument.split("/")))
