"""Comments and replies that a crawl delivered, beside what is true of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.crawling import duplicates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.crawling import Crawl
    from tests.standin_process import StandinProcess

WORLD = ("--users", "20", "--now", "1790194400")
"""A world with a thread of 54 replies, and with lists that promise more at their end."""

HANDLE = "chatty_cedar"
"""The account whose posts have from no comment to thousands, and have them off last."""

UNTOLD = "un"
"""TikTok's word for a language that it does not know."""


@dataclass
class Compared:
    """How the comments of some videos differ from the truth."""

    wanted: int = 0
    missing: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    """Identifier, field, delivered, true."""

    @property
    def is_exact(self) -> bool:
        """Whether nothing differs."""
        return not (self.missing or self.foreign or self.twice or self.wrong)


def truth_of(standin: StandinProcess, video_id: str) -> dict[str, Any]:
    """Return ``top``, ``replies`` by comment, ``comments`` by id and ``total`` of a video."""
    return standin.truth(f"comments/{video_id}")


def due(truth: dict[str, Any], comments: int | None = None, replies: int | None = None) -> list[str]:
    """Return what limits leave of a video's comments and of the replies to each of these."""
    top: Sequence[str] = truth["top"][:comments]
    return [*top, *(reply for one in top for reply in truth["replies"].get(one, ())[:replies])]


def compare(
    crawl: Crawl,
    standin: StandinProcess,
    videos: Iterable[str],
    *,
    comments: int | None = None,
    replies: int | None = None,
) -> Compared:
    """Compare the feed with the truth, field by field."""
    found, delivered = Compared(), crawl.records("comment")
    for video in videos:
        truth = truth_of(standin, video)
        wanted = due(truth, comments, replies)
        mine = [one for one in delivered if one["video_id"] == video]
        keys = [one["comment_id"] for one in mine]
        found.wanted += len(wanted)
        found.missing += set(wanted) - set(keys)
        found.foreign += set(keys) - set(wanted)
        found.twice += duplicates(keys)
        for one in mine:
            found.wrong += _differences(one, truth["comments"].get(one["comment_id"], {}))
    return found


def _differences(given: dict[str, Any], true: dict[str, Any]) -> list[tuple[str, str, Any, Any]]:
    shown = given | {
        "created_at": int(datetime.fromisoformat(given["created_at"]).timestamp()),
        "images": len(given["images"] or ()),
        "mentions": [each["user_id"] for each in given["mentions"] or ()],
    }
    told = {name: _kept(value) for name, value in true.items()}
    return [
        (given["comment_id"], name, shown.get(name), value)
        for name, value in told.items()
        if shown.get(name) != value
    ]


def _kept(value: Any) -> Any:
    """Return what is stored of a true value: databases take no NUL."""
    if value == UNTOLD:
        return None
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def verdict_of(crawl: Crawl, target: str, resource: str) -> dict[str, Any]:
    """Return the one verdict of a resource of a target."""
    (found,) = (
        one for one in crawl.records("verdict") if (one["target"], one["resource"]) == (target, resource)
    )
    return found
