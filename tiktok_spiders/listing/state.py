"""Where a listing stands: plain data, committed with every page, and how patient listings are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from tiktok_spiders.endpoints.paging import DAY_MS, FIRST_POST_MS


class Branch(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A list that belongs to one member of another list."""

    resource: str
    args: dict[str, str]
    expected: int | None = None
    grace: int = 0
    asked: int | None = None


class ListingState(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Where a listing stands."""

    target: str
    resource: str
    target_kind: str = ""
    target_key: str = ""
    args: dict[str, str] = {}
    siblings: list[str] = []
    """Other resources of the target that wait for the same header, such as a profile."""
    asked: int | None = None
    expected: int | None = None
    expected_from: str | None = None
    grace: int = 0
    """Half a unit of a rounded ``expected``."""
    since: float | None = None
    until: float | None = None
    new_only: bool = False
    floor_ms: int = FIRST_POST_MS
    """The account's creation: nothing is expected to be older."""
    cursor: str = ""
    rung: int = 0
    """Rung of the ladder that answered last: the next page is asked there."""
    received: int = 0
    unique: int = 0
    rejected: int = 0
    known: int = 0
    """Members left out because an earlier listing stored them."""
    outside: int = 0
    """Members of a list in no order of time that are not of the period wanted."""
    pages: int = 0
    requests: int = 0
    bytes: int = 0
    windows: int = 0
    """Empty answers in a row."""
    repeats: int = 0
    """Repeated pages in a row."""
    echoed: int = 0
    """Members of all repeated pages."""
    doubts: int = 0
    """Answers in a row that said "no more" while records were lacking."""
    anchored: bool = False
    """The cursor names a member, which has to come again."""
    hollow: bool = False
    """It did not come again, and is asked for once more."""
    gaps: list[str] = []
    """Cursors whose answers may have withheld members; asked again if the listing ends short."""
    revisits: int = 0
    """Gaps that were asked again."""
    revisiting: str | None = None
    """The stop reason that stands while gaps are asked again."""
    branches: list[Branch] = []
    """Lists of members, such as the replies to a comment, that come before the next page."""
    branch: dict[str, Any] = {}
    """The state, dumped, of the one that is walked."""
    inner: bool = False
    """There are lists below this one that hold its members too, so its own end says little."""
    lists: int = 0
    """Lists that were added up in this state."""
    capped: int = 0
    """How many of them TikTok had cut off."""
    folded: dict[str, Any] = {}
    """The states, dumped, that all walked ones make together, by resource."""
    transports: dict[str, int] = {}
    endpoints: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    identities: list[str] = []
    countries: list[str] = []
    oldest: float | None = None
    newest: float | None = None
    started: float | None = None
    clock: float | None = None
    """Last activity, to leave pauses between two runs out of ``elapsed``."""
    elapsed: float = 0.0
    stop_reason: str | None = None
    status_code: int | None = None
    message: str | None = None

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @classmethod
    def load(cls, data: dict[str, Any]) -> ListingState:
        """Read a dumped state."""
        return msgspec.convert(data, cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How patient a listing is."""

    lookback_ms: int = 7 * DAY_MS
    """Stretch that one empty answer covers."""

    empty_windows: int = 3
    """Empty answers in a row that end a list from which nothing is lacking."""

    empty_windows_short: int = 110
    """The same while records are lacking."""

    revisits: int = 20
    """Gaps that are remembered."""


_ROUNDING = ((10**9, 10**8), (10**6, 10**5), (10**4, 100))
"""TikTok rounds counters to the second from the first on."""


def half_unit(rounded: int | None) -> int:
    """Return how far the true number can be from one that TikTok has rounded."""
    step = next((step for start, step in _ROUNDING if (rounded or 0) >= start), 0)
    return step // 2
