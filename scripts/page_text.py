"""What the generated pages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

GENERATED = "<!-- Written by `make docs` from the code: change it there. -->"


def page(title: str, about: str, lines: Iterable[str]) -> str:
    """Return the text of a page that is written from the code alone."""
    head = [f"# {title}", "", GENERATED, "", about, ""]
    return "\n".join([*head, *lines]).rstrip() + "\n"


def summary(docstring: str) -> list[str]:
    """Return the first paragraph of a docstring as one line; nothing where there is none."""
    return [" ".join(part.split()) for part in docstring.strip().split("\n\n")[:1]]


def cell(text: str) -> str:
    """Return text that may stand in a cell of a table."""
    return text.replace("|", "\\|")
