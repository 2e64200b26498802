"""Errors of publishing: what was refused, what to do about it, and whether trying again may help.

::

    PublishError
    ├── AuthError              the login does not count, or not for this
    │   ├── LoginLostError         ... and only a new login helps
    │   └── ScopeMissingError      ... because the user did not allow it
    ├── RefusedError           TikTok refused, and would again
    ├── LimitedError           TikTok, or our own limit, asks for a pause
    ├── UnavailableError       no sound answer, and nothing was begun
    ├── UnknownOutcomeError    a post may have begun, or may not
    ├── MediaError             the file breaks TikTok's limits
    ├── UploadError            the file cannot be sent
    └── PostFailedError        TikTok took the post and then gave up on it
    PublishConfigError         a setting that publishing needs is missing or wrong
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import ConfigError, TikTokSpidersError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Retry(StrEnum):
    """Whether the same request may be sent again."""

    NEVER = "never"
    """Not before somebody has changed something."""

    LATER = "later"
    """After a wait."""

    SAME = "same"
    """At once, a few times, with growing waits."""

    UNKNOWN = "unknown"
    """Not by itself: nobody knows what became of it."""


class PublishError(TikTokSpidersError):
    """Raised for everything that keeps a post from its end. ``str()``: what happened, then the remedy."""

    def __init__(
        self,
        what: str,
        *,
        code: str = "",
        remedy: str = "",
        retry: Retry = Retry.NEVER,
        log_id: str | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(f"{what}: {remedy}" if remedy else what)
        self.what = what
        self.code = code
        """TikTok's code, or ``""``."""
        self.remedy = remedy
        self.retry = retry
        self.log_id = log_id
        """What TikTok's support asks for."""
        self.status = status
        """HTTP status, None without an answer."""


class AuthError(PublishError):
    """Raised for a token that TikTok does not take."""


class LoginLostError(AuthError):
    """Raised when nothing but a new login helps."""


class ScopeMissingError(AuthError):
    """Raised for what the user, or TikTok's review of the app, has not allowed. ``scopes`` are lacking."""

    scopes: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, any_of: Iterable[str], account: str, purpose: str, *, asked: Collection[str]
    ) -> ScopeMissingError:
        """Return the error that names the lacking scopes, one of which is enough, and what to do.

        ``asked``: the scopes that a login asks for.
        """
        lacking = sorted(any_of)
        login = f"run: scrapy publish login --account {account}"
        was_asked = any(scope in asked for scope in lacking)
        error = cls(
            f"{account} has not granted {' or '.join(lacking)}, needed for {purpose}",
            code="scope_not_authorized",
            remedy=f"{login}, and leave its box ticked on TikTok's page"
            if was_asked
            else f"put it into TIKTOK_SCOPES and {login}",
        )
        error.scopes = frozenset(lacking)
        return error


class RefusedError(PublishError):
    """Raised for a refusal that stays one until something is changed."""


class LimitedError(PublishError):
    """Raised for a limit of TikTok's or of our own. ``wait_s``: seconds until it is worth trying again."""

    wait_s: float = 60.0


class UnavailableError(PublishError):
    """Raised for a request without a sound answer that is safe to repeat."""


class UnknownOutcomeError(PublishError):
    """Raised when a post may have begun although no answer says so: it is never begun again by itself."""


class MediaError(PublishError):
    """Raised before any request for a file that breaks limits; ``violations`` names each with its value."""

    def __init__(self, violations: Iterable[str]) -> None:
        self.violations = tuple(violations)
        super().__init__(
            "; ".join(self.violations), code="media", remedy="convert the file, or choose another one"
        )


class UploadError(PublishError):
    """Raised for a file that cannot be sent on. ``position``: bytes that TikTok holds, if it said so."""

    position: int | None = None


class PostFailedError(PublishError):
    """Raised for a post that TikTok took and then gave up on; ``fail_reason`` is TikTok's word for why."""

    @property
    def fail_reason(self) -> str:
        """Return TikTok's reason, as it stands in the status."""
        return self.code


class PublishConfigError(ConfigError):
    """Raised at start for a setting that publishing cannot do without."""
