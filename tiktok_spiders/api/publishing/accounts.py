"""Accounts: which there are, their public videos, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool

from tiktok_spiders.api.errors import told
from tiktok_spiders.api.publishing.asking import ERRORS, PREFIX, TAGS, Publisher
from tiktok_spiders.api.publishing.models import (
    AccountName,
    AccountsOut,
    LoggedOut,
    Logout,
    OwnVideoOut,
    OwnVideosOut,
)
from tiktok_spiders.api.publishing.owning import account_of, accounts_of
from tiktok_spiders.api.publishing.part import Given
from tiktok_spiders.api.publishing.shown import account_out
from tiktok_spiders.api.publishing.trouble import answering
from tiktok_spiders.publish import access, display

if TYPE_CHECKING:
    from tiktok_spiders.publish.opening import Publishing

ROUTER = APIRouter(prefix=PREFIX, tags=TAGS, responses=ERRORS)


@ROUTER.get("/accounts", response_model=AccountsOut)
def accounts(who: Publisher, part: Given) -> AccountsOut:
    """List the accounts that the key has connected; with the scope `admin` all."""
    return AccountsOut(accounts=[account_out(one) for one in accounts_of(part.desk, who)])


@ROUTER.get("/accounts/{name}/videos", response_model=OwnVideosOut, responses=told(404, 409))
async def videos(
    who: Publisher,
    part: Given,
    name: Annotated[AccountName, Path()],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> OwnVideosOut:
    """List an account's own public videos, as TikTok's official API tells them."""
    account = await run_in_threadpool(account_of, part.desk, who, name)
    with answering():
        found = await part.ask(_videos(part.desk, account.name, limit))
    return OwnVideosOut(account=account.name, videos=[OwnVideoOut.model_validate(one) for one in found])


@ROUTER.post("/logout", response_model=LoggedOut, responses=told(404, 409))
async def logout(who: Publisher, part: Given, asked: Logout) -> LoggedOut:
    """Have TikTok end the app's access to an account, and forget the account."""
    account = await run_in_threadpool(account_of, part.desk, who, asked.account)
    with answering():
        untold = await part.ask(access.log_out(part.desk, account.name))
    return LoggedOut(account=account.name, revoked=untold is None)


async def _videos(desk: Publishing, name: str, limit: int) -> list[display.OwnVideo]:
    return [video async for video in display.videos(desk.session(name), limit=limit)]
