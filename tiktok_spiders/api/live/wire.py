"""What the API and a worker tell each other: one JSON value a line, on the worker's stdin and stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.config import PREFIX

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

LONGEST_LINE = 64 * 2**20
"""Bytes of one record."""

HANDED_ON = ("LOG_LEVEL", "LOG_FORMAT", "LOG_DATEFORMAT")


class Order(msgspec.Struct, tag_field="order", tag="ask"):
    """Run a spider. A worker runs one at a time."""

    number: int
    spider: str
    arguments: dict[str, str | list[str]]


class Stop(msgspec.Struct, tag_field="order", tag="stop"):
    """End the crawl under way, if it is this one."""

    number: int


class Ready(msgspec.Struct, tag_field="told", tag="ready"):
    """The worker can take orders."""


class Found(msgspec.Struct, tag_field="told", tag="found"):
    """A record, verdicts too."""

    number: int
    record: msgspec.Raw


class Ended(msgspec.Struct, tag_field="told", tag="ended"):
    """The crawl is over."""

    number: int
    reason: str
    """Scrapy's finish reason."""

    error: str = ""
    """What kept it from starting or ended it."""

    refused: bool = False
    """Whether it was refused because of its arguments."""

    crawls: int = 0
    """How many crawls this worker has run."""

    resident: int = 0
    """Bytes of memory that it takes."""


encode = msgspec.json.Encoder().encode
read_order = msgspec.json.Decoder(Order | Stop).decode
read_told = msgspec.json.Decoder(Ready | Found | Ended).decode


def handed_on(settings: BaseSettings) -> dict[str, Any]:
    """Return the settings that a worker gets from the API; it reads the project's own itself."""
    names = [name for name in settings if name.startswith(PREFIX) or _is_chosen(settings, name)]
    return {name: settings[name] for name in names if _is_plain(settings[name])}


def _is_chosen(settings: BaseSettings, name: str) -> bool:
    return name in HANDED_ON and (settings.getpriority(name) or 0) > 0


def _is_plain(value: Any) -> bool:
    return value is not None and isinstance(value, str | int | float | bool | list | tuple)
