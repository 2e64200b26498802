"""What the end of a listing means: its verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tiktok_spiders.items.common import Source
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.listing.engine import CLEAN_ENDS

if TYPE_CHECKING:
    from tiktok_spiders.listing.state import ListingState

STATUS_OF_STOP: dict[str, str] = {
    "max_items": "limited",
    "since": "limited",
    "known_item": "limited",
    "cap": "capped",
    "private": "private",
    "missing": "missing",
    "blocked": "blocked",
    "captcha": "blocked",
    "login": "blocked",
    "region": "blocked",
    "age": "blocked",
    "robots": "blocked",
    "invalid_target": "failed",
    "error": "failed",
    "shutdown": "failed",
}
"""Status by stop reason. A clean end is not here: it is ``complete`` only if nothing is lacking."""

UNFINISHED = frozenset({"stuck_cursor", "repeated_page"})
"""Clean ends at which TikTok still says that there is more: believed only where a total says otherwise."""

FINAL_STOPS = frozenset(STATUS_OF_STOP.keys() - {"shutdown"}) | CLEAN_ENDS
"""Stop reasons that a resumed run does not try again."""

STOP_OF_OUTCOME: dict[str, str] = {
    "empty": "blocked",
    "challenge": "blocked",
    "rate_limited": "blocked",
    "blocked": "blocked",
    "captcha": "captcha",
    "login": "login",
    "missing": "missing",
    "private": "private",
    "region": "region",
    "age": "age",
    "robots": "robots",
    "invalid": "error",
    "server_error": "error",
    "unreachable": "error",
}
"""What an answer that is no answer makes of a listing."""


def coverage(state: ListingState) -> float | None:
    """Return the share of what there is (or was asked for) that was received.

    None where it is unknown: TikTok's number is of all there is, not of a period or of what is new.
    """
    if state.expected is None or state.until is not None or state.stop_reason in {"since", "known_item"}:
        return None
    if state.outside:
        return None
    wanted = state.expected if state.asked is None else min(state.asked, state.expected)
    return 1.0 if wanted <= 0 else round(state.unique / wanted, 4)


def status_of(state: ListingState, completeness: float = 1.0) -> str:
    """Return the verdict's status for a listing that has stopped."""
    status = STATUS_OF_STOP.get(state.stop_reason or "")
    if status is not None:
        return status
    all_of_it = "limited" if state.outside else "complete"
    if state.expected is None:
        return "short" if state.stop_reason in UNFINISHED else all_of_it
    found = state.unique + state.outside
    return all_of_it if found >= completeness * state.expected - state.grace else "short"


def make_verdict(
    state: ListingState, *, run_id: str, spider: str, now: float, completeness: float = 1.0
) -> Verdict:
    """Build the verdict of a listing that has stopped. ``now``: epoch seconds."""
    return Verdict(
        scraped_at=datetime.fromtimestamp(now, UTC),
        run_id=run_id,
        source=_source(spider, state),
        target=state.target,
        resource=state.resource,
        target_kind=state.target_kind or None,
        target_key=state.target_key or None,
        status=status_of(state, completeness),
        stop_reason=state.stop_reason,
        asked=state.asked,
        expected=state.expected,
        expected_from=state.expected_from,
        received=state.received,
        unique=state.unique,
        coverage=coverage(state),
        pages=state.pages,
        requests=state.requests,
        bytes=state.bytes,
        duration_s=round(state.elapsed, 3),
        transports=dict(state.transports),
        endpoints=dict(state.endpoints),
        outcomes=dict(state.outcomes),
        identities_used=len(state.identities),
        countries=tuple(state.countries),
        oldest_at=utc(state.oldest),
        newest_at=utc(state.newest),
        last_cursor=state.cursor or None,
        status_code=state.status_code,
        message=state.message,
        started_at=utc(state.started),
        finished_at=utc(now),
    )


def utc(epoch: float | None) -> datetime | None:
    """Return epoch seconds as an aware UTC time."""
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC)


def _source(spider: str, state: ListingState) -> Source:
    return Source(spider=spider, target=state.target, section=state.resource)
