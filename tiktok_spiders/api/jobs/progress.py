"""How far a job is: counted from what its run has stored, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.jobs.listings import planned
from tiktok_spiders.api.jobs.spiders import SPIDERS
from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.items.listed import listed_type
from tiktok_spiders.store.journal import checkpoints, runs, sightings, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.engine import Connection

    from tiktok_spiders.api.jobs.job import Job
    from tiktok_spiders.store import Store

KEPT = 4096
"""Final jobs whose numbers are remembered."""

Key = tuple[str, str]
Part = tuple[str, int, int | None]
"""Record type of a listing, members stored, members that there will be."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A job's numbers."""

    videos_scraped: int
    total_videos: int | None
    """Videos that there will be; None while that is unknown."""

    percent: int | None
    """0 to 100, of all that is listed; 100 for completed jobs alone. None while the total is unknown."""


class Progresses:
    """Counts for many jobs at once. What final jobs came to is remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._final: dict[int, Progress] = {}

    def of(self, jobs: Iterable[Job]) -> dict[int, Progress]:
        """Return the numbers of jobs by id."""
        wanted = list(jobs)
        found = {job.id: self._final[job.id] for job in wanted if job.is_over and job.id in self._final}
        left = [job for job in wanted if job.id not in found]
        if left:
            with self._store.reading() as connection:
                found |= {
                    job.id: _counted(connection, job, run_id) for job, run_id in _runs_of(connection, left)
                }
        self._remember([job for job in left if job.is_over], found)
        return found

    def _remember(self, jobs: list[Job], found: dict[int, Progress]) -> None:
        for job in jobs:
            self._final[job.id] = found[job.id]
        while len(self._final) > KEPT:
            self._final.pop(next(iter(self._final)), None)


def _runs_of(connection: Connection, jobs: list[Job]) -> Iterator[tuple[Job, str | None]]:
    have = runs.c
    query = sa.select(have.name, have.run_id).where(have.name.in_([job.run for job in jobs]))
    by_name = {row.name: row.run_id for row in connection.execute(query)}
    return ((job, by_name.get(job.run)) for job in jobs)


def _counted(connection: Connection, job: Job, run_id: str | None) -> Progress:
    videos = 0 if run_id is None else _videos(connection, run_id)
    parts = list(_parts(job, {} if run_id is None else _standing(connection, run_id)))
    of_videos = [(got, all_) for kind, got, all_ in parts if kind == "video"]
    percent = _percent([(got, all_) for _, got, all_ in parts])
    if job.status == "completed":
        percent = 100
    return Progress(videos, _total(of_videos), percent)


def _videos(connection: Connection, run_id: str) -> int:
    have = sightings.c
    mine = sa.and_(have.run_id == run_id, have.record_type == "video")
    return connection.scalar(sa.select(sa.func.count(sa.distinct(have.record_id))).where(mine)) or 0


def _standing(connection: Connection, run_id: str) -> dict[Key, tuple[int, int | None]]:
    """Return of each listing that was begun its stored members, and how many there will be."""
    begun, over = checkpoints.c, verdicts.c
    found: dict[Key, tuple[int, int | None]] = {}
    states = sa.select(begun.target, begun.resource, begun.state).where(begun.run_id == run_id)
    for target, resource, state in connection.execute(states):
        if state:
            found[target, resource] = (state.get("unique", 0), _wanted(state))
    ended = sa.select(over.target, over.resource, over.unique).where(
        over.run_id == run_id, over.stop_reason != "shutdown"
    )
    for target, resource, unique in connection.execute(ended):
        found[target, resource] = (unique or 0, unique or 0)
    return found


def _wanted(state: dict[str, Any]) -> int | None:
    known = [each for each in (state.get("asked"), state.get("expected")) if each is not None]
    return max(min(known), state.get("unique", 0)) if known else None


def _parts(job: Job, standing: dict[Key, tuple[int, int | None]]) -> Iterator[Part]:
    left = dict(standing)
    # What a completed job has no verdict for was the same thing in another spelling.
    for key, asked in () if job.status == "completed" else _planned(job):
        got, wanted = left.pop(key, (0, asked))
        yield listed_type(key[1]), got, wanted
    for (_, resource), (got, wanted) in left.items():
        yield listed_type(resource), got, wanted


def _planned(job: Job) -> Iterator[tuple[Key, int | None]]:
    try:
        arguments = SPIDERS[job.spider].parse(job.arguments)
    except (ArgumentError, KeyError):  # of a version that knew others
        return
    for target in dict.fromkeys(arguments.targets()):
        for resource, asked in planned(job.spider, arguments, target):
            yield (target.text, resource), asked


def _total(parts: list[tuple[int, int | None]]) -> int | None:
    known = [all_ for _, all_ in parts if all_ is not None]
    return sum(known) if len(known) == len(parts) else None


def _percent(parts: list[tuple[int, int | None]]) -> int | None:
    total = _total(parts)
    if total is None:
        return None
    got = sum(min(got, all_) for got, all_ in parts if all_ is not None)
    return 0 if not total else min(100 * got // total, 99)
