"""A small crawl in which identities open one page each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider
from scrapy.crawler import CrawlerProcess

from tiktok_spiders import proxies
from tiktok_spiders.config import Config
from tiktok_spiders.identities import for_crawler
from tiktok_spiders.identities.crawl import Maker, in_redis
from tiktok_spiders.identities.mint import adopt, mint_request
from tiktok_spiders.outcome import classify, classify_exception

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import Settings
    from twisted.python.failure import Failure

    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.protocol import CrawlPool
    from tiktok_spiders.outcome import Answer

ENDPOINT = "visit"
MOST = 1000


@dataclass(slots=True)
class Plan:
    """What the crawl is to do, and what came of it."""

    names: frozenset[str] = frozenset()
    """Who opens a page; with ``mint`` 0 and no names: everybody."""

    mint: int = 0
    """How many new identities open one."""

    met: list[tuple[str, str, str, bool]] = field(default_factory=list)
    """Name, outcome, message, and whether the page told the visitor's context."""


class VisitSpider(Spider):
    """One page for each identity of a plan."""

    name = "identity-visits"
    # Nothing is stored but identities.
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "EXTENSIONS": {},
        "ITEM_PIPELINES": {},
        "FEEDS": {},
        "TELNETCONSOLE_ENABLED": False,
        "TIKTOK_IDENTITIES": MOST,
    }
    plan: Plan

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the page of each."""
        web = Config.from_settings(self.settings).web_url
        for identity in self._visitors():
            request = mint_request(identity, web)
            yield request.replace(
                callback=self.arrived, errback=self.failed, cb_kwargs={"name": identity.name}
            )

    def arrived(self, response: Response, name: str) -> None:
        """Take over what the page says."""
        answer = classify(
            status=response.status,
            headers={
                key.decode().lower(): values[-1].decode("latin-1") for key, values in response.headers.items()
            },
            body=response.body,
            url=response.url,
            kind="page",
        )
        identity = self._pool.get(name)
        told = adopt(identity, response) if identity is not None and answer.outcome == "ok" else False
        self._note(name, answer, told=told)

    def failed(self, failure: Failure) -> None:
        """Note that no answer came."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error: Any = failure.value
        response: Response | None = getattr(error, "response", None)
        if response is not None:
            self.arrived(response, request.cb_kwargs["name"])
        else:
            self._note(request.cb_kwargs["name"], classify_exception(error), told=False)

    @property
    def _pool(self) -> CrawlPool:
        return for_crawler(self.crawler)

    def _visitors(self) -> list[Identity]:
        if not self.plan.mint:
            return [one for one in self._pool.all() if not self.plan.names or one.name in self.plan.names]
        maker = Maker(Config.from_settings(self.settings), proxies.for_crawler(self.crawler))
        made = [maker(f"d{number}", "desktop") for number in range(self.plan.mint)]
        for identity in made:
            self._pool.adopt(identity)
        return made

    def _note(self, name: str, answer: Answer, *, told: bool) -> None:
        self._pool.report(name, endpoint=ENDPOINT, outcome=str(answer.outcome))
        self.plan.met.append((name, str(answer.outcome), answer.message, told))
        if self.plan.mint and not told:
            self._pool.retire(name, "not minted")


def visit(settings: Settings, plan: Plan) -> None:
    """Run the crawl of a plan to its end; its log is silent, unless the command line wants it."""
    quiet = settings.copy()
    quiet.set("LOG_LEVEL", "CRITICAL", priority="spider")
    kept = "redis" if in_redis(Config.from_settings(settings)) else "sql"
    quiet.set("TIKTOK_IDENTITY_BACKEND", kept, priority="cmdline")
    process = CrawlerProcess(quiet)
    process.crawl(type("Visits", (VisitSpider,), {"plan": plan}))
    process.start()
