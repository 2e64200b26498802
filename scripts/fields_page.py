"""docs/fields.md: every record and its fields, from the docstrings of the dataclasses."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.page_text import cell, page, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEMS = Path(__file__).resolve().parent.parent / "tiktok_spiders/items"
ABOUT = (
    "Absent is `null` (an empty cell in CSV), never 0. Identifiers are text, times are UTC, "
    "a list in a CSV cell is JSON. Every record has the fields of `Record` as well."
)


def fields_page() -> str:
    """Return the page: records, then their parts."""
    records: list[ast.ClassDef] = []
    parts: list[ast.ClassDef] = []
    for path in sorted(ITEMS.glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and _is_dataclass(node) and not _is_internal(node):
                (records if _is_record(node) else parts).append(node)
    records.sort(key=lambda node: (node.name != "Record", node.name))
    lines = [
        *(line for node in records for line in _class_section(node)),
        "# Parts of records", "",
        *(line for node in sorted(parts, key=lambda node: node.name) for line in _class_section(node)),
    ]  # fmt: skip
    return page("Fields", ABOUT, lines)


def _is_dataclass(node: ast.ClassDef) -> bool:
    # Every record and part of one is keyword-only; helpers beside them are not.
    return any("kw_only=True" in ast.unparse(decorator) for decorator in node.decorator_list)


def _is_internal(node: ast.ClassDef) -> bool:
    return (ast.get_docstring(node) or "").startswith("Internal")


def _is_record(node: ast.ClassDef) -> bool:
    return node.name == "Record" or any(ast.unparse(base) == "Record" for base in node.bases)


def _class_section(node: ast.ClassDef) -> Iterator[str]:
    yield from (f"## {node.name}", "", *summary(ast.get_docstring(node) or ""), "")
    yield from ("| field | type | meaning |", "|---|---|---|")
    for field, following in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and "ClassVar" not in ast.unparse(field.annotation):
            cells = (f"`{ast.unparse(field.target)}`", _type(field), _docstring(following))
            yield f"| {' | '.join(map(cell, cells))} |"
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
