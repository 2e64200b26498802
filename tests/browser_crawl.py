"""Crawls that go to the browser: what HTTP may ask for is always empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.crawling import Crawl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin_process import StandinProcess

NO_LIST = {"kind": "empty", "where": "creator/item_list"}
"""The unsigned list answers nothing, so that videos come by the signed one alone."""


@dataclass
class BrowserCrawl(Crawl):
    """A crawl with one identity and one context, whose temporary files are in a directory of its own."""

    proxies: str = ""
    ca: str = ""

    @classmethod
    def behind_proxy(cls, standin: StandinProcess, **fields: Any) -> BrowserCrawl:
        """Return a crawl of https://www.tiktok.com, to which the stand-in's proxies lead."""
        return cls(web_url="", proxies=",".join(standin.proxies), ca=standin.ca, **fields)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.temporary = self.directory / "tmp"
        self.temporary.mkdir(exist_ok=True)

    def _settings(self) -> dict[str, Any]:
        given = super()._settings()
        if not self.web_url:
            del given["TIKTOK_WEB_URL"]
        own = {"TIKTOK_BROWSER": "chromium", "TIKTOK_BROWSER_CONTEXTS": 1, "TIKTOK_IDENTITIES": 1}
        return given | own | self.settings

    def environment(self) -> dict[str, str]:
        around = {"TMPDIR": str(self.temporary)}
        if self.proxies:
            around |= {"TIKTOK_PROXIES": self.proxies, "SSL_CERT_FILE": self.ca}
        return super().environment() | around


def shop_crawl(standin: StandinProcess, directory: Path, database: str = "", **settings: Any) -> BrowserCrawl:
    """Return a crawl whose Shop is the stand-in's too."""
    given = {"TIKTOK_SHOP_URL": standin.url, **settings}
    return BrowserCrawl(directory, standin.url, database, settings=given)
