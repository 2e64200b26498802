"""Pages of other origins, where settings name these."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from tiktok_spiders.api.access.credentials import KEY_HEADER
from tiktok_spiders.api.errors import ApiError, envelope

METHODS = ("GET", "POST", "DELETE")
ASKED = (KEY_HEADER, "Authorization", "Content-Type", "Idempotency-Key")
TOLD = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After")


class Cors(CORSMiddleware):
    """Exact origins, never with cookies."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=ASKED,
            allow_credentials=False,
            expose_headers=TOLD,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a browser that asks first; a refusal is in our envelope."""
        answer = super().preflight_response(request_headers)
        if answer.status_code < 400:
            return answer
        return envelope(ApiError("INVALID_REQUEST", "this origin, method or header is not allowed"))
