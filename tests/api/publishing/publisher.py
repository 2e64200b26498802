"""Somebody who publishes through the API, with or without a key."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.waiting import reached

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.api.running import Client
    from tests.publish.open_control import OpenControl
    from tiktok_spiders.api.state import State

BASE = "/api/v1/tiktok"
PRIVATE = {"privacy_level": "SELF_ONLY", "accept_music_terms": "true"}
LONG_S = 20


@dataclass
class Publisher:
    """A client with a key, or without one on loopback."""

    client: Client
    official: OpenControl
    video: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        return self.client.state

    @property
    def spool(self) -> Path:
        return self.state.folder / "spool"

    def spooled(self) -> list[str]:
        """The names of the files that lie in the spool folder."""
        return sorted(path.name for path in self.spool.glob("*/*"))

    def with_key(self, name: str, *scopes: str, plan: str = "enterprise") -> Publisher:
        """Somebody with a new key."""
        key = self.state.access.keys.add(name, plan, scopes or ("publish",))
        return Publisher(self.client, self.official, self.video, {"X-API-Key": key})

    async def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = self.headers | options.pop("headers", {})
        return await self.client.request(method, f"{BASE}{path}", headers=headers, **options)

    async def get(self, path: str, **options: Any) -> Any:
        answer = await self.ask("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def begin(self, **params: Any) -> dict[str, Any]:
        """Ask for the address where the user allows it."""
        found: dict[str, Any] = await self.get("/auth-url", params=params)
        return found

    async def consent(self, url: str, handle: str = "creator.one", **values: Any) -> str:
        """Let the user decide, and return path and query that their browser is sent to."""
        back = urlsplit(await asyncio.to_thread(self.official.consent, url, handle=handle, **values))
        return f"{back.path}?{back.query}"

    async def connect(self, handle: str = "creator.one", **params: Any) -> httpx.Response:
        """Log a user in by the redirect; return its page."""
        back = await self.consent((await self.begin(**params))["auth_url"], handle)
        return await self.client.get(back)

    async def upload(
        self, account: str = "main", *, name: str = "clip.mp4", data: bytes | None = None, **fields: str
    ) -> httpx.Response:
        headers = {"Idempotency-Key": fields.pop("key")} if "key" in fields else {}
        files = {"file": (name, self.video if data is None else data, "video/mp4")}
        chosen = PRIVATE | {"account": account} | fields
        form = {field: value for field, value in chosen.items() if value}
        return await self.ask("POST", "/upload-video", data=form, files=files, headers=headers)

    async def until(self, number: int, *states: str) -> dict[str, Any]:
        """Return a post when it is in one of these states."""
        end = time.monotonic() + LONG_S
        while True:
            found: dict[str, Any] = await self.get(f"/posts/{number}")
            if found["state"] in states:
                return found
            assert time.monotonic() < end, found
            self.state.publishing.wake()
            await asyncio.sleep(0.05)

    async def emptied(self) -> None:
        """Return when the folder of uploads is empty: that comes soon after the end of a post."""
        await reached(lambda: not self.spooled(), LONG_S, "end of the upload's file")


def sealed(publisher: Publisher, name: str) -> str:
    """What is kept of an account's tokens, as it is kept."""
    found: str = publisher.state.publishing.desk.tokens.kept(name).version
    return found
