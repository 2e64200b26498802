"""What Redis is to hear of from a worker, in its turn."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tiktok_spiders.identities.redis_known import without_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiktok_spiders.identities.redis_known import Known
    from tiktok_spiders.identities.redis_leasing import Lease
    from tiktok_spiders.identities.redis_link import Link
    from tiktok_spiders.identities.redis_shelf import RedisShelf
    from tiktok_spiders.identities.redis_terms import Terms


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to tell."""

    kind: Literal["release", "save", "adopt", "first", "retire"]
    name: str
    lease: Lease | None = None
    reason: str = ""


class Outbox:
    """Tells Redis one thing after the other, each identity as it is when its turn comes.

    ``on_retired`` hears of an identity, with the reason, that another worker has retired meanwhile.
    """

    def __init__(
        self, shelf: RedisShelf, known: Known, terms: Terms, on_retired: Callable[[str, str], None]
    ) -> None:
        self._shelf, self._known, self._terms = shelf, known, terms
        self._on_retired = on_retired
        self._tasks: deque[Task] = deque()
        self._ended = False

    def __contains__(self, task: Task) -> bool:
        return task in self._tasks

    def add(self, task: Task) -> None:
        """Let something be told when its turn comes."""
        self._tasks.append(task)

    async def hand_over(self, link: Link) -> None:
        """Tell all. Raises as the link does; what was not told stays."""
        while self._tasks:
            task = self._tasks[0]
            reply = await link.call(*self._script(task))
            if self._ended:
                return  # what was left has been handed over meanwhile
            self._done(task, reply)
            self._tasks.popleft()

    def hand_over_now(self) -> None:
        """Tell all without an event loop."""
        while self._tasks:
            task = self._tasks[0]
            self._done(task, self._shelf.call(*self._script(task)))
            self._tasks.popleft()

    def end(self, leases: Iterable[Lease]) -> None:
        """Tell what is left, then that these leases end, without an event loop."""
        self._ended = True
        self._tasks.extend(Task("release", lease.name, lease) for lease in leases)
        self.hand_over_now()

    def _script(self, task: Task) -> tuple[str, list[Any]]:
        """Return the script of a task and its arguments, the identity as it is now."""
        one, version = self._known.get(task.name), self._known.version(task.name)
        if task.kind == "retire":
            return "retire", [task.name, task.reason]
        if task.kind in {"adopt", "first"} and one is not None:
            return "adopt", self._shelf.adoption(one, self._terms.size, first=task.kind == "first")
        if task.kind == "release" and task.lease is not None:
            lease = task.lease
            ago = -1 if lease.latency is None else round(lease.latency * 1000)
            name, sealed = (lease.name, self._shelf.fields(one)) if one is not None else ("", [])
            return "release", [lease.slot, lease.token, name, version, ago, self._terms.pace_ms(), *sealed]
        if one is None:
            return "look", []
        # What the user's file says now goes before what any worker has.
        forced = self._known.is_given_anew(one)
        return "save", [one.name, version, int(forced), *self._shelf.fields(one)]

    def _done(self, task: Task, reply: list[Any]) -> None:
        one = self._known.get(task.name)
        if reply[0] == "taken" and one is not None:
            without_token(one)
            self._tasks.insert(1, task)
        if reply[0] != "ok" or one is None or task.kind == "retire":
            return
        version = int(reply[2]) if not isinstance(reply[2], list) else 0
        if version > 0:
            self._known.written(one, version)
        elif version == -1:  # Redis has lost what it had
            self._tasks.insert(1, Task("adopt", one.name))
        elif version == -2:
            self._on_retired(one.name, "retired by another worker")
        if task.kind in {"adopt", "first"}:
            one.slot = reply[3]
