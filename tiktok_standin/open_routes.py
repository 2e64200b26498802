"""The official API as one part of the stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import (
    open_authorize,
    open_control,
    open_display,
    open_oauth,
    open_publish,
    open_server,
    open_uploads,
)
from tiktok_standin.open_state import OPEN, OpenState

if TYPE_CHECKING:
    from collections.abc import Callable


def add(app: web.Application, time: Callable[[], float] | None = None) -> None:
    """Add the official API to an application; its clock may be any function that returns epoch seconds."""
    app[OPEN] = OpenState() if time is None else OpenState(time=time)
    app.add_routes([*open_authorize.routes(), *open_oauth.routes(), *open_display.routes()])
    app.add_routes([*open_publish.routes(), *open_control.routes()])
    app.add_routes([web.put(open_uploads.PATH, open_uploads.put)])
    app.cleanup_ctx.append(open_server.running)
