"""What is true of the accounts that the workers of a run share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from tests.distributed.fleet import Fleet
    from tests.standin_process import StandinProcess

WORLD = ("--users", "8", "--bulk", "50", "--lookback-days", "0")
LISTED = "creator/item_list"


def pages(standin: StandinProcess) -> Counter[tuple[str, str]]:
    """Return how often each page of each list was fetched."""
    asked = (dict(parse_qsl(entry["query"])) for entry in standin.log(LISTED))
    return Counter((query["secUid"], query["cursor"]) for query in asked)


def repeated(standin: StandinProcess) -> int:
    """Return how many pages were fetched again."""
    return sum(count - 1 for count in pages(standin).values())


def assert_whole(fleet: Fleet, standin: StandinProcess, run: str | None = None) -> None:
    """Compare the run, as the store has it, with the truth."""
    truth = {handle: standin.truth(handle)["ids"] for handle in standin.handles()}
    ids = [record.video_id for record in fleet.stored("video", run)]
    assert sorted(ids) == sorted(key for listed in truth.values() for key in listed)
    verdicts = fleet.stored("verdict", run)
    assert sorted(verdict.target for verdict in verdicts) == sorted(truth)
    for verdict in verdicts:
        listed = len(truth[verdict.target])
        assert (verdict.status, verdict.unique, verdict.new) == ("complete", listed, listed)
