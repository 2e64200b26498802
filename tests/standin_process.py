"""The stand-in as a process of its own, as an operator starts it, and its control endpoints."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import msgspec

from tests.launching import launch
from tiktok_standin.switches import Switches

DEFAULT_SWITCHES: dict[str, Any] = msgspec.to_builtins(Switches())
START_TIMEOUT = 30.0
STOP_TIMEOUT = 10.0


class StandinProcess:
    """``python -m tiktok_standin`` on a free port.

    ``url`` is its address; ``proxy``, ``proxies`` and ``ca`` are there after a start with ``--proxies``.
    """

    def __init__(self, *args: str) -> None:
        command = [
            sys.executable,
            "-m",
            "tiktok_standin",
            "--port",
            "0",
            "--print-url",
            "--with-parent",
            *args,
        ]
        self._process = launch(command, cwd=Path.cwd(), env=os.environ, stdout=True)
        try:
            self.ready: dict[str, Any] = json.loads(self._first_line())
        except BaseException:
            self.stop()
            raise
        self.url: str = self.ready["web"]
        self.proxy: str = self.ready.get("proxy", "")
        self.proxies: list[str] = self.ready.get("proxies", [])
        self.ca: str = self.ready.get("ca", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def truth(self, handle: str) -> dict[str, Any]:
        """Return what is true of an account: ``ids`` newest first, ``posts`` by id, ``user``, ``pinned``…"""
        found: dict[str, Any] = self._control("GET", f"truth/{quote(handle)}")
        return found

    def handles(self) -> list[str]:
        """Return all handles."""
        found: list[str] = self._control("GET", "handles")
        return found

    def links(self) -> dict[str, str]:
        """Return what the codes of short links lead to."""
        found: dict[str, str] = self._control("GET", "links")
        return found

    def set_links(self, links: dict[str, str]) -> None:
        """Make codes of short links lead to these addresses; an empty one is dead."""
        self._control("PUT", "links", links)

    def set_plan(self, *faults: dict[str, Any]) -> None:
        """Replace the fault plan; none = nothing goes wrong."""
        self._control("PUT", "plan", list(faults))

    def set_switches(self, **switches: Any) -> None:
        """Change these switches and leave the others."""
        self._control("PUT", "switches", switches)

    def switches(self) -> dict[str, Any]:
        """Return all switches as they are now."""
        found: dict[str, Any] = self._control("GET", "switches")
        return found

    def reset_switches(self) -> None:
        """Set all switches as they were at the start."""
        self._control("DELETE", "switches")

    def fill_budgets(self) -> None:
        """Let all call budgets be full again."""
        self._control("DELETE", "budgets")

    def set_proxy_fault(self, name: str, kind: str, **options: Any) -> None:
        """Let proxy ``exit-N`` be ``dead``, ``slow`` (``delay`` s) or ``reset``, or well again (``none``)."""
        self._control("PUT", f"proxies/{name}", {"kind": kind, **options})

    def stats(self) -> dict[str, Any]:
        """Return what was counted: requests by endpoint and status, faults, most in flight at once."""
        counted: dict[str, Any] = self._control("GET", "stats")
        return counted

    def proxy_counts(self) -> dict[str, dict[str, int]]:
        """Return each proxy's counts by its name."""
        counted: dict[str, dict[str, int]] = self._control("GET", "proxies")
        return counted

    def log(self, endpoint: str | None = None) -> list[dict[str, Any]]:
        """Return the last requests, oldest first; those of one endpoint only, if one is named."""
        entries = self._control("GET", "log")
        return [entry for entry in entries if endpoint in {None, entry["endpoint"]}]

    def clear_log(self) -> None:
        """Forget entries and counters."""
        self._control("DELETE", "log")

    def grow(self, handle: str, count: int, *, now: int | None = None) -> list[str]:
        """Let an account post; return the new ids, oldest first."""
        added: list[str] = self._control("POST", "grow", {"handle": handle, "count": count, "now": now})[
            "ids"
        ]
        return added

    def shop(self, path: str) -> Any:
        """Return what is true of the Shop: ``products?region=GB``, ``products/{id}``, ``search/{words}``…"""
        return self._control("GET", f"shop/{path}")

    def set_shop_day(self, days: int) -> None:
        """Let the Shop be so many days after its start: some prices, stocks and sales differ."""
        self._control("PUT", "shop/day", {"days": days})

    def open_api(self, method: str, path: str, body: object = None) -> Any:
        """Ask the control of the official API: ``open_api("PUT", "clock", {"offset_s": 60})``."""
        return self._control(method, f"open/{path}".rstrip("/"), body)

    def media(self, address: str) -> bytes:
        """Fetch a media address of TikTok's from the stand-in itself, as the site's own page would."""
        parts = urlsplit(address)
        request = Request(f"{self.url}{parts.path}?{parts.query}")
        request.add_header("Referer", "https://www.tiktok.com/")
        request.add_header("Cookie", "tt_chain_token=any")
        return _open(request)

    def _control(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return json.loads(_open(Request(f"{self.ready['control']}/{path}", data=data, method=method)))

    def stop(self) -> int:
        """Ask the process to end, by its id; return its exit status. It is killed if it does not end."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            if self._process.stdout is not None:
                self._process.stdout.close()

    def _first_line(self) -> bytes:
        assert self._process.stdout is not None
        line, deadline = b"", time.monotonic() + START_TIMEOUT
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._process.stdout], [], [], left)[0]:
                raise TimeoutError(f"the stand-in was not ready within {START_TIMEOUT} s; it wrote {line!r}")
            data = os.read(self._process.stdout.fileno(), 65536)
            if not data:
                raise RuntimeError(f"the stand-in ended before it was ready; it wrote {line!r}")
            line += data
        return line


def _open(request: Request) -> bytes:
    """Send a request; no proxy of the environment comes in between."""
    with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
        data: bytes = answer.read()
    return data
