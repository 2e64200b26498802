"""What may be set, in words: fields of the models of settings and of arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.page_text import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import BaseModel

Knob = tuple[str, str, str, str]
"""Name, default, what is allowed, and meaning."""


def knobs(model: type[BaseModel]) -> Iterator[Knob]:
    """Yield the fields of a model in their order."""
    for name, schema in model.model_json_schema()["properties"].items():
        field = model.model_fields[name]
        yield name, _default(field.default), allowed_values(schema), field.description or ""


def arguments_table(rows: Iterable[Knob]) -> list[str]:
    """Return the table of a spider's arguments."""
    lines = [
        f"| `{name}` | {default} | {cell(allowed)} | {cell(text)} |" for name, default, allowed, text in rows
    ]
    return ["| argument | default | allowed | meaning |", "|---|---|---|---|", *lines]


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
