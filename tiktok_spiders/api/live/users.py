"""``/api/v1/user/…``: accounts, live."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.live import fields, shown
from tiktok_spiders.api.live.question import Question
from tiktok_spiders.api.state import Given

ROUTER = APIRouter(
    prefix="/api/v1/user",
    tags=["live"],
    dependencies=[Depends(allow("live", "user"))],
    responses=shown.ERRORS,
)


@ROUTER.get("/{username}/info", response_model=shown.UserAnswer)
async def user_info(
    state: Given,
    request: Request,
    username: fields.Username,
    use_cache: fields.UseCache = True,
    view: fields.View = "short",
) -> Json:
    """Look up an account."""
    about = Question(spider="user", kind="user", subject=username, wanted="user", resource="profile")
    asked = about.with_arguments(users=username, include="")
    answer = await state.live.ask(asked, use_cache=use_cache, request=request)
    return shown.one(answer, asked, view)
