"""Names of stats, in the code and in docs/stats.md, which is written by hand."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
WRITERS = {"inc_value", "set_value", "max_value", "min_value", "count"}
CODE = ("tiktok_spiders", "middlewares", "pipelines")


def stats_in_code() -> set[str]:
    """Return the names of all stats in the code, ``<>`` for what varies."""
    files = (path for package in CODE for path in (ROOT / package).rglob("*.py"))
    return {name for path in files for name in _stats_of(ast.parse(path.read_text()))}


def stats_in_docs(page: Path) -> set[str]:
    """Return the names in the first column of a page's tables."""
    rows = re.findall(r"^\| `([^`]+/[^`]+)`", page.read_text(), re.MULTILINE)
    return {_normal(row) for row in rows}


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
