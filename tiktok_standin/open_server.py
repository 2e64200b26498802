"""The upload host: an application and a port of its own, which live as long as the main one."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import open_posts, open_uploads
from tiktok_standin.open_state import OPEN, OpenState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def running(app: web.Application) -> AsyncIterator[None]:
    """Serve uploads, and let posts go on by themselves, while the application runs."""
    state = app[OPEN]
    runner = web.AppRunner(_upload_app(state), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, state.upload_host, 0).start()
    state.upload_port = runner.addresses[0][1]
    keeper = asyncio.get_running_loop().create_task(open_posts.keep(state))
    yield
    keeper.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeper
    await state.webhooks.close()
    await runner.cleanup()


def _upload_app(state: OpenState) -> web.Application:
    app = web.Application()
    app[OPEN] = state
    app.add_routes([web.put(open_uploads.PATH, open_uploads.put)])
    return app
