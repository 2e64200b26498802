"""Routes that need what routes of this API may need."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request

from tiktok_spiders.api import access

router = APIRouter()

for scope in ("read", "live", "jobs", "publish", "admin"):
    for method in ("GET", "POST"):
        router.add_api_route(
            f"/{scope}", lambda: {"ok": True}, methods=[method],
            dependencies=[Depends(access.allow(scope))], name=f"{method} {scope}",
        )  # fmt: skip


@router.get("/search")
async def search(principal: Annotated[access.Principal, Depends(access.allow("live", "search"))]) -> str:
    return principal.name


@router.get("/open", dependencies=[Depends(access.anyone)])
async def open_() -> str:
    return "open"


@router.get("/health", dependencies=[Depends(access.health_checker)])
async def health() -> str:
    return "well"


@router.get("/page")
async def page(request: Request) -> dict[str, Any]:
    who = await access.principal_of(request)
    return {"who": who and who.name, "csrf": access.csrf_of(request)}


@router.post("/login")
async def login(request: Request, key: Annotated[str, Body()], csrf: Annotated[str, Body()]) -> str:
    access.check_csrf(request, csrf)
    return (await access.sign_in(request, key)).name


@router.post("/logout")
async def logout(request: Request) -> None:
    await access.sign_out(request)


@router.post("/echo")
async def echo(body: Annotated[dict[str, Any], Body()]) -> int:
    return len(str(body))


@router.post("/api/v1/tiktok/upload-video")
async def upload(request: Request) -> int:
    return sum([len(part) async for part in request.stream()])


@router.get("/seen")
async def seen(request: Request) -> dict[str, Any]:
    found = access.seen(request)
    return {"client": found.client, "secure": found.secure, "network": found.network}


@router.get("/broken")
async def broken() -> None:
    raise LookupError("secret words")


@router.post("/form")
async def form(request: Request) -> str | None:
    access.check_csrf(request, str((await request.form()).get("csrf")))
    who = await access.principal_of(request)
    return who and who.name
