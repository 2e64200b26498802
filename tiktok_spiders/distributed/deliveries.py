"""What a worker holds: requests that were leased to it, until what came of them is in the queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scrapy import Request

    from tiktok_spiders.distributed.leases import Child


@dataclass(eq=False, slots=True)
class Delivery:
    """A request that this worker holds."""

    request: Request
    token: str
    data: bytes
    children: list[Request] = field(default_factory=list)
    failure: str = ""
    """Why it has to be done again."""

    stored: list[Child] = field(default_factory=list)
    """Its children as they go into the queue; the same ones when that is tried again."""


class Deliveries:
    """The deliveries of one worker: with the engine, kept for it, and done."""

    def __init__(self) -> None:
        self.mine: dict[str, Delivery] = {}
        """With the engine, by token."""

        self.kept: list[Delivery] = []
        """To be given to the engine next."""

        self.done: list[Delivery] = []
        """Finished by the engine; Redis has not heard of it."""

    def __bool__(self) -> bool:
        """Tell whether anything is held."""
        return bool(self.mine or self.kept or self.done)

    def __iter__(self) -> Iterator[Delivery]:
        """Yield everything that is held."""
        yield from (*self.mine.values(), *self.kept, *self.done)

    def give(self, delivery: Delivery) -> Request:
        """Note that the engine has a delivery; return its request."""
        self.mine[delivery.token] = delivery
        delivery.request.meta["delivery"] = delivery.token
        return delivery.request

    def of(self, request: Request | None) -> Delivery | None:
        """Return the delivery with the engine that a request is, or was made from."""
        return None if request is None else self.mine.get(request.meta.get("delivery", ""))

    def settle(self, busy: Collection[Request]) -> None:
        """Note as done what the engine is not busy with any more."""
        for token in [token for token, one in self.mine.items() if one.request not in busy]:
            self.done.append(self.mine.pop(token))

    def parent_of(self, request: Request) -> Delivery | None:
        """Return the delivery that a request came of: the one with its listing, or with its target's text."""
        held = self.of(request)
        if held is not None:
            return held
        if request.meta.get("is_start_request"):
            return None  # though this worker may be busy with its listing: another one has begun it
        names = _listings_of(request)
        return next((one for one in self.mine.values() if names & _listings_of(one.request)), None)


def inherit(request: Request, parent: Request) -> None:
    """Let a request be as urgent as the pushed target that it came of."""
    urgency = parent.meta.get("urgency", 0)
    if urgency > 0:
        request.meta["urgency"] = urgency
        if request.priority < urgency:
            request.priority += urgency


def _listings_of(request: Request) -> set[tuple[str, str]]:
    """Return target and resource of the listings that wait for a request."""
    state = request.meta.get("listing")
    if state is None:
        return set()
    return {(state["target"], name) for name in (state["resource"], *state.get("siblings", ()))}
