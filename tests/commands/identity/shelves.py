"""Keys, a terminal, and what stands on the shelf of identities."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from scrapy.settings import Settings

from tests.identities.clock import identity, session
from tiktok_spiders.identities import health
from tiktok_spiders.proxies import pool_of

if TYPE_CHECKING:
    from tiktok_spiders.identities.shelf import Shelf

KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
OTHER = "another-key-of-this-test-long-enough-0123456789"
PROXY = "http://someone:MARK-password@127.0.0.1:9"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def fill(shelf: Shelf) -> None:
    used = identity("d0", country="DE", proxy=pool_of(Settings({"TIKTOK_PROXIES": PROXY})).all()[0].name)
    used.take_token("MARK-token")
    for second, outcome in enumerate(["ok", "empty", "captcha"]):
        health.note(used, "videos", outcome, used.born + 3600 * (second + 1))
    shelf.save([used, session("MARKED", ends=time.time() + 86_400)])
    shelf.let_go()
