"""Write the reference pages of docs/ from the code, or tell where they differ from it.

Usage: ``python scripts/docs.py [--check]``. Generated: fields.md, field-sources.md, settings.md,
spiders.md, and the marked parts of spiders/*.md. Compared with the code, written by hand: stats.md.
"""

from __future__ import annotations

import ast
import difflib
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scripts import spider_pages
from scripts.field_sources import field_sources_page
from tiktok_spiders.config import ALIASES, Config
from tiktok_spiders.spiders.arguments import Arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import BaseModel

DOCS = ROOT / "docs"
SPIDER_PAGES = DOCS / "spiders"
GENERATED = "<!-- Written by `make docs` from the code: change it there. -->"
ABOUT_FIELDS = (
    "Absent is `null` (an empty cell in CSV), never 0. Identifiers are text, times are UTC, "
    "a list in a CSV cell is JSON. Every record has the fields of `Record` as well."
)
ABOUT_SETTINGS = (
    "Set them in the environment, in a `.env` file beside `scrapy.cfg`, or for one crawl with "
    "`-s NAME=VALUE`. A value that is not allowed ends the crawl before its first request."
)
ABOUT_SPIDERS = (
    "Give arguments with `-a name=value`. Lists are comma-separated. A wrong argument ends the crawl "
    "before its first request with exit status 2."
)
WRITERS = {"inc_value", "set_value", "max_value", "min_value", "count"}
CODE = ("tiktok_spiders", "middlewares", "pipelines")


