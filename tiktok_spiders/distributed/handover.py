"""From a worker to the shared queue: new requests, what came of finished ones, and what was not done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tiktok_spiders.distributed import codec
from tiktok_spiders.distributed.deliveries import Deliveries, Delivery
from tiktok_spiders.distributed.leases import Child

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.statscollectors import StatsCollector

    from tiktok_spiders.distributed.dupefilter import ListingDupeFilter
    from tiktok_spiders.distributed.leases import LeaseQueue
    from tiktok_spiders.distributed.link import Link

_UNKNOWN: bool | None = None
"""Whether a request was new, while Redis does not tell."""


class _New(NamedTuple):
    """A request that came of no other one."""

    request: Request
    child: Child
    is_met: Callable[[Request], object]
    """Called when it was met before."""


def _nothing(_request: Request) -> None:
    """Stand in for a callback that nobody asked for."""


class Handover:
    """Hands over what one worker has made. What Redis does not take stays here for the next time.

    Stats: ``tiktok/distributed/met``, ``tiktok/distributed/lost``, ``tiktok/distributed/released``.
    """

    def __init__(
        self,
        link: Link,
        leases: LeaseQueue,
        dupefilter: ListingDupeFilter,
        held: Deliveries,
        stats: StatsCollector,
    ) -> None:
        self._link = link
        self._leases = leases
        self._df = dupefilter
        self._held = held
        self._stats = stats
        self._new: list[_New] = []

    def __bool__(self) -> bool:
        """Tell whether new requests wait."""
        return bool(self._new)

    def add(self, request: Request, is_met: Callable[[Request], object] = _nothing) -> None:
        """Take a request that came of no other one."""
        self._new.append(_New(request, self._child(request, None), is_met))

    def hand_over(self) -> None:
        """Push what is new, and end the leases of what is done."""
        self._push()
        if self._held.done:
            self._give_back()
            self._finish()

    def release(self, delivery: Delivery) -> None:
        """Give a delivery back; it counts as given out if it failed here."""
        reason = "" if delivery.request.meta.get("closing") else delivery.failure
        self._link.ask(lambda: self._leases.release(delivery.token, reason), otherwise=False)
        self._stats.inc_value("tiktok/distributed/released")

    def _push(self) -> None:
        waiting, self._new = self._new, []
        for number, one in enumerate(waiting):
            is_new = self._link.ask(lambda child=one.child: self._leases.push(child), _UNKNOWN)  # type: ignore[misc]
            if is_new is None:
                self._new = [*waiting[number:], *self._new]
                return
            if not is_new:
                self._met()
                one.is_met(one.request)

    def _finish(self) -> None:
        ended = list(self._held.done)
        for one in ended:
            one.stored = one.stored or [self._child(each, one.request) for each in one.children]
        asked = [(one.token, one.stored) for one in ended]
        told = self._link.ask(lambda: self._leases.finish(asked), None) if asked else None
        for delivery, finished in zip(ended, told or (), strict=told is not None):
            self._held.done.remove(delivery)
            if finished.mine:
                self._take_children(delivery, finished.children)
            else:
                self._stats.inc_value("tiktok/distributed/lost")

    def _take_children(self, delivery: Delivery, fates: tuple[str, ...]) -> None:
        for request, child, fate in zip(delivery.children, delivery.stored, fates, strict=True):
            if fate == "0":
                self._met()
            elif child.keep:
                self._held.kept.append(Delivery(request, fate, child.data))

    def _give_back(self) -> None:
        """Give back what was not done: the crawl closes, the store has failed, or a callback has."""
        is_unsaved = self._stats.get_value("tiktok/store/unsaved") is not None
        done = self._held.done
        for delivery in [one for one in done if is_unsaved or one.failure or one.request.meta.get("closing")]:
            self.release(delivery)
            done.remove(delivery)

    def _child(self, request: Request, parent: Request | None) -> Child:
        return Child(
            codec.encode(request),
            request.priority,
            self._df.marks(request, parent),
            keep=parent is not None and bool(request.meta.get("listing", {}).get("branch")),
        )

    def _met(self) -> None:
        self._stats.inc_value("dupefilter/filtered")
        self._stats.inc_value("tiktok/distributed/met")


def left_to_others(spider: Any) -> Callable[[Request], object]:
    """Return what a spider is told by when another worker has begun a target."""

    def is_met(request: Request) -> None:
        if "listing" in request.meta:
            spider.left_to_others(request.meta["target"])

    return is_met
