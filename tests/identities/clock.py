"""A clock that tests move by hand, with its alarms, and pools on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from tiktok_spiders.identities.invent import invent
from tiktok_spiders.identities.jar import Jar
from tiktok_spiders.identities.memory import MemoryPool
from tiktok_spiders.identities.protocol import Need

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity

NOW = 1_760_000_000.0


@dataclass(eq=False)
class Call:
    due: float
    function: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Clock:
    now: float = NOW
    calls: list[Call] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def call_later(self, seconds: float, function: Callable[[], None]) -> Call:
        call = Call(self.now + seconds, function)
        self.calls.append(call)
        return call

    def advance(self, seconds: float) -> None:
        self.now += seconds
        due = [call for call in self.calls if call.due <= self.now and not call.cancelled]
        self.calls = [call for call in self.calls if call.due > self.now and not call.cancelled]
        for call in due:
            call.function()


def maker(clock: Clock, seed: int = 1) -> Callable[[str, Kind], Identity]:
    random = Random(seed)
    return lambda slot, kind: invent(slot, "en-US,en;q=0.9", random, kind=kind, born=clock())


def pool_on(clock: Clock, size: int = 1, **options: Any) -> MemoryPool:
    return MemoryPool(size, maker(clock), clock=clock, call_later=clock.call_later, **options)


def identity(slot: str = "d0", **fields: Any) -> Identity:
    made = invent(slot, "en-US,en;q=0.9", Random(slot), born=NOW)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def session(name: str, *, logged_in: bool = True, ends: float = NOW + 30 * 86_400) -> Identity:
    """A session that a user gave."""
    jar = Jar()
    jar.put("ttwid", f"1|{name}", ".tiktok.com")
    if logged_in:
        jar.put("sessionid", f"secret-{name}", ".tiktok.com", int(ends))
    made = identity(f"given-{name}", session_name=name, source="given", jar=jar)
    made.name = made.slot
    made.note_cookies()
    return made


async def spend(pool: MemoryPool) -> Identity:
    """Lease an identity, have it rest for 900 s, and give it back."""
    leased = await pool.lease(Need())
    pool.report(leased.name, endpoint="x", outcome="captcha", retire_s=900)
    pool.release(leased.name)
    return leased
