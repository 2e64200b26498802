"""Records about the work itself: run, verdict, and the internal checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Record):
    """How complete the answer for one target and resource is. Answers "was that all?"."""

    key_field: ClassVar[str] = "target"
    required: ClassVar[tuple[str, ...]] = ("target", "resource", "status")

    record_type: str = "verdict"
    """Always ``verdict``."""

    target: str
    """The target as the user typed it."""

    resource: str
    """What was asked for: ``profile``, ``videos``, ``video``, …"""

    target_kind: str | None = None
    """What the target was recognised as: ``user``, ``video``, …"""

    target_key: str | None = None
    """The identifier that the target was resolved to."""

    status: str
    """``complete, capped, limited, blocked, private, missing, short`` or ``failed``."""

    stop_reason: str | None = None
    """What ended the listing; see ``STATUS_OF_STOP``."""

    asked: int | None = None
    """Our own limit; None for no limit."""

    expected: int | None = None
    """TikTok's own number of what there is."""

    expected_from: str | None = None
    """Where ``expected`` stands: ``profile, header, total`` or ``store``."""

    received: int = 0
    """Rows received, repeated ones included."""

    unique: int = 0
    """Distinct identifiers delivered."""

    new: int | None = None
    """Records that the store did not hold before; None without a store."""

    updated: int | None = None
    """Records that the store held and that changed; None without a store."""

    coverage: float | None = None
    """``unique / min(asked, expected)``; None where ``expected`` is unknown."""

    pages: int = 0
    """Answers that were read."""

    requests: int = 0
    """Requests sent, failed ones included."""

    bytes: int = 0
    """Bytes of all answers, as received after decompression."""

    duration_s: float = 0.0
    """Seconds from the first request to the verdict, pauses between two runs left out."""

    transports: dict[str, int] = field(default_factory=dict)
    """Answers by transport."""

    endpoints: dict[str, int] = field(default_factory=dict)
    """Answers by endpoint."""

    outcomes: dict[str, int] = field(default_factory=dict)
    """Answers by outcome."""

    identities_used: int = 0
    """Distinct identities that took part."""

    countries: tuple[str, ...] = ()
    """Exit countries that took part."""

    oldest_at: datetime | None = None
    """Publication of the oldest record delivered."""

    newest_at: datetime | None = None
    """Publication of the newest record delivered."""

    last_cursor: str | None = None
    """Where the listing stood at its end."""

    status_code: int | None = None
    """TikTok's status code that decided, where one did."""

    message: str | None = None
    """What decided, in words."""

    started_at: datetime | None = None
    """First request."""

    finished_at: datetime | None = None
    """Verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One named piece of work; several processes may share it."""

    run_id: str
    """UUID7 text."""

    name: str | None = None
    """The user's name for it (``-a run=NAME``), unique."""

    spider: str
    """Name of the spider."""

    node: str | None = None
    """``host/pid`` of the process that last worked on it."""

    job_id: str | None = None
    """Scrapyd's job, where there is one."""

    version: str | None = None
    """Version of this project."""

    arguments: dict[str, Any] = field(default_factory=dict)
    """The spider's arguments, secrets out."""

    finish_reason: str | None = None
    """Scrapy's reason; ``finished`` is the only one that is final."""

    targets_by_status: dict[str, int] = field(default_factory=dict)
    """Verdicts by status."""

    items_by_type: dict[str, int] = field(default_factory=dict)
    """Records delivered, by record type."""

    blocks_by_outcome: dict[str, int] = field(default_factory=dict)
    """Answers that were no answer, by outcome."""

    started_at: datetime
    """First start, UTC."""

    last_beat_at: datetime | None = None
    """Last sign of life; old and without an end means that the process died."""

    finished_at: datetime | None = None
    """End, UTC."""

    targets: int = 0
    """Targets given."""

    requests: int = 0
    """Requests sent."""

    bytes: int = 0
    """Bytes received."""

    identities_used: int = 0
    """Distinct identities that took part."""

    rejected_rows: int = 0
    """Rows set aside."""

    peak_memory_bytes: int | None = None
    """Largest resident size of the process."""

    browser_seconds: float | None = None
    """Seconds in which a browser was open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Internal: closes a page. Its records and this state are committed together; it never reaches feeds."""

    run_id: str
    """The run."""

    target: str
    """The target as typed."""

    resource: str
    """The listing; equal to the ``source.section`` of the page's records."""

    state: dict[str, Any]
    """Where the listing stands: JSON values only."""

    rejected: tuple[Rejected, ...] = ()
    """Members of the page that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """One row that was set aside, with its reason."""

    record_type: str
    """Kind of record that it should have become."""

    record_id: str | None = None
    """Its identifier, where it could be read."""

    reason: str
    """Why, in words."""

    payload: str = ""
    """The member as received (JSON text), cut at 64 KiB."""
