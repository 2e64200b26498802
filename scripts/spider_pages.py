"""The generated parts of docs/spiders/: arguments, what is asked, and example records."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.knobs import arguments_table, knobs
from scripts.page_text import summary
from scripts.spiders_page import spiders
from tiktok_spiders.items.listed import listed_type
from tiktok_spiders.ladder import LADDER
from tiktok_spiders.spiders.arguments import Arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiktok_spiders.ladder import Rung

SPIDER_PAGES = Path(__file__).resolve().parent.parent / "docs/spiders"
EXAMPLES = Path(__file__).resolve().parent / "examples.jsonl"
"""Records of real crawls of the stand-in, one of each type a spider; written by scripts/examples.py."""

RESOURCES: dict[str, tuple[str, ...]] = {
    "hashtag": ("hashtag", "hashtag_videos"),
    "publish": (),
    "search": ("search_videos", "search_users", "suggestions"),
    "shop": (
        "product", "reviews", "shop_search_page", "shop_search", "shop_category_page", "shop_category",
        "shop_store_page", "shop_store", "shop_trending_page", "shop_trending",
    ),
    "sound": ("sound", "sound_videos"),
    "trending": ("trending", "explore"),
    "user": (
        "profile", "videos", "videos_popular", "videos_oldest", "reposts", "liked", "playlists",
        "playlist_videos", "collections", "collection_videos", "followers", "following", "live",
    ),
    "video": ("short_link", "video", "comments", "replies", "related", "subtitle"),
}  # fmt: skip
"""Spider to what it asks for; ``publish`` asks for no page. Links of accounts, hashtags and sounds may be
short ones as well."""

HEADERS = {"subtitle": "text of a file", "short_link": "address"}
"""What answers without records are."""

TEXT_LIMIT = 90
LIST_LIMIT = 2
"""Members of a list of texts or numbers; of a list of records, one is enough."""

LAST = ("scraped_at", "transport", "endpoint", "run_id", "source", "schema_version", "detail")
"""What every record has stands last in an example."""


def spider_page(name: str) -> str:
    """Return docs/spiders/<name>.md with its generated parts as the code has them now."""
    spider = spiders()[name]
    own = [knob for knob in knobs(spider.arguments_class) if knob[0] not in Arguments.model_fields]
    blocks: dict[str, Iterable[str]] = {
        "about": summary(spider.__doc__ or ""),
        "arguments": arguments_table(own),
    }
    if RESOURCES[name]:
        blocks |= {"ladder": ladder_lines(name), "examples": example_lines(name)}
    return refreshed((SPIDER_PAGES / f"{name}.md").read_text(), blocks)


def refreshed(text: str, blocks: dict[str, Iterable[str]]) -> str:
    """Return a page with the lines between ``<!-- NAME -->`` and ``<!-- /NAME -->`` written anew."""
    for name, lines in blocks.items():
        pattern = rf"(?<=^<!-- {name} -->\n).*?(?=^<!-- /{name} -->$)"
        body = "\n".join(["", *lines]).rstrip().replace("\\", r"\\")
        text, count = re.subn(pattern, f"{body}\n\n", text, flags=re.MULTILINE | re.DOTALL)
        if count != 1:
            raise ValueError(f"{count} blocks named {name}")
    return text


def ladder_lines(spider: str) -> Iterator[str]:
    """Yield a table: each resource of a spider, what it brings, and its rungs in words."""
    yield from ("| resource | brings | asked, in this order |", "|---|---|---|")
    for resource in RESOURCES[spider]:
        rungs = ", then ".join(_rung(rung) for rung in LADDER[resource])
        yield f"| `{resource}` | {_brings(resource)} | {rungs} |"


def _brings(resource: str) -> str:
    return HEADERS.get(resource) or listed_type(resource.removesuffix("_page"))


def _rung(rung: Rung) -> str:
    where = "in a browser" if rung.transport == "browser" else "without a browser"
    call = ", the page's own call" if rung.endpoint.own_call else ""
    return f"`{rung.endpoint.name}` {where}{call}"


def example_lines(spider: str) -> Iterator[str]:
    """Yield an example of each record type of a spider, shortened."""
    for record in examples():
        if record["source"]["spider"] == spider:
            shown = json.dumps(shortened(record), indent=2, ensure_ascii=False)
            yield from (f"### {record['record_type']}", "", "```json", *shown.split("\n"), "```", "")


def examples() -> list[dict[str, Any]]:
    """Return all example records, whole."""
    return [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").split("\n") if line]


def shortened(record: dict[str, Any]) -> dict[str, Any]:
    """Return what is known of a record, its type first and its envelope last; long values are cut."""
    last = {name: record[name] for name in LAST if name in record}
    first = {"record_type": record["record_type"]}
    ordered = {**first, **{name: value for name, value in record.items() if name not in last}, **last}
    return {name: _short(value) for name, value in ordered.items() if _is_told(value)}


def _is_told(value: Any) -> bool:
    return value not in (None, "", [], {})


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > TEXT_LIMIT:
        return value[:TEXT_LIMIT].rstrip() + "…"
    if isinstance(value, list):
        limit = 1 if any(isinstance(member, dict) for member in value) else LIST_LIMIT
        return [_short(member) for member in value[:limit]]
    if isinstance(value, dict):
        return {name: _short(member) for name, member in value.items() if _is_told(member)}
    return value
