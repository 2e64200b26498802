"""Webshare's list endpoint on loopback: pages, refusals, slow and odd answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

if TYPE_CHECKING:
    import asyncio

KEY = "s3cr3t-key"


def listed(number: int, **changes: Any) -> dict[str, Any]:
    """Return one proxy as the service lists it."""
    return {
        "id": f"d-{number}",
        "username": "us@r",
        "password": "p:w/@#%",
        "proxy_address": f"10.0.0.{number}",
        "port": 8000 + number,
        "valid": True,
        "country_code": "DE",
        "city_name": "Berlin",
        "created_at": "2024-01-01T00:00:00+00:00",
    } | changes


class FakeWebshare:
    """Serves ``proxies`` by ``page_size``; ``answer`` replaces it, ``hold`` lets requests wait until set."""

    def __init__(self, *proxies: dict[str, Any], page_size: int = 2) -> None:
        self.proxies = list(proxies)
        self.page_size = page_size
        self.answer: web.Response | None = None
        self.hold: asyncio.Event | None = None
        self.queries: list[dict[str, str]] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/api/v2/proxy/list", self._list)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/v2"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.hold is not None:
            self.hold.set()
        await self._runner.cleanup()

    async def _list(self, request: web.Request) -> web.Response:
        self.queries.append(dict(request.query))
        if self.hold is not None:
            await self.hold.wait()
        if request.headers.get("Authorization") != f"Token {KEY}":
            return web.json_response({"detail": "Invalid token."}, status=401)
        if self.answer is not None:
            answer, self.answer = self.answer, None
            return answer
        page = int(request.query["page"])
        wanted = [
            one
            for one in self.proxies
            if one["country_code"] == request.query.get("country_code_in", one["country_code"])
        ]
        part = wanted[(page - 1) * self.page_size : page * self.page_size]
        following = f"{self.url}/proxy/list?page={page + 1}" if page * self.page_size < len(wanted) else None
        return web.json_response({"count": len(wanted), "next": following, "results": part})
