"""``/docs``: the API's document in Swagger UI, from the machine itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tiktok_spiders.api.access.depend import anyone
from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.dashboard.docs_document import as_3_0
from tiktok_spiders.api.dashboard.page import PageRoute, page

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Who = Annotated[Principal | None, Depends(anyone)]


@router.get("/docs")
async def docs(request: Request, who: Who) -> Response:
    """Show the API."""
    request.state.viewer = who
    return page(request, "docs.html")


@router.get("/docs/openapi.json", dependencies=[Depends(anyone)])
def document(request: Request) -> Response:
    """Return the document as the page reads it."""
    return Json(as_3_0(request.app.openapi()))
