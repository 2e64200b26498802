"""``auth-url`` and ``login``: the two ends of a login."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request

from tiktok_spiders.api.errors import told
from tiktok_spiders.api.publishing import connecting
from tiktok_spiders.api.publishing.asking import ERRORS, PREFIX, TAGS, Publisher
from tiktok_spiders.api.publishing.browsers import bind
from tiktok_spiders.api.publishing.models import AccountOut, LoginBegun, NewName, Redeem
from tiktok_spiders.api.publishing.part import Given
from tiktok_spiders.api.publishing.shown import account_out

ROUTER = APIRouter(prefix=PREFIX, tags=TAGS, responses=ERRORS)


@ROUTER.get("/auth-url", response_model=LoginBegun, responses=told(409))
def auth_url(
    request: Request,
    who: Publisher,
    part: Given,
    account: Annotated[
        NewName | None, Query(description="Name to keep it under; without one the first that is free.")
    ] = None,
    choose_account: Annotated[  # noqa: FBT002 - a parameter of the query
        bool, Query(description="Show TikTok's page also to users who have allowed the app before.")
    ] = True,
) -> LoginBegun:
    """Begin a login: the address where a TikTok user allows the app to post for them.

    A login that a browser begins is bound to that browser by a cookie, that of a key to the key.
    """
    return connecting.begin(part, who, account, choose=choose_account, bound=bind(request))


@ROUTER.post("/login", response_model=AccountOut, responses=told(409))
async def login(request: Request, who: Publisher, part: Given, came: Redeem) -> AccountOut:
    """End a login whose redirect led elsewhere than here: redeem its code, for who began it."""
    query = urlencode({"code": came.code, "state": came.state})
    return account_out(await connecting.finish(part, request, query, who))
