"""A million videos into each database through the store's writer: speed, slowest batches, disk, memory."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import sqlalchemy as sa

from benchmarks.answers import store_pages
from benchmarks.result import Result, Table
from tests.postgres_server import PostgresServer
from tests.standin_process import StandinProcess
from tiktok_spiders.items.video import Video
from tiktok_spiders.store import Page, Store
from tiktok_spiders.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tiktok_spiders.store import Written

VIDEOS, QUICK_VIDEOS = 1_000_000, 20_000
CHUNK = 330
"""Pages that are made, untimed, before they are handed to the writer: ten of its batches."""

STRIDE = 1_000_003
"""Between the ids of one copy and the next: ids of a copy fall among those of the others, as accounts' do."""

SETTLED = 0.1
"""After this share of the videos, memory is compared with that at the end."""

DURABLE = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "128MB"}
"""PostgreSQL's own defaults, which the server of the tests does without."""

MIB, GIB = 2**20, 2**30


def measure(*, quick: bool) -> Result:
    """Write copies of the stand-in's videos under new ids until there are enough."""
    wanted = QUICK_VIDEOS if quick else VIDEOS
    with StandinProcess("--bulk", "300", "--users", "10") as standin:
        seed = store_pages(standin, "")
    figures = {name: _database(opened, seed, wanted) for name, opened in _databases().items()}
    about = (
        f"{wanted:,} videos with their authors, sounds, hashtags and lists into an empty database through "
        f"the writer that a crawl uses: copies of {sum(len(page.records) for page in seed):,} videos of the "
        "stand-in, under ids, accounts and files of their own. Pages of 15 with a checkpoint each, at most "
        "500 records a transaction; making the records is not counted. PostgreSQL on loopback with its own "
        "defaults (fsync, 128 MB of buffers), SQLite in WAL mode. A batch is one transaction. Rows are those "
        "of all tables. Memory is the resident set of the writing process."
    )
    return Result(about, [_table(figures)], figures)


def _databases() -> dict[str, Any]:
    return {"SQLite": _sqlite, "PostgreSQL": _postgres}


@contextmanager
def _sqlite() -> Iterator[tuple[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        yield (
            f"sqlite:///{Path(folder) / 'tiktok.db'}",
            lambda _: sum(path.stat().st_size for path in Path(folder).iterdir()),
        )


@contextmanager
def _postgres() -> Iterator[tuple[str, Any]]:
    with PostgresServer(**DURABLE) as server:
        yield server.create_database(), _database_size


def _database_size(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)


def _database(opened: Any, seed: list[Page], wanted: int) -> dict[str, float]:
    with opened() as (url, size_of):
        store = Store.open(url)
        try:
            figures = asyncio.run(_write(store, seed, wanted))
            rows = _rows(store)
            if rows["videos"] != wanted:
                raise RuntimeError(f"{rows['videos']:,} videos are stored of {wanted:,}")
            total, size = sum(rows.values()), size_of(store)
        finally:
            store.close()
    figures |= {"rows": total, "rows_per_second": total / figures["seconds"]}
    return figures | {"bytes": size, "bytes_a_video": size / wanted}


class Timed:
    """A store that notes how long each of its transactions took."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.seconds: list[float] = []

    def write(self, pages: Sequence[Page]) -> list[Written]:
        """Write as the store does."""
        began = time.perf_counter()
        written = self._store.write(pages)
        self.seconds.append(time.perf_counter() - began)
        return written


async def _write(store: Store, seed: list[Page], wanted: int) -> dict[str, float]:
    run_id = store.begin_run(spider="user", arguments={}, name=None, node="here/1", version="1").run_id
    timed, process = Timed(store), psutil.Process()
    writer, pages = Writer(timed), _pages(seed, run_id, wanted)  # type: ignore[arg-type]
    seconds, written = 0.0, 0
    memory: list[tuple[int, float]] = []
    while chunk := list(islice(pages, CHUNK)):
        began = time.perf_counter()
        await asyncio.gather(*map(writer.submit, chunk))
        seconds += time.perf_counter() - began
        written += sum(len(page.records) for page in chunk)
        memory.append((written, process.memory_info().rss / MIB))
    await writer.close()
    return _figures(timed.seconds, seconds, memory)


def _pages(seed: list[Page], run_id: str, wanted: int) -> Iterator[Page]:
    """Yield copies of the pages until so many videos have come, the last page cut to size."""
    for copy in count():
        for page in seed:
            if wanted <= 0:
                return
            videos = [one for one in page.records[:wanted] if isinstance(one, Video)]
            wanted -= len(videos)
            yield _page(videos, page, run_id, copy)


def _page(videos: Iterable[Video], page: Page, run_id: str, copy: int) -> Page:
    assert page.checkpoint is not None
    target = f"{page.checkpoint.target}x{copy}"
    mark = replace(page.checkpoint, run_id=run_id, target=target)
    return Page(records=tuple(_copy(one, run_id, target, copy) for one in videos), checkpoint=mark)


def _copy(video: Video, run_id: str, target: str, copy: int) -> Video:
    """Return a video of another account, with another sound; hashtags are shared by all."""
    return replace(
        video,
        video_id=_moved(video.video_id, copy),
        author_id=_moved(video.author_id, copy),
        sound_id=_moved(video.sound_id, copy),
        author_unique_id=target,
        author_sec_uid=f"{video.author_sec_uid}{copy}",
        file_uri=f"{video.file_uri}{copy}",
        file_hash=f"{video.file_hash}{copy}",
        run_id=run_id,
        source=replace(video.source, target=target),
    )


def _moved(number: str | None, copy: int) -> str:
    if number is None:
        raise RuntimeError("the stand-in lists a video without its account or sound")
    return str(int(number) + copy * STRIDE)


def _rows(store: Store) -> dict[str, int]:
    with store.reading() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in store.tables.sorted_tables
        }


def _figures(batches: list[float], seconds: float, memory: list[tuple[int, float]]) -> dict[str, float]:
    wanted = memory[-1][0]
    early = next(mib for written, mib in memory if written >= SETTLED * wanted)
    ordered = sorted(batches)
    return {
        "seconds": seconds,
        "videos_per_second": wanted / seconds,
        "batches": len(batches),
        "batch_median_ms": statistics.median(batches) * 1000,
        "batch_p99_ms": ordered[int(0.99 * (len(ordered) - 1))] * 1000,
        "batch_most_ms": ordered[-1] * 1000,
        "memory_early_mib": early,
        "memory_end_mib": memory[-1][1],
        "memory_peak_mib": max(mib for _, mib in memory),
    }


def _table(figures: dict[str, dict[str, float]]) -> Table:
    times = ["batch, ms: median", "p99", "most"]
    memory = [f"MiB after {SETTLED:.0%} of the videos", "MiB at the end", "MiB at the most"]
    table = Table(["store", "s", "videos/s", "rows/s", *times, "GiB on disk", "bytes a video", *memory])
    whole = ("seconds", "videos_per_second", "rows_per_second")
    rest = ("bytes_a_video", "memory_early_mib", "memory_end_mib", "memory_peak_mib")
    for name, one in figures.items():
        cells = [f"{one[key]:,.0f}" for key in (*whole, "batch_median_ms", "batch_p99_ms", "batch_most_ms")]
        cells += [f"{one['bytes'] / GIB:.2f}", *(f"{one[key]:,.0f}" for key in rest)]
        table.add(name, *cells)
    return table
