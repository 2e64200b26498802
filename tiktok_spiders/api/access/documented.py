"""What the guard and the access part may answer, in the OpenAPI document of every route."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.api.errors import ErrorEnvelope, told

ALWAYS = (400, 414, 429, 431)
BODY = (408, 413)
PROTECTED = (401, 403)
RATES = {
    "X-RateLimit-Limit": "Requests that are allowed in the window.",
    "X-RateLimit-Remaining": "Requests that are left of them.",
    "X-RateLimit-Reset": "Unix time at which the oldest request leaves the window.",
}
RETRY = {"Retry-After": "Seconds after which it is worth to ask again."}
METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


def documented(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with these answers added where a route does not tell of them itself."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in _schemas().items():
        schemas.setdefault(name, schema)
    for path in document.get("paths", {}).values():
        for method in METHODS:
            if method in path:
                _operation(path[method])
    return document


def _operation(operation: dict[str, Any]) -> None:
    secured = "security" in operation
    statuses = (*ALWAYS, *(BODY if "requestBody" in operation else ()), *(PROTECTED if secured else ()))
    responses = operation.setdefault("responses", {})
    # The framework's own words for what this API answers as 400.
    responses.pop("422", None)
    for status in statuses:
        responses.setdefault(str(status), _response(status))
    if secured:
        for response in responses.values():
            response.setdefault("headers", {}).update(_headers(RATES))
    if "429" in responses:
        responses["429"].setdefault("headers", {}).update(_headers(RETRY))


def _response(status: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ErrorEnvelope.__name__}"}
    description = told(status)[status]["description"]
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _headers(told_: dict[str, str]) -> dict[str, Any]:
    return {
        name: {"description": text, "schema": {"type": "integer", "minimum": 0}}
        for name, text in told_.items()
    }


def _schemas() -> dict[str, Any]:
    schema = ErrorEnvelope.model_json_schema(ref_template="#/components/schemas/{model}")
    return {ErrorEnvelope.__name__: schema, **schema.pop("$defs", {})}
