"""What processes of their own do with one store, all at once."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.store.make import NOON, checkpoint, rich_video, sound, source, user
from tiktok_spiders.store import Page, Store, migrate
from tiktok_spiders.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Barrier

    from tiktok_spiders.items.common import Record

COUNTERS = ("like_count", "share_count", "comment_count", "save_count")
"""Each worker tells one of them."""

VIDEOS, ON_A_PAGE = 240, 8

_barriers: list[Barrier] = []


def at_once(workers: int, do: Callable[..., Any], *arguments: Any) -> list[Any]:
    """Return what ``do(number, *arguments)`` returns in as many processes, which begin together."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    barrier = context.Barrier(workers)
    with ProcessPoolExecutor(workers, context, initializer=_share, initargs=(barrier,)) as pool:
        waiting = [pool.submit(_together, do, number, *arguments) for number in range(workers)]
        return [one.result(120) for one in waiting]


def _share(barrier: Barrier) -> None:
    _barriers.append(barrier)


def _together(do: Callable[..., Any], *arguments: Any) -> Any:
    _barriers[0].wait(60)
    return do(*arguments)


def open_empty(_number: int, url: str) -> str | None:
    """Open a store; return the revision that it is at."""
    store = Store.open(url)
    try:
        return migrate.current(store.engine)
    finally:
        store.close()


def write_overlapping(number: int, url: str, run_id: str) -> tuple[int, int]:
    """Write the videos that all workers write, in an own order; return how many were new and lost."""
    store = Store.open(url)
    try:
        return asyncio.run(_write(store, number, run_id))
    finally:
        store.close()


async def _write(store: Store, number: int, run_id: str) -> tuple[int, int]:
    writer, ids = Writer(store, max_records=100), list(range(VIDEOS))
    random.Random(number).shuffle(ids)
    pages = [
        Page(records=_records(ids[start : start + ON_A_PAGE], number, run_id), checkpoint=checkpoint(run_id))
        for start in range(0, VIDEOS, ON_A_PAGE)
    ]
    written = await asyncio.gather(*map(writer.submit, pages))
    return sum(page.new for page in written), sum(len(page.rejected) for page in written)


def _records(ids: list[int], number: int, run_id: str) -> tuple[Record, ...]:
    at, own = NOON + timedelta(seconds=number), {COUNTERS[number]: 100 + number}
    told: list[Record] = [sound(scraped_at=at)]
    for each in ids:
        mine = {"scraped_at": at, "run_id": run_id, "source": source()}
        told.append(rich_video(str(each), author_id=f"{each % 30}", title=str(number), **own, **mine))
        told.append(user(f"{each % 30}", unique_id=f"h{each % 30}", bio=str(number), scraped_at=at))
    random.Random(number).shuffle(told)
    return tuple(told)