def fields_page() -> str:
    """Return docs/fields.md: every record and its fields, from the dataclasses' own docstrings."""
    records: list[ast.ClassDef] = []
    parts: list[ast.ClassDef] = []
    for path in sorted((ROOT / "tiktok_spiders/items").glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and _is_dataclass(node) and not _is_internal(node):
                (records if _is_record(node) else parts).append(node)
    records.sort(key=lambda node: (node.name != "Record", node.name))
    lines = [
        "# Fields", "", GENERATED, "",
        ABOUT_FIELDS, "",
        *(line for node in records for line in _class_section(node)),
        "# Parts of records", "",
        *(line for node in sorted(parts, key=lambda node: node.name) for line in _class_section(node)),
    ]  # fmt: skip
    return _page(lines)


def settings_page() -> str:
    """Return docs/settings.md: every setting with its default, what is allowed and what it is for."""
    lines = [
        "# Settings", "", GENERATED, "",
        ABOUT_SETTINGS, "",
    ]  # fmt: skip
    for name, default, allowed, description in _knobs(Config):
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
    return _page(lines)


def spiders_page() -> str:
    """Return docs/spiders.md: every spider with a link to its page, then the arguments that all take."""
    lines = [
        "# Spiders", "", GENERATED, "",
        ABOUT_SPIDERS, "",
        "| spider | |",
        "|---|---|",
    ]  # fmt: skip
    for name, spider in spiders().items():
        lines.append(f"| [`{name}`](spiders/{name}.md) | {_cell(*_summary(spider.__doc__ or ''))} |")
    lines += ["", "## Every spider", "", *_arguments_table(list(_knobs(Arguments)))]
    return _page(lines)


def spider_page(name: str) -> str:
    """Return docs/spiders/<name>.md with its generated parts as the code has them now."""
    spider = spiders()[name]
    own = [knob for knob in _knobs(spider.arguments_class) if knob[0] not in Arguments.model_fields]
    return spider_pages.refreshed(
        (SPIDER_PAGES / f"{name}.md").read_text(),
        {
            "about": _summary(spider.__doc__ or ""),
            "arguments": _arguments_table(own),
            "ladder": spider_pages.ladder_lines(name),
            "examples": spider_pages.example_lines(name),
        },
    )


def spiders() -> dict[str, Any]:
    """Return the spider classes by name."""
    loader = SpiderLoader(Settings({"SPIDER_MODULES": ["tiktok_spiders.spiders"]}))
    return {name: loader.load(name) for name in sorted(loader.list())}


def stats_in_code() -> set[str]:
    """Return the names of all stats in the code, ``<>`` for what varies."""
    files = (path for package in CODE for path in (ROOT / package).rglob("*.py"))
    return {name for path in files for name in _stats_of(ast.parse(path.read_text()))}


def stats_in_docs() -> set[str]:
    """Return the names in the first column of docs/stats.md."""
    rows = re.findall(r"^\| `([^`]+/[^`]+)`", (DOCS / "stats.md").read_text(), re.MULTILINE)
    return {_normal(row) for row in rows}


PAGES: dict[str, Callable[[], str]] = {
    "fields.md": fields_page,
    "field-sources.md": lambda: field_sources_page(GENERATED),
    "settings.md": settings_page,
    "spiders.md": spiders_page,
    **{f"spiders/{name}.md": partial(spider_page, name) for name in spider_pages.RESOURCES},
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
    coded, told = stats_in_code(), stats_in_docs()
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


def _page(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _summary(docstring: str) -> list[str]:
    return [" ".join(part.split()) for part in docstring.strip().split("\n\n")[:1]]


def _is_dataclass(node: ast.ClassDef) -> bool:
    # Every record and part of one is keyword-only; helpers beside them are not.
    return any("kw_only=True" in ast.unparse(decorator) for decorator in node.decorator_list)


def _is_internal(node: ast.ClassDef) -> bool:
    return (ast.get_docstring(node) or "").startswith("Internal")


def _is_record(node: ast.ClassDef) -> bool:
    return node.name == "Record" or any(ast.unparse(base) == "Record" for base in node.bases)


def _class_section(node: ast.ClassDef) -> Iterator[str]:
    yield from (f"## {node.name}", "", *_summary(ast.get_docstring(node) or ""), "")
    yield from ("| field | type | meaning |", "|---|---|---|")
    for field, following in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and "ClassVar" not in ast.unparse(field.annotation):
            cells = (f"`{ast.unparse(field.target)}`", _type(field), _docstring(following))
            yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _type(field: ast.AnnAssign) -> str:
    return f"`{ast.unparse(field.annotation).replace(' | None', '?')}`"


def _docstring(node: ast.stmt | None) -> str:
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return " ".join(node.value.value.split()).replace("``", "`")
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _knobs(model: type[BaseModel]) -> Iterator[tuple[str, str, str, str]]:
    for name, schema in model.model_json_schema()["properties"].items():
        field = model.model_fields[name]
        yield name, _default(field.default), allowed_values(schema), field.description or ""


def _default(value: Any) -> str:
    if value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return f"`{value}`".lower()
    text = (
        ",".join(value)
        if isinstance(value, tuple)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
    return f"`{text}`"


def allowed_values(schema: Mapping[str, Any]) -> str:
    """Return in words what a JSON schema allows."""
    if "anyOf" in schema:
        return " or ".join(
            allowed_values(option) for option in schema["anyOf"] if option.get("type") != "null"
        )
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {allowed_values(schema['items'])}"
    return _allowed_scalar(schema)


def _allowed_scalar(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if kind == "boolean":
        return "`true`, `false`"
    if kind == "string":
        return {"date-time": "date or time", "path": "file name"}.get(schema.get("format", ""), "text")
    words = {
        "exclusiveMinimum": "more than",
        "minimum": "from",
        "maximum": "to",
        "exclusiveMaximum": "less than",
    }
    bounds = [f"{word} {_number(schema[key])}" for key, word in words.items() if key in schema]
    return " ".join([{"integer": "whole number", "number": "number"}.get(str(kind), "text"), *bounds])


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _arguments_table(knobs: list[tuple[str, str, str, str]]) -> list[str]:
    rows = [
        f"| `{name}` | {default} | {_cell(allowed)} | {_cell(text)} |"
        for name, default, allowed, text in knobs
    ]
    return ["| argument | default | allowed | meaning |", "|---|---|---|---|", *rows]


def _stats_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _called(node) in WRITERS:
            text = _text_of(node.args[0])
            if "/" in text:
                yield _normal(text)


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rsplit(".", 1)[-1].lstrip("_")


def _text_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "<>" for part in node.values)
    return ""


def _normal(name: str) -> str:
    return re.sub(r"<[^>]*>", "<>", name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
