"""The pool of one process, in memory."""

from __future__ import annotations

import time
from itertools import chain, count
from typing import TYPE_CHECKING

from tiktok_spiders.identities import health
from tiktok_spiders.identities.budget import renew, spend
from tiktok_spiders.identities.place import Place
from tiktok_spiders.identities.protocol import Need, NoSessionError, PoolClosed
from tiktok_spiders.identities.waiting import Queue, call_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.waiting import Alarm


def _nobody_hears(_name: str, _reason: str) -> None:
    pass


def _always(_identity: Identity) -> bool:
    return True


class MemoryPool:
    """A fixed number of places of each kind; who waits longest is served first.

    ``make(slot, kind)`` makes an identity for a place; ``clock`` tells epoch seconds; ``on_retire`` hears of
    every identity that goes, with the reason; ``is_closing`` is asked while somebody waits; ``is_usable``
    tells whether an identity's proxy works. What is set as ``look`` is called before each lease.
    """

    def __init__(
        self,
        size: int,
        make: Callable[[str, Kind], Identity],
        *,
        budget: int = 0,
        clock: Callable[[], float] = time.time,
        call_later: Callable[[float, Callable[[], None]], Alarm] = call_later,
        on_retire: Callable[[str, str], object] = _nobody_hears,
        is_closing: Callable[[], bool] | None = None,
        is_usable: Callable[[Identity], bool] = _always,
    ) -> None:
        self._size, self._make, self._budget = size, make, budget
        self._clock = clock
        self._on_retire, self._is_usable = on_retire, is_usable
        self.look: Callable[[], object] | None = None
        self._places: dict[Kind, list[Place]] = {"desktop": [], "mobile": []}
        self._given: list[Place] = []
        self._by_name: dict[str, Identity] = {}
        self._leased: set[str] = set()
        self._turns = count(1)
        self._closed = False
        self._queue = Queue(
            self._find,
            give_back=lambda identity: self.release(identity.name),
            next_change=self._next_change,
            call_later=call_later,
            is_closing=is_closing,
            on_closing=self.close,
        )

    async def lease(self, need: Need) -> Identity:
        """Wait for an identity that is free and does not rest. Raises ``PoolClosed``, ``NoSessionError``."""
        if self._closed:
            raise PoolClosed("the crawl is closing")
        if self.look is not None:
            self.look()
        if need.logged_in and not self._candidates(need):
            raise NoSessionError("this needs a session that is logged in (TIKTOK_COOKIES_FILE)")
        return await self._queue.wait(need)

    def report(
        self,
        identity_name: str,
        *,
        endpoint: str,
        outcome: str,
        retire_s: float = 0.0,
        latency: float | None = None,
    ) -> None:
        """Note an answer; ``retire_s`` > 0 sends the identity to rest for at least so many seconds."""
        identity = self._by_name.get(identity_name)
        if identity is None:
            return
        health.answered(identity, endpoint, outcome, retire_s, self._clock())
        self.changed(identity.name)

    def release(self, identity_name: str) -> None:
        """Give an identity back, and let whoever waits have it."""
        self._leased.discard(identity_name)
        identity = self._by_name.get(identity_name)
        if identity is not None and renew(identity, self._budget, self._clock()):
            self.changed(identity.name)
        self._queue.serve()

    def retire(self, name: str, reason: str) -> None:
        """Take an identity out for good."""
        identity = self.get(name)
        if identity is None:
            return
        for place in self._all_places():
            if place.occupant is identity:
                place.occupant = None
            elif identity in place.resting:
                place.resting.remove(identity)
        self._given = [place for place in self._given if place.occupant]
        self._drop(identity, reason)
        self._queue.refuse(
            lambda need: need.logged_in and not self._candidates(need),
            NoSessionError("the session that was waited for is gone"),
        )
        self._queue.serve()

    def adopt(self, identity: Identity) -> None:
        """Take in an identity made elsewhere; one of the same name gives way."""
        self._by_name[identity.name] = identity
        place = next((one for one in self._all_places() if one.holds(identity.name)), None)
        if place is not None:
            place.resting = [one for one in place.resting if one.name != identity.name]
            place.occupant = identity
        elif identity.source == "given":
            self._given.append(Place(identity.slot, identity.kind, given=True, occupant=identity))
        else:
            self._settle(identity)
        self.changed(identity.name)
        self._queue.serve()

    def put_first(self, identity: Identity) -> None:
        """Let a new identity hold the place of its slot; who held it becomes its reserve."""
        place = next(one for one in self._of_kind(identity.kind) if one.slot == identity.slot)
        self._vacate(place)
        place.occupant = self._by_name[identity.name] = identity
        self.changed(identity.name)

    def slots(self, kind: Kind) -> list[str]:
        """Return the download slots of the places of a kind."""
        return [place.slot for place in self._of_kind(kind)]

    def changed(self, name: str) -> None:
        """Note a change. Memory has nothing to do."""

    def get(self, name: str) -> Identity | None:
        """Return an identity by its name or session name."""
        found = self._by_name.get(name)
        named = (one.occupant for one in self._given if one.holds(name))
        return found or next(named, None)

    def all(self) -> list[Identity]:
        """Return all identities, resting ones included."""
        return list(self._by_name.values())

    def close(self) -> None:
        """Release everybody who waits."""
        self._closed = True
        self._queue.close()

    def _find(self, need: Need) -> Identity | None:
        now = self._clock()
        for place in self._choices(need, now):
            identity = self._ready(place, now, but=need.name if need.fresh else None)
            if identity is not None:
                self._take(place, identity, need)
                return identity
        return None

    def _choices(self, need: Need, now: float) -> list[Place]:
        candidates = self._candidates(need)
        named = next((place for place in candidates if need.name and place.holds(need.name)), None)
        if named is not None and not need.fresh:
            return [named]
        if named is not None and len(candidates) > 1 and not named.rests(now) and _held_by(named, need.name):
            candidates = [place for place in candidates if place is not named]
        there = [place for place in candidates if need.country and _country(place) == need.country]
        return sorted(there or candidates, key=lambda place: place.turn)

    def _candidates(self, need: Need) -> list[Place]:
        given = [place for place in self._given if place.occupant and place.occupant.logged_in]
        if need.logged_in:
            return given
        guests = [place for place in self._given if place not in given and place.kind == need.kind]
        return [*self._of_kind(need.kind), *guests]

    def _of_kind(self, kind: Kind) -> list[Place]:
        places = self._places[kind]
        while len(places) < self._size:
            places.append(Place(f"{kind[0]}{len(places)}", kind))
        return places

    def _ready(self, place: Place, now: float, *, but: str | None) -> Identity | None:
        occupant = place.occupant
        if occupant is not None and occupant.name in self._leased:
            return None
        if place.given:
            return None if place.rests(now) else occupant
        if place.rests(now) or _held_by(place, but) or (occupant and not self._is_usable(occupant)):
            self._vacate(place)
        if place.occupant is None:
            place.recall(now, self._is_usable, but=but)
        return place.occupant or self._fill(place)

    def _fill(self, place: Place) -> Identity:
        identity = place.occupant = self._make(place.slot, place.kind)
        identity.budget = self._budget or None
        self._by_name[identity.name] = identity
        self.changed(identity.name)
        return identity

    def _vacate(self, place: Place) -> None:
        spent = place.vacate()
        if spent is not None:
            self._drop(spent, "spent")

    def _drop(self, identity: Identity, reason: str) -> None:
        self._by_name.pop(identity.name, None)
        self._leased.discard(identity.name)
        self._on_retire(identity.name, reason)

    def _take(self, place: Place, identity: Identity, need: Need) -> None:
        place.turn = next(self._turns)
        self._leased.add(identity.name)
        spend(identity, need)

    def _settle(self, identity: Identity) -> None:
        places = self._of_kind(identity.kind)
        vacant = (place for place in places if place.slot == identity.slot)
        place = next(vacant, None) or min(places, key=lambda one: (one.occupant is not None, one.turn))
        identity.slot = place.slot
        if place.occupant is None:
            place.occupant = identity
        else:
            place.resting.append(identity)

    def _next_change(self) -> float | None:
        """Return the seconds until the next of those that rest is free; None while none rests."""
        now = self._clock()
        return min(
            (one.cool_until - now for one in self._by_name.values() if one.cool_until > now), default=None
        )

    def _all_places(self) -> Iterable[Place]:
        return chain(self._places["desktop"], self._places["mobile"], self._given)


def _held_by(place: Place, name: str | None) -> bool:
    occupant = place.occupant
    return occupant is not None and name is not None and name in {occupant.name, occupant.session_name}


def _country(place: Place) -> str | None:
    return place.occupant.country if place.occupant else None
