"""Pages: how they are made, who may see them, and what goes wrong with them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import cache
from typing import Any
from urllib.parse import quote

import jinja2
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tiktok_spiders.api.access.cookies import csrf_of
from tiktok_spiders.api.access.depend import access_of
from tiktok_spiders.api.access.limits import MINUTE
from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.dashboard.assets import address
from tiktok_spiders.api.dashboard.shown import FILTERS, UNKNOWN, plain
from tiktok_spiders.api.errors import BUSY_S, ApiError
from tiktok_spiders.exceptions import StoreBusyError, StoreError

logger = logging.getLogger(__name__)

SEE_OTHER = 303
GLANCES = 600
"""Charts and looks at progress a minute and principal. They belong to a page that was counted, so they take
nothing of a day's quota."""

HEADINGS = {
    400: "This request cannot be answered",
    401: "Log in first",
    403: "You may not see this",
    404: "There is no such thing",
    409: "It is in another state by now",
    429: "Too many requests",
    503: "Not available right now",
}


@cache
def templates() -> jinja2.Environment:
    """Return the templates. Everything is escaped; a name that is not given is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("tiktok_spiders.api.dashboard"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(static=address, unknown=UNKNOWN)
    return made


def page(request: Request, template: str, *, code: int = 200, **context: Any) -> HTMLResponse:
    """Return a page, or a part of one."""
    viewer: Principal | None = getattr(request.state, "viewer", None)
    text = templates().get_template(template).render(
        viewer=viewer,
        is_logged_in=viewer is not None and viewer.name != "local",
        path=request.url.path,
        csrf=csrf_of(request),
        **context,
    )  # fmt: skip
    return HTMLResponse(text, status_code=code)


def seen_with(*scopes: str) -> Callable[[Request], Awaitable[Principal]]:
    """Return the dependency of a page that needs one of these scopes."""

    async def admitted(request: Request) -> Principal:
        access = access_of(request)
        request.state.viewer = who = await access.who(request)
        scope = next((each for each in scopes if who is not None and who.has(each)), scopes[0])
        return await access.admit(request, scope, "other")

    return admitted


def glanced_with(scope: str) -> Callable[[Request], Awaitable[Principal]]:
    """Return the dependency of what a page loads by itself: charts and progress."""

    async def admitted(request: Request) -> Principal:
        access = access_of(request)
        who = await access.who(request)
        if who is None:
            await access.count_stranger(request)
            raise ApiError("UNAUTHORIZED", "log in first")
        if not who.has(scope):
            raise ApiError("FORBIDDEN", f"this needs the scope {scope}, which the key does not have")
        count = await access.limits.hit(f"dashboard:{who.name}", GLANCES, MINUTE)
        if not count.allowed:
            raise ApiError("RATE_LIMITED", "too many requests from this page", retry_after=count.wait_s)
        request.state.viewer = who
        return who

    return admitted


class PageRoute(APIRoute):
    """A route whose errors are pages, and that sends who needs a key to the login."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except (ApiError, RequestValidationError, StoreError) as error:
                return refusal(request, _told(error))

        return handler


def refusal(request: Request, error: ApiError) -> Response:
    """Return the page that tells of an error."""
    if error.status == 401:
        wanted = request.url.path if request.method == "GET" else "/"
        query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
        return RedirectResponse(f"/login?next={quote(wanted + query)}", SEE_OTHER)
    heading = HEADINGS.get(error.status, "Something failed here")
    answer = page(request, "error.html", code=error.status, heading=heading, message=error.message)
    answer.headers.update(error.headers)
    return answer


def _told(error: Exception) -> ApiError:
    if isinstance(error, ApiError):
        return error
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        if first["loc"][0] == "path":
            return ApiError("NOT_FOUND", "There is no such page.")
        return ApiError("INVALID_REQUEST", f"{first['loc'][-1]}: {first['msg']}")
    logger.error("The store refuses: %s", error)
    if isinstance(error, StoreBusyError):
        return ApiError("DATABASE_ERROR", "The store does not answer now.", status=503, retry_after=BUSY_S)
    return ApiError("DATABASE_ERROR", "The store cannot answer this.")
