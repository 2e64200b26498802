"""Errors of this project.

::

    TikTokSpidersError
    ├── ConfigError        a setting has a value that is not allowed
    │   └── ScheduleError      ... or a schedule of recurring work has
    ├── ArgumentError      a spider argument has a value that is not allowed
    ├── TargetError        a target is not a TikTok handle, id or link
    ├── PageLayoutError    a page does not have the shape that its parser knows
    ├── RedisError         Redis cannot be reached, or refuses
    ├── ScrapydError       Scrapyd refuses what it is asked
    │   └── ScrapydDownError   ... or does not answer, and may later
    └── StoreError         the store cannot be opened, read or written
        └── StoreBusyError     ... and it may work again later (locked, full, gone)
"""

from __future__ import annotations


class TikTokSpidersError(Exception):
    """Base of all errors that this project raises on purpose."""


class ConfigError(TikTokSpidersError, ValueError):
    """Raised at start by ``config`` for a setting outside what is allowed."""


class ScheduleError(ConfigError):
    """Raised by ``scrapy worker`` for a schedule that cannot be kept."""


class ArgumentError(TikTokSpidersError, ValueError):
    """Raised before the first request for a spider argument outside what is allowed."""


class TargetError(TikTokSpidersError, ValueError):
    """Raised by ``urls.py`` for text that names nothing on TikTok."""


class PageLayoutError(TikTokSpidersError):
    """Raised by a parser whose anchor is not in the answer.

    The message names the page, its address and the anchor that was looked for.
    """

    def __init__(self, page: str, url: str, anchor: str) -> None:
        super().__init__(f"{page} at {url}: {anchor} not found")
        self.page = page
        self.url = url
        self.anchor = anchor


class RedisError(TikTokSpidersError):
    """Raised for a Redis that does not answer for longer than ``TIKTOK_STORE_WAIT``, or refuses."""


class ScrapydError(TikTokSpidersError):
    """Raised for an answer of Scrapyd that is an error: its project or its spider is not there."""


class ScrapydDownError(ScrapydError):
    """Raised for a Scrapyd that does not answer, or that lets nobody in.

    ``asked``: whether it may have got the question, so that nobody knows what came of it.
    """

    def __init__(self, message: str, *, asked: bool = True) -> None:
        super().__init__(message)
        self.asked = asked


class StoreError(TikTokSpidersError):
    """Raised by the store for an address or a database that can never work."""


class StoreBusyError(StoreError):
    """Raised by the store for a database that is locked, full or gone just now."""
