"""The OpenAPI document for Swagger UI, whose shipped version knows OpenAPI 3.0 and not 3.1."""

from __future__ import annotations

from typing import Any

VERSION = "3.0.3"


def as_3_0(part: Any) -> Any:
    """Return a part of a document of 3.1 in the words of 3.0: nullable, single values, exclusive bounds."""
    if isinstance(part, list):
        return [as_3_0(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {name: as_3_0(value) for name, value in part.items()}
    if isinstance(made.get("openapi"), str):
        made["openapi"] = VERSION
    _nullable(made)
    if "const" in made:
        made["enum"] = [made.pop("const")]
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(bound), int | float) and not isinstance(made[bound], bool):
            made[limit], made[bound] = made[bound], True
    return made


def _nullable(schema: dict[str, Any]) -> None:
    choices = schema.get("anyOf")
    if not isinstance(choices, list) or {"type": "null"} not in choices:
        return
    left = [each for each in choices if each != {"type": "null"}]
    del schema["anyOf"]
    if len(left) == 1 and "$ref" not in left[0]:
        schema.update({**left[0], **schema})
    else:
        schema["anyOf"] = left
    schema["nullable"] = True
