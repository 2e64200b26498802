"""Many small lists under one verdict, such as the replies to all comments of a video. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.listing.state import ListingState

if TYPE_CHECKING:
    from tiktok_spiders.listing.state import Branch

_GRAVITY = (
    "shutdown",
    "blocked",
    "captcha",
    "login",
    "robots",
    "region",
    "age",
    "error",
    "repeated_page",
    "stuck_cursor",
    "cap",
    "max_items",
    "private",
    "missing",
    "known_item",
    "since",
    "empty_windows",
    "end",
)
"""Stop reasons, the worst first: the worst of the lists is that of all."""

_GONE = frozenset({"missing", "private"})


def branch_state(parent: ListingState, branch: Branch) -> ListingState:
    """Return the state of a branch that has not begun."""
    return ListingState(
        target=parent.target,
        resource=branch.resource,
        target_kind=parent.target_kind,
        target_key=parent.target_key,
        args=dict(branch.args),
        asked=branch.asked,
        expected=branch.expected,
        expected_from=None if branch.expected is None else "header",
        grace=branch.grace,
        since=parent.since,
        until=parent.until,
        new_only=parent.new_only,
        identities=parent.identities[-1:],
        clock=parent.clock,
    )


def folded_state(parent: ListingState, resource: str) -> ListingState:
    """Return what the walked branches of a listing make together; with none there is nothing to lack."""
    if resource in parent.folded:
        return ListingState.load(parent.folded[resource])
    return ListingState(
        target=parent.target,
        resource=resource,
        target_kind=parent.target_kind,
        target_key=parent.target_key,
        expected=0,
        expected_from="header",
        started=parent.clock,
        clock=parent.clock,
        stop_reason="end",
    )


def cut_short(parent: ListingState, resource: str) -> ListingState:
    """Return what the walked branches make when their listing broke off: how many more is unknown."""
    total = folded_state(parent, resource)
    total.expected = total.expected_from = None
    total.stop_reason = parent.stop_reason
    total.status_code, total.message = parent.status_code, parent.message
    return total


def fold(total: ListingState, part: ListingState) -> None:
    """Add a branch that has stopped to the sum of its siblings.

    What it lacks counts as what its own header promised; a branch that was cut by our limit is expected to
    hold as much as the limit.
    """
    for name in ("received", "unique", "outside", "rejected", "pages", "requests", "bytes", "elapsed"):
        setattr(total, name, getattr(total, name) + getattr(part, name))
    total.lists += max(part.lists, 1)
    total.capped += part.capped or part.stop_reason == "cap"
    total.expected = _sum(total.expected, _due(part))
    total.grace += part.grace
    for name in ("transports", "endpoints", "outcomes"):
        counts = dict(getattr(total, name))
        for key, count in getattr(part, name).items():
            counts[key] = counts.get(key, 0) + count
        setattr(total, name, counts)
    for name in ("identities", "countries"):
        known = getattr(total, name)
        setattr(total, name, [*known, *(one for one in getattr(part, name) if one not in known)])
    total.oldest = min(_known(total.oldest, part.oldest), default=None)
    total.newest = max(_known(total.newest, part.newest), default=None)
    _take_reason(total, part)


def _due(part: ListingState) -> int | None:
    if part.asked is None or part.expected is None:
        return part.expected
    return min(part.asked, part.expected)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _known(*times: float | None) -> list[float]:
    return [when for when in times if when is not None]


def _take_reason(total: ListingState, part: ListingState) -> None:
    """Let the worse reason stand; one list of many that is gone is told by what is lacking."""
    reason = part.stop_reason or "end"
    gone = reason in _GONE and part.expected is not None
    worst = min(total.stop_reason or "end", "end" if gone else reason, key=_GRAVITY.index)
    if worst != total.stop_reason or (gone and total.message is None):
        total.status_code, total.message = part.status_code, part.message
    total.stop_reason = worst
