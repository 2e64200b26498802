"""What a crawl brought against what is true of the stand-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.crawling import duplicates

if TYPE_CHECKING:
    from tests.crawling import Crawl
    from tests.standin_process import StandinProcess

STATUS_OF_CODE = {10222: "private", 10221: "missing", 10223: "missing"}
"""The verdict that an account deserves whose page answers with this code."""


@dataclass(slots=True)
class Compared:
    """A crawl of whole accounts against the truth."""

    listed: int = 0
    """Videos that can be collected."""

    found: int = 0
    duplicates: int = 0
    foreign: int = 0
    """Videos delivered that no list of their author shows."""

    right_verdicts: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    false_complete: list[str] = field(default_factory=list)
    """Accounts said to be complete that are not."""

    wrong: list[str] = field(default_factory=list)
    """Accounts whose verdict is another than they deserve for what was delivered."""


def truths(standin: StandinProcess) -> dict[str, dict[str, Any]]:
    """Return the truth of every account; the lists of closed ones are empty, as they are for a visitor."""
    found = {handle: standin.truth(handle) for handle in standin.handles()}
    for truth in found.values():
        if truth["user"]["status_code"]:
            truth["ids"] = []
    return found


def right_status(truth: dict[str, Any], delivered: set[str]) -> str:
    """Return the verdict that an account deserves for what a crawl has delivered of it."""
    closed = STATUS_OF_CODE.get(truth["user"]["status_code"])
    if closed:
        return closed
    whole = delivered >= set(truth["ids"]) and len(truth["ids"]) == truth["video_count"]
    return "complete" if whole else "short"


def compare(crawl: Crawl, accounts: dict[str, dict[str, Any]]) -> Compared:
    """Compare a crawl's feed with the truth."""
    result, delivered, verdicts = Compared(), crawl.ids_by_author(), crawl.verdicts()
    for handle, truth in accounts.items():
        got, ids = delivered.get(handle, []), set(truth["ids"])
        status = verdicts.get(handle, {}).get("status", "none")
        result.listed += len(ids)
        result.found += len(ids & set(got))
        result.foreign += len(set(got) - ids)
        result.duplicates += len(duplicates(got))
        result.verdicts[status] = result.verdicts.get(status, 0) + 1
        if status == "complete" and not ids <= set(got):
            result.false_complete.append(handle)
        if status == right_status(truth, set(got)):
            result.right_verdicts += 1
        else:
            result.wrong.append(f"{handle}: {status}")
    return result
