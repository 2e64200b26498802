"""What all parsers take and give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import Record, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tiktok_spiders.items.run import Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What is known of an answer beside its body; parsers stamp it on the records."""

    url: str
    """Address of the answer."""

    scraped_at: datetime
    """Arrival, UTC."""

    transport: str = "http"
    """``http``, ``browser`` or ``store``."""

    endpoint: str = ""
    """Name of the endpoint."""

    country: str | None = None
    """Country of the exit."""

    run_id: str = ""
    """The run."""

    spider: str = ""
    """Name of the spider."""

    target: str = ""
    """The target as typed."""

    section: str = ""
    """The resource asked for."""

    first_rank: int = 0
    """Rank of the first member of a list."""

    keep_raw: bool = False
    """Whether records carry their payload."""

    args: Mapping[str, str] = field(default_factory=dict)
    """The arguments of the resource that was asked for."""

    def source(self, rank: int | None = None) -> Source:
        """Return the source of a record at ``rank``."""
        return Source(spider=self.spider, target=self.target, section=self.section, rank=rank)

    def envelope(self, *, detail: int, rank: int | None = None) -> dict[str, Any]:
        """Return the fields that all records of this answer share, as arguments of a record."""
        return {
            "scraped_at": self.scraped_at,
            "transport": self.transport,
            "endpoint": self.endpoint,
            "country": self.country,
            "run_id": self.run_id,
            "source": self.source(rank),
            "detail": detail,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What a parser found in one answer."""

    records: tuple[Record, ...] = ()
    """Records in the order of the answer."""

    list_present: bool = True
    """Whether the answer held its list at all: an absent one is no empty one."""

    rejected: tuple[Rejected, ...] = ()
    """Members that could not be read; the rest of the page is kept."""

    cursor: str | None = None
    """The answer's own cursor, opaque."""

    has_more: bool | None = None
    """Whether TikTok says that there is more; None where it does not say."""

    total: int | None = None
    """TikTok's own number of what there is, where told."""

    status_code: int = 0
    """TikTok's status code."""

    status_message: str = ""
    """TikTok's words for it."""

    skipped: int = 0
    """Members of another kind, which the list is not asked for: live rooms among videos."""

    carry: Mapping[str, str] = field(default_factory=dict)
    """Arguments for the next request of the same list, such as a search's identifier."""

    onward: tuple[str, ...] = ()
    """Identifiers of further lists below this one, such as the sub-categories of a category."""

    false_end: bool = False
    """The answer says "no more" but is known to be no true end."""

    truncated: bool = False
    """TikTok says that it does not show the whole list."""

    misread: Mapping[str, int] = field(default_factory=dict)
    """Fields whose value could not be coerced: ``video/play_count`` → how often."""
