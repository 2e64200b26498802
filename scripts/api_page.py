"""docs/api.md: by hand to a mark, below it every route as the OpenAPI document has it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.settings import Settings

from scripts.page_text import cell
from tiktok_spiders.api.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent.parent / "docs/api.md"
MARK = "<!-- Below: written by `make docs` from the OpenAPI document: change it in the code. -->"
FROM_ALL = frozenset({"400", "401", "403", "408", "413", "414", "415", "429", "431", "500", "503"})
"""Statuses of which the hand-written part tells once."""


def api_page() -> str:
    """Return the page: the hand-written part as it is, and the routes."""
    head = PAGE.read_text().partition(MARK)[0] if PAGE.exists() else "# HTTP API\n\n"
    document = create_app(Settings({"SPIDER_MODULES": ["tiktok_spiders.spiders"]})).openapi()
    return f"{head}{MARK}\n\n" + "\n".join(_routes(document)).rstrip() + "\n"


def _routes(document: dict[str, Any]) -> Iterator[str]:
    by_tag: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, found in methods.items():
            route = _route(f"{method.upper()} {path}", found, document["components"]["schemas"])
            by_tag.setdefault(found.get("tags", ["other"])[0], []).extend(route)
    for tag, lines in by_tag.items():
        yield from (f"## Routes: {tag}", "", *lines)


def _route(name: str, found: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    opened = "" if "security" in found else " Open: no key is needed."
    yield from (f"### `{name}`", "", " ".join(found.get("description", "").split()) + opened, "")
    rows = [*_parameters(found), *_body(found, schemas)]
    if rows:
        yield from ("| parameter | in | type | meaning |", "|---|---|---|---|", *rows, "")
    good = sorted(status for status in found["responses"] if status < "400")
    bad = sorted(set(found["responses"]) - FROM_ALL - set(good))
    answers = [_answer(found["responses"][status], status) for status in good]
    yield from (f"Answers {', '.join([*answers, *bad])}.", "")


def _answer(response: dict[str, Any], status: str) -> str:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    name = _type(schema)
    return f"{status} `{name}`" if re.fullmatch(r"[A-Z]\w+", name) else status


def _parameters(found: dict[str, Any]) -> Iterator[str]:
    for one in found.get("parameters", ()):
        name = f"`{one['name']}`" + (", required" if one.get("required") and one["in"] == "query" else "")
        yield _row(name, one["in"], one["schema"], one.get("description", ""))


def _body(found: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    for content in found.get("requestBody", {}).get("content", {}).values():
        reference = content["schema"].get("$ref", "").rpartition("/")[2]
        schema = schemas.get(reference, content["schema"])
        for name, one in schema.get("properties", {}).items():
            needed = ", required" if name in schema.get("required", ()) else ""
            yield _row(f"`{name}`{needed}", "body", one, one.get("description", ""))


def _row(name: str, place: str, schema: dict[str, Any], meaning: str) -> str:
    default = schema.get("default")
    shown = "" if default is None else f" Default: `{_plain(default)}`."
    return f"| {name} | {place} | {cell(_bounded(schema))} | {cell(' '.join(meaning.split()) + shown)} |"


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bounded(schema: dict[str, Any]) -> str:
    told = _type(schema)
    (one,) = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"][:1] or [schema]
    least, most = one.get("minimum", one.get("minLength")), one.get("maximum", one.get("maxLength"))
    if least is None and most is None:
        return told
    unit = " characters" if "maxLength" in one or "minLength" in one else ""
    span = f"{least if least is not None else ''}–{most if most is not None else ''}"
    return f"{told}, {span}{unit}"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "anyOf" in schema:
        kinds = [_type(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "any"))
