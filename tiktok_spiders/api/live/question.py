"""What is asked live, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

Ended = Literal["finished", "deadline", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A spider by name with its arguments. Two that are equal are the same question."""

    spider: str
    arguments: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    """Names and values, in the order of the names. A tuple holds targets, whose commas are their own."""

    kind: str
    """What the answer is of: ``product category trending search user video hashtag sound``."""

    subject: str
    """What was asked for: a handle, an id, words. The cache can forget by it."""

    wanted: str
    """Record type that the answer is about; without any such record it is an error where the verdict is."""

    resource: str = ""
    """The one that the verdict is on, where the spider gives several."""

    is_list: bool = False
    """Whether there may be none of what is wanted."""

    def with_arguments(self, **arguments: Any) -> Question:
        """Return the question with these arguments of the spider; those that are None are left out."""
        given = [(name, _plain(value)) for name, value in arguments.items() if value is not None]
        return replace(self, arguments=tuple(sorted(given)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Records as their JSON, and how complete they are."""

    records: list[dict[str, Any]]
    verdicts: list[dict[str, Any]]
    ended: Ended
    cached: bool = False
    age_s: float = 0.0
    ttl_s: float = 0.0
    """How long it is fresh, from the time when it was fetched; 0: it is not kept."""

    error: str = ""
    """What ended the crawl, where that was an error."""

    scraper_type: str = field(init=False)
    """``api`` (plain requests), ``browser`` or ``store``: what carried the records, the slowest first."""

    def __post_init__(self) -> None:
        carried = {record.get("transport") for record in self.records}
        found = next((name for name in ("browser", "store") if name in carried), "api")
        object.__setattr__(self, "scraper_type", found)

    def of_type(self, record_type: str) -> list[dict[str, Any]]:
        """Return the records of a type."""
        return [record for record in self.records if record.get("record_type") == record_type]


def _plain(value: Any) -> str | tuple[str, ...]:
    return value if isinstance(value, tuple) else str(value)
