"""Whose a post is: one process works on it at a time, and a dead one's is free at once."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import psutil

from tiktok_spiders.exceptions import StoreBusyError, TikTokSpidersError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

LEASE = timedelta(seconds=120)
"""A claim that was not renewed for so long is free. Renewed three times as often."""

_START_TOLERANCE_S = 3.0


class LostClaimError(TikTokSpidersError):
    """Raised for a step on a post that another process has taken over meanwhile."""


def new_owner() -> str:
    """Return a name for a claim: ``host/pid/start time of the process/random``."""
    started = psutil.Process().create_time()
    return f"{machine()}/{os.getpid()}/{started:.2f}/{secrets.token_hex(4)}"


def machine() -> str:
    """Return this machine's name."""
    return socket.gethostname()


def is_held(owner: str | None, until: datetime | None, now: datetime) -> bool:
    """Tell whether a claim counts: it is not over, and its process, if it is of this machine, runs."""
    if owner is None or until is None or until <= now:
        return False
    host, pid, started = [*owner.split("/"), "", ""][:3]
    return host != machine() or not pid.isdigit() or _runs(int(pid), started)


@asynccontextmanager
async def kept(renew: Callable[[], bool], every_s: float = LEASE.total_seconds() / 3) -> AsyncIterator[None]:
    """Renew a claim while the block runs; cancel the block, as ``LostClaimError``, once it is another's."""
    worker = asyncio.current_task()
    lost = False

    async def beat() -> None:
        nonlocal lost
        while not lost:
            await asyncio.sleep(every_s)
            with suppress(StoreBusyError):
                lost = not await asyncio.to_thread(renew)
        if worker is not None:
            worker.cancel()

    beating = asyncio.create_task(beat())
    try:
        yield
    except asyncio.CancelledError:
        if lost and worker is not None and worker.uncancel() == 0:
            raise LostClaimError("another process has taken the post over") from None
        raise
    finally:
        beating.cancel()
        await asyncio.wait([beating])


def _runs(pid: int, started: str) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(process.create_time() - float(started)) < _START_TOLERANCE_S
    except psutil.NoSuchProcess:
        return False
    except (psutil.AccessDenied, ValueError):
        return True
