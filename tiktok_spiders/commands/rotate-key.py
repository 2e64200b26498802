# noqa: N999 - the file's name is that of the command
"""Encrypt everything that is kept encrypted with the first key of the ring."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from tiktok_spiders.commands.identity_actions.opening import shelf_of
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError, TikTokSpidersError
from tiktok_spiders.publish import rotation
from tiktok_spiders.store import Store
from tiktok_spiders.vault import SETTING, Vault

if TYPE_CHECKING:
    from argparse import Namespace


class Command(ScrapyCommand):
    """``scrapy rotate-key``. Exit status 2: a refused setting; 1: rows that no key opens; else 0.

    Put the new key before the old one in ``TIKTOK_SECRET_KEY``, run this, then take the old one away.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def short_desc(self) -> str:
        """Return the line of ``scrapy``'s list."""
        return f"Encrypt identities, tokens and upload state anew with the first key of {SETTING}"

    def run(self, args: list[str], opts: Namespace) -> None:
        """Rotate, and say how many."""
        try:
            self.exitcode = self._rotate(args)
        except (UsageError, ConfigError) as error:
            self._fail(error, 2)
        except TikTokSpidersError as error:
            self._fail(error, 1)

    def _rotate(self, args: list[str]) -> int:
        if args:
            raise UsageError("rotate-key takes no arguments")
        assert self.settings is not None  # noqa: S101 - scrapy.cmdline sets it before run
        with shelf_of(self.settings) as shelf:
            counts = {"identities": shelf.rotate()}
        config = Config.from_settings(self.settings)
        if config.store_enabled:
            counts["publishing"] = _of_publishing(config)
        return max([_said(what, *found) for what, found in counts.items()])

    def _fail(self, error: Exception, status: int) -> None:
        print(f"scrapy rotate-key: {error}", file=sys.stderr)
        self.exitcode = status


def _of_publishing(config: Config) -> tuple[int, int]:
    vault = Vault.from_key(config.secret_key)
    store = Store.open(config.database_url)
    try:
        return rotation.rotate(store, vault)
    finally:
        store.close()


def _said(what: str, done: int, lost: int) -> int:
    """Say how many; who publishes nothing hears nothing of it. Return the exit status."""
    if done or what == "identities":
        print(f"{what}: {done} encrypted with the first key")
    if lost:
        print(f"{what}: {lost} that no key of {SETTING} opens", file=sys.stderr)
    return int(lost > 0)
