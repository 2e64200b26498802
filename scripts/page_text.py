"""What the generated pages have in common."""

from __future__ import annotations

GENERATED = "<!-- Written by `make docs` from the code: change it there. -->"


def page(lines: list[str]) -> str:
    """Return lines as the text of a file."""
    return "\n".join(lines).rstrip() + "\n"


def summary(docstring: str) -> list[str]:
    """Return the first paragraph of a docstring as one line; nothing where there is none."""
    return [" ".join(part.split()) for part in docstring.strip().split("\n\n")[:1]]


def cell(text: str) -> str:
    """Return text that may stand in a cell of a table."""
    return text.replace("|", "\\|")
