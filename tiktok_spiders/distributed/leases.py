"""The shared queue: requests are leased, renewed, finished together with what came of them, or given back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tiktok_spiders.distributed import scripts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiktok_spiders.distributed.keys import RunKeys

TARGETS_AT_ONCE = 20
"""Pushed targets that are taken into a queue that has fewer requests."""


class Leased(NamedTuple):
    """A request that was given out."""

    data: bytes
    token: str
    given: int
    """How often it was given out, this time included."""

    reason: str
    """Why it came back the last time."""


@dataclass(frozen=True, slots=True)
class Child:
    """A request that came of another one."""

    data: bytes
    priority: int = 0
    marks: tuple[str, ...] = ()
    """It is dropped where one of them was met before."""

    keep: bool = False
    """Whether the same worker goes on with it."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a finished delivery."""

    mine: bool
    """Whether its lease still held; if not, its children are another worker's."""

    children: tuple[str, ...]
    """For each child ``1`` (pushed), ``0`` (dropped) or the token of one that is kept."""


class Beat(NamedTuple):
    """What Redis says to a sign of life."""

    stamp: int
    """Its time in ms."""

    reaped: int
    """Requests that came back from workers that gave none."""

    was_known: bool
    """Whether it knew the worker; if not, it has lost the run."""

    lost: tuple[str, ...]
    """Tokens of leases that are over."""


class Held(NamedTuple):
    """A delivery that its worker claims again."""

    token: str
    priority: int
    data: bytes
    marks: tuple[str, ...] = ()


class LeaseQueue:
    """One run's queue. Every method is one command; none waits or repeats."""

    def __init__(self, server: Any, keys: RunKeys, lease_s: float) -> None:
        self._keys = keys.all()
        self._ms = int(lease_s * 1000)
        self._pop, self._finish, self._push, self._release, self._beat, self._reclaim, self._leave = (
            server.register_script(getattr(scripts, name))
            for name in ("POP", "FINISH", "PUSH", "RELEASE", "BEAT", "RECLAIM", "LEAVE")
        )

    def pop(self) -> Leased | int:
        """Lease the first request, after taking in pushed targets; if none, tell how many are in flight.

        -1: nobody knows, for Redis has forgotten the run.
        """
        found = self._pop(self._keys, [self._ms, TARGETS_AT_ONCE])
        if isinstance(found, int):
            return found
        data, token, count, reason = found
        return Leased(data, token.decode(), count, reason.decode("utf-8", "replace"))

    def push(self, child: Child) -> bool:
        """Add a request that came of no other one; False when one of its marks was met before."""
        return bool(self._push(self._keys, [-child.priority, child.data, *child.marks]))

    def finish(self, deliveries: Sequence[tuple[str, Sequence[Child]]]) -> list[Finished]:
        """End leases and add what came of them, in one step."""
        arguments: list[Any] = [self._ms]
        for token, children in deliveries:
            arguments += [token, len(children)]
            for child in children:
                arguments += [int(child.keep), -child.priority, child.data, len(child.marks), *child.marks]
        told = iter([one.decode() for one in self._finish(self._keys, arguments)])
        return [
            Finished(next(told) == "1", tuple(next(told) for _ in children)) for _, children in deliveries
        ]

    def release(self, token: str, reason: str = "") -> bool:
        """Give a request back; without a reason as if it had not been given out."""
        return bool(self._release(self._keys, [token, reason]))

    def beat(self, worker: str, tokens: Iterable[str]) -> Beat:
        """Renew the leases of a worker and reap those that have expired."""
        stamp, reaped, was_known, *lost = self._beat(self._keys, [worker, self._ms, *tokens])
        return Beat(stamp, reaped, bool(was_known), tuple(token.decode() for token in lost))

    def reclaim(self, held: Iterable[Held], run: str = "") -> list[str]:
        """Lease again what Redis has forgotten; return the tokens of what is another's by now.

        ``run``: the name of the run, where workers without one share it.
        """
        arguments: list[Any] = [self._ms, run]
        for one in held:
            arguments += [one.token, b"%d|%s" % (-one.priority, one.data), len(one.marks), *one.marks]
        return [token.decode() for token in self._reclaim(self._keys, arguments)]

    def leave(
        self, worker: str, run: str, *, finished: bool, sums: dict[str, int]
    ) -> tuple[bool, int, dict[str, int]]:
        """Sign a worker off; return whether it was the last, what is left, and the sums of all workers."""
        pairs = [part for pair in sums.items() for part in pair]
        last, left, totals = self._leave(self._keys, [worker, run, int(finished), *pairs])
        names = [name.decode() for name in totals[::2]]
        return bool(last), left, dict(zip(names, map(int, totals[1::2]), strict=True))
