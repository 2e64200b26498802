"""What goes into the store and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.run import Checkpoint, Rejected, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one answer gave: stored as a whole or not at all."""

    records: tuple[Record, ...] = ()
    """Records in the order of the answer."""

    checkpoint: Checkpoint | None = None
    """Where the listing stands after this page."""

    verdict: Verdict | None = None
    """The end of a listing."""

    rejected: tuple[Rejected, ...] = ()
    """Members that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a `Page`."""

    new: int = 0
    """Records that the store did not hold before."""

    updated: int = 0
    """Records that the store held and that changed it."""

    verdict: Verdict | None = None
    """The page's verdict, ``new`` and ``updated`` filled in for the whole listing."""

    rejected: tuple[Rejected, ...] = ()
    """Records of the page that the database refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """The run that a start begins or goes on with."""

    run_id: str
    """UUID7 text."""

    resumed: bool = False
    """Whether the run was there before."""

    finished: bool = False
    """Whether it is done, so that there is nothing to ask for."""

    other: str | None = None
    """Another process that works on it now, as ``host/pid``."""
