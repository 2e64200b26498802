"""The page that TikTok sends users back to."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.publishing import connecting
from tiktok_spiders.api.publishing.addresses import redirect_path
from tiktok_spiders.api.publishing.part import part_of
from tiktok_spiders.api.state import state_of
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from tiktok_spiders.config import Config

_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>'
    '<body><main><h1>{title}</h1><p id="said">{text}</p></main></body></html>'
)
_HEADERS = {
    # The address in the browser's bar holds the code, which is used up by now, and the state.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
}


def routers(config: Config) -> tuple[APIRouter, ...]:
    """Return the router of the redirect; none if the app's redirect leads to another server."""
    path = redirect_path(config)
    if path is None or set(path) & set("{}"):
        return ()
    router = APIRouter()
    router.add_api_route(path, came_back, methods=["GET"], include_in_schema=False)
    return (router,)


async def came_back(request: Request) -> HTMLResponse:
    """Redeem what TikTok sent the browser with, and say what became of it. The state guards it."""
    try:
        part = await part_of(request)
        account = await connecting.finish(part, request, request.url.query)
    except ApiError as error:
        return await _refused(request, error)
    shown = f" ({account.display_name})" if account.display_name else ""
    return _page("Connected", f"{account.name}{shown} is connected. You can close this page.", 200)


async def _refused(request: Request, error: ApiError) -> HTMLResponse:
    try:
        await state_of(request).access.count_stranger(request)
    except ApiError as limited:
        error = limited
    page = _page("Not connected", f"{error.message}.", error.status)
    page.headers.update(error.headers)
    return page


def _page(title: str, text: str, status: int) -> HTMLResponse:
    body = _PAGE.format(title=escape(title), text=escape(printable(text)))
    return HTMLResponse(body, status_code=status, headers=_HEADERS)
