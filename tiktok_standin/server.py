"""The stand-in as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from tiktok_standin import clock, exit_control
from tiktok_standin.app import make_app
from tiktok_standin.catalogue import Catalogue
from tiktok_standin.exit_control import EXITS
from tiktok_standin.exits import Exits
from tiktok_standin.faults import FaultPlan
from tiktok_standin.log import RequestLog
from tiktok_standin.open_state import OPEN
from tiktok_standin.options import parser
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

_PARENT_POLL_SECONDS = 0.5


def build(options: Namespace) -> web.Application:
    """Build the application that the options describe.

    Raises OSError or msgspec.MsgspecError for a bad plan.
    """
    now = options.now or clock.epoch()
    if options.bulk is None:
        catalogue = Catalogue.seeded(options.seed, options.users, options.videos, now=now)
    else:
        catalogue = Catalogue.bulk(options.users, options.bulk, seed=options.seed, now=now)
    switches = Switches(
        lookback_days=options.lookback_days or None,
        has_more=options.has_more,
        latency_ms=options.latency_ms,
        countries=options.countries,
    )
    app = make_app(catalogue, _plan(options.plan), log=RequestLog(options.log_file), switches=switches)
    app[OPEN].upload_host = options.host
    app[EXITS] = Exits(count=options.proxies, first_port=options.proxy_port, credentials=options.proxy_auth)
    app.add_routes(exit_control.routes())
    return app


def _plan(name: str | None) -> FaultPlan | None:
    if name is None or name == "default":
        return FaultPlan.default() if name else None
    return FaultPlan.from_json(Path(name).read_bytes())


async def serve(options: Namespace) -> None:
    """Serve until SIGTERM, SIGINT or, where asked for, the end of the parent process."""
    parent = os.getppid()
    app = build(options)
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, options.host, options.port).start()
        port = runner.addresses[0][1]
        if options.proxies:
            directory = options.tls_dir or Path(
                stack.enter_context(TemporaryDirectory(prefix="standin-tls-"))
            )
            await app[EXITS].start(directory, (options.host, port))
            stack.push_async_callback(app[EXITS].close)
        told = _told_to_end()
        if options.print_url:
            upload = {"upload": _address(options.host, app[OPEN].upload_port)}
            _announce(options.host, port, upload | app[EXITS].ready())
        await _until(told, parent if options.with_parent else None)


def _announce(host: str, port: int, more: dict[str, Any]) -> None:
    address = _address(host, port)
    ready = {"web": address, "control": f"{address}/_standin", "pid": os.getpid()}
    sys.stdout.write(json.dumps(ready | more) + "\n")
    sys.stdout.flush()


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _told_to_end() -> asyncio.Event:
    """Listen for the signals before anybody is told the address: who knows it may send one at once."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told


async def _until(told: asyncio.Event, parent: int | None) -> None:
    if parent is None:
        await told.wait()
        return
    while os.getppid() == parent and not told.is_set():
        try:
            await asyncio.wait_for(told.wait(), _PARENT_POLL_SECONDS)
        except TimeoutError:
            continue


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 2 for an address or a plan that cannot be used."""
    options = parser().parse_args(arguments)
    try:
        asyncio.run(serve(options))
    except (OSError, msgspec.MsgspecError) as error:
        sys.stderr.write(f"tiktok_standin: {_reason(error, options)}\n")
        return 2
    return 0


def _reason(error: Exception, options: Namespace) -> str:
    if isinstance(error, OSError) and error.filename is None:
        return f"cannot listen on {options.host}:{options.port or 'any port'}: {error.strerror}"
    return f"plan {options.plan}: {error}" if options.plan else str(error)
