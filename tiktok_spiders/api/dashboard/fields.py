"""The form of a spider: its fields are made of the JSON schema of its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tiktok_spiders.api.dashboard.forms import Given
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.jobs.spiders import SPIDERS, schema_of

Kind = Literal["lines", "text", "date", "number", "flag", "choice", "choices"]

FIRST = frozenset({"trending", "category", "kinds", "include"})
"""What is not a target and stands unfolded all the same, beside limits."""

_NAMED = re.compile(r"(?:argument )?(\w+)=?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")?:? ?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form, with what was typed into it and what is wrong with that."""

    name: str
    label: str
    kind: Kind
    hint: str = ""
    values: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    error: str | None = None
    is_target: bool = False
    is_first: bool = False
    """Whether it is to be seen at once."""

    @property
    def value(self) -> str:
        """Return the text in it."""
        return "\n".join(self.values) if self.kind == "lines" else ",".join(self.values)

    @property
    def is_date(self) -> bool:
        """Whether a browser's calendar can hold what is in it."""
        try:
            return not self.value or bool(date.fromisoformat(self.value))
        except ValueError:
            return False


def fields_of(spider: str, given: Given | None, errors: Mapping[str, str]) -> list[Field]:
    """Return the fields of a spider, its targets first. ``given``: what was typed; None: nothing yet."""
    targets = SPIDERS[spider].TARGETS
    parts = schema_of(spider)["properties"]
    made = [_field(name, part, given, errors.get(name), targets) for name, part in parts.items()]
    return sorted(made, key=lambda field: (not field.is_target, not field.is_first))


def arguments_of(fields: Iterable[Field], spider: str) -> dict[str, str]:
    """Return what was typed as a spider's arguments; what is as it is anyway is left out."""
    usual = {name: _usual(part) for name, part in schema_of(spider)["properties"].items()}
    found = {}
    for field in fields:
        if field.kind in {"choices", "choice", "flag"}:
            if field.values != usual[field.name] and (field.values or field.kind != "choice"):
                found[field.name] = ",".join(field.values) or ("false" if field.kind == "flag" else "")
        elif text := ",".join(part for part in _parts(field.value) if part):
            found[field.name] = text
    return found


def errors_of(error: ApiError, spider: str) -> dict[str, str]:
    """Return what is wrong by field; ``""``: about none. Raises what is no such error."""
    if error.code not in {"INVALID_REQUEST", "CONFLICT"}:
        raise error
    if spider not in SPIDERS:
        where = [each["where"].rpartition(".")[2] for each in error.details.get("fields", ())]
        return {where[0] if where else "": error.message}
    schema, targets = schema_of(spider)["properties"], SPIDERS[spider].TARGETS
    if error.message.startswith("no target given"):
        return {targets[0]: "Give at least one target."}
    match = _NAMED.match(error.message)
    if match is None or match[1] not in schema:
        return {"": error.message}
    told = match[2] if error.message.startswith("argument ") else error.message
    told = told.removesuffix(schema[match[1]].get("description", "")).strip()
    return {match[1]: told or error.message}


def _field(
    name: str, part: Mapping[str, Any], given: Given | None, error: str | None, targets: tuple[str, ...]
) -> Field:
    kind = _kind(name, part, targets)
    core = next((each for each in part.get("anyOf", [part]) if each.get("type") != "null"), part)
    options = core.get("enum") or core.get("items", {}).get("enum") or ()
    typed = _usual(part) if given is None else tuple(given.get(name, ()))
    if kind in {"choice", "choices"}:
        typed = tuple(each for each in typed if each in options)
    return Field(
        name=name,
        label=name.replace("_", " ").capitalize(),
        kind=kind,
        hint=part.get("description", ""),
        values=typed,
        options=tuple(options),
        least=core.get("minimum"),
        most=core.get("maximum"),
        error=error,
        is_target=name in targets,
        is_first=name in targets or name in FIRST or name.startswith("max_"),
    )


def _kind(name: str, part: Mapping[str, Any], targets: tuple[str, ...]) -> Kind:
    for each in part.get("anyOf", [part]):
        kind = each.get("type")
        if kind == "array":
            return "choices" if "enum" in each["items"] else "lines" if name in targets else "text"
        if kind == "boolean":
            return "flag"
        if kind == "integer":
            return "number"
        if kind == "string":
            return "choice" if "enum" in each else "date" if each.get("format") == "date-time" else "text"
    return "text"


def _usual(part: Mapping[str, Any]) -> tuple[str, ...]:
    usual = part.get("default")
    if usual is None or usual is False:
        return ()
    if usual is True:
        return ("true",)
    return tuple(map(str, usual)) if isinstance(usual, list) else (str(usual),)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\r\n]+", text)]
