"""What goes wrong, in one envelope: ``{"error": {"code", "message", "details"}}``."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from tiktok_spiders.api.answers import Json
from tiktok_spiders.exceptions import StoreBusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

logger = logging.getLogger(__name__)

STATUS = {
    "INVALID_REQUEST": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "TARGET_PRIVATE": 403,
    "TARGET_RESTRICTED": 403,
    "ROBOTS": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "REQUEST_TIMEOUT": 408,
    "CONFLICT": 409,
    "TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "RATE_LIMITED": 429,
    "SCRAPER_ERROR": 500,
    "DATABASE_ERROR": 500,
    "INTERNAL_ERROR": 500,
    "BLOCKED": 503,
    "API_UNAVAILABLE": 503,
    "NOT_CONFIGURED": 503,
}
"""Code → HTTP status, unless an error says another."""

_BY_STATUS = {
    400: "INVALID_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    408: "REQUEST_TIMEOUT",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "INVALID_REQUEST",
    429: "RATE_LIMITED",
}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SHOWN = 100
"""Characters of a refused value that an error shows."""

MOST_FIELDS = 20
"""Of wrong fields that an error tells of: a body may have thousands."""

BUSY_S = 5.0


class ErrorBody(BaseModel):
    """What went wrong."""

    code: str = Field(description=f"One of {', '.join(STATUS)}.")
    message: str = Field(description="What went wrong, for people.")
    details: dict[str, Any] = Field(description="What the error is about: fields, values, verdicts.")


class ErrorEnvelope(BaseModel):
    """The body of every answer that is an error."""

    error: ErrorBody


class ApiError(Exception):
    """An error that the client is told of as it is. ``retry_after``: seconds."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        details: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, dict(details or {})
        self.status = status or STATUS[code]
        self.headers = dict(headers or {})
        if retry_after is not None:
            self.headers["Retry-After"] = str(max(math.ceil(retry_after), 1))


def envelope(error: ApiError) -> Json:
    """Return the answer that tells of an error."""
    body = {"code": error.code, "message": error.message, "details": error.details}
    return Json({"error": body}, status_code=error.status, headers=error.headers)


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what a route declares as ``responses`` for the errors that it may answer."""
    return {status: {"model": ErrorEnvelope, "description": _DESCRIBED[status]} for status in statuses}


_DESCRIBED = {
    400: "The request is not valid: `details.fields` names what is wrong.",
    401: "No valid key.",
    403: "The key's scope or plan does not allow it, or the target is private, restricted or refused by "
    "robots.txt.",
    404: "There is no such thing.",
    408: "The body did not arrive in time.",
    409: "It is in another state than this needs.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "The body is of a type that is not taken.",
    429: "A limit of this API: `Retry-After` tells when to come again.",
    431: "The headers are too large.",
    500: "Something failed here.",
    503: "TikTok, the store or another service does not answer now, or blocks.",
    504: "Nothing had come when the deadline was over.",
}


def install(app: FastAPI) -> None:
    """Let every error, the framework's own too, leave in the envelope."""
    app.add_exception_handler(ApiError, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(StoreBusyError, _store_busy)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(Exception, _unknown)


def _own(_request: Request, error: Exception) -> Json:
    assert isinstance(error, ApiError)  # noqa: S101 - registered for it
    return envelope(error)


def _invalid(_request: Request, error: Exception) -> Json:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    fields = [_field(one) for one in error.errors()[:MOST_FIELDS]]
    first = fields[0]
    message = f"{first['where']}: {first['problem']}"
    return envelope(ApiError("INVALID_REQUEST", message, details={"fields": fields}))


def _field(error: Mapping[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error["loc"]]
    where = _text(".".join(place[1:]) or place[0] if place else "request")[:SHOWN]
    problem = _text(str(error["msg"]).removeprefix("Value error, "))
    shown = {} if error["type"] in {"missing", "json_invalid"} else {"value": repr(error["input"])[:SHOWN]}
    return {"where": where, "problem": problem, **shown}


def _text(value: str) -> str:
    """Return a text that can be sent: names of fields are the client's, lone surrogates and all."""
    return value.encode("utf-8", "backslashreplace").decode()


def _framework(request: Request, error: Exception) -> Json:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    code = _BY_STATUS.get(error.status_code, "INTERNAL_ERROR")
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return envelope(
        ApiError(code, str(error.detail), status=400 if error.status_code == 422 else error.status_code,
                 headers=headers)
    )  # fmt: skip


def _allowed(request: Request) -> str:
    """Return what a path takes. The framework tells of the first route alone that has the path."""
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    routes = request.app.routes
    return ", ".join(
        method
        for method, scope in scopes.items()
        if any(route.matches(scope)[0] is Match.FULL for route in routes)
    )


def _store_busy(_request: Request, error: Exception) -> Json:
    logger.warning("The store does not answer: %s", error)
    return envelope(
        ApiError("DATABASE_ERROR", "the store does not answer now", status=503, retry_after=BUSY_S)
    )


def _store(_request: Request, error: Exception) -> Json:
    logger.error("The store refuses: %s", error)
    return envelope(ApiError("DATABASE_ERROR", "the store cannot answer this"))


def _unknown(request: Request, error: Exception) -> Json:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return envelope(ApiError("INTERNAL_ERROR", "something failed here; the log of the API tells what"))
