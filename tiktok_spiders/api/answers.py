"""Answers as JSON: encoded in one call, times as ISO 8601 in UTC, amounts of money as text."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

encode = msgspec.json.Encoder(decimal_format="string").encode


class Json(Response):
    """A JSON answer; ``bytes`` are JSON already."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return content if isinstance(content, bytes) else encode(content)
