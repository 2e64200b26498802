"""What routes of publishing share: who asks, and which errors they tell."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends

from tiktok_spiders.api.access import Principal, allow
from tiktok_spiders.api.errors import told

PREFIX = "/api/v1/tiktok"
TAGS: list[Any] = ["publishing"]
Publisher = Annotated[Principal, Depends(allow("publish"))]
ERRORS = told(400, 401, 403, 408, 429, 500, 503)
