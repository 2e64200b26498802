"""A breaker for each kind of call: what fails now is left alone for a while, then one call probes it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from tiktok_spiders.breaker import Breaker
from tiktok_spiders.publish.errors import PublishError, Retry, UnavailableError, UnknownOutcomeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.publish.settings import PublishSettings

TRANSPORT = "official"


class PublishBreaker:
    """Refuses calls of a kind whose answers failed in a row."""

    def __init__(
        self, failures: int = 8, wait_s: float = 60, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._breaker = Breaker(failures, wait_s, clock)
        self._wait_s = wait_s

    @classmethod
    def of(cls, settings: PublishSettings) -> Self:
        """Return the breaker of the settings."""
        return cls(settings.breaker_failures, settings.breaker_seconds)

    def check(self, call: str) -> None:
        """Raise ``UnavailableError`` for a call that is left alone now."""
        if not self._breaker.allows((call, TRANSPORT)):
            raise UnavailableError(
                f"{call} failed too often in a row",
                code="breaker_open",
                remedy=f"wait {self._wait_s:g} s",
                retry=Retry.LATER,
            )

    def succeeded(self, call: str) -> None:
        """Note a sound answer, a refusal included."""
        self._breaker.succeeded((call, TRANSPORT))

    def judge(self, call: str, error: PublishError) -> None:
        """Note what an error says of TikTok: it fails, or it answers."""
        if isinstance(error, (UnavailableError, UnknownOutcomeError)):
            self._breaker.failed((call, TRANSPORT))
        else:
            self.succeeded(call)
