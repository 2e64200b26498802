"""Where a request carries its key."""

from __future__ import annotations

from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.requests import HTTPConnection

KEY_HEADER = "X-API-Key"

by_header = APIKeyHeader(
    name=KEY_HEADER, scheme_name="ApiKey", description="A key of `scrapy key add NAME`.", auto_error=False
)
by_bearer = HTTPBearer(
    scheme_name="Bearer", description="The same key as `Authorization: Bearer KEY`.", auto_error=False
)


def given_key(request: HTTPConnection) -> str | None:
    """Return the key that a request carries; None without one."""
    if (key := request.headers.get(KEY_HEADER)) is not None:
        return key
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None
