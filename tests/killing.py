"""Kill a crawl at random moments and start it again until it is done; count what was fetched twice."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl

from tests.crawling import terminate
from tests.waiting import until

if TYPE_CHECKING:
    from tests.crawling import Crawl
    from tests.standin_process import StandinProcess

LISTED = "creator/item_list"


@dataclass
class Killed:
    """What the kills cost."""

    kills: int = 0
    seconds: float = 0.0
    repeated: list[int] = field(default_factory=list)
    """For each kill, the most pages of one listing that were fetched before and again after it."""

    pages: int = 0
    stderr: str = ""


def crawl_with_kills(
    crawl: Crawl, standin: StandinProcess, *, kills: int, number: int = signal.SIGKILL, seed: int = 1
) -> Killed:
    """Crawl all accounts in one run. Each process is killed after it has fetched some pages."""
    chance, cost, began = random.Random(seed), Killed(), time.monotonic()
    fetched: Counter[tuple[str, str]] = Counter()
    while True:
        standin.clear_log()
        process = crawl.start("user", users=standin.handles(), run="killed")
        done = cost.kills >= kills or not let_it_fetch(standin, process, chance.randint(3, 25))
        if done:
            _, cost.stderr = process.communicate(timeout=300)
        else:
            time.sleep(chance.random() * 0.3)  # the kill may strike anywhere in a page
            cost.stderr = terminate(process, number)
            cost.kills += 1
        fresh = _pages(standin)
        cost.repeated.append(_most_repeated(fetched, fresh))
        fetched += fresh
        if done:
            cost.seconds, cost.pages = time.monotonic() - began, fetched.total()
            return cost


class Ending(Protocol):
    """A process that can be asked whether it has ended."""

    def poll(self) -> int | None: ...


def let_it_fetch(standin: StandinProcess, process: Ending, pages: int) -> bool:
    """Wait until the process has fetched so many pages; False when it ended before."""

    def has_fetched() -> bool:
        return int(standin.stats()["requests"]) >= pages

    until(lambda: has_fetched() or process.poll() is not None, 300, f"{pages} fetched pages")
    return has_fetched()


def _pages(standin: StandinProcess) -> Counter[tuple[str, str]]:
    asked = (dict(parse_qsl(entry["query"])) for entry in standin.log(LISTED))
    return Counter((query["secUid"], query["cursor"]) for query in asked)


def _most_repeated(before: Counter[tuple[str, str]], now: Counter[tuple[str, str]]) -> int:
    again = Counter(listing for listing, cursor in now if (listing, cursor) in before)
    return max(again.values(), default=0)
