"""Counts every request: by the route's template and the status, never by the path that was asked for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tiktok_spiders.api.health.requests import Requests

NO_ROUTE, OTHER = "unmatched", "other"
HUNG_UP = 499
"""Status of a request whose client went before an answer began."""


class Counting:
    """Middleware. It counts at ``app.state.tiktok.health.requests``, once that is there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count it when it is answered."""
        requests = _requests_of(scope) if scope["type"] == "http" else None
        if requests is None:
            await self._app(scope, receive, send)
            return
        status, begun = HUNG_UP, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        requests.begin()
        try:
            await self._app(scope, receive, noting)
        except Exception:
            status = 500  # what stands around this answers so
            raise
        finally:
            requests.end(endpoint_of(scope), status, time.perf_counter() - begun)


def endpoint_of(scope: Scope) -> str:
    """Return the template of the route that took the request, the folder of files, or that there is none."""
    route = scope.get("route")
    if route is not None:
        return str(route.path)
    if scope.get("endpoint") is None:
        return NO_ROUTE
    return scope.get("root_path") or OTHER


def _requests_of(scope: Scope) -> Requests | None:
    state: Any = getattr(scope["app"].state, "tiktok", None)
    return None if state is None or state.health is None else state.health.requests
