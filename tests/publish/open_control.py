"""What a test tells the stand-in's official API, and asks it."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener


class OpenControl:
    """The endpoints below ``/_standin/open``."""

    def __init__(self, url: str) -> None:
        self.url = url

    def reset(self) -> None:
        """Let everything be as at the start."""
        self.ask("DELETE", "")

    def switch(self, **switches: Any) -> None:
        """Change switches."""
        self.ask("PUT", "/switches", switches)

    def faults(self, *faults: dict[str, Any]) -> None:
        """Replace the fault plan."""
        self.ask("PUT", "/faults", list(faults))

    def app(self, key: str = "sbx-desktop-key", **values: Any) -> None:
        """Change or add an app."""
        self.ask("PUT", f"/apps/{key}", values)

    def account(self, handle: str = "creator.one", **values: Any) -> dict[str, Any]:
        """Change or add an account."""
        found: dict[str, Any] = self.ask("PUT", f"/accounts/{handle}", values)
        return found

    def clock(self, offset_s: float) -> None:
        """Let it be so many seconds later than it is."""
        self.ask("PUT", "/clock", {"offset_s": offset_s})

    def fill(self) -> None:
        """Let all budgets of calls be full."""
        self.ask("DELETE", "/budgets")

    def consent(self, url: str, **values: Any) -> str:
        """Decide on an authorize address; return where the browser is sent."""
        return str(self.ask("POST", "/authorize", {"url": url, **values})["redirect"])

    def grant(self, **values: Any) -> dict[str, Any]:
        """Return tokens without a login page."""
        found: dict[str, Any] = self.ask("POST", "/grant", values)
        return found

    def remove(self, handle: str = "creator.one", reason: int = 1) -> None:
        """Let the user take the app's access away."""
        self.ask("POST", f"/accounts/{handle}/remove", {"reason": reason})

    def posts(self) -> list[dict[str, Any]]:
        """Return the truth of all posts."""
        found: list[dict[str, Any]] = self.ask("GET", "/posts")
        return found

    def finish(self, publish_id: str) -> None:
        """Let the user post a draft."""
        self.ask("POST", f"/posts/{quote(publish_id, safe='')}/finish", {})

    def calls(self, endpoint: str) -> list[dict[str, Any]]:
        """Return the log of one endpoint's calls."""
        return [call for call in self.ask("GET", "/log") if call["endpoint"] == endpoint]

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Send a request and return the JSON that comes."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_standin/open{path}", data=data, method=method)
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
                return json.loads(answer.read())
        except HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from None
