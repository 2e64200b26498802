"""What a route declares about who may call it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Request, Security

from tiktok_spiders.api.access.credentials import by_bearer, by_header
from tiktok_spiders.api.access.part import SAFE, Access
from tiktok_spiders.api.access.principal import SCOPES, Principal
from tiktok_spiders.api.access.rules import PER_MINUTE
from tiktok_spiders.api.state import state_of

Header = Annotated[Any, Security(by_header)]
Bearer = Annotated[Any, Security(by_bearer)]
"""Declared, so that the document tells of them; `Access.who` reads them itself."""


def allow(scope: str, limit: str = "other") -> Callable[..., Awaitable[Principal]]:
    """Return the dependency of a route that needs a scope, and counts against a class of limits."""
    if scope not in SCOPES or limit not in {*PER_MINUTE, "other"}:
        raise ValueError(f"no scope {scope} or no class of limits {limit}")

    async def admitted(request: Request, _key: Header, _bearer: Bearer) -> Principal:
        return await access_of(request).admit(request, scope, limit)

    return admitted


async def anyone(request: Request) -> Principal | None:
    """Be the dependency of a route that is open: who has no valid key is counted by address."""
    access = access_of(request)
    principal = await access.who(request) if request.method in SAFE else None
    if principal is None:
        await access.count_stranger(request)
    return principal


async def health_checker(request: Request) -> None:
    """Be the dependency of the open route that tells whether this lives; counted by address, generously."""
    await access_of(request).count_health(request)


async def principal_of(request: Request) -> Principal | None:
    """Return who looks at a page, nothing counted: by login, key or loopback. None: nobody we know.

    A form's token is checked by ``check_csrf`` before; ``ApiError`` (FORBIDDEN) else.
    """
    return await access_of(request).who(request)


def access_of(request: Request) -> Access:
    """Return the part of the application that serves a request."""
    access: Access = state_of(request).access
    return access
