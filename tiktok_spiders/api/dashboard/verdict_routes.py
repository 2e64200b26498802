"""``/ui/verdicts``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tiktok_spiders.api.dashboard.page import PageRoute, page, seen_with
from tiktok_spiders.api.dashboard.verdicts import STATUSES, counted, newest
from tiktok_spiders.api.state import Given

ROWS = 50
MOST = 10_000

Status = Literal["complete", "capped", "limited", "short", "private", "missing", "blocked", "failed"]

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[Depends(seen_with("read"))])


@router.get("/ui/verdicts")
def verdicts(
    request: Request,
    state: Given,
    status: Annotated[Status | None, Query()] = None,
    offset: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> Response:
    """Show the newest verdicts, of one status if it is given."""
    found = newest(state.store, ROWS, offset, status)
    return page(
        request,
        "verdicts.html",
        verdicts=found[:ROWS],
        counts=counted(state.store, datetime.now(UTC)),
        statuses=STATUSES,
        status=status,
        offset=offset,
        limit=ROWS,
        has_more=len(found) > ROWS and offset + ROWS <= MOST,
    )
