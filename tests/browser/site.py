"""A small site whose page signs what is fetched from inside it, and that remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

SCRIPT = """
(() => {
  const send = window.fetch;
  window.fetch = (target, options) => {
    const address = new URL(target, location.href);
    address.searchParams.set("X-Signed", NONCE);
    return send(address.href, options);
  };
})();
"""

PAGE = """<!doctype html><html><head><title>explore</title>
<style>@font-face {{ font-family: f; src: url(/font.woff2); }}
body {{ font-family: f; height: 300vh; }}</style>
<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">{state}</script>
<script src="/script.js?nonce={nonce}"></script></head>
<body>text <img src="/image.png"><video src="/video.mp4" autoplay></video>{extra}</body></html>"""

SCROLLING = """
<script>
let cursor = 0;
const more = () => {
  const request = new XMLHttpRequest();
  request.open("GET", "/api/list/?cursor=" + cursor);
  cursor += 10;
  request.send();
};
more();
addEventListener("scroll", () => {
  document.body.style.height = document.body.scrollHeight + 3000 + "px";
  more();
});
</script>
"""

BIG = json.dumps({"itemList": [{"id": str(i), "desc": "x" * 6300} for i in range(30)]})
"""As large as a list of 30 videos: about 190 KB."""

BYTES = b"\xef\xbb\xbf" + bytes(range(256)) * 400
"""What no text is."""


@dataclass
class Site:
    """``log`` holds path, query, cookies and headers of each request."""

    log: list[dict[str, Any]] = field(default_factory=list)
    empty: int = 0
    """How many calls are answered without a body from now on."""

    signs: bool = True
    """Whether the page's script takes ``fetch`` over."""

    page_status: int = 200
    token: str | None = None
    """Value of ``x-ms-token`` and the cookie ``msToken`` of answers."""

    extra: str = ""
    """What else stands in pages."""

    url: str = ""
    _nonces: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._note])
        app.add_routes(
            [
                web.get("/explore", self._page),
                web.get("/", self._page),
                web.get("/scroll", self._scroll),
                web.get("/script.js", self._script),
                web.get("/api/list/", self._list),
                web.route("*", "/api/big", self._big),
                web.get("/api/bytes", self._bytes),
                web.route("*", "/api/echo", self._echo),
                web.get("/api/hang", self._hang),
                web.get("/api/moved", self._moved),
                web.get("/login", self._page),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        await self._runner.cleanup()

    def reset(self) -> None:
        """Forget requests and faults."""
        self.log.clear()
        self.empty, self.signs, self.page_status, self.token, self.extra = 0, True, 200, None, ""

    def paths(self) -> list[str]:
        """Return the paths asked so far."""
        return [entry["path"] for entry in self.log]

    def last(self, path: str) -> dict[str, Any]:
        """Return the newest request for a path."""
        return next(entry for entry in reversed(self.log) if entry["path"] == path)

    @web.middleware
    async def _note(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.log.append(
            {
                "path": request.path,
                "query": dict(request.query),
                "cookies": dict(request.cookies),
                "headers": {name.lower(): value for name, value in request.headers.items()},
                "body": await request.text(),
            }
        )
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _page(self, request: web.Request) -> web.Response:
        self._nonces += 1
        context = {
            "wid": "7300000000000000001",
            "odinId": "7300000000000000002",
            "webIdCreatedTime": "1759700000",
        }
        state = json.dumps({"__DEFAULT_SCOPE__": {"webapp.app-context": context | {"region": "DE"}}})
        html = PAGE.format(state=state, nonce=self._nonces, extra=self.extra)
        answer = web.Response(text=html, content_type="text/html", status=self.page_status)
        answer.headers["Content-Security-Policy"] = "script-src 'self' 'unsafe-inline'"
        answer.set_cookie("ttwid", f"visitor-{self._nonces}", httponly=True)
        return answer

    async def _scroll(self, request: web.Request) -> web.Response:
        self.extra = SCROLLING
        return await self._page(request)

    async def _script(self, request: web.Request) -> web.Response:
        text = SCRIPT.replace("NONCE", json.dumps(request.query["nonce"])) if self.signs else ""
        return web.Response(text=text, content_type="text/javascript")

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response({"cursor": request.query["cursor"]})

    async def _big(self, request: web.Request) -> web.Response:
        answer = web.Response(text=BIG, content_type="application/json")
        answer.enable_compression()
        return answer

    async def _bytes(self, request: web.Request) -> web.Response:
        return web.Response(body=BYTES)

    async def _echo(self, request: web.Request) -> web.Response:
        if self.empty:
            self.empty -= 1
            return web.Response(headers={"tt_orcas_res": "1"})
        answer = web.json_response({"signed": "X-Signed" in request.query})
        if self.token:
            answer.headers["x-ms-token"] = self.token
            answer.set_cookie("msToken", self.token)
        return answer

    async def _hang(self, request: web.Request) -> web.Response:
        await self._released.wait()
        return web.Response()

    async def _moved(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/login")
