"""The store of the settings, for actions."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.store.opening import open_patiently

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings

    from tiktok_spiders.store import Store


@contextmanager
def store_of(settings: BaseSettings) -> Iterator[Store]:
    """Open the store. Raises ``ConfigError`` where it is switched off, ``StoreError`` where it is gone."""
    config = Config.from_settings(settings)
    if not config.store_enabled:
        raise ConfigError("schedules are kept in the store, and TIKTOK_STORE_ENABLED is false")
    store = open_patiently(config, lambda text: print(f"scrapy worker: {text}", file=sys.stderr))
    try:
        yield store
    finally:
        store.close()


def declare_name(parser: ArgumentParser) -> None:
    """Declare the name of a schedule."""
    parser.add_argument("name", metavar="NAME", help="name of the schedule")


def declare_json(parser: ArgumentParser) -> None:
    """Declare the other form of output."""
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
