"""Build components the way Scrapy does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from scrapy import Spider
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

T = TypeVar("T")


class SomeSpider(Spider):
    """A spider that does nothing."""

    name = "some"


def crawler_for(**settings: Any) -> Crawler:
    """Return a crawler with a spider and these settings."""
    crawler = get_crawler(SomeSpider, settings)
    crawler.spider = SomeSpider.from_crawler(crawler)
    return crawler


def build(component: type[T], **settings: Any) -> T:
    """Build a component as Scrapy does: ``build(Class, SETTING=value)``."""
    return build_from_crawler(component, crawler_for(**settings))
